import sqlite3
from datetime import UTC, datetime

import numpy as np
import pytest

from face_process.errors import GalleryError
from face_process.types import ModelIdentity
from SQL.rows import NewFace
from SQL.sightings import Sighting

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def face(seed, quality=None, crop=b"crop"):
    vector = np.random.default_rng(seed).standard_normal(8).astype(np.float32)
    return NewFace(crop, vector / np.linalg.norm(vector), quality, f"{seed}.jpg")


@pytest.fixture
def model_id(store):
    return store.register_model(ModelIdentity("mini", "a" * 64, 8))


def seen(person_id, model_id):
    return Sighting(person_id, "door", NOW, NOW, None, None, 0.7, b"crop", model_id, face(1).vector)


def test_a_persons_faces_are_listed(store, model_id):
    enrolled = store.add_faces("张三", [face(1, 0.9), face(2, None, None)], model_id)
    first, second = store.people.faces("张三")
    assert (first.id, second.id) == enrolled.face_ids
    assert (first.person_id, first.quality, first.source) == (enrolled.person_id, 0.9, "1.jpg")
    assert (first.has_crop, second.has_crop) == (True, False)


def test_two_people_become_one_with_all_that_was_theirs(store, model_id):
    one = store.add_faces("Bob", [face(1), face(2)], model_id)
    other = store.add_faces("Robert", [face(3)], model_id)
    store.people.set_note("Bob", "works at night")
    store.people.set_note("Robert", "third floor")
    store.sightings.add([seen(one.person_id, model_id)])
    merged = store.people.merge("Bob", "Robert")
    assert (merged.id, merged.name, merged.faces) == (other.person_id, "Robert", 3)
    assert merged.note == "third floor\nworks at night"
    assert [person.name for person in store.people.all()] == ["Robert"]
    assert [sighting.name for sighting in store.sightings.find()] == ["Robert"]


def test_merging_with_nobody_or_oneself_changes_nothing(store, model_id):
    store.add_faces("Bob", [face(1)], model_id)
    with pytest.raises(GalleryError, match="Nobody called Eve"):
        store.people.merge("Bob", "Eve")
    with pytest.raises(GalleryError, match="themselves"):
        store.people.merge("Bob", "Bob")
    assert [person.faces for person in store.people.all()] == [1]


def test_a_face_goes_to_somebody_else_known_or_new(store, model_id):
    first, second = store.add_faces("Bob", [face(1), face(2)], model_id).face_ids
    store.add_faces("Eve", [face(3)], model_id)
    store.people.set_portrait(first)
    assert store.people.move_face(first, "Eve").faces == 2
    assert store.people.move_face(second, " 新人 ").name == "新人"
    assert {person.name: person.faces for person in store.people.all()} == {
        "Bob": 0, "Eve": 2, "新人": 1,
    }  # fmt: skip
    assert store.people.portrait("Bob") is None


def test_one_face_is_removed_and_leaves_no_trace(store, model_id):
    first, second = store.add_faces(
        "Bob", [face(1, crop=b"unmistakable" * 500), face(2)], model_id
    ).face_ids
    removed = store.people.remove_face(first)
    assert list(removed.faces) == [first]
    assert [one.id for one in store.people.faces("Bob")] == [second]
    everything = b"".join(
        file.read_bytes() for file in store.file.parent.glob(f"{store.file.name}*")
    )
    assert b"unmistakable" not in everything
    assert face(1).vector.tobytes() not in everything


@pytest.mark.parametrize(
    "operation",
    [
        lambda people: people.remove_face(99), lambda people: people.set_portrait(99),
        lambda people: people.move_face(99, "Eve"),
    ],
    ids=["remove", "portrait", "move"],
)  # fmt: skip
def test_a_face_that_isnt_there_is_told(store, operation):
    with pytest.raises(GalleryError, match="no enrolled face number 99"):
        operation(store.people)
    assert store.people.all() == []


def test_the_portrait_is_the_best_face_unless_another_is_chosen(store, model_id):
    faces = [face(1, 0.5), face(2, 0.9, None), face(3, 0.8), face(4, None)]
    worst, _, best, _ = store.add_faces("Bob", faces, model_id).face_ids
    assert store.people.portrait("Bob") == best
    store.people.set_portrait(worst)
    assert store.people.portrait("Bob") == worst
    store.people.remove_face(worst)
    assert store.people.portrait("Bob") == best


def test_a_note_is_kept_with_the_person(store, model_id):
    store.add_faces("Bob", [face(1)], model_id)
    store.people.set_note("Bob", "第三组")
    assert store.people.find("Bob").note == "第三组"
    with pytest.raises(GalleryError, match="2001 characters"):
        store.people.set_note("Bob", "x" * 2001)


def test_removing_changes_nothing_where_it_fails_halfway(store, model_id):
    store.add_faces("Bob", [face(1), face(2)], model_id)
    with sqlite3.connect(store.file) as other:
        other.execute(
            "CREATE TRIGGER refuse BEFORE DELETE ON embedding BEGIN SELECT raise(ABORT, 'no'); END"
        )
    other.close()
    with pytest.raises(Exception, match="no"):
        store.people.remove("Bob")
    assert store.people.find("Bob").faces == 2
