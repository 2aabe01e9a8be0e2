"""What the READMEs tell to type does what they say."""

import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import get_args, get_type_hints

import cv2
import pytest

from face_process.track_identity import rules_for
from merge.settings import Settings
from tests.command_line import PROJECT

READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
NUMBER = re.compile(r"\d+\.\d+")


def test_help_and_readmes_tell_the_rules_for_videos():
    rules = rules_for(0.5, 60)
    hints = get_type_hints(Settings, include_extras=True)["threshold"]
    explained = get_args(hints)[1]
    for said in (explained.en, explained.zh):
        assert f"{0.5 - rules.one_look:.2f}" in said
        assert f"{0.5 - rules.average:.2f}" in said
    for name in READMES:
        readme = (PROJECT / name).read_text("utf-8")
        assert f"{rules.one_look:.2f}" in readme
        assert f"{rules.average:.2f}" in readme


def blocks(name):
    """Return the indented blocks of a README."""
    text = (PROJECT / name).read_text("utf-8")
    found = re.findall(r"(?:^(?: {4}.*)?\n)+", text, re.MULTILINE)
    return [textwrap.dedent(block).strip() for block in found if block.strip()]


def run(folder, language, *command):
    environment = {
        **os.environ,
        "FACEMIND_DATABASE": str(folder / "known_faces.db"),
        "FACEMIND_PACK": "mini",
        "FACEMIND_LANGUAGE": language,
        "PYTHONPATH": str(PROJECT),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("readme", READMES)
def test_python_of_the_readme_runs(readme, shared_models, astronaut, tmp_path):
    (script,) = [block for block in blocks(readme) if block.startswith("from pathlib")]
    cv2.imwrite(str(tmp_path / "photo.jpg"), cv2.imread(str(astronaut)))
    answer = run(tmp_path, READMES[readme], "-c", script)
    assert (answer.returncode, answer.stdout) == (0, "None None\n"), answer.stderr


@pytest.mark.parametrize("readme", READMES)
def test_sessions_of_the_readme_are_real(readme, shared_models, astronaut, group_photo, tmp_path):
    (tmp_path / "astronaut.png").write_bytes(Path(astronaut).read_bytes())
    sessions = [block for block in blocks(readme) if block.startswith("$ python client.py")]
    assert len(sessions) == 3
    for number, session in enumerate(sessions):
        if number == 1:  # from here on somebody else is known, too
            for face in "12":
                _type(tmp_path, readme, "enroll", "张三", str(group_photo), "--face", face)
        for step in session.split("$ python ")[1:]:
            command, *told = step.rstrip().split("\n")
            _, *arguments = shlex.split(command)
            _compare("\n".join(told), _type(tmp_path, readme, *arguments))


def _type(folder, readme, *arguments):
    answer = run(folder, READMES[readme], str(PROJECT / "client.py"), *arguments)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.rstrip()


def _compare(told, said):
    """Compare to a tenth, which processors may round differently; … stands for anything."""
    pattern = NUMBER.sub(r"\\d+\\.\\d+", re.escape(told).replace(r"\.", ".").replace("…", ".*"))
    assert re.fullmatch(pattern, said), f"{said}\n\n{told}"
    numbers = [float(number) for number in NUMBER.findall(told)]
    assert [float(number) for number in NUMBER.findall(said)][: len(numbers)] == pytest.approx(
        numbers, abs=0.15
    )
