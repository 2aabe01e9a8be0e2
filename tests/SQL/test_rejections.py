"""Looks that aren't a person's are kept, moved, saved and erased with everything else."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import numpy as np
import pytest

from face_process.errors import GalleryError
from face_process.people_erase import erase_person
from face_process.types import ModelIdentity
from SQL.backups import restore, write_backup
from SQL.copies import BACKUP_FOLDER, copies_holding, purge_copies
from SQL.database_copy import copy_database
from SQL.database_operate import Store
from SQL.migrations import STEPS
from SQL.rows import NewFace
from SQL.salvage import salvage

MODEL, OTHER_MODEL = (ModelIdentity(name, name[0] * 64, 8) for name in ("mini", "other"))
PICTURE = b"unmistakable rejected crop " * 200


def unit(seed):
    vector = np.random.default_rng(seed).standard_normal(8).astype(np.float32)
    return vector / np.linalg.norm(vector)


@pytest.fixture
def model_id(store):
    return store.register_model(MODEL)


@pytest.fixture
def rejected(store, model_id):
    """Anna and Bob, and a look of Bob's that is not Anna's."""
    anna = store.add_faces("Anna", [NewFace(b"anna" * 500, unit(1), None, "")], model_id)
    store.add_faces("Bob", [NewFace(b"bob" * 500, unit(2), None, "")], model_id)
    store.rejections.keep(anna.person_id, PICTURE, unit(2), model_id)
    return anna.person_id


def all_bytes(file):
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def kept(store, model_id):
    """Return whose looks are rejected, by name."""
    looks = store.rejections.of_model(model_id).person_ids.tolist()
    return [store.people.name_of(person_id) for person_id in looks]


def test_a_kept_rejection_tells_who_it_is_not(store, model_id, rejected):
    looks = store.rejections.of_model(model_id, rejected)
    assert looks.person_ids.tolist() == [rejected]
    assert np.array_equal(looks.vectors[0], unit(2))
    assert len(store.rejections.of_model(model_id, rejected + 1).ids) == 0


def test_nobody_can_be_rejected_who_was_removed_meanwhile(store, model_id, rejected):
    store.people.remove("Anna")
    with pytest.raises(GalleryError, match="removed meanwhile"):
        store.rejections.keep(rejected, PICTURE, unit(2), model_id)
    with pytest.raises(GalleryError, match="removed meanwhile"):
        store.people.name_of(rejected)


def test_the_log_tells_of_rejections_made_and_taken_back(store, model_id, rejected):
    before = store.templates.last_entry()
    number = store.rejections.keep(rejected, b"crop", unit(3), model_id)
    changes = store.templates.changes_after(before, model_id)
    assert changes.people.rejected[rejected].shape == (2, 8)
    assert not changes.people.lack_vectors
    store.rejections.remove([number])
    changes = store.templates.changes_after(changes.entry, model_id)
    assert changes.people.rejected[rejected].shape == (1, 8)


def test_a_rejection_without_a_vector_of_another_model_is_found_by_its_crop(
    store, model_id, rejected
):
    before = store.templates.last_entry()
    other_id = store.register_model(OTHER_MODEL)
    (number,) = store.rejections.lacking(other_id)
    assert store.rejections.crops_lacking(other_id, [number, 99]) == [(number, PICTURE)]
    store.rejections.keep(rejected, b"crop", unit(3), model_id)
    assert store.templates.changes_after(before, other_id).people.lack_vectors
    store.rejections.add(other_id, [(number, unit(5)), (99, unit(6))])
    assert np.array_equal(store.rejections.of_model(other_id).vectors, unit(5)[None])


def test_merged_people_bring_the_looks_that_are_not_theirs(store, model_id, rejected):
    store.add_faces("Eve", [NewFace(None, unit(4), None, "")], model_id)
    before = store.templates.last_entry()
    store.people.merge("Anna", "Eve")
    assert kept(store, model_id) == ["Eve"]
    changes = store.templates.changes_after(before, model_id)
    assert set(changes.people.rejected) == {store.people.find("Eve").id}


@pytest.mark.parametrize("name", ["Anna", "Bob"])
def test_a_removed_persons_looks_leave_no_trace_whoever_they_speak_against(
    store, model_id, rejected, name
):
    assert PICTURE in all_bytes(store.file)
    erase_person(store, name)
    assert PICTURE not in all_bytes(store.file)
    assert len(store.rejections.of_model(model_id).ids) == 0


def test_looks_that_show_somebody_else_stay_when_a_person_is_removed(store, model_id, rejected):
    store.add_faces("Eve", [NewFace(None, unit(4), None, "")], model_id)
    erase_person(store, "Eve")
    assert kept(store, model_id) == ["Anna"]


def test_a_look_taken_back_leaves_no_trace(store, model_id, rejected):
    store.rejections.remove(store.rejections.of_model(model_id).ids.tolist())
    assert PICTURE not in all_bytes(store.file)


def copy_of(store):
    copy = store.file.parent / BACKUP_FOLDER / f"{store.file.stem}-20261124T090000Z.db"
    copy.parent.mkdir()
    copy_database(store.file, copy)
    return copy


def test_copies_are_purged_of_looks_that_show_who_was_removed(store, model_id, rejected):
    store.people.move_face(store.people.faces("Bob")[0].id, "Robert")  # new since the copy
    copy = copy_of(store)
    removed = erase_person(store, "Robert")
    assert copies_holding(store.file, removed) == [copy]
    purge_copies(store.file, removed)
    assert PICTURE not in copy.read_bytes()


def test_copies_are_purged_of_looks_of_people_removed_before(store, model_id, rejected):
    copy = copy_of(store)
    erase_person(store, "Bob")
    (removed,) = store.people.removed_earlier(person="Bob")
    purge_copies(store.file, removed)
    assert PICTURE not in copy.read_bytes()
    assert b"bob" * 500 not in copy.read_bytes()


def test_copies_of_an_older_form_are_purged_as_before(store, model_id, rejected):
    copy = copy_of(store)
    with closing(sqlite3.connect(copy)) as older:
        older.executescript("DROP TABLE rejection_embedding; DROP TABLE rejection;")
    removed = erase_person(store, "Anna")
    purge_copies(store.file, removed)
    assert copies_holding(store.file, removed) == []
    assert b"anna" * 500 not in copy.read_bytes()


def test_looks_made_and_taken_back_since_the_backup_are_so_in_the_repaired_database(
    store, model_id, rejected, tmp_path
):
    whole = tmp_path / "whole.db"
    copy_database(store.file, whole)
    store.rejections.remove(store.rejections.of_model(model_id).ids.tolist())
    store.rejections.keep(rejected, b"crop", unit(7), model_id)
    store.close()
    salvage(store.file, whole)
    with Store(whole) as again:
        assert kept(again, model_id) == ["Anna"]
        assert np.array_equal(again.rejections.of_model(model_id).vectors, unit(7)[None])


def test_a_damaged_database_of_an_older_form_is_repaired_too(tmp_path, monkeypatch):
    older, whole = tmp_path / "older.db", tmp_path / "whole.db"
    Store(whole).close()
    monkeypatch.setattr("SQL.migrations.STEPS", STEPS[:4])
    monkeypatch.setattr("SQL.migrations.LATEST", 4)
    with Store(older) as store:
        store.register_model(MODEL)
        now = datetime.now(UTC).isoformat()
    with closing(sqlite3.connect(older)) as connection:
        connection.execute(
            "INSERT INTO sighting(source, started_at, ended_at, crop, model_id, embedding) "
            "VALUES ('door', ?, ?, x'00', 1, ?)",
            (now, now, unit(1).tobytes()),
        )
        connection.commit()
    monkeypatch.undo()
    salvage(older, whole)
    with Store(whole) as again:
        assert [one.source for one in again.sightings.find()] == ["door"]


def test_a_restored_copy_gives_its_looks_the_models_numbers_here(
    store, model_id, rejected, tmp_path
):
    backup = tmp_path / "copy.db"
    write_backup(store, backup)
    with Store(tmp_path / "elsewhere" / "known_faces.db") as other:
        first = other.register_model(OTHER_MODEL)
        other.add_faces("Eve", [NewFace(None, unit(9), None, "")], first)
        second = other.register_model(MODEL)
        restore(other, backup)
        assert len(other.rejections.of_model(first).ids) == 0
        assert np.array_equal(other.rejections.of_model(second).vectors, unit(2)[None])
