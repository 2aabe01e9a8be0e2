"""What was told to be kept is there, whenever and however the program ends."""

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from face_process.errors import StoreError
from SQL.backups import backups_of, keep_backup, restore, write_backup
from SQL.database_operate import Store
from SQL.migrations import STEPS
from tests.SQL.crash_child import CROP_BYTES, MODELS, faces, vector

CHILD = Path(__file__).with_name("crash_child.py")
KILLS = int(os.environ.get("FACEMIND_TEST_KILLS", "50"))
"""More by hand: each takes about 0.3 seconds."""


def after(people, what, number):
    """Return who has how many faces after a change."""
    people = dict(people)
    if what == "add":
        people[number] = 2
    elif what == "merge":
        people[number - 1] = people.get(number - 1, 0) + people.pop(number)
    else:
        people.pop(number, None)
    return people


def possible(people, lines):
    """Return the states that are right after what was told: the last change may be done or not."""
    begun = None
    for line in lines:
        when, what, number = line.split()
        change = (what, int(number))
        if when == "done":
            people, begun = after(people, *change), None
        else:
            begun = change
    return [people, after(people, *begun)] if begun else [people]


def sound_people(file):
    """Check that a store is sound and nothing in it is half there; return who has what faces."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        crops = "SELECT count(*), min(length(crop)), max(length(crop)) FROM face"
        count, shortest, longest = connection.execute(crops).fetchone()
    assert not count or (shortest, longest) == (CROP_BYTES, CROP_BYTES)
    with Store(file) as store:
        people = {int(person.name): person.faces for person in store.people.all()}
        model_id = store.register_model(MODELS[0])
        with store.templates.everyone(model_id) as everyone:
            rows = [vector for some in everyone.templates for vector in some.vectors]
    assert len(rows) == count == sum(people.values())  # each face has its vector
    assert np.allclose([np.linalg.norm(row) for row in rows], 1, atol=1e-5)
    return people


def test_whatever_was_told_survives_kill_9(tmp_path):
    file, chance, people = tmp_path / "known_faces.db", random.Random(7), {}
    for number in range(KILLS):
        command = [sys.executable, str(CHILD), str(file), str(100_000 * number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout.readline() == "open\n"
            time.sleep(chance.uniform(0, 0.25))
            child.kill()
            lines = child.stdout.read().splitlines()
        there = sound_people(file)
        assert there in possible(people, lines)
        people = there
    assert len(people) > KILLS


def test_a_power_cut_keeps_what_was_told(tmp_path):
    """After one, what was synced is there; what wasn't may be missing or garbage."""
    file = tmp_path / "known_faces.db"
    log, marks = file.with_name(file.name + "-wal"), []
    with Store(file) as store:
        model_id = store.register_model(MODELS[0])
        with closing(sqlite3.connect(file)) as reader:  # keeps the log from being emptied
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM person").fetchone()
            for number in range(12):
                store.add_faces(f"person {number}", faces(number, 1), model_id)
                marks.append(log.stat().st_size)
            contents = file.read_bytes(), log.read_bytes()
    chance = random.Random(3)
    for number, size in enumerate(marks, start=1):
        for tail in (b"", bytes(5000), chance.randbytes(30_000), contents[1][size : size + 20_001]):
            cut = tmp_path / "after" / "known_faces.db"
            shutil.rmtree(cut.parent, ignore_errors=True)
            cut.parent.mkdir()
            cut.write_bytes(contents[0])
            cut.with_name(log.name).write_bytes(contents[1][:size] + tail)
            with Store(cut) as again:
                assert len(again.people.all()) == number
                assert again.templates.of_faces(model_id, [number]).vectors.shape == (1, 128)


@pytest.fixture
def small_disk(tmp_path):
    """A folder of 8 MB; where no such file system can be mounted, files get a limit when asked."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    yield SmallDisk(folder, mounted)
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


class SmallDisk(NamedTuple):
    folder: Path
    mounted: bool

    @contextmanager
    def full_at(self, size):
        """Let no file grow beyond a size, where the disk isn't really small."""
        if self.mounted:
            yield
            return
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill(store, model_id):
    """Enrol people until the disk is full; return how many were told to be kept."""
    kept = []

    def enrol(number):
        store.add_faces(f"person {number}", faces(10 * number, 3), model_id)
        kept.append(number)

    with pytest.raises(StoreError) as refused:
        list(map(enrol, range(1000)))
    assert refused.value.key in {"store_full", "store_failed"}  # by the disk, by the limit
    return len(kept)


