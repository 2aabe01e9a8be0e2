import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from face_process.errors import GalleryError, StoreError
from face_process.types import ModelIdentity
from SQL.database_operate import Store
from SQL.migrations import LATEST, STEPS
from SQL.rows import NewFace
from SQL.salvage import salvage
from SQL.sightings import Scope, Sighting

PROJECT = Path(__file__).parents[2]
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
MODEL = ModelIdentity("mini", "a" * 64, 8)
BATCH = 5


@pytest.fixture
def model_id(store):
    return store.register_model(MODEL)


@pytest.fixture
def anna(store, model_id):
    face = NewFace(b"crop", np.eye(8, dtype=np.float32)[0], None, "photo.jpg")
    return store.add_faces("安娜", [face], model_id).person_id


def sighting(model_id, person_id=None, at=NOON, crop=b"a crop", similarity=None):
    embedding = np.eye(8, dtype=np.float32)[3]
    until = at + timedelta(seconds=2)
    return Sighting(
        person_id, "clip.mp4", at, until, 1.5, 3.5, similarity, crop, model_id, embedding
    )


def all_bytes(file):
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def test_what_was_seen_is_there_after_reopening(store, model_id, anna):
    store.sightings.add([sighting(model_id, anna, similarity=0.75), sighting(model_id)])
    store.close()
    with Store(store.file) as again:
        unknown, known = again.sightings.find()
    assert (known.name, known.person_id, known.similarity) == ("安娜", anna, 0.75)
    assert (unknown.name, unknown.person_id, unknown.similarity) == (None, None, None)
    assert (known.started_at, known.ended_at) == (NOON, NOON + timedelta(seconds=2))
    assert (known.source, known.from_seconds, known.to_seconds) == ("clip.mp4", 1.5, 3.5)
    assert (known.crop, known.model_id) == (b"a crop", model_id)
    np.testing.assert_array_equal(known.embedding, np.eye(8, dtype=np.float32)[3])


def test_the_latest_come_first_and_older_ones_or_others_only_if_wanted(store, model_id, anna):
    days = [NOON + timedelta(days=day) for day in (1, 0, 2)]
    store.sightings.add([sighting(model_id, anna if at == NOON else None, at) for at in days])
    assert [one.started_at for one in store.sightings.find()] == sorted(days, reverse=True)
    assert [one.started_at for one in store.sightings.find(limit=1)] == [max(days)]
    assert len(store.sightings.find(since=NOON + timedelta(days=1))) == 2
    assert [one.started_at for one in store.sightings.find(person="安娜")] == [NOON]
    with pytest.raises(GalleryError):
        store.sightings.find(person="nobody")


def test_sightings_are_read_one_by_one_without_their_pictures(store, model_id, anna):
    days = [NOON + timedelta(days=day) for day in range(3)]
    store.sightings.add([sighting(model_id, at=days[0]), sighting(model_id, at=days[2])])
    store.sightings.add([sighting(model_id, anna, days[1], similarity=0.75)])
    with store.sightings.glimpses() as found:
        latest, known, first = found
    assert [one.started_at for one in (first, known, latest)] == days
    assert (known.name, known.person_id, known.similarity) == ("安娜", anna, 0.75)
    assert (known.source, known.from_seconds, known.to_seconds) == ("clip.mp4", 1.5, 3.5)
    assert (known.model, known.ended_at) == ("mini", days[1] + timedelta(seconds=2))
    assert latest.name is None
    with store.sightings.glimpses(limit=1) as found:
        assert list(found) == [latest]
    with store.sightings.glimpses(person="安娜") as found:
        assert list(found) == [known]
    with pytest.raises(GalleryError), store.sightings.glimpses(person="nobody"):
        pass


def test_a_rename_is_seen_in_old_sightings_and_the_gallery_is_told_of_none(store, model_id, anna):
    before = store.templates.last_entry()
    store.sightings.add([sighting(model_id, anna)])
    assert store.templates.last_entry() == before
    store.people.rename("安娜", "Anna")
    assert store.sightings.find()[0].name == "Anna"


