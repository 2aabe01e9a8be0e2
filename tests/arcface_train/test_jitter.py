from dataclasses import fields, replace

import numpy as np
import pytest

from arcface_train.jitter import NO_JITTER, Jitter, jittered, mirrored

CHANGES = [field.name for field in fields(Jitter)]


def after(face, jitter, seed=1):
    return jittered(*face, jitter, np.random.default_rng(seed))


def always(*names):
    return replace(NO_JITTER, **dict.fromkeys(names, 1.0))


def difference(one, other):
    return np.abs(one.astype(int) - other).mean()


def test_without_any_change_a_crop_stays(portrait):
    assert (after(portrait, NO_JITTER) == portrait.crop).all()


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_alone_gives_another_crop_and_leaves_the_first(portrait, name):
    before = portrait.crop.copy()
    crop = after(portrait, always(name))
    assert crop.shape == (112, 112, 3)
    assert crop.dtype == np.uint8
    assert (portrait.crop == before).all()
    assert difference(crop, before) > 0.5


def test_everything_together_is_still_a_crop(portrait):
    crop = after(portrait, always(*CHANGES))
    assert crop.shape == (112, 112, 3)
    assert crop.std() > 10


def test_a_change_comes_as_often_as_was_said(portrait):
    jitter = replace(NO_JITTER, grey=0.25)
    random = np.random.default_rng(1)
    crops = [jittered(*portrait, jitter, random) for _ in range(400)]
    grey = sum((crop == crop[:, :, :1]).all() for crop in crops)
    assert grey == pytest.approx(100, abs=30)  # 3.5 standard deviations


def test_rarer_changes_leave_the_flip_as_likely_as_it_is(portrait):
    jitter = Jitter(geometry=1.0, grey=0.5, mask=0.1).rarer(0.5)
    assert (jitter.flip, jitter.geometry, jitter.grey) == (0.5, 0.5, 0.25)
    assert jitter.mask == pytest.approx(0.05)
    never = Jitter(flip=0.0).rarer(0.0)
    assert all((after(portrait, never, seed) == portrait.crop).all() for seed in range(20))


def test_a_face_wears_a_mask_or_sunglasses_but_never_both(portrait):
    over_eyes, under_eyes = np.s_[35:60], np.s_[80:105]
    worn = set()
    for seed in range(8):
        crop = after(portrait, always("mask", "sunglasses"), seed)
        changes = [difference(crop[part], portrait.crop[part]) for part in (over_eyes, under_eyes)]
        assert min(changes) < 10 < max(changes)
        worn.add(int(np.argmax(changes)))
    assert worn == {0, 1}


def test_the_same_lots_give_the_same_crop_and_others_another(portrait):
    first, second, other = (after(portrait, Jitter(mask=1.0), seed) for seed in (7, 7, 8))
    assert (first == second).all()
    assert difference(first, other) > 1


def test_a_mirrored_face_has_its_left_eye_on_the_left_again(portrait):
    crop, landmarks = mirrored(*portrait)
    assert (crop == portrait.crop[:, ::-1]).all()
    assert landmarks[0, 0] < landmarks[1, 0]
    assert landmarks[3, 0] < landmarks[4, 0]
    assert landmarks[0].tolist() == [111 - portrait.landmarks[1, 0], portrait.landmarks[1, 1]]
    again = mirrored(crop, landmarks)
    assert (again[0] == portrait.crop).all()
    assert again[1] == pytest.approx(portrait.landmarks)


def test_small_changes_of_place_and_colour_keep_the_person(portrait, engine):
    jitter = Jitter(low_resolution=0, blur=0, jpeg=0, mask=0, sunglasses=0)
    random = np.random.default_rng(1)
    crops = [portrait.crop, *(jittered(*portrait, jitter, random) for _ in range(20))]
    vectors = engine.embed_crops(crops)
    assert (vectors[1:] @ vectors[0]).min() > 0.5


@pytest.mark.parametrize("chance", [-0.1, 1.5])
def test_what_is_no_probability_is_refused(chance):
    with pytest.raises(ValueError, match="mask"):
        Jitter(mask=chance)
