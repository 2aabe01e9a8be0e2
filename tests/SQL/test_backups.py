import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from face_process.errors import StoreError
from face_process.gallery import Gallery
from face_process.types import ModelIdentity
from SQL import backup_keeper
from SQL.backup_contents import contents_of
from SQL.backup_keeper import BackupKeeper
from SQL.backups import (
    TIME_FORMAT,
    backup_time,
    backups_of,
    keep_backup,
    restore,
    superfluous,
    write_backup,
)
from SQL.database_operate import Store
from SQL.migrations import LATEST
from SQL.rows import NewFace
from tests.SQL.test_reference_database import make_reference

MODEL = ModelIdentity("mini", "a" * 64, 8)


def face(seed, crop=b"crop"):
    vector = np.random.default_rng(seed).standard_normal(8).astype(np.float32)
    return NewFace(crop, vector / np.linalg.norm(vector), None, "photo.jpg")


@pytest.fixture
def model_id(store):
    return store.register_model(MODEL)


def names(store):
    return [person.name for person in store.people.all()]


def names_in(file):
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM person ORDER BY name")]


def older(backup, **ago):
    """Give a backup the name of one that was taken some time ago."""
    then = backup_time(backup) - timedelta(**ago)
    return backup.rename(backup.with_name(f"known_faces-{then:{TIME_FORMAT}}.db"))


def test_a_backup_is_one_file_with_everybody(store, model_id, tmp_path):
    store.add_faces("张三", [face(1)], model_id)
    target = tmp_path / "elsewhere.db"
    write_backup(store, target)
    assert names_in(target) == ["张三"]
    assert [file.name for file in tmp_path.glob("elsewhere*")] == ["elsewhere.db"]


def test_a_backup_that_cant_be_written_leaves_nothing(store, model_id, tmp_path):
    with pytest.raises(StoreError):
        write_backup(store, tmp_path / "nowhere" / "backup.db")
    with pytest.raises(StoreError, match="the database itself"):
        write_backup(store, store.file)
    assert [file.name for file in tmp_path.iterdir() if ".part" in file.name] == []


def test_the_program_keeps_a_backup_of_what_changed(store, model_id):
    assert keep_backup(store) is None  # nothing happened yet
    store.add_faces("a", [face(1)], model_id)
    first = keep_backup(store)
    assert names_in(first) == ["a"]
    store.add_faces("b", [face(2)], model_id)
    assert keep_backup(store) is None  # the last one is too new
    first = older(first, hours=2)
    second = keep_backup(store)
    assert names_in(second) == ["a", "b"]
    second = older(second, hours=1)
    assert keep_backup(store) is None  # nothing changed
    assert backups_of(store.file) == [second, first]


def test_a_backup_of_another_history_of_the_same_length_is_none(store, model_id, tmp_path):
    store.add_faces("a", [face(1)], model_id)
    older(keep_backup(store), hours=2)
    store.people.rename("a", "b")
    assert keep_backup(store) is not None


def test_the_newest_and_one_of_each_day_are_kept(tmp_path):
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    ages = [0, 1, 2, 3, 4, 15, 25, 30, 50, 24 * 5, 24 * 6, 24 * 7, 24 * 8, 24 * 30, 24 * 60]
    backups = [tmp_path / f"x-{noon - timedelta(hours=h):{TIME_FORMAT}}.db" for h in ages]
    gone = superfluous(backups)
    assert [age for age, file in zip(ages, backups, strict=True) if file not in gone] == [
        0, 1, 2, 15, 50, 24 * 5, 24 * 6, 24 * 7, 24 * 8,
    ]  # fmt: skip


def test_a_copy_is_put_in_place_while_others_look(store, model_id, tmp_path):
    store.add_faces("a", [face(1)], model_id)
    backup = tmp_path / "backup.db"
    write_backup(store, backup)
    store.add_faces("b", [face(2)], model_id)
    with Store(store.file) as other:
        gallery = Gallery(other, model_id)
        assert len(gallery) == 2
        before = restore(store, backup)
        assert names(other) == ["a"]
        gallery.refresh()
        assert len(gallery) == 1
        other.add_faces("c", [face(3)], model_id)
    assert names(store) == ["a", "c"]
    assert names_in(before) == ["a", "b"]
    assert names_in(backup) == ["a"]
    assert not list(store.file.parent.glob("*.restore*"))
    restore(store, before)  # what was there can be had back
    assert names(store) == ["a", "b"]


