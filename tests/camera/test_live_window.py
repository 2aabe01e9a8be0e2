import json
import sqlite3

import cv2
import numpy as np
import pytest
from live_stream import streaming
from x_screen import coloured, until

from camera.live_picture import tiles
from camera.recognize_window import save
from face_process.draw import Look
from SQL.database_operate import Store

TITLE = "FaceMind"
DIALOG = "Question"
WATCHED = ("tests/camera/watched_window.py",)


@pytest.fixture
def bright_pictures():
    return [np.full((480, 640, 3), 200, np.uint8)]


def halves(picture):
    """Return the left and the right tile without the status line."""
    middle = picture.shape[1] // 2
    return picture[:-60, :middle], picture[:-60, middle:]


def shown_when(screen, fits):
    """Return the window's picture once it is as wanted."""

    def look():
        picture = screen.picture(TITLE)
        return picture if picture is not None and fits(picture) else None

    return until(look)


def has(look):
    return lambda picture: coloured(picture, look.colour) is not None


def changes(screen):
    """Return whether the window's picture differs from one moment to one of the next ones."""
    first = screen.picture(TITLE)
    return any((screen.picture(TITLE) != first).any() for _ in range(3))


def test_the_window_keeps_the_cameras_rate_while_recognition_is_slow(
    screen, program, numbered_clip
):
    running = program(0.3, numbered_clip, script=WATCHED, DISPLAY=screen.display)
    status, out, err = running.wait()
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert len(told["shown"]) >= 0.95 * 120
    assert 2 <= told["detections"] <= 16


def test_two_cameras_have_a_tile_each_and_a_killed_one_leaves_the_other_alone(
    screen, program, astronaut_stream, bright_pictures
):
    with streaming(pictures=bright_pictures) as bright:
        running = program(
            "recognize", "--camera", astronaut_stream.url, "--camera", bright.url,
            DISPLAY=screen.display,
        )  # fmt: skip
        picture = shown_when(screen, has(Look.UNKNOWN))
        right = halves(picture)[1]
        assert coloured(right, Look.UNKNOWN.colour) is None
        assert np.median(right) == pytest.approx(200, abs=4)
        bright.die()
        lost = shown_when(screen, lambda shown: np.median(halves(shown)[1]) < 150)
        assert halves(lost)[1].max() > 200  # a sentence
        assert changes(screen)
        assert coloured(halves(lost)[0], Look.UNKNOWN.colour) is not None
        with streaming(bright.port, bright_pictures):
            shown_when(screen, lambda shown: np.median(halves(shown)[1]) > 190)
            screen.press(TITLE, "Escape")
            assert running.wait() == (0, "", "")


