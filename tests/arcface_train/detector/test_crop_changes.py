import numpy as np
import pytest

from arcface_train.detector.crop_changes import Chances, changed
from arcface_train.detector.crops import View, seen_faces, seen_photo
from face_process.image_file import read_image

SIDE = 256


@pytest.fixture(scope="module")
def seen(labels, photos):
    """Return a crop of the astronaut and what is to be found in it."""
    of_photo = next(one for one in labels.photos if one.photo == "astronaut/1.0.png")
    view = View((220, 120), (128, 128), 1.0, 0.0, False, 0.0)
    crop = seen_photo(read_image(photos / of_photo.photo), view, SIDE)
    return crop, seen_faces(of_photo, view, SIDE)


def after(seen, chances, seed):
    crop, faces = seen
    return changed(crop.copy(), faces, chances, np.random.default_rng(seed))


def test_crops_change_as_often_as_was_said(seen):
    others = sum((after(seen, Chances(), seed) != seen[0]).any() for seed in range(20))
    assert others >= 15
    assert all((after(seen, Chances().rarer(0), seed) == seen[0]).all() for seed in range(20))


def test_rarer_changes_are_all_rarer():
    chances = Chances(colour=0.8, pattern=0.3, mask=0.1).rarer(0.5)
    assert (chances.colour, chances.pattern, chances.mask) == (0.4, 0.15, 0.05)