def test_a_reference_database_can_be_put_in_place(store, model_id, tmp_path):
    reference = tmp_path / "theirs.db"
    crop = np.zeros((112, 112, 3), np.uint8)
    make_reference(reference, [(crop.tobytes(), "张三", b"")])
    restore(store, reference)
    assert names(store) == ["张三"]
    assert not list(tmp_path.glob("*reference-backup*"))  # the original is where it was


def test_a_database_of_other_pages_can_be_put_in_place(store, model_id, tmp_path):
    store.add_faces("a", [face(1)], model_id)
    small = tmp_path / "small.db"
    write_backup(store, small)
    with closing(sqlite3.connect(small)) as connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("VACUUM")
    store.people.rename("a", "b")
    restore(store, small)
    assert names(store) == ["a"]


@pytest.mark.parametrize(
    "content", [b"", b"no database" * 500, None, "recipes", "damaged"], ids=str
)
def test_what_is_no_backup_changes_nothing(store, model_id, tmp_path, content):
    store.add_faces("a", [face(1)], model_id)
    file = tmp_path / "backup.db"
    if content == "damaged":
        store.add_faces("b", [face(n, bytes(9000)) for n in range(30)], model_id)
        write_backup(store, file)
        damage(file)
    elif content == "recipes":
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE recipe(name TEXT)")
    elif content is not None:
        file.write_bytes(content)
    before = names(store)
    with pytest.raises(StoreError) as refused:
        restore(store, file)
    assert refused.value.key == ("restore_missing" if content is None else "restore_unusable")
    assert names(store) == before
    assert not list(store.file.parent.glob("*.restore*"))


@pytest.mark.parametrize("version", [1, LATEST])
def test_another_programs_database_is_refused_whatever_its_version(store, tmp_path, version):
    other = tmp_path / "notes.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE notes(words TEXT)")
        connection.execute(f"PRAGMA user_version = {version}")
    for use in (lambda: restore(store, other), lambda: contents_of(other, tmp_path / "look.db")):
        with pytest.raises(StoreError) as refused:
            use()
        assert refused.value.key == "restore_unusable"
    assert not (tmp_path / "look.db").exists()


def damage(file):
    """Overwrite pages in the middle of a database."""
    content = bytearray(file.read_bytes())
    content[len(content) // 3 : 2 * len(content) // 3] = b"\xa5" * (
        2 * len(content) // 3 - len(content) // 3
    )
    file.write_bytes(content)


