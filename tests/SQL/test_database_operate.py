import gc
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from face_process.errors import GalleryError, StoreError
from face_process.types import ModelIdentity
from SQL.database_operate import Store
from SQL.migrations import LATEST
from SQL.rows import LogEntry, NewFace, Templates

MODEL = ModelIdentity("mini", "a" * 64, 8)


def unit(seed, width=8):
    vector = np.random.default_rng(seed).standard_normal(width).astype(np.float32)
    return vector / np.linalg.norm(vector)


def face(seed, crop=None):
    return NewFace(crop or f"crop {seed}".encode(), unit(seed), 0.9, "photo.jpg")


def all_templates(store, model_id):
    some = [store.templates.of_faces(model_id, [])]
    with store.templates.everyone(model_id) as everyone:
        some += everyone.templates
    columns = zip(*((one.face_ids, one.person_ids, one.vectors) for one in some), strict=True)
    return Templates(*(np.concatenate(column) for column in columns))


@pytest.fixture
def model_id(store):
    return store.register_model(MODEL)


def test_a_new_store_is_made_with_its_folder(tmp_path):
    file = tmp_path / "deep" / "down" / "known_faces.db"
    with Store(file) as store:
        assert store.people.all() == []
    assert file.exists()


def test_what_was_enrolled_is_there_after_reopening(store, model_id):
    enrolment = store.add_faces("张三", [face(1), face(2)], model_id)
    store.close()
    with Store(store.file) as again:
        (person,) = again.people.all()
        templates = all_templates(again, model_id)
    assert (person.name, person.faces, person.id) == ("张三", 2, enrolment.person_id)
    assert templates.face_ids.tolist() == list(enrolment.face_ids)
    np.testing.assert_array_equal(templates.vectors, [unit(1), unit(2)])


def test_an_existing_name_gets_another_face(store, model_id):
    first = store.add_faces("Zoë", [face(1)], model_id)
    second = store.add_faces("Zoe\u0308", [face(2)], model_id)
    assert first.created
    assert not second.created
    assert second.person_id == first.person_id
    assert store.people.find("Zoë").faces == 2


def test_faces_are_found_by_the_photo_they_were_enrolled_from(store, model_id):
    group, alone = "a" * 64, "b" * 64
    first = store.add_faces("张三", [NewFace(None, unit(1), None, "g.jpg", group)], model_id)
    store.add_faces("Zoë", [NewFace(None, unit(2), None, "g.jpg", group), face(3)], model_id)
    store.add_faces("Zoë", [NewFace(None, unit(4), None, "z.jpg", alone)], model_id)
    found = store.faces_of_photos([group, "c" * 64])
    assert [(one.sha256, one.name) for one in found] == [(group, "张三"), (group, "Zoë")]
    assert (found[0].face_id,) == first.face_ids
    assert store.faces_of_photos([]) == []
    store.people.remove("张三")
    assert [one.name for one in store.faces_of_photos([group, alone])] == ["Zoë", "Zoë"]


def test_nothing_is_kept_where_one_face_fails(store, model_id):
    with pytest.raises(StoreError):
        store.add_faces("张三", [face(1), NewFace(b"x", unit(2), "no number", "")], model_id)
    assert store.people.all() == []
    assert store.templates.last_entry() == LogEntry.before_all()


def test_a_taken_name_is_refused_and_nothing_changes(store, model_id):
    store.add_faces("a", [face(1)], model_id)
    store.add_faces("b", [face(2)], model_id)
    with pytest.raises(GalleryError, match="b is enrolled already"):
        store.people.rename("a", "b")
    assert [person.name for person in store.people.all()] == ["a", "b"]


@pytest.mark.parametrize("operation", ["rename", "remove"])
def test_nobody_of_that_name_is_told(store, operation):
    with pytest.raises(GalleryError, match="Nobody called x"):
        getattr(store.people, operation)(*["x", "y"][: 2 if operation == "rename" else 1])


def test_a_removed_person_leaves_no_trace_in_the_file(store, model_id):
    store.add_faces("Unmistakable Name", [face(1, b"unmistakable crop" * 500)], model_id)
    store.add_faces("other", [face(2)], model_id)
    vector = unit(1).tobytes()
    assert b"unmistakable crop" in all_bytes(store.file)
    store.people.remove("Unmistakable Name")
    left = all_bytes(store.file)
    assert b"unmistakable crop" not in left
    assert b"Unmistakable Name" not in left
    assert vector not in left
    assert [person.name for person in store.people.all()] == ["other"]


