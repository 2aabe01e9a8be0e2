import os
import shutil

import cv2
import numpy as np
import pytest

from face_process.errors import ArchiveError
from face_process.people_export import export_people
from face_process.people_import import import_people
from SQL.database_operate import Store
from tests.face_process.moved_people import MODEL, everything, fill, pixels, rewritten, unit
from tests.face_process.test_plain_crop import png
from tests.SQL.test_people_transfer import read


@pytest.fixture
def empty(tmp_path):
    with Store(tmp_path / "other" / "known_faces.db") as opened:
        yield opened


@pytest.fixture
def filled(store):
    fill(store)
    return store


@pytest.fixture
def archive(filled, tmp_path):
    file = tmp_path / "people.zip"
    export_people(filled, file)
    return file


def changed(place, field, value):
    """Return what changes a field of the header (0), a person (1 …) or its first face (-1 …)."""

    def change(documents):
        document = documents[abs(place)]
        (document["faces"][0] if place < 0 else document)[field] = value

    return change


def model(field, value):
    return lambda documents: documents[0]["models"][0].update({field: value})


LINES = {
    "no header": lambda documents: documents[1:],
    "one person fewer": lambda documents: documents[:-1],
    "one person more": lambda documents: [*documents, documents[-1]],
    "version of words": changed(0, "version", "one"),
    "people below none": changed(0, "people", -1),
    "models as text": changed(0, "models", "mini"),
    "models too many": lambda documents: documents[0]["models"].extend(64 * documents[0]["models"]),
    "model twice": lambda documents: documents[0]["models"].append(documents[0]["models"][0]),
    "sha256 too short": model("sha256", "abc"),
    "width of nothing": model("dimension", 0),
    "width beyond sense": model("dimension", 10**9),
    "width as it isn't": model("dimension", 7),
    "vectors elsewhere": model("vectors", "../../etc/passwd"),
    "vectors that aren't there": model("vectors", "embeddings/0009.f32"),
    "person is a list": lambda documents: [*documents[:1], [], {}],
    "name missing": changed(1, "name", None),
    "name empty": changed(1, "name", " "),
    "name that commands": changed(1, "name", "a\x1b[2J"),
    "name with half a character": changed(1, "name", "a\udc80"),
    "name too long": changed(1, "name", "x" * 65),
    "note a number": changed(1, "note", 1),
    "note too long": changed(1, "note", "x" * 2001),
    "time of words": changed(1, "created_at", "yesterday"),
    "time without offset": changed(1, "created_at", "2025-06-01T12:00:00"),
    "time out of range": changed(1, "created_at", "0001-01-01T00:00:00+14:00"),
    "portrait beyond": changed(1, "portrait", 3),
    "portrait yes": changed(1, "portrait", True),
    "faces as text": changed(1, "faces", "faces"),
    "a face is text": changed(1, "faces", ["face"]),
    "path out of the zip": changed(-1, "file", "../faces/0001/0001.png"),
    "path of a disk": changed(-1, "file", "C:\\faces\\0001.png"),
    "picture that isn't there": changed(-1, "file", "faces/0009/0001.png"),
    "picture without a name": changed(-1, "file", ""),
    "quality above one": changed(-1, "quality", 1.5),
    "quality no number": changed(-1, "quality", float("nan")),
    "quality yes": changed(-1, "quality", True),
    "photo no hash": changed(-1, "photo_sha256", "x"),
    "source a number": changed(-1, "source", 7),
    "rows too few": changed(-1, "rows", [0]),
    "rows out of order": changed(-1, "rows", [1, None]),
    "row below none": changed(-1, "rows", [-1, None]),
    "row of words": changed(-1, "rows", ["0", None]),
    "nothing to recognise by": changed(-2, "rows", [None, None]),
    "vectors left over": changed(1, "faces", []),
}  # fmt: skip


@pytest.mark.parametrize("change", LINES.values(), ids=LINES)
def test_lines_that_are_not_as_they_should_be_change_nothing(archive, empty, change):
    rewritten(archive, change)
    refused(empty, archive)


def refused(store, archive, key="archive_broken|archive_foreign"):
    """Import, be refused in both languages, and find nothing changed."""
    before = everything(store)
    with pytest.raises(ArchiveError) as error:
        import_people(store, archive)
    assert error.value.key in key.split("|")
    for language in ("en", "zh"):
        assert str(archive) in error.value.sentence(language)
    assert everything(store) == before
    return error.value


def vectors_with(first):
    return np.concatenate([first, unit(2), unit(3)]).astype("<f4").tobytes()


