"""Whoever is erased is erased everywhere, also where nobody knew them yet."""

from datetime import UTC, datetime

import numpy as np
import pytest

from face_process.people_erase import erase_person, likenesses_of
from face_process.types import ModelIdentity
from SQL.backups import keep_backup
from SQL.copies import copies_holding, purge_copies
from SQL.rows import NewFace
from SQL.sightings import Sighting

SIMILARITY = 0.6


def axis(number):
    return np.eye(8, dtype=np.float32)[number]


def crop(name):
    return f"unmistakable picture of {name} ".encode() * 300


@pytest.fixture
def seen(store):
    """Anna and Bob are known; he was seen as nobody and as Anna, a stranger was seen, too."""
    model_id = store.register_model(ModelIdentity("mini", "a" * 64, 8))
    anna = store.add_faces("Anna", [NewFace(None, axis(0), None, "")], model_id).person_id
    store.add_faces("Bob", [NewFace(None, axis(1), None, "")], model_id)
    look = SIMILARITY * axis(1) + np.sqrt(1 - SIMILARITY**2) * axis(2)
    looks = (("Bob", None, look), ("Bob as Anna", anna, axis(1)), ("a stranger", None, axis(2)))
    now = datetime.now(UTC)
    store.sightings.add(
        Sighting(person, name, now, now, None, None, None, crop(name), model_id, vector)
        for name, person, vector in looks
    )
    return store


def all_bytes(file):
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def sources(store):
    return {one.source for one in store.sightings.find()}


def test_what_was_seen_of_somebody_as_nobody_goes_with_them_without_a_trace(seen):
    would_go = seen.directory.what_goes("Bob", shown_by=likenesses_of(seen, "Bob"))
    assert crop("Bob") in all_bytes(seen.file)
    removed = erase_person(seen, "Bob")
    assert len(removed.sightings) == 1
    assert removed.sightings == would_go.sightings
    assert sources(seen) == {"Bob as Anna", "a stranger"}, "others keep what is theirs"
    assert crop("Bob") not in all_bytes(seen.file)


def test_it_goes_from_backups_too(seen):
    copy = keep_backup(seen, at_once=True)
    removed = erase_person(seen, "Bob")
    assert copies_holding(seen.file, removed) == purge_copies(seen.file, removed) == [copy]
    assert crop("Bob") not in copy.read_bytes()
    assert crop("a stranger") in copy.read_bytes()


def test_what_is_less_alike_than_the_users_threshold_stays(seen):
    erase_person(seen, "Bob", threshold=SIMILARITY + 0.1)
    assert sources(seen) == {"Bob", "Bob as Anna", "a stranger"}


def test_what_was_given_to_somebody_meanwhile_stays_theirs(seen):
    shown_by = likenesses_of(seen, "Bob")
    seen.sightings.assign(shown_by.sightings, seen.people.find("Anna").id)
    assert seen.people.remove("Bob", shown_by).sightings == {}
    assert sources(seen) == {"Bob", "Bob as Anna", "a stranger"}
