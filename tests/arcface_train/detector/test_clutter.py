import numpy as np
import pytest

from arcface_train.detector.clutter import pattern_of, with_round_things
from arcface_train.detector.crops import CropFaces
from face_process.image_file import read_image

SIDE = 256


@pytest.fixture
def crop(astronaut):
    """Return a part of the astronaut's photo."""
    return read_image(astronaut)[:SIDE, 80 : 80 + SIDE].copy()


def faces_at(boxes, ignored=()):
    boxes = np.array(boxes, np.float32).reshape(-1, 4)
    count = len(boxes)
    return CropFaces(
        boxes,
        np.zeros((count, 5, 2), np.float32),
        np.ones((count, 5), bool),
        np.array(ignored, np.float32).reshape(-1, 4),
    )


@pytest.mark.parametrize("seed", range(8))
def test_round_things_leave_faces_and_what_may_be_one_as_they_are(crop, seed):
    faces = faces_at([(90, 60, 190, 190)], [(10, 10, 50, 60)])
    changed = with_round_things(crop.copy(), faces, np.random.default_rng(seed))
    assert (changed.shape, changed.dtype) == (crop.shape, np.uint8)
    np.testing.assert_array_equal(changed[60:190, 90:190], crop[60:190, 90:190])
    np.testing.assert_array_equal(changed[10:60, 10:50], crop[10:60, 10:50])


def test_round_things_are_put_where_there_is_room(crop):
    free = faces_at([])
    shown = [with_round_things(crop.copy(), free, np.random.default_rng(one)) for one in range(8)]
    assert all((one != crop).any() for one in shown)


def test_where_a_face_fills_the_crop_nothing_is_put(crop):
    filled = faces_at([(0, 0, SIDE, SIDE)])
    changed = with_round_things(crop.copy(), filled, np.random.default_rng(0))
    np.testing.assert_array_equal(changed, crop)


@pytest.mark.parametrize("seed", range(8))
def test_a_pattern_repeats_a_piece_mirrored(crop, seed):
    pattern = pattern_of(crop, np.random.default_rng(seed))
    assert (pattern.shape, pattern.dtype) == (crop.shape, np.uint8)
    lags = range(16, int(0.8 * SIDE) + 1)
    assert any(np.array_equal(pattern[:, lag:], pattern[:, : SIDE - lag]) for lag in lags)
    assert any(np.array_equal(pattern[lag:], pattern[: SIDE - lag]) for lag in lags)