ENTRIES = {
    "no text": {"people.jsonl": b"\xff\xfe"},
    "no JSON": {"people.jsonl": b"people\n"},
    "nested without end": {"people.jsonl": b"[" * 200_000 + b"\n"},
    "people.jsonl unpacks to too much": {"people.jsonl": b'{"format":"' + b" " * 50_000_000},
    "line without end": {"people.jsonl": b'{"format": "facemind-people", "version": 1}'},
    "picture is text": {"faces/0001/0001.png": b"no picture"},
    "picture of another size": {"faces/0001/0001.png": png(pixels(1)[:100])},
    "picture unpacks to too much": {"faces/0001/0001.png": bytes(300_000_000)},
    "picture missing": {"faces/0001/0001.png": None},
    "vectors missing": {"embeddings/0001.f32": None},
    "vectors cut off": {"embeddings/0001.f32": vectors_with(unit(1))[:-4]},
    "vectors too many": {"embeddings/0001.f32": vectors_with(unit(1)) + bytes(32)},
    "vector without direction": {"embeddings/0001.f32": vectors_with(np.zeros(8))},
    "vector of no numbers": {"embeddings/0001.f32": vectors_with(np.full(8, np.nan))},
    "vector without end": {"embeddings/0001.f32": vectors_with(np.full(8, np.inf))},
}


@pytest.mark.parametrize("entries", ENTRIES.values(), ids=ENTRIES)
def test_entries_that_are_not_as_they_should_be_change_nothing(archive, empty, entries):
    rewritten(archive, **entries)
    refused(empty, archive)


def test_what_is_wrong_is_told_by_its_place(archive, empty):
    rewritten(archive, changed(2, "note", 1))
    assert refused(empty, archive).values["part"] == "people.jsonl:3"
    rewritten(archive, changed(2, "note", ""), **{"faces/0001/0002.png": b""})
    assert refused(empty, archive).values["part"] == "faces/0001/0002.png"


def test_every_bit_of_an_archive_counts(archive, empty):
    """Bits turned all over the file: refused each time, or without any effect at all."""
    whole = archive.read_bytes()
    with Store(empty.file.with_name("right.db")) as right:
        import_people(right, archive)
        expected = read(right)
    for place in range(5, len(whole), len(whole) // 60):
        damaged = bytearray(whole)
        damaged[place] ^= 0x10
        archive.write_bytes(damaged)
        try:
            import_people(empty, archive)
        except ArchiveError:
            assert read(empty) == []
        else:
            assert read(empty) == expected
            for one in expected:
                empty.people.remove(one[0])


@pytest.mark.parametrize("length", [0, 100, 5000, -1, -30])
def test_a_file_that_was_cut_off_is_refused(archive, empty, length):
    archive.write_bytes(archive.read_bytes()[:length])
    refused(empty, archive)


def test_other_files_are_told_apart(archive, empty, tmp_path, shared_models):
    refused(empty, tmp_path / "nothing.zip", "archive_missing")
    refused(empty, tmp_path, "archive_foreign")
    pack = shutil.make_archive(str(tmp_path / "pack"), "zip", tmp_path, "other")
    refused(empty, tmp_path / pack, "archive_foreign")
    rewritten(archive, changed(0, "format", "another program's people"))
    refused(empty, archive, "archive_foreign")
    rewritten(archive, lambda lines: lines[0].update(format="facemind-people", version=2))
    refused(empty, archive, "archive_newer")


def test_an_archive_without_read_access_is_refused(archive, empty):
    if os.name != "posix" or os.geteuid() == 0:
        archive = archive.parent / "folder.zip"
        archive.mkdir()
    else:
        archive.chmod(0)
    refused(empty, archive)


def test_vectors_of_other_programs_are_brought_to_unit_length(archive, empty):
    rewritten(archive, **{"embeddings/0001.f32": vectors_with(3 * unit(1))})
    import_people(empty, archive)
    np.testing.assert_allclose(
        np.frombuffer(read(empty)[0][3][0][5][MODEL.sha256], np.float32), unit(1), atol=1e-6
    )


def test_pictures_of_other_programs_are_kept_as_plain_ones(archive, empty):
    content = png(pixels(1), cv2.IMWRITE_PNG_COMPRESSION, 0) + b"unmistakable"
    rewritten(archive, **{"faces/0001/0001.png": content})
    import_people(empty, archive)
    crop = empty.crop(empty.people.faces("张三")[0].id)
    assert b"unmistakable" not in crop
    decoded = cv2.imdecode(np.frombuffer(crop, np.uint8), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(decoded, pixels(1))


def test_what_a_newer_program_adds_is_passed_over(filled, archive, empty):
    rewritten(archive, changed(1, "colour", "blue"), **{"extra/file.bin": b"more"})
    import_people(empty, archive)
    assert read(empty) == read(filled)


def test_a_source_that_commands_a_terminal_is_made_harmless(archive, empty):
    rewritten(archive, changed(-1, "source", "a\x1b[2J\udc80.jpg"))
    import_people(empty, archive)
    assert empty.people.faces("张三")[0].source == "a\N{REPLACEMENT CHARACTER}[2J" + (
        "\N{REPLACEMENT CHARACTER}.jpg"
    )
