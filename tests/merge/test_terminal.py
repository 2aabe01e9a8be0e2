"""In a terminal every line is whole, though a bar is shown below."""

import cv2
import pytest

from tests.command_line import run_in_terminal


@pytest.fixture
def home(tmp_path, shared_models):
    return {"FACEMIND_DATABASE": str(tmp_path / "known_faces.db"), "FACEMIND_PACK": "mini"}


@pytest.fixture
def blurred(tmp_path, astronaut):
    file = tmp_path / "blurred.png"
    cv2.imwrite(str(file), cv2.GaussianBlur(cv2.imread(str(astronaut)), (0, 0), 5))
    return file


def test_results_and_failures_stand_in_lines_of_their_own(home, astronaut, tmp_path):
    missing = tmp_path / "missing.jpg"
    status, lines, _ = run_in_terminal("recognize", astronaut, missing, astronaut, **home)
    assert status == 1
    assert sum(line.startswith(f"{astronaut}: ") for line in lines) == 2
    assert lines.count("  1  Unknown") == 2
    assert any(str(missing) in line for line in lines)
    assert [line for line in lines if "Recognising" in line and str(tmp_path) in line] == []


def test_doubts_about_photos_stand_in_lines_of_their_own(home, blurred):
    other = blurred.with_name("other.png")
    cv2.imwrite(str(other), cv2.imread(str(blurred))[:, ::-1])
    status, lines, _ = run_in_terminal("enroll", "张三", blurred, other, **home)
    assert status == 0
    notes = [line for line in lines if str(blurred.parent) in line]
    assert len(notes) >= 2
    assert all(line.startswith("Note") for line in notes), notes


def test_results_in_a_pipe_hold_nothing_else(home, astronaut):
    status, lines, out = run_in_terminal("recognize", astronaut, piped=True, **home)
    assert status == 0
    assert out.splitlines()[1:] == ["  1  Unknown"]
    assert not any(str(astronaut) in line for line in lines)
