import os
import pty
import sqlite3

import pytest

from SQL.database_operate import Store

TITLE = "FaceMind"
DIALOG = "Question"


@pytest.fixture
def talking_head(shared_data):
    return shared_data / "videos" / "talking" / "d12.mp4"


@pytest.fixture
def people(tmp_path):
    """Return a way to see who is enrolled."""

    def enrolled():
        with Store(tmp_path / "known_faces.db") as store:
            return {person.name: person.faces for person in store.people.all()}

    return enrolled


def test_a_person_in_front_of_the_camera_becomes_known(
    screen, program, people, talking_head, tmp_path
):
    running = program(
        "enroll", "--camera", talking_head, "--name", " 张三 ", DISPLAY=screen.display
    )
    assert running.wait() == (0, "张三 is known now\n", "")
    assert people() == {"张三": 5}
    with sqlite3.connect(tmp_path / "known_faces.db") as connection:
        crops = connection.execute("SELECT count(DISTINCT crop), min(source) FROM face").fetchone()
    connection.close()
    assert crops == (5, "camera")


def test_the_name_is_asked_for_until_it_is_one_in_any_script(screen, program, people, talking_head):
    running = program("enroll", "--camera", talking_head, DISPLAY=screen.display)
    first = running.await_dialog()
    screen.press(DIALOG, "Return")  # no name at all
    running.await_dialog(other_than=first)
    screen.picture(DIALOG)
    screen.write(DIALOG, "李雷 Jr")
    screen.picture(DIALOG)
    screen.picture(TITLE)
    screen.press(DIALOG, "Return")
    assert running.wait() == (0, "李雷 Jr is known now\n", "")
    assert people() == {"李雷 Jr": 5}


def test_a_cancelled_question_for_the_name_ends_it_with_nobody_enrolled(
    screen, program, people, astronaut_clip
):
    running = program("enroll", "--camera", astronaut_clip, DISPLAY=screen.display)
    screen.await_window(DIALOG)
    screen.press(DIALOG, "Escape")
    assert running.wait() == (0, "Nobody was enrolled.\n", "")
    screen.await_gone(DIALOG)
    assert people() == {}


def test_who_looks_like_somebody_else_is_photographed_anew_after_a_no(
    screen, program, people, astronaut_clip
):
    known = ("enroll", "--camera", astronaut_clip, "--name", "Eileen")
    program(*known, DISPLAY=screen.display).wait()
    running = program("enroll", "--camera", astronaut_clip, DISPLAY=screen.display)
    name = running.await_dialog()
    screen.write(DIALOG, "Anna")
    screen.press(DIALOG, "Return")
    doubt = running.await_dialog(other_than=name)
    screen.press(DIALOG, "n")
    running.await_dialog(other_than=doubt)
    screen.press(DIALOG, "Escape")
    assert running.wait() == (0, "Nobody was enrolled.\n", "")
    assert people() == {"Eileen": 5}


def test_somebody_known_already_is_stored_twice_only_when_that_is_meant(
    screen, program, people, talking_head
):
    program("enroll", "--camera", talking_head, "--name", "张三", DISPLAY=screen.display).wait()
    again = ("enroll", "--camera", talking_head, "--name", "李四")

    running = program(*again, DISPLAY=screen.display)
    screen.await_window(DIALOG)
    screen.picture(DIALOG)
    screen.press(DIALOG, "Return")  # the focus is on No
    assert running.wait() == (0, "Nobody was enrolled.\n", "")
    assert people() == {"张三": 5}

    running = program(*again, DISPLAY=screen.display)
    screen.await_window(DIALOG)
    screen.picture(TITLE)
    screen.press(TITLE, "y")
    assert running.wait() == (0, "李四 is known now\n", "")
    assert people() == {"张三": 5, "李四": 5}


@pytest.mark.parametrize(
    ("key", "said"), [("y", "李四 is known now\n"), ("N", "Nobody was enrolled.\n")]
)
def test_a_question_for_yes_or_no_is_answered_by_its_letters(
    screen, program, people, talking_head, key, said
):
    program("enroll", "--camera", talking_head, "--name", "张三", DISPLAY=screen.display).wait()
    again = ("enroll", "--camera", talking_head, "--name", "李四")
    running = program(*again, DISPLAY=screen.display)
    screen.await_window(DIALOG)
    screen.press(DIALOG, key)
    assert running.wait() == (0, said, "")


def test_the_close_button_ends_it_with_nobody_enrolled(screen, program, people, astronaut_clip):
    running = program(
        "enroll", "--camera", astronaut_clip, "--name", "Eileen", DISPLAY=screen.display
    )
    screen.await_window(TITLE)
    screen.close(TITLE)
    assert running.wait() == (0, "Nobody was enrolled.\n", "")
    assert people() == {}


def test_a_file_that_ends_too_early_is_told(screen, program, people, empty_clip):
    running = program("enroll", "--camera", empty_clip, "--name", "Eileen", DISPLAY=screen.display)
    status, out, err = running.wait()
    assert (status, out) == (1, "")
    assert err.startswith("empty.mp4 ended with 0 of 5 good pictures of one face.")
    assert people() == {}


def test_a_name_that_is_none_is_told_before_anything_opens(program, empty_clip):
    running = program("enroll", "--camera", empty_clip, "--name", "  ", DISPLAY=None)
    status, _, err = running.wait()
    assert status == 1
    assert err.startswith("A name is missing.")


@pytest.fixture
def without_dialogs(screen, tmp_path):
    """Return an environment whose Python was built without tkinter."""
    folder = tmp_path / "bare"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if 'tkinter' in name else find(name, *more)\n"
    )
    return {"DISPLAY": screen.display, "PYTHONPATH": str(folder)}


def test_without_dialogs_and_terminal_the_name_has_to_be_given(
    program, people, talking_head, without_dialogs
):
    status, _, err = program("enroll", "--camera", talking_head, **without_dialogs).wait()
    assert status == 1
    assert err.startswith("There is no way to ask for the name here.")
    named = program("enroll", "--camera", talking_head, "--name", "张三", **without_dialogs)
    assert named.wait() == (0, "张三 is known now\n", "")
    assert people() == {"张三": 5}


def test_without_dialogs_the_terminal_asks_and_the_window_lives_on(
    screen, program, people, talking_head, without_dialogs
):
    terminal, keyboard = pty.openpty()
    try:
        running = program("enroll", "--camera", talking_head, stdin=keyboard, **without_dialogs)
        assert os.read(running.process.stderr.fileno(), 100) == b"Who is this? "
        assert screen.picture(TITLE) is not None
        os.write(terminal, "李雷\n".encode())
        assert running.wait() == (0, "李雷 is known now\n", "")
    finally:
        os.close(terminal)
        os.close(keyboard)
    assert people() == {"李雷": 5}
