import sqlite3

import cv2
import numpy as np
import pytest

from face_process.align import align
from face_process.face_recognize import recognize_image
from face_process.face_service import open_service
from face_process.image_file import read_image
from SQL.database_operate import Store
from SQL.rows import ImportedReference


def make_reference(file, rows):
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE faces(image BLOB, name TEXT, encoding BLOB)")
    connection.executemany("INSERT INTO faces VALUES (?, ?, ?)", rows)
    connection.commit()
    connection.close()


@pytest.fixture
def crops(engine, group_photo):
    photo = read_image(group_photo)
    return [align(photo, face.landmarks) for face in engine.detect(photo)]


def row(crop, name):
    return crop.tobytes(), name, np.ones(512, np.float32).tobytes()


def test_people_of_a_reference_database_are_recognised_at_once(
    tmp_path, engine, group_photo, crops
):
    file = tmp_path / "known_faces.db"
    make_reference(file, [row(crops[0], "张三"), row(crops[1], "李四"), row(crops[0], "张三")])
    original = file.read_bytes()
    with Store(file) as store:
        assert [(person.name, person.faces) for person in store.people.all()] == [
            ("张三", 2),
            ("李四", 1),
        ]
        service = open_service(engine, store)
        faces = recognize_image(service, read_image(group_photo))
    assert [face.name for face in faces] == ["张三", "李四", None, None, None, None]
    assert faces[0].nearest.similarity > 0.99
    kept = tmp_path / "known_faces.reference-backup.db"
    connection = sqlite3.connect(kept)
    assert connection.execute("SELECT name FROM faces").fetchall() == [
        ("张三",),
        ("李四",),
        ("张三",),
    ]
    connection.close()
    assert len(kept.read_bytes()) == len(original)


def test_crops_are_kept_to_the_pixel(tmp_path, crops):
    file = tmp_path / "known_faces.db"
    make_reference(file, [row(crops[0], "a")])
    with Store(file) as store:
        png = store.crop(1)
    np.testing.assert_array_equal(cv2.imdecode(np.frombuffer(png, np.uint8), 1), crops[0])


def test_a_row_without_a_usable_crop_keeps_its_person(tmp_path, crops):
    file = tmp_path / "known_faces.db"
    rows = [(b"too short", "no crop", b""), (None, None, None), row(crops[0], "a" * 100)]
    make_reference(file, rows)
    with Store(file) as store:
        assert [(person.name, person.faces) for person in store.people.all()] == [
            ("?", 0),
            ("a" * 64, 1),
            ("no crop", 0),
        ]
        assert store.imported == ImportedReference(
            people=3, faces=1, unusable=2, original=tmp_path / "known_faces.reference-backup.db"
        )
    with Store(file) as again:
        assert again.imported is None


def test_it_is_imported_once(tmp_path, crops):
    file = tmp_path / "known_faces.db"
    make_reference(file, [row(crops[0], "a")])
    for _ in range(2):
        with Store(file) as store:
            assert len(store.people.all()) == 1
    assert len(list(tmp_path.glob("*backup*"))) == 1


def test_an_import_that_fails_leaves_the_original_as_it_was(tmp_path, crops, monkeypatch):
    file = tmp_path / "known_faces.db"
    make_reference(file, [row(crops[0], "a")])

    def fail(_connection):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("SQL.migrations.drop_reference_tables", fail)
    with pytest.raises(Exception, match="disk I/O error"):
        Store(file)
    connection = sqlite3.connect(file)
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    assert tables == [("faces",)]
    connection.close()
    monkeypatch.undo()
    with Store(file) as store:
        assert [person.name for person in store.people.all()] == ["a"]