def test_a_removed_persons_sightings_leave_no_trace_and_none_come_after(store, model_id, anna):
    unmistakable = b"unmistakable crop" * 500
    store.sightings.add([sighting(model_id, anna, crop=unmistakable), sighting(model_id)])
    assert unmistakable[:17] in all_bytes(store.file)
    store.people.remove("安娜")
    assert unmistakable[:17] not in all_bytes(store.file)
    store.sightings.add([sighting(model_id, anna, crop=unmistakable), sighting(model_id)])
    assert [one.person_id for one in store.sightings.find()] == [None, None]


def test_what_is_too_old_is_forgotten_without_a_trace(store, model_id):
    store.sightings.add([sighting(model_id, crop=b"unmistakable crop" * 500)])
    store.sightings.add([sighting(model_id, at=NOON + timedelta(days=2))])
    assert store.sightings.forget(NOON + timedelta(days=1)) == 1
    assert store.sightings.forget(NOON + timedelta(days=1)) == 0
    assert b"unmistakable crop" not in all_bytes(store.file)
    assert [one.started_at for one in store.sightings.find()] == [NOON + timedelta(days=2)]


def test_a_batch_is_kept_whole_or_not_at_all(store, model_id):
    with pytest.raises(StoreError):
        store.sightings.add([sighting(model_id), sighting(model_id, crop=None)])
    assert store.sightings.find() == []


def test_a_killed_program_leaves_no_half_batch(tmp_path):
    file = tmp_path / "known_faces.db"
    script = (
        "import sys; from pathlib import Path; from SQL.database_operate import Store;"
        "from tests.SQL.test_store_sightings import BATCH, MODEL, sighting\n"
        "store = Store(Path(sys.argv[1])); model = store.register_model(MODEL)\n"
        "while True:\n"
        "    store.sightings.add([sighting(model, crop=bytes(9000)) for _ in range(BATCH)])\n"
        "    print('kept', flush=True)\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", script, str(file)],
        stdout=subprocess.PIPE, cwd=PROJECT, env=os.environ,
    )  # fmt: skip
    kept = 0
    while kept < 10:
        assert program.stdout.readline() == b"kept\n"
        kept += 1
    program.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    kept += len(program.stdout.read().splitlines())
    program.wait()
    program.stdout.close()
    with Store(file) as store:
        found = len(store.sightings.find(limit=100_000))
    assert found % BATCH == 0
    assert found >= kept * BATCH


def test_a_database_from_before_sightings_keeps_its_people_and_a_copy_is_made(tmp_path):
    file = tmp_path / "known_faces.db"
    connection = sqlite3.connect(file)
    connection.executescript(STEPS[0].read_text("utf-8"))
    connection.execute("INSERT INTO person(name, created_at) VALUES ('张三', '2025-01-01')")
    connection.execute("INSERT INTO face(person_id, crop, created_at) VALUES (1, x'00', '')")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    with Store(file) as store:
        assert [(person.name, person.faces) for person in store.people.all()] == [("张三", 1)]
        store.sightings.add([sighting(store.register_model(MODEL), 1)])
        assert store.sightings.find(person="张三")
    copy = sqlite3.connect(tmp_path / f"known_faces.before-{LATEST}.db")
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("SELECT name FROM person").fetchone() == ("张三",)
    copy.close()


def seen(store, **wanted):
    with store.sightings.glimpses(**wanted) as found:
        return [one.id for one in found]


