import ast
import re
import string
from collections import Counter
from pathlib import Path

import pytest

from face_process.errors import FaceMindError
from face_process.face_quality import Doubt
from merge.settings import setting_names
from UI.texts import CATALOGUE, LANGUAGES, language_of, system_language, text

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = [
    file
    for room in ("client.py", "merge", "UI", "camera", "face_process", "SQL", "arcface_train")
    for file in sorted((PROJECT / room).rglob("*.py") if (PROJECT / room).is_dir() else [])
] + [PROJECT / "client.py"]


def placeholders(sentence):
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_every_sentence_is_there_in_both_languages(key):
    english, chinese = CATALOGUE[key]
    assert english.strip()
    assert chinese.strip()
    assert placeholders(english) == placeholders(chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english)


def test_no_two_sentences_have_one_key():
    keys = Counter(
        key.value
        for file in sorted((PROJECT / "UI" / "texts").glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    )
    assert len(keys) >= len(CATALOGUE)
    assert [key for key, times in keys.items() if times > 1] == []


def error_keys():
    """Every key that the program raises an error with, and where."""
    kinds = {kind.__name__ for kind in FaceMindError.__subclasses__()} | {"FaceMindError"}
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in kinds and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    yield key.value, {word.arg for word in node.keywords}, file.name


def test_one_of_something_has_words_of_its_own():
    assert text("en", "cli.faces", count=1) == "1 face"
    assert text("en", "cli.faces", count=2) == "2 faces"
    assert text("en", "cli.faces", count=0) == "0 faces"


@pytest.mark.parametrize(("key", "given", "file"), list(error_keys()))
def test_every_error_raised_has_its_sentence_and_the_facts_for_it(key, given, file):
    english, _ = CATALOGUE[f"error.{key}"]
    assert placeholders(english) <= given or None in given, file


def test_there_are_errors_to_check():
    assert len(list(error_keys())) > 25


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("doubt", list(Doubt))
def test_every_doubt_is_told(language, doubt):
    assert text(language, f"quality.{doubt}")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh_CN.UTF-8", "zh"), ("zh-TW", "zh"), ("zh-Hans-CN,en;q=0.8", "zh"), ("zh", "zh"),
        ("Chinese (Simplified)_China", "zh"), ("en_US.UTF-8", "en"), ("C", "en"), ("fr-FR", "en"),
        ("", "en"), (None, "en"),
    ],
)  # fmt: skip
def test_chinese_is_spoken_to_chinese_systems(tag, language):
    assert language_of(tag) == language


def test_the_strongest_locale_variable_counts():
    environ = {"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}
    assert system_language(environ) == "zh"


def test_an_error_speaks_both_languages():
    error = FaceMindError("person_missing", name="张三")
    assert str(error) == error.sentence("en")
    assert "张三" in error.sentence("zh")


def test_every_setting_is_in_the_readme():
    readme = (PROJECT / "README.md").read_text("utf-8")
    missing = [
        name
        for name in setting_names()
        if f"--{name.replace('_', '-')}" not in readme or f"FACEMIND_{name.upper()}" not in readme
    ]
    assert missing == []
