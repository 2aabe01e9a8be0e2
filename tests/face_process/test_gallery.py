import numpy as np
import pytest

from face_process.gallery import Gallery
from face_process.types import ModelIdentity
from SQL.database_operate import Store
from SQL.rows import NewFace

WIDTH = 16


def unit(seed):
    vector = np.random.default_rng(seed).standard_normal(WIDTH).astype(np.float32)
    return vector / np.linalg.norm(vector)


def near(vector, similarity, seed=99):
    other = unit(seed)
    other -= (other @ vector) * vector
    other /= np.linalg.norm(other)
    return (similarity * vector + np.sqrt(1 - similarity**2) * other).astype(np.float32)


@pytest.fixture
def model_id(store):
    return store.register_model(ModelIdentity("test", "c" * 64, WIDTH))


def add(store, model_id, name, *seeds):
    return store.add_faces(name, [NewFace(None, unit(s), None, "") for s in seeds], model_id)


def test_nobody_is_near_where_nobody_is_enrolled(store, model_id):
    gallery = Gallery(store, model_id)
    assert gallery.nearest(np.stack([unit(1), unit(2)])) == [None, None]
    assert gallery.candidates(unit(1), 3) == []


def test_the_nearest_person_is_found_by_their_best_face(store, model_id):
    add(store, model_id, "a", 1, 2)
    best = add(store, model_id, "b", 3, 4).face_ids[1]
    gallery = Gallery(store, model_id)
    (match,) = gallery.nearest(near(unit(4), 0.8)[None])
    assert (match.name, match.face_id) == ("b", best)
    assert match.similarity == pytest.approx(0.8, abs=1e-5)


def test_candidates_are_different_people_in_order(store, model_id):
    for name, seeds in (("a", (1, 2)), ("b", (3,)), ("c", (4,))):
        add(store, model_id, name, *seeds)
    found = Gallery(store, model_id).candidates(unit(1), 3)
    assert {match.name for match in found} == {"a", "b", "c"}
    assert found[0].name == "a"
    assert [m.similarity for m in found] == sorted((m.similarity for m in found), reverse=True)


def test_enrolled_renamed_and_removed_people_are_taken_in(store, model_id):
    gallery = Gallery(store, model_id)
    add(store, model_id, "a", 1)
    add(store, model_id, "b", 2)
    gallery.refresh()
    assert len(gallery) == 2
    store.rename_person("a", "张三")
    gallery.refresh()
    assert gallery.nearest(unit(1)[None])[0].name == "张三"
    store.remove_person("张三")
    gallery.refresh()
    assert len(gallery) == 1
    assert gallery.nearest(unit(1)[None])[0].name == "b"


def test_another_stores_enrolment_is_taken_in(store, model_id):
    gallery = Gallery(store, model_id)
    with Store(store.file) as other:
        add(other, model_id, "a", 1)
    gallery.refresh()
    assert gallery.nearest(unit(1)[None])[0].name == "a"


def test_many_changes_at_once_are_taken_in_too(store, model_id, monkeypatch):
    monkeypatch.setattr("face_process.gallery.MOST_CHANGES_APPLIED", 3)
    gallery = Gallery(store, model_id)
    for seed in range(10):
        add(store, model_id, f"person {seed}", seed)
    gallery.refresh()
    assert len(gallery) == 10
    assert gallery.seq == store.last_change()


def test_a_search_under_way_keeps_its_own_state(store, model_id):
    add(store, model_id, "a", 1)
    gallery = Gallery(store, model_id)
    before = gallery._snapshot
    store.remove_person("a")
    gallery.refresh()
    assert len(before.templates.face_ids) == 1
    assert len(gallery) == 0
