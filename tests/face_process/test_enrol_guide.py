import cv2
import numpy as np
import pytest

from face_process.enrol_guide import PICTURES, Advice, EnrollGuide, Shot, extend, judge
from face_process.types import DetectedFace

FACE = DetectedFace(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 0.9)


def shot(direction, time):
    vector = np.array(direction, np.float32)
    return Shot(np.zeros((2, 2, 3), np.uint8), FACE, vector / np.linalg.norm(vector), time)


@pytest.fixture(scope="module")
def portrait(astronaut):
    return cv2.imread(str(astronaut))


def smaller(image):
    small = cv2.resize(image, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    return cv2.copyMakeBorder(small, 100, 200, 200, 200, cv2.BORDER_CONSTANT)


CASES = {
    "good": (lambda image: image, Advice.GOOD),
    "nobody": (lambda image: np.zeros_like(image), Advice.NO_FACE),
    "far": (smaller, Advice.COME_CLOSER),
    "near": (lambda image: image[60:182, 172:282], Advice.MOVE_BACK),
    "dark": (lambda image: (image * 0.15).astype(np.uint8), Advice.MORE_LIGHT),
    "glaring": (lambda image: cv2.convertScaleAbs(image, alpha=0.5, beta=170), Advice.LESS_LIGHT),
    "shaken": (lambda image: cv2.GaussianBlur(image, (0, 0), 5), Advice.HOLD_STILL),
}


@pytest.mark.parametrize(("change", "advice"), CASES.values(), ids=list(CASES))
def test_the_advice_fits_what_the_camera_sees(service, portrait, change, advice):
    assert judge(service, np.ascontiguousarray(change(portrait)))[0] is advice


def test_among_several_nobody_is_taken(service, group_photo):
    assert judge(service, cv2.imread(str(group_photo))) == (Advice.ONE_PERSON, None)


def test_somebody_small_in_the_background_is_no_hindrance(service, portrait):
    behind = cv2.resize(portrait, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    scene = portrait.copy()
    scene[-154:, -154:] = behind
    advice, face = judge(service, scene)
    assert advice is Advice.GOOD
    assert face.width > 80


def test_pictures_are_taken_apart_in_time():
    shots = ()
    for number in range(31):  # one second at 30 frames a second
        shots = extend(shots, shot([1, 0], number / 30))
    assert [one.time for one in shots] == pytest.approx([0, 9 / 30, 18 / 30, 27 / 30], abs=0.04)


def test_another_person_starts_over():
    shots = extend(extend((), shot([1, 0], 0)), shot([1, 0.2], 1))
    assert len(shots) == 2
    shots = extend(shots, shot([0, 1], 1.1))
    assert [one.time for one in shots] == [1.1]


def test_a_camera_whose_clock_starts_again_goes_on():
    shots = extend(extend((), shot([1, 0], 100)), shot([1, 0], 0))
    assert len(shots) == 2


def test_enough_good_pictures_of_one_face_complete_the_guide_until_it_restarts(service, portrait):
    guide = EnrollGuide()
    for number in range(PICTURES):
        guidance = guide.see(service, portrait, float(number))
        assert guidance.complete is (number == PICTURES - 1)
    later = guide.see(service, np.zeros_like(portrait), 9.0)
    assert later.shots is guidance.shots
    guide.restart()
    again = guide.see(service, portrait, 10.0)
    assert len(again.shots) == 1
