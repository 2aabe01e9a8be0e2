import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from face_process.errors import StoreError
from face_process.types import ModelIdentity
from SQL.copies import BACKUP_FOLDER, copies_holding, copies_of, purge_copies
from SQL.database_copy import copy_database
from SQL.database_operate import Store
from SQL.rows import NewFace
from SQL.sightings import Sighting


def face(seed):
    vector = np.random.default_rng(seed).standard_normal(8).astype(np.float32)
    crop = f"unmistakable crop {seed}".encode() * 300
    return NewFace(crop, vector / np.linalg.norm(vector), None, "photo.jpg")


@pytest.fixture
def model_id(store):
    return store.register_model(ModelIdentity("mini", "a" * 64, 8))


@pytest.fixture
def backup(store, model_id):
    """A copy in which Bob has two faces, and Eve one."""
    store.add_faces("Bob", [face(1), face(2)], model_id)
    store.add_faces("Eve", [face(3)], model_id)
    copy = store.file.parent / BACKUP_FOLDER / f"{store.file.stem}-20261124T090000Z.db"
    copy.parent.mkdir()
    copy_database(store.file, copy)
    return copy


def people_in(copy):
    with closing(sqlite3.connect(copy)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM person ORDER BY name")]


def test_copies_are_found_wherever_they_come_from(store, backup):
    folder, stem = store.file.parent, store.file.stem
    for name in ("reference-backup", "reference-backup-2", "before-4", "damaged-20261124T0900"):
        (folder / f"{stem}.{name}.db").touch()
    (folder / f"{stem}.before-4.db-wal").touch()
    (folder / "other.before-4.db").touch()
    names = [copy.name for copy in copies_of(store.file)]
    assert len(names) == 5
    assert backup.name in names
    assert "other.before-4.db" not in names


def test_a_copy_that_still_holds_somebody_is_named_and_purged(store, backup):
    store.people.rename("Bob", "Robert")  # the copy knows him by his old name
    removed = store.people.remove("Robert")
    assert copies_holding(store.file, removed) == [backup]
    assert purge_copies(store.file, removed) == [backup]
    assert people_in(backup) == ["Eve"]
    assert copies_holding(store.file, removed) == []
    for seed in (1, 2):
        assert face(seed).crop not in backup.read_bytes()
        assert face(seed).vector.tobytes() not in backup.read_bytes()
    assert face(3).vector.tobytes() in backup.read_bytes()
    assert list(backup.parent.iterdir()) == [backup]


def test_faces_that_were_somebody_elses_then_are_found_too(store, backup):
    store.people.merge("Bob", "Eve")
    removed = store.people.remove("Eve")
    purge_copies(store.file, removed)
    assert not any(face(seed).vector.tobytes() in backup.read_bytes() for seed in (1, 2, 3))


@pytest.mark.parametrize("later", [False, True], ids=["with the person", "afterwards"])
def test_what_was_seen_of_somebody_before_they_were_known_is_purged(store, model_id, later):
    now, crops = datetime.now(UTC), (b"unmistakable Bob" * 300, b"unmistakable Eve" * 300)
    vector = face(1).vector
    store.sightings.add(
        Sighting(None, "clip.mp4", now, now, None, None, None, crop, model_id, vector)
        for crop in crops
    )
    store.add_faces("Bob", [face(1)], model_id)
    copy = store.file.parent / BACKUP_FOLDER / f"{store.file.stem}-20261124T090000Z.db"
    copy.parent.mkdir()
    copy_database(store.file, copy)
    store.sightings.assign([1], store.people.find("Bob").id)
    removed = store.people.remove("Bob")
    for one in store.people.removed_earlier(person="Bob") if later else [removed]:
        assert purge_copies(store.file, one) == [copy]
    assert crops[0] not in copy.read_bytes()
    assert crops[1] in copy.read_bytes()
    assert copies_holding(store.file, removed) == []


def test_one_face_is_purged_and_its_person_stays(store, backup):
    removed = store.people.remove_face(store.people.faces("Bob")[0].id)
    purge_copies(store.file, removed)
    assert people_in(backup) == ["Bob", "Eve"]
    assert face(1).crop not in backup.read_bytes()
    assert face(2).crop in backup.read_bytes()


def test_people_of_the_same_numbers_in_another_history_stay(store, backup, tmp_path, model_id):
    with Store(tmp_path / "other" / store.file.name) as other:
        other_model = other.register_model(ModelIdentity("mini", "a" * 64, 8))
        other.add_faces("Stranger", [face(9)], other_model)
        removed = other.people.remove("Stranger")
    assert copies_holding(store.file, removed) == []


def test_the_original_of_a_reference_database_is_purged(tmp_path):
    file = tmp_path / "known_faces.db"
    crops = [np.full((112, 112, 3), value, np.uint8) for value in (10, 20, 30)]
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE faces(image BLOB, name TEXT, encoding BLOB)")
        rows = [(crop.tobytes(), name, b"") for crop, name in zip(crops, "aba", strict=True)]
        connection.executemany("INSERT INTO faces VALUES (?, ?, ?)", rows)
        connection.commit()
    with Store(file) as store:
        store.people.rename("a", "Anna")
        removed = store.people.remove("Anna")
        (original,) = copies_holding(file, removed)
        assert original.name == "known_faces.reference-backup.db"
        purge_copies(file, removed)
    with closing(sqlite3.connect(original)) as connection:
        assert connection.execute("SELECT name FROM faces").fetchall() == [("b",)]
    assert crops[0].tobytes() not in original.read_bytes()
    assert cv2.imencode(".png", crops[0])[1].tobytes() not in file.read_bytes()


def test_a_copy_that_cant_be_read_is_named_and_deleted(store, backup):
    backup.write_bytes(b"broken" * 1000)
    removed = store.people.remove("Bob")
    assert copies_holding(store.file, removed) == [backup]
    assert purge_copies(store.file, removed) == [backup]
    assert not backup.exists()


def test_a_copy_that_somebody_reads_is_left_and_told(store, backup):
    removed = store.people.remove("Bob")
    with closing(sqlite3.connect(backup, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM person").fetchone()
        with pytest.raises(StoreError) as refused:
            purge_copies(store.file, removed, seconds=0.2)
    assert refused.value.key == "copies_left"
    assert people_in(backup) == ["Bob", "Eve"]
    purge_copies(store.file, removed)
    assert people_in(backup) == ["Eve"]


def test_whoever_was_merged_since_goes_from_copies_with_name_and_note(store, model_id):
    store.add_faces("Anna", [face(1)], model_id)
    store.people.set_note("Anna", "unmistakable note")
    store.add_faces("Bob", [face(2)], model_id)
    copy = store.file.with_name(f"{store.file.stem}.before-9.db")
    copy_database(store.file, copy)
    store.people.merge("Anna", "Bob")
    purge_copies(store.file, store.people.remove("Bob"))
    assert people_in(copy) == []
    assert b"unmistakable note" not in copy.read_bytes()


def test_what_a_killed_restore_left_is_a_copy_too(store, backup):
    left = store.file.with_name(f"{store.file.name}.restore.part")
    copy_database(store.file, left)
    removed = store.people.remove("Bob")
    assert set(copies_holding(store.file, removed)) == {backup, left}


def test_what_was_seen_of_strangers_is_found_in_copies_and_purged(store, model_id):
    now, crops = datetime.now(UTC), (b"unmistakable one" * 300, b"unmistakable other" * 300)
    store.sightings.add(
        Sighting(None, "door", now, now, None, None, None, crop, model_id, face(1).vector)
        for crop in crops
    )
    copy = store.file.parent / BACKUP_FOLDER / f"{store.file.stem}-20261124T090000Z.db"
    copy.parent.mkdir()
    copy_database(store.file, copy)
    would_go = store.sightings.what_goes([1])
    removed = store.sightings.remove([1])
    assert removed.sightings == would_go.sightings
    assert copies_holding(store.file, removed) == purge_copies(store.file, removed) == [copy]
    assert crops[0] not in copy.read_bytes()
    assert crops[1] in copy.read_bytes()
