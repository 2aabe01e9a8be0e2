"""Erasing everything leaves neither rows nor bytes of anybody."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import numpy as np
import pytest

from face_process.gallery import Gallery
from face_process.types import ModelIdentity
from SQL.backup_contents import contents_of
from SQL.backups import keep_backup, restore, write_backup
from SQL.database_operate import Store
from SQL.erasing import erase_everything
from SQL.row_cache import cache_file, write_rows
from SQL.rows import Contents, LogEntry, NewFace
from SQL.sightings import Sighting

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TRACES = [
    b"Unmistakable Name",
    b"unmistakable crop",
    b"unmistakable look",
    b"unmistakable rejection",
]


def vector(seed):
    values = np.random.default_rng(seed).standard_normal(8).astype(np.float32)
    return values / np.linalg.norm(values)


@pytest.fixture
def full(store):
    """Return a store with somebody enrolled, rejected and seen, and with copies of it all."""
    model_id = store.register_model(ModelIdentity("mini", "a" * 64, 8))
    store.add_faces("other", [NewFace(b"crop", vector(2), None, "2.jpg")], model_id)
    face = NewFace(b"unmistakable crop" * 500, vector(1), None, "1.jpg")
    anna = store.add_faces("Unmistakable Name", [face], model_id).person_id
    look = b"unmistakable look" * 500
    for person, similarity in ((anna, 0.7), (None, None)):
        seen = Sighting(person, "door", NOW, NOW, None, None, similarity, look, model_id, vector(3))
        store.sightings.add([seen])
    with closing(sqlite3.connect(store.file)) as connection, connection:
        crop = b"unmistakable rejection" * 500
        values = (anna, crop, NOW.isoformat())
        add = "INSERT INTO rejection(person_id, crop, created_at) VALUES (?, ?, ?)"
        number = connection.execute(add, values).lastrowid
        row = (number, model_id, vector(4).tobytes())
        connection.execute("INSERT INTO rejection_embedding VALUES (?, ?, ?)", row)
    store.set_setting("threshold", "0.4")
    keep_backup(store, at_once=True)
    write_backup(store, store.file.with_name(f"{store.file.stem}.before-4.db"))
    rows = {"face_ids": [np.array([2])], "codes": [vector(1)[None]]}
    write_rows(cache_file(store.file, model_id, "codes1"), LogEntry(1, 1), rows)
    return store


def bytes_beside(file):
    return b"".join(one.read_bytes() for one in file.parent.rglob("*") if one.is_file())


def test_everything_is_gone_to_the_last_byte(full):
    traces = [*TRACES, *(vector(seed).tobytes() for seed in (1, 2, 3, 4))]
    before = bytes_beside(full.file)
    assert all(trace in before for trace in traces)
    erased = erase_everything(full)
    assert erased.contents == Contents(people=2, faces=2, sightings=2)
    assert len(erased.copies) == 2
    assert [trace for trace in traces if trace in bytes_beside(full.file)] == []
    assert full.contents() == Contents(0, 0, 0)
    assert full.setting("threshold") == "0.4"
    left = {one.name for one in full.file.parent.rglob("*") if one.is_file()}
    assert left <= {full.file.name, f"{full.file.name}-wal", f"{full.file.name}-shm"}


def test_galleries_that_are_open_know_nobody_and_go_on(full):
    with Store(full.file) as elsewhere:
        model_id = elsewhere.register_model(ModelIdentity("mini", "a" * 64, 8))
        gallery = Gallery(elsewhere, model_id)
        assert gallery.nearest(vector(1)[None])[0].name == "Unmistakable Name"
        erase_everything(full)
        gallery.refresh()
        assert gallery.nearest(vector(1)[None]) == [None]
        full.add_faces("new", [NewFace(b"crop", vector(1), None, "1.jpg")], model_id)
        gallery.refresh()
        assert gallery.nearest(vector(1)[None])[0].name == "new"


def test_an_empty_store_has_nothing_to_erase(store):
    assert erase_everything(store).contents == Contents(0, 0, 0)


def test_how_much_a_backup_holds_is_told_before_it_is_put_in_place(full, tmp_path):
    (backup,) = (full.file.parent / "backups").glob("*.db")
    full.people.remove("other")
    scratch = tmp_path / "look.db"
    assert contents_of(backup, scratch) == Contents(people=2, faces=2, sightings=2)
    assert not scratch.exists()
    restore(full, backup)
    assert full.contents() == Contents(people=2, faces=2, sightings=2)
