import csv
import errno
import json
import os
import struct
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from face_process.errors import ArchiveError, GalleryError
from face_process.people_export import export_people, export_table
from SQL.whole_people import WholeFace, WholePerson
from tests.face_process.moved_people import MODEL, face, fill, pixels, unit


@pytest.fixture
def filled(store):
    fill(store)
    return store


def test_a_plain_script_reads_the_archive(filled, tmp_path):
    file = tmp_path / "people.zip"
    done = export_people(filled, file)
    assert (done.people, done.faces, done.without_picture, done.left_out) == (2, 3, 1, 0)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        header, zhang, zoe = map(json.loads, archive.read("people.jsonl").splitlines())
        assert (header["format"], header["version"]) == ("facemind-people", 1)
        assert header["people"] == 2
        assert [(one["name"], one["dimension"]) for one in header["models"]] == [
            ("mini", 8), ("large", 16),
        ]  # fmt: skip
        assert (zhang["name"], zhang["note"], zhang["portrait"]) == ("张三", "第三组", 2)
        assert [one["rows"] for one in zhang["faces"]] == [[0, None], [1, 0]]
        assert [one["file"] for one in zhang["faces"]] == [
            "faces/0001/0001.png", "faces/0001/0002.png",
        ]  # fmt: skip
        assert (zoe["faces"][0]["file"], zoe["faces"][0]["rows"]) == (None, [2, None])
        first = cv2.imdecode(
            np.frombuffer(archive.read("faces/0001/0001.png"), np.uint8), cv2.IMREAD_UNCHANGED
        )
        np.testing.assert_array_equal(first, pixels(1))
        vectors = archive.read(header["models"][0]["vectors"])
        assert struct.unpack("<8f", vectors[2 * 32 :]) == tuple(unit(3).tolist())


def test_the_same_people_make_the_same_archive(filled, tmp_path):
    for name in ("one.zip", "two.zip"):
        export_people(filled, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_only_some_people_go_into_the_archive(filled, tmp_path):
    assert export_people(filled, tmp_path / "people.zip", ["Zoë"]).people == 1
    with zipfile.ZipFile(tmp_path / "people.zip") as archive:
        assert "张三".encode() not in archive.read("people.jsonl")


def test_what_cannot_be_used_is_counted_and_the_rest_exported(store, tmp_path):
    model_id = store.register_model(MODEL)
    store.add_faces("张三", [face(1, crop=b"no picture"), face(2)], model_id)
    nothing = WholeFace(b"no picture", None, "", datetime.now(UTC), None, {})
    with store.transfer.writing([]) as writer:
        writer.add(WholePerson("Zoë", "", datetime.now(UTC), [nothing]))
    done = export_people(store, tmp_path / "people.zip")
    assert (done.people, done.faces, done.without_picture, done.left_out) == (2, 2, 1, 1)


def test_an_unknown_name_writes_nothing(filled, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    for export, name in ((export_people, "people.zip"), (export_table, "people.csv")):
        with pytest.raises(GalleryError, match="Nobody called Eve"):
            export(filled, folder / name, ["张三", "Eve"])
    assert list(folder.iterdir()) == []


def test_a_failing_disk_leaves_the_old_archive_and_nothing_half_written(
    filled, tmp_path, monkeypatch
):
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "people.zip"
    export_people(filled, file, ["Zoë"])
    before = file.read_bytes()

    def failing(descriptor):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(ArchiveError, match="Input/output error"):
        export_people(filled, file)
    assert file.read_bytes() == before
    assert list(folder.iterdir()) == [file]


def test_a_full_disk_is_told_and_leaves_nothing(filled, tmp_path):
    """A limit on the size of files plays the full disk, in a process of its own."""
    folder = tmp_path / "out"
    folder.mkdir()
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from face_process.errors import ArchiveError\n"
        "from face_process.people_export import export_people\n"
        "from SQL.database_operate import Store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "with Store(Path(sys.argv[1])) as store:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "    try:\n"
        "        export_people(store, Path(sys.argv[2]))\n"
        "    except ArchiveError as error:\n"
        "        print(error.key)\n"
    )
    filled.close()
    answer = subprocess.run(
        [sys.executable, "-c", script, str(filled.file), str(folder / "people.zip")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout == "output_unwritable\n"
    assert list(folder.iterdir()) == []


def test_people_become_a_table(filled, tmp_path):
    assert export_table(filled, tmp_path / "people.csv") == 2
    rows = list(csv.DictReader((tmp_path / "people.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["name"], row["faces"], row["note"]) for row in rows] == [
        ("Zoë", "1", ""), ("张三", "2", "第三组"),
    ]  # fmt: skip
    assert rows[0]["since"].endswith("+00:00")
    assert export_table(filled, tmp_path / "people.csv", ["张三", "张三"]) == 1
