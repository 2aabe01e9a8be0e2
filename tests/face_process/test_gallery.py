import sqlite3

import numpy as np
import pytest

from face_process.gallery import Gallery
from face_process.types import ModelIdentity
from SQL.database_copy import copy_database
from SQL.database_operate import Store
from SQL.row_cache import cache_files, open_rows
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


def test_the_nearest_of_the_others_is_found_for_each_probe(store, model_id):
    for name, seeds in (("a", (1, 2)), ("b", (3,)), ("c", (4,))):
        add(store, model_id, name, *seeds)
    gallery = Gallery(store, model_id)
    probes = np.stack([unit(1), near(unit(1), 0.9), unit(3)])
    found = gallery.nearest(probes, apart_from=["a", "b", "d"])
    first, second, _ = gallery.candidates(unit(1), 3)
    assert first.name == "a"
    assert found[0].face_id == second.face_id
    assert [match.name for match in found[1:]] == ["a", "b"]
    lonely = gallery.nearest(unit(1)[None], apart_from=["z"])
    assert lonely == gallery.nearest(unit(1)[None])


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
    store.people.rename("a", "张三")
    gallery.refresh()
    assert gallery.nearest(unit(1)[None])[0].name == "张三"
    store.people.remove("张三")
    gallery.refresh()
    assert len(gallery) == 1
    assert gallery.nearest(unit(1)[None])[0].name == "b"


def test_another_stores_enrolment_is_taken_in(store, model_id):
    gallery = Gallery(store, model_id)
    with Store(store.file) as other:
        add(other, model_id, "a", 1)
    gallery.refresh()
    assert gallery.nearest(unit(1)[None])[0].name == "a"


@pytest.mark.parametrize("limit", ["MOST_CHANGES_APPLIED", "CHANGES_AT_ONCE"])
def test_many_changes_at_once_are_taken_in_too(store, model_id, monkeypatch, limit):
    monkeypatch.setattr(f"face_process.gallery.{limit}", 3)
    gallery = Gallery(store, model_id)
    for seed in range(10):
        add(store, model_id, f"person {seed}", seed)
    gallery.refresh()
    assert len(gallery) == 10
    assert gallery.entry == store.templates.last_entry()


def test_a_search_under_way_keeps_its_own_state(store, model_id):
    add(store, model_id, "a", 1)
    gallery = Gallery(store, model_id)
    before = gallery._known.templates.rows
    store.people.remove("a")
    gallery.refresh()
    assert len(before[0]) == 1
    assert len(gallery) == 0


@pytest.fixture
def coded(monkeypatch):
    """Let a few faces be too many for one product."""
    monkeypatch.setattr("face_process.gallery.LARGEST_PRODUCT", 100 * WIDTH)


def test_a_large_gallery_answers_as_a_small_one_does(store, model_id, coded):
    for person in range(80):
        add(store, model_id, f"person {person}", person, 1000 + person)
    gallery = Gallery(store, model_id)
    assert not gallery._known.templates.exact
    probes = np.stack([near(unit(1000 + person), 0.9) for person in range(80)])
    for person, (match, one) in enumerate(zip(gallery.nearest(probes), probes, strict=True)):
        assert match.name == f"person {person}"
        assert match.similarity == pytest.approx(0.9, abs=1e-5)
        assert gallery.candidates(one, 2)[0] == match


def test_a_gallery_that_grows_large_keeps_up_with_every_change(store, model_id, coded):
    add(store, model_id, "first", 0)
    gallery = Gallery(store, model_id)
    for person in range(1, 150):
        add(store, model_id, f"person {person}", person)
    gallery.refresh()
    assert not gallery._known.templates.exact
    add(store, model_id, "late", 500)
    store.people.rename("person 7", "seven")
    store.people.remove("person 8")
    gallery.refresh()
    assert len(gallery) == 150
    names = [match.name for match in gallery.nearest(np.stack([unit(500), unit(7), unit(0)]))]
    assert names == ["late", "seven", "first"]
    (match,) = gallery.nearest(unit(8)[None])
    assert match.similarity < 0.99


def test_a_large_gallery_is_read_from_the_store_as_it_is(store, model_id, coded):
    for person in range(150):
        add(store, model_id, f"person {person}", person)
    gallery = Gallery(store, model_id)
    assert not gallery._known.templates.exact
    assert sorted(gallery.some_faces(3)) == sorted(set(gallery.some_faces(3)))
    assert len(gallery) == 150


def large(store, model_id, people=150):
    store.add_people(
        [(f"person {seed}", [NewFace(None, unit(seed), None, "")]) for seed in range(people)],
        model_id,
    )
    return Gallery(store, model_id)