def test_a_full_disk_loses_nothing_and_is_told(small_disk):
    folder = small_disk.folder
    file, something_else = folder / "known_faces.db", folder / "film.mp4"
    something_else.write_bytes(bytes(4_000_000))
    with Store(file) as store:
        model_id = store.register_model(MODELS[0])
        with small_disk.full_at(2_000_000):
            count = fill(store, model_id)
        assert count > 5
        assert [person.faces for person in store.people.all()] == [3] * count
        with small_disk.full_at(500_000):
            with pytest.raises(StoreError):
                write_backup(store, folder / "copy.db")
            with pytest.raises(StoreError):
                keep_backup(store, at_once=True)
    assert [one for one in folder.rglob("*") if ".part" in one.name] == []
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    something_else.unlink()
    with Store(file) as again:
        assert [person.faces for person in again.people.all()] == [3] * count
        again.people.remove("person 1")
        again.add_faces("late", faces(5000, 3), model_id)
        assert again.people.find("late").faces == 3


def test_a_disk_that_fills_while_a_copy_is_put_in_place_changes_nothing(small_disk, tmp_path):
    with Store(tmp_path / "large.db") as large:
        other = large.register_model(MODELS[0])
        for number in range(100):
            large.add_faces(f"other {number}", faces(10 * number, 3), other)
    with Store(small_disk.folder / "known_faces.db") as store:
        model_id = store.register_model(MODELS[0])
        store.add_faces("here", faces(1, 3), model_id)
        with small_disk.full_at(2_000_000), pytest.raises(StoreError):
            restore(store, tmp_path / "large.db")
        assert [person.name for person in store.people.all()] == ["here"]
        store.add_faces("still", faces(5, 3), model_id)
    assert not list(small_disk.folder.glob("*.restore*"))


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_a_migration_that_fails_halfway_changes_nothing(tmp_path, version, monkeypatch):
    file = tmp_path / "known_faces.db"
    monkeypatch.setattr("SQL.migrations.STEPS", STEPS[:version])
    monkeypatch.setattr("SQL.migrations.LATEST", version)
    Store(file).close()
    monkeypatch.undo()
    broken = tmp_path / "9999_broken.sql"
    broken.write_text("CREATE TABLE extra(x);\nINSERT INTO nowhere VALUES (1);\n")
    monkeypatch.setattr("SQL.migrations.STEPS", [*STEPS, broken])
    monkeypatch.setattr("SQL.migrations.LATEST", len(STEPS) + 1)
    with pytest.raises(StoreError):
        Store(file)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert (
            connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'extra'").fetchall() == []
        )
    monkeypatch.undo()
    with Store(file) as store:
        assert store.people.all() == []


class _RefusedError(Exception):
    """Stands for whatever may happen in the middle."""


def test_a_change_that_fails_halfway_leaves_all_as_it_was(store, tmp_path):
    """Merging, switching the model, enrolling many: each is whole or not at all."""
    first, second = (store.register_model(model) for model in MODELS)
    for number in range(4):
        store.add_faces(f"person {number}", faces(10 * number, 3), first)
    before = snapshot(store.file)

    def some_then_fail(rows):
        yield from rows
        raise _RefusedError

    vectors = [(face_id, vector(face_id, 1)) for face_id in range(1, 7)]
    with pytest.raises(_RefusedError):
        store.templates.add(second, some_then_fail(vectors))
    people = [(f"new {number}", faces(100 + number)) for number in range(3)]
    with pytest.raises(_RefusedError):
        store.add_people(some_then_fail(people), first)
    with closing(sqlite3.connect(store.file)) as other:
        other.execute(
            "CREATE TRIGGER refuse BEFORE DELETE ON person BEGIN SELECT raise(ABORT, 'no'); END"
        )
    with pytest.raises(StoreError):
        store.people.merge("person 1", "person 2")
    with closing(sqlite3.connect(store.file)) as other:
        other.execute("DROP TRIGGER refuse")
    assert snapshot(store.file) == before


def snapshot(file):
    with closing(sqlite3.connect(file)) as connection:
        tables = ("person", "face", "embedding", "change", "model")
        return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def test_backups_killed_halfway_are_never_taken_for_whole_ones(tmp_path):
    file = tmp_path / "known_faces.db"
    chance = random.Random(5)
    script = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from SQL.backups import keep_backup\n"
        "from SQL.database_operate import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "print('open', flush=True)\n"
        "while True: keep_backup(store, at_once=True)\n"
    )
    with Store(file) as store:
        model_id = store.register_model(MODELS[0])
        for number in range(100):
            store.add_faces(f"person {number}", faces(10 * number, 3), model_id)
        command = [sys.executable, "-c", script, str(file), str(CHILD.parent.parent.parent)]
        for _ in range(max(3, KILLS // 10)):
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
                assert child.stdout.readline() == "open\n"
                time.sleep(chance.uniform(0, 0.3))
                child.kill()
        for backup in backups_of(file):
            with Store(backup) as copy:
                assert len(copy.people.all()) == 100
        keep_backup(store, at_once=True)
