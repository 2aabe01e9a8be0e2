import sqlite3
from datetime import timedelta

import numpy as np
import pytest
from test_store_sightings import MODEL, NOON, all_bytes, sighting

from face_process.errors import GalleryError, StoreError
from SQL.rows import NewFace
from SQL.strangers import Reading


@pytest.fixture
def model_id(store):
    return store.register_model(MODEL)


@pytest.fixture
def seen(store, model_id):
    """Rows of five sightings of nobody, an hour apart."""
    store.sightings.add([sighting(model_id, at=NOON + timedelta(hours=hour)) for hour in range(5)])
    return [face.id for face in store.strangers.all()]


def stranger_numbers(store):
    return [face.stranger for face in store.strangers.all()]


def new_face():
    return NewFace(b"crop", np.eye(8, dtype=np.float32)[3], 0.9, "clip.mp4")


def test_only_unknown_people_are_strangers(store, model_id, seen):
    person = store.add_faces("安娜", [new_face()], model_id).person_id
    store.sightings.add([sighting(model_id, person, similarity=0.7)])
    faces = store.strangers.all()
    assert [face.id for face in faces] == seen
    assert (faces[0].stranger, faces[0].ignored, faces[0].crop_length) == (None, False, None)
    assert (faces[0].glimpse.started_at, faces[0].glimpse.source) == (NOON, "clip.mp4")
    np.testing.assert_array_equal(faces[0].embedding, np.eye(8, dtype=np.float32)[3])


def test_a_name_is_given_to_everything_that_was_seen_of_a_stranger(store, model_id, seen):
    store.strangers.unite(seen)
    store.strangers.ignore(seen)
    similar = dict.fromkeys(seen[:3], 0.75)
    enrolment = store.strangers.enrol(" 安娜 ", [new_face()], model_id, similar)
    assert (enrolment.name, enrolment.created, len(enrolment.face_ids)) == ("安娜", True, 1)
    assert [face.id for face in store.strangers.all()] == seen[3:]
    named = store.sightings.find(person="安娜")
    assert sorted(one.id for one in named) == seen[:3]
    assert {one.similarity for one in named} == {0.75}
    again = store.strangers.enrol("安娜", [new_face()], model_id, {seen[3]: 0.5})
    assert (again.person_id, again.created) == (enrolment.person_id, False)


def test_naming_is_all_or_nothing(store, model_id, seen):
    with pytest.raises(GalleryError):
        store.strangers.enrol("", [new_face()], model_id, {seen[0]: 0.75})
    connection = sqlite3.connect(store.file)
    connection.execute(
        "CREATE TRIGGER refuse BEFORE UPDATE ON sighting BEGIN SELECT raise(ABORT, 'no'); END"
    )
    connection.close()
    with pytest.raises(StoreError):
        store.strangers.enrol("安娜", [new_face()], model_id, {seen[0]: 0.75})
    assert store.people.all() == []
    assert len(store.strangers.all()) == 5


def test_sightings_are_said_to_be_one_person_or_different_ones(store, seen):
    store.strangers.unite(seen[:2])
    store.strangers.unite(seen[2:4])
    assert stranger_numbers(store) == [1, 1, 2, 2, None]
    store.strangers.unite(seen[:4])
    assert stranger_numbers(store) == [3, 3, 3, 3, None]
    store.strangers.unite(seen[:3], seen[3:4])
    assert stranger_numbers(store) == [4, 4, 4, 5, None]


def test_strangers_are_ignored_and_heeded_again(store, seen):
    store.strangers.ignore(seen[:2])
    assert [face.ignored for face in store.strangers.all()] == [True, True, False, False, False]
    assert store.strangers.ignored_before(NOON + timedelta(minutes=1))
    assert not store.strangers.ignored_before(NOON)
    store.strangers.ignore(seen[:2], ignored=False)
    assert not store.strangers.ignored_before(NOON + timedelta(days=1))


def test_a_deleted_stranger_leaves_no_trace(store, model_id):
    store.sightings.add([sighting(model_id, crop=b"unmistakable crop" * 500), sighting(model_id)])
    gone, stays = (face.id for face in store.strangers.all())
    store.sightings.remove([gone])
    assert [face.id for face in store.strangers.all()] == [stays]
    assert b"unmistakable crop" not in all_bytes(store.file)


def test_what_another_model_reads_takes_the_place_of_what_was_there(store, model_id, seen):
    other = store.register_model(type(MODEL)("other", "b" * 64, 4))
    vector = np.eye(4, dtype=np.float32)[1]
    store.strangers.keep_readings(other, [Reading(seen[0], 9.5, vector)])
    store.strangers.keep_readings(model_id, [Reading(seen[1], 8.5, None)])
    first, second = store.strangers.all()[:2]
    assert (first.model_id, first.crop_length) == (other, 9.5)
    np.testing.assert_array_equal(first.embedding, vector)
    assert (second.model_id, second.crop_length) == (model_id, 8.5)
    np.testing.assert_array_equal(second.embedding, np.eye(8, dtype=np.float32)[3])


def test_the_state_changes_with_everything_that_is_known_of_strangers(store, model_id, seen):
    states = [store.strangers.state()]
    for change in (
        lambda: store.sightings.add([sighting(model_id)]),
        lambda: store.strangers.unite(seen[:1], seen[1:2]),
        lambda: store.strangers.unite(seen[1:2], seen[:1]),
        lambda: store.strangers.ignore(seen[:1]),
        lambda: store.strangers.enrol("安娜", [new_face()], model_id, {seen[4]: 0.5}),
        lambda: store.sightings.remove(seen[:1]),
    ):
        assert store.strangers.state() == states[-1]
        change()
        assert store.strangers.state() not in states
        states.append(store.strangers.state())
