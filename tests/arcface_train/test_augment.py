import cv2
import numpy as np
import pytest

from arcface_train.augment import TWELVE
from face_process.align import ARCFACE_TEMPLATE


def augmented(name, crop, landmarks=ARCFACE_TEMPLATE):
    return TWELVE[name](crop, landmarks)


def spot(x, y):
    """Return a black crop with one white square, whose middle is at (x, y)."""
    crop = np.zeros((112, 112, 3), np.uint8)
    return cv2.rectangle(crop, (x - 2, y - 2), (x + 2, y + 2), (255, 255, 255), cv2.FILLED)


def middle_of_light(crop):
    y, x = np.nonzero(crop[:, :, 0] > 128)
    return x.mean(), y.mean()


def test_there_are_twelve():
    assert len(TWELVE) == 12


@pytest.mark.parametrize("name", TWELVE)
def test_each_gives_another_crop_and_leaves_the_first(portrait, name):
    before = portrait.crop.copy()
    crop = augmented(name, *portrait)
    assert crop.shape == (112, 112, 3)
    assert crop.dtype == np.uint8
    assert (portrait.crop == before).all()
    assert (crop != before).any()


def test_a_vertical_flip_stands_on_its_head():
    assert middle_of_light(augmented("vertical_flip", spot(20, 30))) == pytest.approx((20, 81))


def test_turned_left_the_top_goes_left_and_turned_right_it_goes_right():
    top = spot(56, 16)  # 40 pixels above the middle
    aside = 40 / np.sqrt(2)
    turned = middle_of_light(augmented("rotate_left", top))
    assert turned == pytest.approx((56 - aside, 56 - aside), abs=0.7)
    turned = middle_of_light(augmented("rotate_right", top))
    assert turned == pytest.approx((56 + aside, 56 - aside), abs=0.7)


def test_a_turned_crop_has_no_black_corners():
    bright = np.full((112, 112, 3), 200, np.uint8)
    assert (augmented("rotate_left", bright) == 200).all()


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("brighter", 100, 160), ("brighter", 220, 255), ("darker", 100, 60), ("darker", 30, 0)],
)
def test_grey_gets_so_much_brighter_or_darker_and_stops_at_the_end(name, before, after):
    crop = augmented(name, np.full((112, 112, 3), before, np.uint8))
    assert (crop == after).all()


@pytest.mark.parametrize("name", ["brighter", "darker"])
def test_a_colour_keeps_its_hue(name):
    crop = np.full((112, 112, 3), (40, 80, 160), np.uint8)
    before, after = (
        cv2.cvtColor(one, cv2.COLOR_BGR2HSV)[0, 0] for one in (crop, augmented(name, crop))
    )
    assert int(before[0]) == pytest.approx(int(after[0]), abs=1)


def test_a_median_blur_of_seven_takes_specks_and_keeps_edges():
    crop = np.zeros((112, 112, 3), np.uint8)
    crop[:, 56:] = 255
    crop[20:24, 20:24] = 255  # 16 of 49 pixels
    blurred = augmented("median_blur", crop)
    assert (blurred[10:100, :56] == 0).all()
    assert (blurred[10:100, 56:] == 255).all()
    crop[60:66, 20:26] = 255  # 36 of 49
    assert augmented("median_blur", crop)[62, 22, 0] == 255


def test_the_eyes_are_under_a_black_bar_and_nothing_else_is(portrait):
    crop, landmarks = np.full((112, 112, 3), 200, np.uint8), portrait.landmarks
    black = (augmented("eyes_blocked", crop, landmarks) == 0).all(axis=2)
    y, x = np.nonzero(black)
    left, right = landmarks[:2].astype(int)
    assert (x.min(), x.max()) == (left[0] - 15, right[0] + 15)
    assert (y.min(), y.max()) == (min(left[1], right[1]) - 10, max(left[1], right[1]) + 10)
    assert black.sum() == (x.max() - x.min() + 1) * (y.max() - y.min() + 1)


def test_nose_and_mouth_are_under_a_white_disc_and_the_eyes_are_not(portrait):
    crop, landmarks = np.full((112, 112, 3), 100, np.uint8), portrait.landmarks
    white = (augmented("nose_mouth_blocked", crop, landmarks) == 255).all(axis=2)
    x, y = landmarks.astype(int).T
    assert white[y, x].tolist() == [False, False, True, True, True]
    radius = np.linalg.norm(landmarks[2] - landmarks[3:], axis=1).max()
    assert white.sum() == pytest.approx(np.pi * radius**2, rel=0.15)


@pytest.mark.parametrize(
    ("name", "channel"), [("blue_only", 0), ("green_only", 1), ("red_only", 2)]
)
def test_one_channel_stays_and_the_others_are_black(portrait, name, channel):
    alone = augmented(name, *portrait)
    assert (alone[:, :, channel] == portrait.crop[:, :, channel]).all()
    assert (np.delete(alone, channel, axis=2) == 0).all()


def test_grey_has_three_equal_channels_by_how_bright_colours_look():
    red = np.zeros((112, 112, 3), np.uint8)
    red[:, :, 2] = 255
    assert (augmented("grey", red) == 76).all()  # 0.299 × 255
