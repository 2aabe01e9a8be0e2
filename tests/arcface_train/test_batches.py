from dataclasses import replace

import numpy as np
import pytest

from arcface_train.augment import TWELVE
from arcface_train.batches import Share, batches
from arcface_train.face_set import read_face_set
from arcface_train.pictures import NOBODY, pictures_of
from arcface_train.recipes import RECIPES
from tests.arcface_train.face_sets import make_face_set, photos_of

RECIPE = replace(RECIPES["small"], batch=4, epochs=2)


@pytest.fixture(scope="module")
def pictures(aligned, shared_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("faces")
    photos = photos_of(shared_data / "lfw" / "known", people=3, each=3)
    return pictures_of([read_face_set(make_face_set(folder, aligned, photos))])


def test_an_epoch_shows_whole_batches_of_different_pictures(pictures):
    seen = list(batches(pictures, RECIPE, seed=1))
    assert [batch.crops.shape for batch in seen] == [(4, 112, 112, 3)] * 4
    for epoch in (seen[:2], seen[2:]):
        rows = np.concatenate([batch.rows for batch in epoch])
        assert len(set(rows.tolist())) == 8
    assert seen[0].rows.tolist() != seen[2].rows.tolist()
    assert seen[0].labels.tolist() == pictures.labels[seen[0].rows].tolist()


def test_a_training_that_goes_on_sees_what_it_would_have_seen(pictures):
    whole = list(batches(pictures, RECIPE, seed=1))
    rest = list(batches(pictures, RECIPE, seed=1, first=2))
    for one, again in zip(whole[2:], rest, strict=True):
        assert np.array_equal(one.crops, again.crops)
    other = next(batches(pictures, RECIPE, seed=2))
    assert not np.array_equal(other.crops, whole[0].crops)


def test_processes_share_each_batch(pictures):
    whole = next(batches(pictures, RECIPE, seed=1))
    parts = [next(batches(pictures, RECIPE, 1, share=Share(rank, 2))) for rank in range(2)]
    rows = np.concatenate([part.rows for part in parts])
    assert sorted(rows.tolist()) == sorted(whole.rows.tolist())
    order = [whole.rows.tolist().index(row) for row in rows.tolist()]
    assert np.array_equal(np.concatenate([part.crops for part in parts]), whole.crops[order])


def test_the_references_recipe_shows_each_picture_in_thirteen_forms_an_epoch(pictures):
    recipe = replace(RECIPES["reference"], batch=13, epochs=1)
    shown = list(batches(pictures, recipe, seed=1))
    assert len(shown) == len(pictures)
    rows = np.concatenate([batch.rows for batch in shown])
    assert np.bincount(rows).tolist() == [13] * len(pictures)
    assert all(np.array_equal(one.labels, pictures.labels[one.rows]) for one in shown)
    row, crops = 4, np.concatenate([batch.crops for batch in shown])
    crop, landmarks = pictures.crop(row), pictures.landmarks[row]
    forms = [crop, *(change(crop, landmarks) for change in TWELVE.values())]
    seen = crops[rows == row]
    found = [
        number
        for number, form in enumerate(forms)
        if any((one == form).all() or (one == form[:, ::-1]).all() for one in seen)
    ]
    assert found == list(range(13))


def test_people_of_several_sets_are_numbered_through_and_others_are_nobody(pictures):
    (known,) = pictures.sets
    both = pictures_of([known, known], [known])
    assert (len(both), both.people) == (27, 3)
    assert both.labels[:9].tolist() == both.labels[9:18].tolist()
    assert set(both.labels[18:]) == {NOBODY}
    some = both.only(np.flatnonzero((both.labels == 2) | (both.labels == NOBODY)))
    assert some.people == 1
    assert np.array_equal(some.crop(0), both.crop(int(np.flatnonzero(both.labels == 2)[0])))