def nearest_name(gallery, seed):
    (match,) = gallery.nearest(unit(seed)[None])
    return match.name if match.similarity > 0.99 else None


def test_a_large_gallery_is_kept_in_a_file_and_brought_up_to_date(
    store, model_id, coded, monkeypatch
):
    large(store, model_id)
    assert len(cache_files(store.file)) == 1
    add(store, model_id, "late", 500)
    store.people.rename("person 7", "seven")
    store.people.remove("person 8")
    monkeypatch.setattr(Gallery, "_read", None)  # nothing else is read from the store
    again = Gallery(store, model_id)
    assert len(again) == 150
    assert [nearest_name(again, seed) for seed in (500, 7, 8, 9)] == [
        "late", "seven", None, "person 9",
    ]  # fmt: skip


def test_a_file_that_is_far_behind_is_written_anew(store, model_id, coded, monkeypatch):
    monkeypatch.setattr("face_process.gallery.KEPT_BEHIND", 10)
    large(store, model_id)
    (file,) = cache_files(store.file)
    before = file.stat().st_size
    for seed in range(600, 620):
        add(store, model_id, f"late {seed}", seed)
    Gallery(store, model_id)
    assert file.stat().st_size > before


def test_a_file_of_another_history_is_not_believed(store, model_id, coded, tmp_path):
    large(store, model_id)
    (file,) = cache_files(store.file)
    with Store(tmp_path / "other" / "known_faces.db") as other:
        other_model = other.register_model(ModelIdentity("test", "c" * 64, WIDTH))
        large(other, other_model, 140)
        for seed in range(700, 710):
            add(other, other_model, f"other {seed}", seed)
        (theirs,) = cache_files(other.file)
        theirs.write_bytes(file.read_bytes())
        gallery = Gallery(other, other_model)
    assert len(gallery) == 150
    assert nearest_name(gallery, 705) == "other 705"
    assert nearest_name(gallery, 145) is None


def test_a_damaged_file_is_made_again(store, model_id, coded):
    large(store, model_id)
    (file,) = cache_files(store.file)
    file.write_bytes(file.read_bytes()[:-5] + b"wrong")
    assert nearest_name(Gallery(store, model_id), 149) == "person 149"
    assert open_rows(file) is not None


def test_whoever_is_removed_is_gone_from_the_file_too(store, model_id, coded):
    gallery = large(store, model_id)
    (file,) = cache_files(store.file)
    block = gallery._known.templates.blocks[0]
    code, levels = block.levels[8].tobytes(), block.codes[8].tobytes()
    assert code in file.read_bytes()
    with_them = file.read_bytes()
    store.people.remove("person 8")
    assert code not in file.read_bytes()
    assert levels not in file.read_bytes()
    file.write_bytes(with_them)  # as another process may, which had read everybody before
    gallery.refresh()
    assert code not in file.read_bytes()


def test_a_folder_that_cant_be_written_costs_only_the_file(store, model_id, coded, monkeypatch):
    def refuse(*_arguments):
        raise OSError("read-only")

    monkeypatch.setattr("face_process.gallery_cache.write_rows", refuse)
    assert nearest_name(large(store, model_id), 3) == "person 3"


def test_an_older_copy_put_in_place_is_read_again(store, model_id):
    add(store, model_id, "a", 1)
    gallery = Gallery(store, model_id)
    copy = store.file.with_name("copy.db")
    copy_database(store.file, copy)
    add(store, model_id, "b", 2)
    gallery.refresh()
    for seed in (3, 4):  # as many changes as are lost: the numbers alone tell nothing
        put_back = sqlite3.connect(store.file)
        source = sqlite3.connect(copy)
        source.backup(put_back)
        source.close()
        put_back.close()
        add(store, model_id, f"another {seed}", seed)
        gallery.refresh()
        assert len(gallery) == 2
        assert nearest_name(gallery, 2) is None
        assert nearest_name(gallery, seed) == f"another {seed}"


def test_a_face_that_another_model_lacks_stays_in_this_ones_file(
    store, model_id, coded, monkeypatch
):
    large(store, model_id)
    other_id = store.register_model(ModelIdentity("other", "d" * 64, WIDTH))
    faces = [face.id for person in store.people.all() for face in store.people.faces(person.name)]
    store.templates.add(other_id, [(face_id, unit(face_id)) for face_id in faces])
    other = Gallery(store, other_id)
    (late,) = add(store, model_id, "late", 500).face_ids
    monkeypatch.setattr("face_process.gallery.KEPT_BEHIND", 0)
    Gallery(store, model_id)  # writes its file anew, the late face in it
    other.refresh()
    assert other.lacking == {late}
    assert nearest_name(Gallery(store, model_id), 500) == "late"