def all_bytes(file):
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def test_changes_tell_what_was_added_renamed_and_removed(store, model_id):
    store.add_faces("a", [face(1)], model_id)
    before = store.templates.last_entry()
    added = store.add_faces("b", [face(2)], model_id)
    store.people.rename("a", "c")
    changes = store.templates.changes_after(before, model_id)
    assert changes.templates.face_ids.tolist() == list(added.face_ids)
    assert sorted(changes.names.values()) == ["b", "c"]
    store.people.remove("b")
    removal = store.templates.changes_after(changes.entry, model_id)
    assert removal.touched == set(added.face_ids)
    assert removal.removed == {added.person_id}
    assert len(removal.templates.face_ids) == 0
    assert store.templates.last_entry() == removal.entry


def test_two_models_vectors_never_mix(store, model_id):
    other = store.register_model(ModelIdentity("wide", "b" * 64, 16))
    enrolment = store.add_faces("a", [face(1)], model_id)
    assert len(all_templates(store, other).face_ids) == 0
    (face_id,) = store.templates.lacking(other)
    ((_, crop),) = store.templates.crops_lacking(other, [face_id, 77])
    assert (face_id, crop) == (enrolment.face_ids[0], b"crop 1")
    store.templates.add(other, [(face_id, unit(3, 16))])
    assert store.templates.lacking(other) == []
    assert all_templates(store, other).vectors.shape == (1, 16)
    assert all_templates(store, model_id).vectors.shape == (1, 8)


def test_a_model_is_known_by_its_contents_not_its_name(store, model_id):
    assert store.register_model(ModelIdentity("renamed", MODEL.sha256, 8)) == model_id


def test_settings_are_kept(store):
    assert store.setting("pack") is None
    store.set_setting("pack", "mini")
    store.set_setting("pack", "mini_casia")
    assert store.setting("pack") == "mini_casia"


def test_many_threads_write_at_once_and_none_is_lost(store, model_id):
    def enrol(start):
        for number in range(start, start + 10):
            store.add_faces(f"person {number}", [face(number)], model_id)

    threads = [threading.Thread(target=enrol, args=(10 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.people.all()) == 40


def test_another_process_sees_an_enrolment_at_once(store, model_id):
    store.add_faces("张三", [face(1)], model_id)
    script = (
        "import sys; from pathlib import Path; from SQL.database_operate import Store;"
        "print(*[p.name for p in Store(Path(sys.argv[1])).people.all()])"
    )
    command = [sys.executable, "-c", script, str(store.file)]
    answer = subprocess.run(
        command, capture_output=True, check=True, cwd=Path(__file__).parents[2], encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert answer.stdout.strip() == "张三"


@pytest.mark.parametrize(
    "content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 4000]
)
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path, content):
    file = tmp_path / "known_faces.db"
    file.write_bytes(content)
    with pytest.raises(StoreError) as refused:
        Store(file)
    assert refused.value.key == "store_unreadable"
    assert file.read_bytes() == content


def test_somebody_elses_database_is_left_as_it_is(tmp_path):
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipe(name TEXT)")
    connection.close()
    with pytest.raises(StoreError) as refused:
        Store(file)
    assert refused.value.key == "store_unreadable"
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("recipe",)]
    connection.close()


def test_a_newer_database_is_refused(store):
    connection = sqlite3.connect(store.file)
    connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    connection.close()
    with pytest.raises(StoreError) as refused:
        Store(store.file)
    assert refused.value.key == "store_newer"


def test_a_folder_in_the_way_is_told(tmp_path):
    (tmp_path / "known_faces.db").mkdir()
    with pytest.raises(StoreError) as refused:
        Store(tmp_path / "known_faces.db")
    assert refused.value.key == "store_readonly"


def test_a_writer_that_never_ends_is_told_after_a_bounded_wait(store, model_id, monkeypatch):
    monkeypatch.setattr("SQL.connections.BUSY_SECONDS", 0.2)
    other = sqlite3.connect(store.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store(store.file) as impatient:
        with pytest.raises(StoreError) as refused:
            impatient.add_faces("a", [face(1)], model_id)
        assert impatient.people.all() == []  # readers are never blocked
    assert refused.value.key == "store_busy"
    other.close()


def test_a_thread_that_ended_leaves_no_connection_open(store):
    thread = threading.Thread(target=store.people.all)
    thread.start()
    thread.join()
    gc.collect()
    assert len(store._connections._open) == 1
