import numpy as np
import pytest

from arcface_train.conditions import CONDITIONS
from arcface_train.degrade import blurred, compressed, low_resolution


def under(name, face, seed=1):
    return CONDITIONS[name](face.crop, face.landmarks, np.random.default_rng(seed))


def detail(image):
    """Return how much neighbouring pixels differ."""
    return np.abs(np.diff(image.astype(int), axis=1)).mean()


def test_they_are_the_ones_that_are_told():
    assert list(CONDITIONS) == ["clean", "masked", "sunglasses", "low_resolution", "grey"]


@pytest.mark.parametrize("name", CONDITIONS)
def test_each_gives_another_crop_and_leaves_the_first(portrait, name):
    before = portrait.crop.copy()
    crop = under(name, portrait)
    assert crop.shape == (112, 112, 3)
    assert crop.dtype == np.uint8
    assert (portrait.crop == before).all()
    assert (crop == before).all() == (name == "clean")


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_same_lots_give_the_same_crop(portrait, name):
    assert (under(name, portrait, 5) == under(name, portrait, 5)).all()


@pytest.mark.parametrize("name", ["masked", "sunglasses", "low_resolution"])
def test_other_lots_give_another(portrait, name):
    assert len({under(name, portrait, seed).tobytes() for seed in range(6)}) > 3


def test_grey_has_no_colour_and_keeps_the_brightness(portrait):
    grey = under("grey", portrait)
    assert (grey == grey[:, :, :1]).all()
    blue, green, red = portrait.crop.mean(axis=(0, 1))
    assert grey.mean() == pytest.approx(0.114 * blue + 0.587 * green + 0.299 * red, abs=1)


def test_fewer_pixels_show_less_detail(portrait):
    sides = [112, 44, 16]
    details = [detail(low_resolution(portrait.crop, side)) for side in sides]
    assert details == sorted(details, reverse=True)
    assert (low_resolution(portrait.crop, 112) == portrait.crop).all()


def test_blur_and_compression_lose_detail_but_not_the_face(portrait):
    assert detail(blurred(portrait.crop, 2.0)) < 0.7 * detail(portrait.crop)
    rough, fine = (compressed(portrait.crop, quality) for quality in (15, 95))
    assert np.abs(fine.astype(int) - portrait.crop).mean() < 3
    assert 3 < np.abs(rough.astype(int) - portrait.crop).mean() < 20
