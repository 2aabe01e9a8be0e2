import sqlite3
from contextlib import closing

import numpy as np
import pytest

from SQL.copies import copies_holding, purge_copies
from SQL.database_operate import Store
from tests.SQL.test_copies import backup, face, model_id, people_in  # noqa: F401


def purge_earlier(store, **what):
    return [
        copy
        for removed in store.people.removed_earlier(**what)
        for copy in purge_copies(store.file, removed)
    ]


def test_somebody_removed_before_is_found_in_copies_and_purged(store, backup):  # noqa: F811
    assert store.people.removed_earlier(person="Bob") == []
    removed = store.people.remove("Bob")
    assert purge_earlier(store, person="Bob") == [backup]
    assert copies_holding(store.file, removed) == []
    assert people_in(backup) == ["Eve"]
    assert purge_earlier(store, person="Bob") == []


def test_whoever_came_after_under_the_same_name_is_another(store, backup, model_id):  # noqa: F811
    store.people.remove("Bob")
    store.add_faces("Bob", [face(8)], model_id)
    assert purge_earlier(store, person="Bob") == [backup]
    assert store.people.find("Bob").faces == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda people: people.rename("Bob", "Robert"), lambda people: people.merge("Bob", "Eve"),
        lambda people: (people.move_face(1, "Eve"), people.remove("Bob")),
    ],
    ids=["renamed", "merged", "a face moved"],
)  # fmt: skip
def test_whoever_lives_on_in_the_store_stays_in_the_copies(store, backup, change):  # noqa: F811
    change(store.people)
    assert purge_earlier(store, person="Bob") == []
    assert people_in(backup) == ["Bob", "Eve"]


def test_a_face_removed_before_is_purged(store, backup):  # noqa: F811
    first, second = (one.id for one in store.people.faces("Bob"))
    store.people.remove_face(first)
    assert purge_earlier(store, face=second) == []
    assert purge_earlier(store, face=first) == [backup]
    assert face(1).crop not in backup.read_bytes()
    assert people_in(backup) == ["Bob", "Eve"]


def test_the_original_of_a_reference_database_is_searched_too(tmp_path):
    file = tmp_path / "known_faces.db"
    crops = [np.full((112, 112, 3), value, np.uint8) for value in (10, 20)]
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE faces(image BLOB, name TEXT, encoding BLOB)")
        rows = [(crop.tobytes(), name, b"") for crop, name in zip(crops, "ab", strict=True)]
        connection.executemany("INSERT INTO faces VALUES (?, ?, ?)", rows)
        connection.commit()
    with Store(file) as store:
        store.people.rename("a", "Anna")
        assert purge_earlier(store, person="a") == []
        store.people.remove("b")
        (original,) = purge_earlier(store, person="b")
    with closing(sqlite3.connect(original)) as connection:
        assert connection.execute("SELECT name FROM faces").fetchall() == [("a",)]


def test_a_copy_that_cant_be_read_doesnt_hide_the_others(store, backup):  # noqa: F811
    backup.with_name(f"{store.file.stem}-20200101T000000Z.db").write_bytes(b"broken" * 1000)
    store.people.remove("Bob")
    assert backup in purge_earlier(store, person="Bob")
