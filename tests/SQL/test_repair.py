import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from face_process.errors import StoreError
from face_process.types import ModelIdentity
from merge.settings import Settings
from merge.stores import open_store
from SQL.backups import (
    TIME_FORMAT,
    backup_time,
    backups_of,
    keep_backup,
    restore,
    restore_damaged,
    write_backup,
)
from SQL.connections import suspected_file
from SQL.database_operate import Store
from SQL.in_use import in_use
from SQL.repair import repair, repair_where_needed
from SQL.rows import NewFace
from SQL.sightings import Sighting
from tests.command_line import PROJECT, run

MODEL = ModelIdentity("mini", "a" * 64, 8)


def face(seed, crop=None):
    vector = np.random.default_rng(seed).standard_normal(8).astype(np.float32)
    crop = crop or np.random.default_rng(seed).bytes(9000)
    return NewFace(crop, vector / np.linalg.norm(vector), None, "photo.jpg")


@pytest.fixture
def model_id(store):
    return store.register_model(MODEL)


def people(store):
    return {person.name: person.faces for person in store.people.all()}


def enrol_many(store, model_id, start, end):
    for number in range(start, end):
        store.add_faces(f"person {number}", [face(number)], model_id)


def backed_up(store):
    """Take a backup that is two hours old."""
    backup = keep_backup(store, at_once=True)
    then = backup_time(backup) - timedelta(hours=2)
    return backup.rename(backup.with_name(f"known_faces-{then:{TIME_FORMAT}}.db"))