def test_history_is_read_by_person_place_and_time_without_pictures(store, model_id, anna):
    hours = [NOON + timedelta(hours=hour) for hour in range(4)]
    first, second, third, fourth = (sighting(model_id, at=hour) for hour in hours)
    store.sightings.add(
        [
            replace(first, person_id=anna, similarity=0.7),
            replace(second, source="door"),
            replace(third, person_id=anna, source="door"),
            fourth,
        ]
    )
    assert seen(store) == [4, 3, 2, 1]
    assert seen(store, scope=Scope(source="door")) == [3, 2]
    assert seen(store, scope=Scope(unknown=True)) == [4, 2]
    assert seen(store, person="安娜", scope=Scope(until=hours[2])) == [1]
    assert seen(store, scope=Scope(since=hours[1], until=hours[3])) == [3, 2]
    assert store.sightings.sources() == ["clip.mp4", "door"]
    query = "EXPLAIN QUERY PLAN SELECT source, similarity, clip FROM sighting WHERE ended_at >= ''"
    with sqlite3.connect(store.file) as connection:
        assert "COVERING INDEX" in str(connection.execute(query).fetchall())
    connection.close()


def test_where_a_file_lay_and_what_tells_it_apart_are_kept(store, model_id):
    kept = replace(sighting(model_id), file="/films/clip.mp4", clip="c0ffee")
    halved = replace(kept, file="/films/a\udcffb.mp4")
    store.sightings.add([kept, halved])
    assert (store.sightings.get(1).file, store.sightings.get(1).clip) == (kept.file, kept.clip)
    assert store.sightings.get(2).file == "/films/a?b.mp4"
    assert store.sightings.get(3) is None
    with store.sightings.glimpses() as found:
        assert {one.clip for one in found} == {"c0ffee"}
    assert store.sightings.crops([2, 1, 9]) == {1: b"a crop", 2: b"a crop"}


def test_sightings_are_given_to_somebody_else_or_to_nobody(store, model_id, anna):
    ben = store.add_faces("Ben", [], model_id).person_id
    store.sightings.add([sighting(model_id, anna, similarity=0.7) for _ in range(3)])
    assert store.sightings.assign([1, 2, 9], ben) == 2
    assert store.sightings.assign([2, 3], anna) == 2
    assert store.sightings.assign([9, 1], None) == 1
    with store.sightings.glimpses() as found:
        facts = {one.id: (one.name, one.similarity) for one in found}
    assert facts == {1: (None, None), 2: ("安娜", None), 3: ("安娜", 0.7)}


def test_sightings_given_to_somebody_who_is_gone_stay_as_they_are(store, model_id, anna):
    store.sightings.add([sighting(model_id, anna)])
    assert store.sightings.assign([1], 99) == 0
    assert store.sightings.get(1).name == "安娜"


def test_removed_sightings_leave_no_trace(store, model_id):
    store.sightings.add([sighting(model_id, crop=b"remembered"), sighting(model_id)])
    assert set(store.sightings.remove([1, 9]).sightings) == {1}
    assert seen(store) == [2]
    assert b"remembered" not in all_bytes(store.file)


def test_sightings_of_an_older_facemind_are_read_from_its_damaged_database(store, tmp_path):
    older = tmp_path / "older.db"
    connection = sqlite3.connect(older)
    for step in STEPS[:4]:
        connection.executescript(step.read_text("utf-8"))
    connection.execute("INSERT INTO model VALUES (1, 'mini', ?, 8)", ("a" * 64,))
    connection.execute(
        "INSERT INTO sighting VALUES (5, NULL, 'door', ?, ?, NULL, NULL, NULL, ?, 1, ?)",
        (NOON.isoformat(), NOON.isoformat(), b"a crop", bytes(32)),
    )
    connection.commit()
    connection.close()
    store.close()
    salvage(older, store.file)
    with Store(store.file) as whole:
        assert (whole.sightings.get(5).source, whole.sightings.get(5).file) == ("door", None)


def test_sightings_are_given_with_a_face_or_not_at_all(store, model_id):
    store.sightings.add([sighting(model_id), sighting(model_id)])
    face = NewFace(b"crop", np.eye(8, dtype=np.float32)[3], None, "clip.mp4")
    assert store.sightings.give([1, 99], " Anna ", [face], model_id).created
    assert [one.name for one in store.sightings.find()] == [None, "Anna"]
    with pytest.raises(GalleryError):
        store.sightings.give([99], "Bob", [face], model_id)
    assert [(one.name, one.faces) for one in store.people.all()] == [("Anna", 1)]
