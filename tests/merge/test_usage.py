"""Help and wrong usage are told in the user's language and in words of no programmer."""

import os
import pty
import re
import subprocess
import sys
from unicodedata import east_asian_width

import pytest

from merge.commands.usage import translated
from tests.command_line import PROJECT, run
from tests.test_client import COMMANDS

TYPERS_OWN = re.compile(
    r"Usage|Options|Arguments|Commands|Show this|Error|Missing|Invalid|No such|Try |OPTIONS|ARGS|"
    r"Did you mean|Possible|Got un|Input should|requires|does not|is not one"
)
WRONG = [
    ["recognize"],
    ["recognize", "x.jpg", "--bogus"],
    ["recognize", "x.jpg", "--out"],
    ["recognize", "x.jpg", "--json=3"],
    ["recogniz"],
    ["nonsense"],
    ["people", "list", "more"],
    ["people"],
    ["enroll"],
    ["enroll", "a", "b.jpg", "--face", "first"],
    ["enroll", "a", "b.jpg", "--face", "0"],
    ["web", "--threshold", "high"],
    ["web", "--device", "tpu"],
]


@pytest.mark.parametrize("command", COMMANDS.split("|"))
def test_help_has_no_types_and_nothing_cut_short(command):
    help_ = run(*command.split(), "--help", FACEMIND_LANGUAGE="en", COLUMNS="80").stdout
    assert re.findall(r"<.*?>|range|list\[|\.\.\.$|\[x>=", help_, re.MULTILINE) == []


@pytest.mark.parametrize("command", COMMANDS.split("|"))
def test_chinese_help_is_chinese_and_fits_the_terminal(command):
    help_ = run(*command.split(), "--help", FACEMIND_LANGUAGE="zh", COLUMNS="80").stdout
    assert "用法：client.py" in help_
    assert TYPERS_OWN.findall(help_) == []
    assert max(map(columns, help_.splitlines())) <= 80


def columns(line):
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_told_in_chinese(arguments):
    answer = run(*arguments, FACEMIND_LANGUAGE="zh")
    assert answer.returncode == 2
    assert re.search("用法：|错误：", answer.stderr)
    assert TYPERS_OWN.findall(answer.stderr) == []


def test_wrong_usage_is_told_in_english_with_what_may_be_given():
    answer = run("recognize", "x.jpg", "--device", "tpu")
    assert answer.returncode == 2
    assert answer.stderr.startswith("Usage: client.py recognize [OPTIONS] FILE|DIR…\n")
    assert "'cuda'" in answer.stderr


@pytest.mark.parametrize("command", ["enroll", "recognize"])
@pytest.mark.parametrize("example", ["For example: python client.py", "例如：python client.py"])
def test_help_gives_an_example(command, example):
    language = "en" if example.isascii() else "zh"
    assert f"{example} {command} " in run(command, "--help", "--language", language).stdout


def test_what_is_not_typers_own_stays_as_it_is():
    assert translated("Note: usage\nOptions are many", "zh") == "Note: usage\nOptions are many"


@pytest.mark.parametrize(("language", "said"), [("en", "Aborted!"), ("zh", "已中止。")])
def test_menu_left_without_an_answer_is_aborted(language, said):
    ours, terminal = pty.openpty()
    environment = {**os.environ, "FACEMIND_LANGUAGE": language}
    with subprocess.Popen(
        [sys.executable, str(PROJECT / "client.py")],
        stdin=terminal, stdout=terminal, stderr=subprocess.PIPE, env=environment,
    ) as process:  # fmt: skip
        os.close(terminal)
        os.write(ours, b"\x04")
        told = process.stderr.read().decode()
    os.close(ours)
    assert process.returncode == 1
    assert said in told