def test_cameras_that_are_not_there_are_told_in_their_tiles(screen, program, astronaut_clip):
    running = program(
        "recognize", "--camera", "63", "--camera", "nowhere.mp4", "--camera", astronaut_clip,
        DISPLAY=screen.display,
    )  # fmt: skip
    picture = shown_when(screen, has(Look.UNKNOWN))
    upper = picture[: picture.shape[0] // 2]
    assert coloured(upper, Look.UNKNOWN.colour) is None
    for tile in halves(np.vstack([upper, np.zeros((60, *upper.shape[1:]), np.uint8)])):
        middle = tile.shape[0] // 2
        assert tile[middle - 20 : middle + 20].max() > 200  # a sentence
    screen.press(TITLE, "Escape")
    assert running.wait() == (0, "", "")


def test_a_stream_that_is_down_at_first_appears_when_it_is_up(
    screen, program, astronaut_stream, bright_pictures
):
    with streaming() as down:
        pass
    running = program(
        "recognize", "--camera", astronaut_stream.url, "--camera", down.url,
        DISPLAY=screen.display,
    )  # fmt: skip
    picture = shown_when(screen, has(Look.UNKNOWN))
    assert np.median(halves(picture)[1]) < 60
    with streaming(down.port, bright_pictures) as up:
        shown_when(screen, lambda shown: np.median(halves(shown)[1]) > 190)
        up.silent.set()
        hung = shown_when(screen, lambda shown: np.median(halves(shown)[1]) < 150)
        assert halves(hung)[1].max() > 200  # a sentence
        screen.press(TITLE, "Escape")
        assert running.wait() == (0, "", "")


def test_space_stops_the_picture_and_sets_it_going_again(screen, program, astronaut_stream):
    running = program("recognize", "--camera", astronaut_stream.url, DISPLAY=screen.display)
    shown_when(screen, has(Look.UNKNOWN))
    assert changes(screen)
    screen.press(TITLE, "space")
    until(lambda: not changes(screen))
    assert has(Look.UNKNOWN)(screen.picture(TITLE))
    assert astronaut_stream.watching == 1
    screen.press(TITLE, "space")
    until(lambda: changes(screen))
    screen.press(TITLE, "q")
    assert running.wait() == (0, "", "")


def test_a_paused_file_stays_until_it_goes_on(screen, program, numbered_clip):
    running = program("recognize", "--camera", numbered_clip, DISPLAY=screen.display)
    screen.press(TITLE, "space")
    until(lambda: not changes(screen))
    assert running.process.poll() is None
    screen.press(TITLE, "space")
    assert running.wait() == (0, "", "")


def test_s_saves_what_is_shown_among_the_users_pictures(
    screen, program, astronaut_stream, tmp_path
):
    running = program("recognize", "--camera", astronaut_stream.url, DISPLAY=screen.display)
    shown_when(screen, has(Look.UNKNOWN))
    screen.press(TITLE, "s")
    folder = tmp_path / "Pictures" / "FaceMind"
    file = until(lambda: next(folder.glob("*.png"), None))
    screen.picture(TITLE)
    screen.press(TITLE, "Escape")
    assert running.wait() == (0, "", "")
    assert file.suffix == ".png"
    kept = cv2.imread(str(file))
    assert kept.shape[1] / kept.shape[0] == pytest.approx(640 / 480, abs=0.01)
    assert has(Look.UNKNOWN)(kept)


def test_a_folder_that_cant_be_written_is_told(tmp_path, monkeypatch):
    blocked = tmp_path / "no folder"
    blocked.write_text("")
    monkeypatch.setenv("XDG_PICTURES_DIR", str(blocked))
    sentence = save(np.zeros((4, 4, 3), np.uint8), "en")
    assert sentence == f"{blocked}/FaceMind can't be written, so the picture wasn't saved."


def test_h_shows_and_hides_the_keys(screen, program, astronaut_stream):
    running = program("recognize", "--camera", astronaut_stream.url, DISPLAY=screen.display)

    def middle(picture):
        height, width = picture.shape[:2]
        return np.median(picture[height // 2 - 60 : height // 2 + 60, width // 2 - 60 :][:, :120])

    plain = middle(shown_when(screen, has(Look.UNKNOWN)))
    screen.press(TITLE, "h")
    shown_when(screen, lambda picture: middle(picture) < plain / 2)
    screen.press(TITLE, "h")
    shown_when(screen, lambda picture: middle(picture) > plain * 0.8)
    screen.press(TITLE, "Escape")
    assert running.wait() == (0, "", "")


def test_e_makes_the_face_being_shown_known_while_the_window_goes_on(
    screen, program, astronaut_stream, tmp_path
):
    def people():
        with Store(tmp_path / "known_faces.db") as store:
            return {person.name: person.faces for person in store.people.all()}

    running = program("recognize", "--camera", astronaut_stream.url, DISPLAY=screen.display)
    shown_when(screen, has(Look.UNKNOWN))
    screen.press(TITLE, "e")
    first = running.await_dialog()
    screen.press(DIALOG, "Return")  # no name at all
    running.await_dialog(other_than=first)
    screen.write(DIALOG, "艾琳")
    assert changes(screen)
    screen.press(DIALOG, "Return")
    shown_when(screen, has(Look.KNOWN))
    assert people() == {"艾琳": 1}
    with sqlite3.connect(tmp_path / "known_faces.db") as connection:
        assert connection.execute("SELECT source FROM face").fetchall() == [("camera",)]
    connection.close()

    screen.press(TITLE, "e")
    second = running.await_dialog()
    screen.write(DIALOG, "Somebody else")
    screen.press(DIALOG, "Return")
    running.await_dialog(other_than=second)
    screen.await_window(DIALOG)
    screen.picture(TITLE)
    screen.press(DIALOG, "Return")  # the focus is on No
    screen.await_gone(DIALOG)
    screen.press(TITLE, "Escape")
    assert running.wait() == (0, "", "")
    assert people() == {"艾琳": 1}


def test_e_without_a_face_is_told_and_esc_closes_an_open_question(
    screen, program, astronaut_stream, bright_pictures
):
    with streaming(pictures=bright_pictures) as bright:
        running = program("recognize", "--camera", bright.url, DISPLAY=screen.display)
        shown_when(screen, lambda picture: np.median(picture) > 190)
        screen.press(TITLE, "e")
        shown_when(screen, lambda picture: picture[:-60][-80:].min() < 120)  # a sentence
        screen.press(TITLE, "Escape")
        assert running.wait() == (0, "", "")
    running = program("recognize", "--camera", astronaut_stream.url, DISPLAY=screen.display)
    shown_when(screen, has(Look.UNKNOWN))
    screen.press(TITLE, "e")
    screen.await_window(DIALOG)
    screen.press(TITLE, "Escape")
    assert running.wait() == (0, "", "")
    screen.await_gone(DIALOG)


@pytest.mark.parametrize("way", ["escape", "close button", "control-c", "killed stream", "end"])
def test_no_thread_and_no_camera_is_left(
    screen, program, astronaut_stream, short_clip, astronaut_clip, way
):
    ends = way == "end"
    sources = [short_clip] if ends else [astronaut_clip, astronaut_stream.url]
    running = program(0, *sources, script=WATCHED, DISPLAY=screen.display)
    if not ends:
        shown_when(screen, has(Look.UNKNOWN))
    if way == "killed stream":
        astronaut_stream.die()
        shown_when(
            screen, lambda picture: coloured(halves(picture)[1], Look.UNKNOWN.colour) is None
        )
    if way in {"escape", "killed stream"}:
        screen.press(TITLE, "Escape")
    elif way == "close button":
        screen.close(TITLE)
    elif way == "control-c":
        running.interrupt()
    status, out, err = running.wait()
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert told["threads"] == []
    assert not {str(short_clip), str(astronaut_clip)} & set(told["files"])
    until(lambda: astronaut_stream.watching == 0)


@pytest.mark.parametrize(
    ("count", "wanted"),
    [
        (1, [(0, 0, 960, 540)]),
        (2, [(0, 0, 480, 540), (480, 0, 480, 540)]),
        (3, [(0, 0, 480, 270), (480, 0, 480, 270), (0, 270, 480, 270)]),
    ],
)
def test_tiles_fill_the_window_two_side_by_side_four_two_by_two(count, wanted):
    assert tiles(count, (960, 540)) == wanted


def test_enrolling_with_several_cameras_says_which_one_it_takes(
    screen, program, empty_clip, astronaut_clip
):
    running = program(
        "enroll", "--name", "Eileen", "--camera", empty_clip, "--camera", astronaut_clip,
        DISPLAY=screen.display,
    )  # fmt: skip
    status, _, err = running.wait()
    assert status == 1
    assert err.startswith("Enrolling with the first camera only: empty.mp4\n")
