import time
from types import SimpleNamespace

import numpy as np
import pytest

from camera.follower import Seen
from camera.live_picture import LivePicture
from camera.source import Source, SourceKind
from camera.video_capture import CameraState, Frame
from camera.worker import Answer
from face_process.draw import Look
from face_process.types import TrackedFace

SIZE = (640, 480)


def face(box):
    return TrackedFace(
        track=1,
        box=np.float32(box),
        detected=None,
        nearest=None,
        threshold=0.5,
        name=None,
        decided=True,
        since=0.0,
    )


@pytest.fixture
def pictured():
    """Return a way to draw what so many cameras show, with one face and an answer of some age."""

    def draw(age, cameras=1, box=(300, 200, 400, 320), **camera):
        now = time.monotonic()
        frame = Frame(np.full((480, 640, 3), 120, np.uint8), 1, now, now - age)
        usual = {"state": CameraState.LIVE, "newest": frame, "failure": None}
        usual |= {"source": Source("rtsp://door/", SourceKind.STREAM), "waited_seconds": 0.0}
        one = SimpleNamespace(**(usual | camera))
        answer = Answer(frame, Seen([face(box)]), 0.0)
        identity = SimpleNamespace(name="mini")
        service = SimpleNamespace(engine=SimpleNamespace(identity=identity, device="cpu"))
        worker = SimpleNamespace(answers=[answer] * cameras, service=service)
        picture = LivePicture([one] * cameras, worker, "en")
        picture.update(now)
        return picture.draw(SIZE)

    return draw


def unknown_pixels(picture):
    return int((picture == np.uint8(Look.UNKNOWN.colour)).all(axis=2).sum())


def test_an_answer_is_drawn_while_it_is_fresh(pictured):
    assert unknown_pixels(pictured(0.3)) > 100
    assert unknown_pixels(pictured(1.5)) == 0


def test_a_camera_that_hangs_is_darkened_and_told_of(pictured):
    fresh, hung = pictured(0.1)[:-60], pictured(0.1, waited_seconds=2.0)[:-60]
    assert np.median(hung) < 0.6 * np.median(fresh)
    assert hung.max() > 200  # a sentence
    assert unknown_pixels(hung) == 0


def test_the_name_of_a_face_in_the_corner_lies_above_the_camera_s_own(pictured):
    corner = pictured(0.1, cameras=2, box=(2, 40, 120, 160))
    elsewhere = pictured(0.1, cameras=2, box=(402, 300, 520, 420))
    assert unknown_pixels(corner) > 0.95 * unknown_pixels(elsewhere)
