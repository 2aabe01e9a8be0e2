import cv2
import pytest

from face_process.face_track import LiveRecognizer
from face_process.image_file import read_image
from face_process.recent_looks import (
    BEST_FOR,
    KEPT_FOR,
    MOST_LOOKS,
    RecentLooks,
    examine_look,
)


@pytest.fixture
def sharp(astronaut):
    return read_image(astronaut)


@pytest.fixture
def blurred(sharp):
    return cv2.GaussianBlur(sharp, (0, 0), 3)


@pytest.fixture
def faces_of(service):
    return lambda image: LiveRecognizer(service).step(image, 0.0)


def test_the_best_look_is_kept_for_a_while(faces_of, sharp, blurred):
    looks = RecentLooks()
    looks.take(sharp, faces_of(sharp), 0.0)
    looks.take(blurred, faces_of(blurred), BEST_FOR)
    best = looks.of(1)
    assert best.image is sharp
    assert best.crop.shape == (112, 112, 3)
    looks.take(blurred, faces_of(blurred), BEST_FOR + 0.1)
    assert looks.of(1).image is blurred
    assert looks.of(1).quality < best.quality
    looks.take(sharp, faces_of(sharp), BEST_FOR + 0.2)
    assert looks.of(1).image is sharp, "a better one is taken at once"


def test_who_left_can_still_be_enrolled_for_a_while(faces_of, sharp):
    looks = RecentLooks()
    looks.take(sharp, faces_of(sharp), 0.0)
    looks.take(sharp, [], KEPT_FOR)
    assert looks.of(1) is not None
    assert looks.of_all([]) == {}, "but nobody is in view"
    looks.take(sharp, [], KEPT_FOR + 0.1)
    assert looks.of(1) is None


def test_a_crowd_does_not_fill_the_memory(service, sharp):
    live, looks = LiveRecognizer(service), RecentLooks()
    for number in range(MOST_LOOKS + 3):
        live.reset()
        looks.take(sharp, live.step(sharp, number / 100), number / 100)
    known = [looks.of(track) is not None for track in range(1, MOST_LOOKS + 4)]
    assert known == [False] * 3 + [True] * MOST_LOOKS


def test_a_look_is_examined_at_full_scale(service, faces_of, sharp):
    looks = RecentLooks()
    looks.take(sharp, faces_of(sharp), 0.0)
    look = looks.of(1)
    candidate = examine_look(service, look, "艾琳")
    (full,) = service.engine.detect(sharp)
    assert (candidate.face.landmarks == full.landmarks).all()
    assert candidate.quality.doubts == ()
