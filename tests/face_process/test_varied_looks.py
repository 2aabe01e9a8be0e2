import cv2
import numpy as np
import pytest

from face_process.enrol_guide import Advice, Shot
from face_process.types import DetectedFace
from face_process.varied_looks import (
    FEWEST,
    MOST,
    PATIENCE,
    Side,
    VariedLooks,
    adds_something,
    is_enough,
    side,
)


def face(nose):
    """Return a face whose nose stands off the middle between eyes that are 40 pixels apart."""
    landmarks = [[30, 40], [70, 40], [50 + 40 * nose, 60], [35, 80], [65, 80]]
    return DetectedFace(np.zeros(4, np.float32), np.array(landmarks, np.float32), 0.9)


def shot(time, nose=0.0, direction=(1, 0)):
    vector = np.array(direction, np.float32)
    image = np.zeros((2, 2, 3), np.uint8)
    return Shot(image, face(nose), vector / np.linalg.norm(vector), time)


@pytest.mark.parametrize(
    ("nose", "looks"), [(0.02, Side.FRONT), (0.15, Side.LEFT), (-0.15, Side.RIGHT)]
)
def test_sides_are_the_persons_own(nose, looks):
    assert side(face(nose)) is looks


def test_the_same_look_is_taken_again_only_after_a_while():
    first = shot(0.0)
    assert not adds_something((first,), shot(1.0))
    assert adds_something((first,), shot(PATIENCE))


@pytest.mark.parametrize(
    "other", [shot(0.5, nose=0.2), shot(0.5, direction=(1, 1))], ids=["turned", "different"]
)
def test_a_look_that_differs_is_taken_but_not_at_once(other):
    assert adds_something((shot(0.0),), other)
    assert not adds_something((shot(0.4),), other)


def test_looks_from_all_sides_are_enough():
    looks = (shot(0), shot(0.5, nose=0.2), shot(1, nose=-0.2))
    assert is_enough(looks)
    assert not is_enough(looks[:2])


def test_whoever_does_not_turn_is_not_kept_waiting():
    assert is_enough(tuple(shot(number * PATIENCE) for number in range(FEWEST)))
    quick = [shot(0.5 * number, direction=(1, number)) for number in range(MOST)]
    assert not is_enough(tuple(quick[:FEWEST]))
    assert is_enough(tuple(quick))


def test_after_the_first_look_others_are_asked_for_until_it_is_enough(service, astronaut):
    image, looks = cv2.imread(str(astronaut)), VariedLooks()
    first = looks.see(service, image, 0.0)
    assert (first.taken, first.advice, len(first.shots)) == (True, Advice.GOOD, 1)
    asked = looks.see(service, image, 1.0)
    assert not asked.taken
    assert asked.advice in {Advice.LOOK_STRAIGHT, Advice.TURN_LEFT, Advice.TURN_RIGHT}
    looks.see(service, image, PATIENCE)
    last = looks.see(service, image, 2 * PATIENCE)
    assert (last.complete, len(last.shots)) == (True, FEWEST)


def test_nobody_in_view_keeps_what_was_taken(service, astronaut):
    image, looks = cv2.imread(str(astronaut)), VariedLooks()
    looks.see(service, image, 0.0)
    away = looks.see(service, np.zeros_like(image), 1.0)
    assert (away.advice, len(away.shots), away.taken) == (Advice.NO_FACE, 1, False)
