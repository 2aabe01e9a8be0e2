import signal

import cv2
import numpy as np
import pytest
from x_screen import coloured, until

from face_process.draw import Look
from face_process.face_enroll import enrol, examine
from face_process.image_file import read_image

TITLE = "FaceMind"
NO_SCREEN = "There is no screen to open a window on"


@pytest.fixture
def known(service, astronaut):
    """Enrol the astronaut in the database that the program will open."""
    enrol(service, "艾琳", [examine(service, read_image(astronaut), "艾琳")])


def expected_box(engine, clip, width, height):
    """Return where the face of a clip's first frame lies in a window of that size."""
    capture = cv2.VideoCapture(str(clip))
    frame = capture.read()[1]
    capture.release()
    (face,) = engine.detect(frame)
    scale = min(width / frame.shape[1], height / frame.shape[0])
    left, top = (width - frame.shape[1] * scale) / 2, (height - frame.shape[0] * scale) / 2
    return face.box * scale + [left, top, left, top]


def test_the_window_frames_a_known_face_where_it_is_and_ends_with_escape(
    screen, program, known, engine, astronaut_clip, astronaut_stream
):
    running = program("recognize", "--camera", astronaut_stream.url, DISPLAY=screen.display)

    def found():
        picture = screen.picture(TITLE)
        return None if picture is None else (picture, coloured(picture, Look.KNOWN.colour))

    picture, box = until(lambda: (pair := found()) and pair[1] is not None and pair)
    wanted = expected_box(engine, astronaut_clip, picture.shape[1], picture.shape[0])
    assert np.abs(box - wanted).max() < 30  # it moves, and the frame has a width
    screen.press(TITLE, "Escape")
    assert running.wait() == (0, "", "")
    screen.await_gone(TITLE)


def test_a_stranger_has_open_corners_in_the_other_colour(screen, program, astronaut_stream):
    running = program("recognize", "--camera", astronaut_stream.url, DISPLAY=screen.display)

    def found():
        picture = screen.picture(TITLE)
        if picture is None or coloured(picture, Look.UNKNOWN.colour) is None:
            return None
        return picture

    assert coloured(until(found), Look.KNOWN.colour) is None
    screen.press(TITLE, "q")
    assert running.wait() == (0, "", "")


def test_the_close_button_ends_it(screen, program, astronaut_stream):
    running = program("recognize", "--camera", astronaut_stream.url, DISPLAY=screen.display)
    screen.await_window(TITLE)
    screen.close(TITLE)
    assert running.wait() == (0, "", "")
    screen.await_gone(TITLE)


def test_the_end_of_the_file_ends_it_also_on_a_wayland_desktop(screen, program, short_clip):
    running = program(
        "recognize", "--camera", short_clip, DISPLAY=screen.display, QT_QPA_PLATFORM="wayland"
    )
    assert running.wait() == (0, "", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_control_c_and_sigterm_end_it_without_a_traceback(
    screen, program, astronaut_stream, number
):
    running = program("recognize", "--camera", astronaut_stream.url, DISPLAY=screen.display)
    until(lambda: screen.picture(TITLE) is not None)
    running.process.send_signal(number)
    status, _, err = running.wait()
    assert status == 130
    assert "Traceback" not in err


@pytest.mark.parametrize("display", [None, "", ":4711", "no display at all"])
def test_without_a_screen_there_is_a_sentence_and_no_abort(program, astronaut_clip, display):
    running = program("recognize", "--camera", astronaut_clip, DISPLAY=display)
    status, out, err = running.wait()
    assert (status, out) == (1, "")
    assert err.startswith(NO_SCREEN)
    assert err.count("\n") == 1


def test_the_sentence_without_a_screen_is_chinese_for_chinese(program, astronaut_clip):
    running = program("recognize", "--camera", astronaut_clip, DISPLAY=None, FACEMIND_LANGUAGE="zh")
    status, _, err = running.wait()
    assert status == 1
    assert err.startswith("没有可用于打开窗口的屏幕")


@pytest.mark.parametrize(
    ("camera", "sentence"),
    [
        ("63", "The camera 63 can't be opened."),
        ("nowhere.mp4", "There is no video file nowhere.mp4."),
        (__file__, f"The video {__file__} can't be read."),
    ],
    ids=["no camera", "no file", "no video"],
)
def test_a_camera_that_shows_nothing_is_told_in_one_sentence(screen, program, camera, sentence):
    running = program("recognize", "--camera", camera, DISPLAY=screen.display)
    status, out, err = running.wait()
    assert (status, out) == (1, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1


def test_models_that_are_missing_close_the_window_with_a_sentence(
    screen, program, astronaut_clip, tmp_path
):
    missing = tmp_path / "missing.onnx"
    running = program(
        "recognize", "--camera", astronaut_clip, "--detection-model", missing,
        "--recognition-model", missing, DISPLAY=screen.display,
    )  # fmt: skip
    status, _, err = running.wait()
    assert status == 1
    assert err.startswith(f"There is no model file {missing}.")
    screen.await_gone(TITLE)