def test_a_restore_waits_for_a_writer_but_not_for_ever(store, model_id, tmp_path, monkeypatch):
    monkeypatch.setattr("SQL.database_operate.BUSY_SECONDS", 0.5)
    store.add_faces("a", [face(1)], model_id)
    backup = tmp_path / "backup.db"
    write_backup(store, backup)
    with closing(sqlite3.connect(store.file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as refused:
            restore(store, backup)
    assert refused.value.key == "store_busy"
    restore(store, backup)


def test_a_backup_is_whole_whatever_is_written_meanwhile(store, model_id, tmp_path):
    stop = threading.Event()

    def enrol():
        for number in range(10_000):
            if stop.is_set():
                return
            store.add_faces(f"{number}", [face(number, bytes(20_000))] * 2, model_id)

    writer = threading.Thread(target=enrol)
    writer.start()
    try:
        for number in range(5):
            write_backup(store, tmp_path / f"{number}.db")
            with Store(tmp_path / f"{number}.db") as copy:
                assert all(person.faces == 2 for person in copy.people.all())
    finally:
        stop.set()
        writer.join()


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()


def test_backups_are_kept_in_the_background_and_at_the_end(store, model_id, monkeypatch):
    monkeypatch.setattr(backup_keeper, "LOOK_SECONDS", 0.05)
    told = []
    with BackupKeeper(store, told.append):
        store.add_faces("a", [face(1)], model_id)
        wait_until(lambda: backups_of(store.file))
        wait_until(lambda: store.setting(backup_keeper.CHECKED))
        older(backups_of(store.file)[0], hours=2)
        store.add_faces("b", [face(2)], model_id)
    assert names_in(backups_of(store.file)[0]) == ["a", "b"]
    assert told == []
    assert "backups" not in {thread.name for thread in threading.enumerate()}


def test_damage_is_noticed_in_the_background_and_never_copied(store, model_id, monkeypatch):
    monkeypatch.setattr(backup_keeper, "LOOK_SECONDS", 0.05)
    store.add_faces("a", [face(1)], model_id)
    good = older(keep_backup(store), hours=2)
    store.add_faces("b", [face(n, bytes(9000)) for n in range(30)], model_id)
    store.close()
    damage(store.file)
    told = []
    with Store(store.file) as damaged, BackupKeeper(damaged, told.append):
        wait_until(lambda: told)
    assert {error.key for error in told} == {"store_damaged"}
    assert len(told) == 1
    assert backups_of(store.file) == [good]


def test_models_keep_their_numbers_when_another_machines_copy_is_put_in_place(
    store, model_id, tmp_path
):
    """Galleries that are open go by them: one model's vectors must never be taken for another's."""
    other_model = ModelIdentity("other", "b" * 64, 8)
    store.add_faces("here", [face(1)], model_id)
    gallery = Gallery(store, model_id)
    with Store(tmp_path / "theirs.db") as theirs:
        first = theirs.register_model(other_model)
        second = theirs.register_model(MODEL)
        assert first == model_id
        enrolled = theirs.add_faces("there", [face(2)], first)
        theirs.templates.add(second, [(enrolled.face_ids[0], face(3).vector)])
        theirs.add_faces("only theirs", [face(4)], first)
    restore(store, tmp_path / "theirs.db")
    assert store.register_model(MODEL) == model_id
    gallery.refresh()
    assert len(gallery) == 1
    (match,) = gallery.nearest(face(3).vector[None])
    assert (match.name, round(match.similarity, 5)) == ("there", 1.0)
    moved = store.register_model(other_model)
    assert moved != model_id
    assert len(Gallery(store, moved)) == 2
    store.add_faces("new", [face(5)], model_id)
    with closing(sqlite3.connect(store.file)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_model_that_a_copy_doesnt_know_is_known_after_it_too(store, model_id, tmp_path):
    store.add_faces("here", [face(1)], model_id)
    gallery = Gallery(store, model_id)
    with Store(tmp_path / "empty.db") as empty:
        empty.register_model(ModelIdentity("other", "b" * 64, 16))
    restore(store, tmp_path / "empty.db")
    gallery.refresh()
    assert len(gallery) == 0
    store.add_faces("again", [face(1)], model_id)
    gallery.refresh()
    assert gallery.nearest(face(1).vector[None])[0].name == "again"


@pytest.mark.parametrize("name", ["known_faces-test.db", "known_faces[1].db"])
def test_databases_of_like_names_keep_their_own_backups(store, model_id, name):
    store.add_faces("a", [face(1)], model_id)
    mine = keep_backup(store)
    with Store(store.file.with_name(name)) as other:
        assert backups_of(other.file) == []
        other.add_faces("b", [face(2)], other.register_model(MODEL))
        theirs = keep_backup(other)
        assert backups_of(other.file) == [theirs]
    assert backups_of(store.file) == [mine]


def test_notes_and_portraits_are_backed_up_too(store, model_id):
    store.add_faces("a", [face(1)], model_id)
    older(keep_backup(store), hours=2)
    store.people.set_note("a", "third floor")
    assert keep_backup(store) is not None


def test_a_clock_that_was_set_back_stops_no_backups(store, model_id):
    store.add_faces("a", [face(1)], model_id)
    older(keep_backup(store), hours=-5)
    store.add_faces("b", [face(2)], model_id)
    assert names_in(keep_backup(store)) == ["a", "b"]
    assert keep_backup(store) is None
