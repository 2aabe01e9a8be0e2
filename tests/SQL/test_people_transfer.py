from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from face_process.errors import GalleryError, StoreError
from face_process.types import ModelIdentity
from SQL.database_operate import Store
from SQL.whole_people import WholeFace, WholePerson

MODEL = ModelIdentity("mini", "a" * 64, 8)
OTHER = ModelIdentity("large", "b" * 64, 16)
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
ONE_O_CLOCK = datetime(2025, 6, 1, 13, 0, 0, 250_000, tzinfo=UTC)


def unit(seed, width=8):
    vector = np.random.default_rng(seed).standard_normal(width).astype(np.float32)
    return vector / np.linalg.norm(vector)


def face(seed, **changed):
    """A face with a picture, a photo and one vector, all of them its own."""
    vectors = {MODEL.sha256: unit(seed)}
    whole = WholeFace(
        f"crop {seed}".encode(), 0.5, f"{seed}.jpg", NOON, f"{seed:064x}", vectors, False
    )
    return replace(whole, **changed)


def person(name, *faces, note=""):
    return WholePerson(name, note, ONE_O_CLOCK, faces)


def add(store, *people, models=(MODEL, OTHER)):
    with store.transfer.writing(models) as writer:
        return [writer.add(one) for one in people]


def read(store, names=None):
    """Everybody with their faces, in a form that compares."""
    with store.transfer.reading(names) as whole:
        return [
            (one.name, one.note, one.created_at, [as_plain(each) for each in one.faces])
            for one in whole.people
        ]


def as_plain(one):
    vectors = {sha256: vector.tobytes() for sha256, vector in one.vectors.items()}
    return (
        one.crop, one.quality, one.source, one.created_at, one.photo_sha256, vectors, one.portrait
    )  # fmt: skip


def counts(added):
    return [(one.created, one.faces, one.known) for one in added]


def test_whole_people_go_from_one_store_to_another_unchanged(store, tmp_path):
    both = {MODEL.sha256: unit(2), OTHER.sha256: unit(2, 16)}
    zhang = person("张三", face(1), face(2, vectors=both, portrait=True), note="第三组\nEG")
    legacy = face(3, crop=None, quality=None, photo_sha256=None)
    add(store, zhang, person("Zoë", legacy), person("nobody's face"))
    with Store(tmp_path / "other.db") as other:
        with store.transfer.reading() as whole, other.transfer.writing(whole.models) as writer:
            assert (whole.count, whole.models) == (3, (MODEL, OTHER))
            for one in whole.people:
                writer.add(one)
        assert read(other) == read(store)
        assert [each[6] for each in read(other)[0][3]] == [False, True]


def test_some_people_are_read_by_name(store):
    add(store, person("a", face(1)), person("b", face(2)), person("c", face(3)))
    assert [one[0] for one in read(store, ["c", "a", "c"])] == ["a", "c"]
    with pytest.raises(GalleryError, match="Nobody called d"):
        read(store, ["a", "d"])


def test_one_state_is_read_whatever_is_enrolled_meanwhile(store):
    add(store, person("a", face(1)), person("b", face(2)))
    with store.transfer.reading() as whole, Store(store.file) as other:
        first = next(whole.people)
        list(first.faces)
        add(other, person("b", face(3)), person("c", face(4)))
        with pytest.raises(StoreError, match="It is removed, but"):  # who reads still sees them
            other.people.remove("a")
        assert [(one.name, len(list(one.faces))) for one in whole.people] == [("b", 1)]


def test_adding_people_twice_changes_nothing(store):
    people = (person("a", face(1), face(2, crop=None)), person("b", face(3, vectors={})))
    assert counts(add(store, *people)) == [(True, 2, 0), (True, 1, 0)]
    entry, before = store.templates.last_entry(), read(store)
    assert counts(add(store, *people)) == [(False, 0, 2), (False, 0, 1)]
    assert read(store) == before
    assert store.templates.last_entry() == entry


@pytest.mark.parametrize(
    "again",
    [
        face(1, photo_sha256=None, vectors={}),
        face(1, crop=b"cut otherwise", vectors={MODEL.sha256: unit(9)}),
        face(1, crop=None, photo_sha256=None),
    ],
    ids=["same crop", "same photo", "same vector"],
)
def test_a_face_that_is_there_already_is_not_added(store, again):
    add(store, person("a", face(1)))
    before = read(store)
    assert counts(add(store, person("a", again, face(2)))) == [(False, 1, 1)]
    assert read(store)[0][3][:1] == before[0][3]


def test_a_known_face_gets_the_picture_and_the_vectors_it_lacks(store):
    add(store, person("a", face(1, crop=None, photo_sha256=None)))
    both = {MODEL.sha256: unit(1), OTHER.sha256: unit(1, 16)}
    add(store, person("a", face(1, vectors=both)))
    ((_, _, _, (found,)),) = read(store)
    assert found == as_plain(face(1, vectors=both))


def test_somebody_elses_face_is_no_face_of_theirs(store):
    add(store, person("a", face(1)))
    assert counts(add(store, person("b", face(1)))) == [(True, 1, 0)]


def test_a_new_person_keeps_two_faces_of_one_photo(store):
    twins = face(1), face(2, photo_sha256=face(1).photo_sha256)
    for expected in ((True, 2, 0), (False, 0, 2)):
        assert counts(add(store, person("a", *twins))) == [expected]


def test_note_and_portrait_of_somebody_known_stay(store):
    add(store, person("a", face(1, portrait=True), note="mine"))
    add(store, person("a", face(2, portrait=True), note="theirs"))
    ((_, note, _, faces),) = read(store)
    assert note == "mine"
    assert [each[6] for each in faces] == [True, False]


def test_nothing_is_added_where_one_person_fails(store):
    with pytest.raises(GalleryError):
        add(store, person("a", face(1)), person("\0", face(2)))
    assert read(store) == []
    with store.transfer.reading() as whole:
        assert whole.models == ()


def test_a_model_whose_vectors_have_another_length_here_is_refused(store):
    store.register_model(MODEL)
    with pytest.raises(GalleryError, match="another length"):
        add(store, person("a", face(1)), models=[replace(MODEL, dimension=16)])
    assert read(store) == []
