from dataclasses import replace

import numpy as np
import pytest

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
        assert np.array_equal(one.mirrored, again.mirrored)
    other = next(batches(pictures, RECIPE, seed=2))
    assert not np.array_equal(other.crops, whole[0].crops)


def test_processes_share_each_batch(pictures):
    whole = next(batches(pictures, RECIPE, seed=1))
    parts = [next(batches(pictures, RECIPE, 1, share=Share(rank, 2))) for rank in range(2)]
    rows = np.concatenate([part.rows for part in parts])
    assert sorted(rows.tolist()) == sorted(whole.rows.tolist())
    order = [whole.rows.tolist().index(row) for row in rows.tolist()]
    assert np.array_equal(np.concatenate([part.crops for part in parts]), whole.crops[order])


def test_mirrored_pictures_are_told(pictures):
    still = replace(RECIPE, jitter=RECIPES["reference"].jitter)
    for batch in batches(pictures, still, seed=1):
        for crop, row, mirrored in zip(batch.crops, batch.rows, batch.mirrored, strict=True):
            expected = pictures.crop(row)[:, ::-1] if mirrored else pictures.crop(row)
            assert np.array_equal(crop, expected)


def test_people_of_several_sets_are_numbered_through_and_others_are_nobody(pictures):
    (known,) = pictures.sets
    both = pictures_of([known, known], [known])
    assert (len(both), both.people) == (27, 3)
    assert both.labels[:9].tolist() == both.labels[9:18].tolist()
    assert set(both.labels[18:]) == {NOBODY}
    some = both.only(np.flatnonzero((both.labels == 2) | (both.labels == NOBODY)))
    assert some.people == 1
    assert np.array_equal(some.crop(0), both.crop(int(np.flatnonzero(both.labels == 2)[0])))