def overwrite(file, start, end):
    """Damage a part of a file; places are shares of its length."""
    content = bytearray(file.read_bytes())
    first, last = (int(len(content) * place) // 16384 * 16384 for place in (start, end))
    content[first:last] = b"\xa5" * (last - first)
    file.write_bytes(content)


def face_crops(file):
    with closing(sqlite3.connect(file)) as connection:
        return dict(connection.execute("SELECT id, crop FROM face"))


def test_a_sound_database_is_left_alone(store, model_id):
    enrol_many(store, model_id, 0, 3)
    store.close()
    before = store.file.read_bytes()
    assert repair_where_needed(store.file) is None
    assert repair(store.file) is None
    assert store.file.read_bytes() == before
    assert repair_where_needed(store.file.with_name("nowhere.db")) is None


def test_what_came_after_the_backup_is_read_from_the_damaged_database(store, model_id):
    enrol_many(store, model_id, 0, 20)
    backed_up(store)
    store.people.rename("person 1", "张三")
    store.people.remove("person 2")
    enrol_many(store, model_id, 20, 30)
    store.people.merge("person 4", "person 3")
    store.people.set_note("person 3", "noted")
    expected, crops = people(store), face_crops(store.file)
    store.close()
    overwrite(store.file, 0.3, 0.6)
    repaired = repair(store.file)
    with Store(store.file) as again:
        now = people(again)
        assert "person 2" not in now  # who was removed stays removed
        assert now.keys() <= expected.keys()
        assert all(faces <= expected[name] for name, faces in now.items())
        assert sum(now.values()) + repaired.salvaged.lost >= sum(expected.values())
        assert repaired.salvaged.saved >= 5
        assert now["张三"] == 1
        assert again.people.find("person 3").note == "noted"
        templates = again.templates.of_faces(model_id, range(100))
    for face_id, crop in face_crops(store.file).items():
        assert crop == crops[face_id]
    for face_id, vector in zip(templates.face_ids, templates.vectors, strict=True):
        assert np.array_equal(vector, face(face_id - 1).vector)
    assert repaired.damaged.exists()
    assert repair(store.file) is None


def test_what_was_said_of_sightings_since_the_backup_outlives_damage(store, model_id):
    vector = np.eye(8, dtype=np.float32)[0]
    now = datetime.now(UTC)
    seen = Sighting(None, "clip.mp4", now, now, None, None, None, b"crop", model_id, vector)
    store.add_faces("Anna", [face(0)], model_id)
    store.sightings.add([seen] * 4)
    backed_up(store)
    store.sightings.remove([1])
    store.sightings.assign([2], store.people.find("Anna").id)
    store.strangers.ignore([3])
    store.sightings.add([seen])
    store.close()
    with closing(sqlite3.connect(store.file)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'face_by_quality'"
        (page,) = connection.execute(query).fetchone()
    with store.file.open("r+b") as damaged:
        damaged.seek((page - 1) * 16384)
        damaged.write(b"\xa5" * 16384)
    assert repair(store.file) is not None
    with Store(store.file) as again:
        assert {one.id: one.name for one in again.sightings.find()} == {
            2: "Anna", 3: None, 4: None, 5: None,
        }  # fmt: skip
        assert {one.id: one.ignored for one in again.strangers.all()} == {
            3: True, 4: False, 5: False,
        }  # fmt: skip


def test_a_database_that_cant_be_read_at_all_comes_from_its_backup(store, model_id):
    enrol_many(store, model_id, 0, 5)
    backup = backed_up(store)
    store.close()
    store.file.write_bytes(b"overwritten" * 1000)
    told = []
    with open_store(Settings(database=store.file), told.append) as again:
        assert people(again) == {f"person {number}": 1 for number in range(5)}
    (sentence,) = told
    assert "repaired" in sentence
    assert f"{backup_time(backup).astimezone():%Y-%m-%d %H:%M}" in sentence


def test_a_backup_that_is_damaged_itself_is_passed_over(store, model_id):
    enrol_many(store, model_id, 0, 5)
    good = backed_up(store)
    enrol_many(store, model_id, 5, 6)
    bad = keep_backup(store)
    store.close()
    overwrite(bad, 0.2, 0.9)
    store.file.write_bytes(b"overwritten" * 1000)
    assert repair(store.file).backup == backup_time(good)


def test_without_a_backup_all_that_can_be_read_is_kept(store, model_id):
    enrol_many(store, model_id, 0, 40)
    store.close()
    overwrite(store.file, 0.5, 0.6)
    repaired = repair(store.file)
    assert repaired.backup is None
    assert repaired.salvaged.people >= 25
    assert repaired.salvaged.faces + repaired.salvaged.lost == 40
    with Store(store.file) as again:
        assert len(people(again)) == repaired.salvaged.people


def test_somebody_elses_file_is_never_touched(tmp_path):
    file = tmp_path / "letter.db"
    file.write_bytes(b"Dear Bob," * 1000)
    with pytest.raises(StoreError) as refused:
        open_store(Settings(database=file))
    assert refused.value.key == "store_unreadable"
    assert file.read_bytes() == b"Dear Bob," * 1000
    assert [one.name for one in tmp_path.iterdir() if "damaged" in one.name] == []


def test_damage_met_while_reading_is_repaired_at_the_next_start(store, model_id):
    enrol_many(store, model_id, 0, 30)
    backed_up(store)
    store.close()
    overwrite(store.file, 0.4, 0.9)
    with Store(store.file) as damaged, pytest.raises(StoreError, match="start it again"):
        list(map(damaged.crop, range(1, 31)))
    assert suspected_file(store.file).exists()
    with open_store(Settings(database=store.file)) as again:
        assert all(again.crop(face_id) for face_id in range(1, 31))
    assert not suspected_file(store.file).exists()


HOLDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from SQL.database_operate import Store
from SQL.in_use import in_use
store = Store(Path(sys.argv[1]))
store.people.all()
print("open", flush=True)
sys.stdin.readline()
"""


ASKER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from SQL.in_use import in_use
print(in_use(Path(sys.argv[1])))
"""


@pytest.fixture
def holder(store):
    """Another process that has the database open."""
    store.close()
    command = [sys.executable, "-c", HOLDER, str(store.file), str(PROJECT)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_a_damaged_database_that_others_use_is_told_and_left(store, model_id, holder):
    overwrite(store.file, 0.3, 1)
    suspected_file(store.file).touch()
    before = store.file.read_bytes()
    with pytest.raises(StoreError) as refused:
        repair_where_needed(store.file)
    assert refused.value.key == "store_damaged_in_use"
    assert store.file.read_bytes() == before


def test_restore_leaves_a_damaged_database_that_others_use(store, model_id, tmp_path, holder):
    backup = tmp_path / "mine.db"
    with Store(tmp_path / "other.db") as other:
        write_backup(other, backup)
    store.file.write_bytes(b"overwritten" * 1000)
    with pytest.raises(StoreError) as refused:
        restore_damaged(store.file, backup)
    assert refused.value.key == "store_damaged_in_use"
    assert store.file.read_bytes() == b"overwritten" * 1000


def test_looking_whether_it_is_in_use_lets_go_of_no_lock_of_ours(store, model_id):
    assert in_use(store.file)
    enrol_many(store, model_id, 0, 1)
    command = [sys.executable, "-c", ASKER, str(store.file), str(PROJECT)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "True"
    store.close()
    assert not in_use(store.file)


def test_after_an_unclean_end_a_start_reads_it_through(store, model_id):
    enrol_many(store, model_id, 0, 30)
    backed_up(store)
    waiting = store.file.with_name(store.file.name + "-wal")
    store.close()
    overwrite(store.file, 0.4, 0.9)
    assert repair_where_needed(store.file) is None  # it ended well: no start looks
    waiting.write_bytes(b"left over")
    assert repair_where_needed(store.file) is not None


def test_restore_works_on_a_database_that_cant_be_opened(store, model_id, tmp_path):
    enrol_many(store, model_id, 0, 3)
    backup = backed_up(store).rename(tmp_path / "mine.db")
    store.close()
    store.file.write_bytes(b"overwritten" * 1000)
    answer = run("restore", backup, FACEMIND_DATABASE=str(store.file))
    assert answer.returncode == 0, answer.stderr
    assert "3 people" in answer.stdout
    with Store(store.file) as again:
        assert len(people(again)) == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_in_a_folder_that_cant_be_written_people_are_still_known(store, model_id, tmp_path):
    enrol_many(store, model_id, 0, 3)
    store.close()
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == 0 and str(path) != "/" and "pytest" in str(path):
            path.chmod(0o755)
    store.file.chmod(0o644)
    script = (
        "import os, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from SQL.database_operate import Store\n"
        "from SQL.rows import NewFace\n"
        "from face_process.errors import StoreError\n"
        "import numpy as np\n"
        "os.setuid(65534)\n"
        "with Store(Path(sys.argv[1])) as store:\n"
        "    print(len(store.people.all()))\n"
        "    try: store.add_faces('x', [NewFace(None, np.ones(8, np.float32), None, '')], 1)\n"
        "    except StoreError as error: print(error.key)\n"
    )
    command = [sys.executable, "-c", script, str(store.file), str(PROJECT)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["3", "store_readonly"]


def test_nobody_gets_the_vector_of_a_number_reused_after_a_restore(store, model_id, tmp_path):
    """After an older copy was put back, new people get the numbers of those it doesn't know."""
    enrol_many(store, model_id, 0, 40)
    earlier = tmp_path / "earlier.db"
    write_backup(store, earlier)
    (anna,) = store.add_faces("Anna", [face(50)], model_id).face_ids
    keep_backup(store, at_once=True)  # the newest one knows Anna
    restore(store, earlier)
    bobs = store.add_faces("Bob", [face(60)], model_id).face_ids
    assert bobs == (anna,)
    store.people.set_portrait(anna)
    for backup in backups_of(store.file)[1:]:
        backup.unlink()
    store.close()
    overwrite(store.file, 0.5, 0.55)  # others' pictures
    assert repair(store.file) is not None
    with Store(store.file) as again:
        templates = again.templates.of_faces(model_id, [anna])
        assert "Anna" not in people(again)
    assert np.array_equal(templates.vectors, face(60).vector[None])
