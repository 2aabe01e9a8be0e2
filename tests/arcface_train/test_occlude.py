import numpy as np
import pytest

from arcface_train.face_frame import face_frame
from arcface_train.occlude import mask, sunglasses
from arcface_train.occlusion_styles import TEST_STYLES, TRAIN_STYLES
from face_process.align import ARCFACE_TEMPLATE

MASKS = TRAIN_STYLES.masks + TEST_STYLES.masks
SUNGLASSES = TRAIN_STYLES.sunglasses + TEST_STYLES.sunglasses


def named(style):
    return style.name


def changed(before, after):
    """Return where a picture differs visibly, (h, w) bool."""
    return np.abs(before.astype(int) - after).max(axis=2) > 12


def share_changed(before, after, landmark, reach=4):
    x, y = np.round(landmark).astype(int)
    around = np.s_[y - reach : y + reach + 1, x - reach : x + reach + 1]
    return changed(before, after)[around].mean()


@pytest.mark.parametrize("style", MASKS, ids=named)
def test_a_mask_covers_nose_and_mouth_and_leaves_the_eyes(portrait, style):
    crop, landmarks = portrait
    masked = mask(crop, landmarks, style, np.random.default_rng(1))
    assert masked.shape == crop.shape
    assert masked.dtype == np.uint8
    for mouth_corner in landmarks[3:]:
        assert share_changed(crop, masked, mouth_corner) > 0.8
    assert share_changed(crop, masked, landmarks[2], reach=2) > 0.8
    for eye in landmarks[:2]:
        assert share_changed(crop, masked, eye) == 0


@pytest.mark.parametrize("style", SUNGLASSES, ids=named)
def test_sunglasses_cover_the_eyes_and_leave_nose_and_mouth(portrait, style):
    crop, landmarks = portrait
    worn = sunglasses(crop, landmarks, style, np.random.default_rng(1))
    for eye in landmarks[:2]:
        assert share_changed(crop, worn, eye) > 0.7
    for other in landmarks[2:]:
        assert share_changed(crop, worn, other) == 0


@pytest.mark.parametrize("put_on", [mask, sunglasses])
def test_the_original_stays_and_the_same_lots_give_the_same_picture(portrait, put_on):
    crop, landmarks = portrait
    style = (MASKS if put_on is mask else SUNGLASSES)[0]
    before = crop.copy()
    first, second, other = (
        put_on(crop, landmarks, style, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert (crop == before).all()
    assert (first == second).all()
    assert (first != other).any()


def test_a_mask_follows_a_face_that_leans(portrait):
    crop, landmarks = portrait
    turned, points = np.rot90(crop).copy(), landmarks[:, ::-1] * [1, -1] + [0, 111]
    masked = mask(turned, points.astype(np.float32), MASKS[0], np.random.default_rng(1))
    for mouth_corner in points[3:]:
        assert share_changed(turned, masked, mouth_corner) > 0.8
    for eye in points[:2]:
        assert share_changed(turned, masked, eye) == 0


def test_in_a_dark_picture_a_mask_is_dark(portrait):
    crop, landmarks = portrait
    dark = (crop * 0.3).astype(np.uint8)
    white = next(style for style in TEST_STYLES.masks if style.name == "folded")
    masks = [mask(one, landmarks, white, np.random.default_rng(1)) for one in (crop, dark)]
    x, y = landmarks[3:].mean(axis=0).round().astype(int)
    bright, dim = (one[y - 3 : y + 4, x - 3 : x + 4].mean() for one in masks)
    assert dim < 0.6 * bright


@pytest.mark.parametrize("kind", ["masks", "sunglasses"])
def test_what_is_tested_with_is_of_other_shapes_colours_and_textures(kind):
    trained, tested = getattr(TRAIN_STYLES, kind), getattr(TEST_STYLES, kind)

    def used(styles, *fields):
        return {tuple(getattr(style, field) for field in fields) for style in styles}

    if kind == "masks":
        assert not used(trained, "texture") & used(tested, "texture")
        assert not used(trained, "bridge", "cheek") & used(tested, "bridge", "cheek")
        colours = [
            {colour for one in styles for colour in one.colours} for styles in (trained, tested)
        ]
    else:
        assert not used(trained, "size") & used(tested, "size")
        colours = [
            {colour for one in styles for colour in one.lenses} for styles in (trained, tested)
        ]
    assert not colours[0] & colours[1]


def test_coordinates_are_those_of_the_landmarks():
    frame = face_frame(ARCFACE_TEMPLATE, (112, 112))
    left_eye, _right_eye, _nose, left_mouth, _right_mouth = ARCFACE_TEMPLATE.round().astype(int)
    assert frame.across[left_eye[1], left_eye[0]] == pytest.approx(-1, abs=0.05)
    assert frame.down[left_eye[1], left_eye[0]] == pytest.approx(0, abs=0.05)
    assert frame.down[left_mouth[1], left_mouth[0]] == pytest.approx(1, abs=0.05)
    assert frame.nose == pytest.approx((0, 0.5), abs=0.02)
    assert frame.pixels == pytest.approx((17.6, 40.7), abs=0.1)


@pytest.mark.parametrize(
    "landmarks",
    [
        np.full((5, 2), 56),
        [[50, 40], [50, 40], [70, 60], [50, 80], [50, 80]],
        [[40, 50], [70, 50], [55, 50], [40, 50], [70, 50]],
        [[70, 50], [40, 50], [55, 70], [70, 90], [40, 90]],
    ],
    ids=["one spot", "profile", "no height", "mirrored"],
)
@pytest.mark.parametrize("style", [MASKS[0], SUNGLASSES[0]], ids=named)
def test_odd_landmarks_give_some_picture(portrait, landmarks, style):
    put_on = mask if style in MASKS else sunglasses
    points = np.array(landmarks, np.float32)
    assert put_on(portrait.crop, points, style, np.random.default_rng(1)).shape == (112, 112, 3)
