import json
import os
import time

import numpy as np
import pytest

from SQL.row_cache import (
    FACE_IDS,
    HEADER,
    cache_file,
    cache_files,
    erase_faces,
    open_rows,
    write_rows,
)
from SQL.rows import LogEntry

ENTRY = LogEntry(7, -123)


@pytest.fixture
def database(tmp_path):
    return tmp_path / "known_faces.db"


def write(database, faces=5, kind="codes1"):
    rows = np.arange(1, faces * 3 + 1, dtype=np.uint8).reshape(faces, 3)
    file = cache_file(database, 1, kind)
    ids = np.arange(faces, dtype=np.int64)
    write_rows(file, ENTRY, {FACE_IDS: [ids[:2], ids[2:]], "codes": iter([rows])})
    return file, rows


def test_what_was_written_is_read(database):
    file, rows = write(database)
    kept = open_rows(file)
    assert kept.entry == ENTRY
    assert kept.columns[FACE_IDS].tolist() == [0, 1, 2, 3, 4]
    np.testing.assert_array_equal(kept.columns["codes"], rows)
    assert cache_files(database) == [file]


def test_a_part_without_rows_is_nothing_special(database):
    file = cache_file(database, 1, "codes1")
    parts = [np.empty(0, np.int64), np.arange(3), np.empty(0, np.int64)]
    codes = [np.empty((0, 2), np.uint8), np.ones((3, 2), np.uint8), np.empty((0, 2), np.uint8)]
    write_rows(file, ENTRY, {FACE_IDS: parts, "codes": codes})
    kept = open_rows(file).columns
    assert kept[FACE_IDS].tolist() == [0, 1, 2]
    assert kept["codes"].tolist() == [[1, 1]] * 3


def test_changes_to_what_was_read_stay_in_memory(database):
    file, rows = write(database)
    open_rows(file).columns["codes"][0] = 0
    np.testing.assert_array_equal(open_rows(file).columns["codes"], rows)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1], lambda content: content[:100], lambda content: b"",
        lambda content: content[:HEADER] + b"\xff" + content[HEADER + 1 :],
        lambda content: b"x" + content[1:],
        lambda content: json.dumps({"crc": 0}).encode().ljust(HEADER) + content[HEADER:],
    ],
    ids=["cut off", "cut in the header", "empty", "a byte changed", "no header", "no columns"],
)  # fmt: skip
def test_a_damaged_file_is_none(database, damage):
    file, _ = write(database)
    file.write_bytes(damage(file.read_bytes()))
    assert open_rows(file) is None
    erase_faces(database, [1])  # what can't be understood is removed, not left
    assert open_rows(file) is None


def test_no_file_is_none(database):
    assert open_rows(cache_file(database, 1, "codes1")) is None


def test_erased_faces_leave_nothing_and_the_others_stay_right(database):
    file, rows = write(database)
    other, _ = write(database, kind="other1")
    erase_faces(database, [1, 3, 99])
    for each in (file, other):
        kept = open_rows(each).columns["codes"]
        assert not kept[[1, 3]].any()
        np.testing.assert_array_equal(kept[[0, 2, 4]], rows[[0, 2, 4]])
        assert bytes(rows[1]) not in each.read_bytes()


def test_what_nobody_finished_is_removed_with_the_next(database):
    file, _ = write(database)
    left = file.with_name(f"{file.name}.12345.part")
    left.write_bytes(b"somebody's vectors")
    erase_faces(database, [1])
    assert left.exists()  # may be another process's, right now
    os.utime(left, (time.time() - 7200,) * 2)
    erase_faces(database, [1])
    assert not left.exists()


def test_a_write_that_fails_leaves_the_file_that_was_there(database):
    file, rows = write(database)

    def breaks_off():
        yield rows
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        write_rows(file, ENTRY, {FACE_IDS: breaks_off()})
    np.testing.assert_array_equal(open_rows(file).columns["codes"], rows)
    assert list(database.parent.iterdir()) == [file]
