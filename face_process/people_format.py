"""The archive in which people travel between machines and models: FaceMind people, version 1.

A zip file with these entries; any program can read and make it.

``people.jsonl``: UTF-8, one JSON document a line, so that it can be read line by line. First
    {"format": "facemind-people", "version": 1, "people": number of the lines that follow,
     "models": [{"name", "sha256": of the ONNX file, "dimension", "vectors": an entry's name}]}
and then, for each person,
    {"name", "note", "created_at", "portrait": which of the faces was chosen, from 1, or null,
     "faces": [{"file": an entry's name or null, "quality": 0 … 1 or null, "source",
                "created_at", "photo_sha256": of the photo it was enrolled from, or null,
                "rows": for each of the models the row of this face's vector, or null}]}
Times are ISO 8601 with their offset.
``faces/0001/0001.png``: the aligned crop, 112×112, 8 bits each of red, green and blue.
``embeddings/0001.f32``: a model's vectors, row after row without a gap, float32, little-endian, of
unit length; the rows stand in the order of the faces in ``people.jsonl``, from 0.

A face has a file, or a row, or both. Readers pass over entries and fields that they don't know;
the version changes only where an older reader would go wrong.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from face_process.types import ModelIdentity
from SQL.person_name import NOT_TEXT, note_text, person_name

FORMAT = "facemind-people"
VERSION = 1
PEOPLE = "people.jsonl"
PICTURE = re.compile(r"faces/[0-9]{4,9}/[0-9]{4,9}\.png")
VECTORS = re.compile(r"embeddings/[0-9]{4,9}\.f32")
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_MODELS = 64
LARGEST_DIMENSION = 65_536
LONGEST_TEXT = 1000
"""Characters kept of a source or a model's name."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the first line says: how many people follow, and whose vectors lie in which entry."""

    people: int
    models: tuple[tuple[ModelIdentity, str], ...]


@dataclass(frozen=True, slots=True)
class FaceEntry:
    """What a person's line says of a face; see the module's header."""

    file: str | None
    quality: float | None
    source: str
    created_at: datetime
    photo_sha256: str | None
    rows: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What a line says of a person; see the module's header."""

    name: str
    note: str
    created_at: datetime
    portrait: int | None
    faces: tuple[FaceEntry, ...]


def picture_name(person: int, face: int) -> str:
    """Return the entry of a face's picture; both count from 1."""
    return f"faces/{person:04}/{face:04}.png"


def vectors_name(model: int) -> str:
    """Return the entry of a model's vectors; models count from 1."""
    return f"embeddings/{model:04}.f32"


def header_line(header: Header) -> bytes:
    """Return the first line."""
    models = [
        {"name": one.name, "sha256": one.sha256, "dimension": one.dimension, "vectors": entry}
        for one, entry in header.models
    ]
    return _line({"format": FORMAT, "version": VERSION, "people": header.people, "models": models})


def person_line(person: PersonEntry) -> bytes:
    """Return a person's line."""
    faces = [
        {
            "file": one.file,
            "quality": one.quality,
            "source": one.source,
            "created_at": one.created_at.isoformat(),
            "photo_sha256": one.photo_sha256,
            "rows": one.rows,
        }
        for one in person.faces
    ]
    return _line(
        {
            "name": person.name,
            "note": person.note,
            "created_at": person.created_at.isoformat(),
            "portrait": person.portrait,
            "faces": faces,
        }
    )


def read_version(line: bytes) -> int | None:
    """Return the version of an archive by its first line; None where it is none of ours."""
    document = _document(line)
    return _whole(document, "version") if document.get("format") == FORMAT else None


def read_header(line: bytes) -> Header:
    """Return what the first line says.

    Raises:
        ValueError: Something in it isn't as it should be; tells which field.
    """
    document = _document(line)
    models = []
    for one in _list(document, "models", MOST_MODELS):
        sha256 = _matching(one, "sha256", SHA256)
        dimension = _whole(one, "dimension", 1, LARGEST_DIMENSION)
        models.append((ModelIdentity(_plain(one, "name"), sha256, dimension),
                       _matching(one, "vectors", VECTORS)))  # fmt: skip
    if len({identity.sha256 for identity, _ in models}) < len(models):
        raise ValueError("models")
    return Header(_whole(document, "people"), tuple(models))


def read_person(line: bytes, models: int) -> PersonEntry:
    """Return what a person's line says.

    Args:
        line: One line.
        models: How many models the header names.

    Raises:
        ValueError: Something in it isn't as it should be; tells which field.
        GalleryError: The name or the note is none.
    """
    document = _document(line)
    faces = tuple(_face(one, models) for one in _list(document, "faces"))
    portrait = document.get("portrait")
    if portrait is not None:
        portrait = _whole(document, "portrait", 1, len(faces))
    name, note = person_name(_text(document, "name")), note_text(_text(document, "note"))
    return PersonEntry(name, note, _time(document, "created_at"), portrait, faces)


def _face(document: dict, models: int) -> FaceEntry:
    file, photo, quality = (document.get(one) for one in ("file", "photo_sha256", "quality"))
    rows = document.get("rows")
    if not isinstance(rows, list) or len(rows) != models:
        raise ValueError("rows")
    if any(row is not None and type(row) is not int for row in rows):
        raise ValueError("rows")
    if quality is not None and (type(quality) not in (int, float) or not 0 <= quality <= 1):
        raise ValueError("quality")
    if file is None and all(row is None for row in rows):
        raise ValueError("file")  # nothing to recognise by
    return FaceEntry(
        None if file is None else _matching(document, "file", PICTURE),
        quality,
        _plain(document, "source"),
        _time(document, "created_at"),
        None if photo is None else _matching(document, "photo_sha256", SHA256),
        tuple(rows),
    )


def _line(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _document(line: bytes) -> dict:
    try:
        document = json.loads(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(document, dict):
        raise ValueError("no object")
    return document


def _list(document: dict, field: str, most: float = math.inf) -> list[dict]:
    found = document.get(field)
    if not isinstance(found, list) or len(found) > most:
        raise ValueError(field)
    if not all(isinstance(one, dict) for one in found):
        raise ValueError(field)
    return found


def _whole(document: dict, field: str, least: int = 0, most: float = math.inf) -> int:
    value = document.get(field)
    if type(value) is not int or not least <= value <= most:
        raise ValueError(field)
    return value


def _text(document: dict, field: str) -> str:
    value = document.get(field)
    if not isinstance(value, str):
        raise ValueError(field)
    return value


def _matching(document: dict, field: str, pattern: re.Pattern[str]) -> str:
    value = _text(document, field)
    if not pattern.fullmatch(value):
        raise ValueError(field)
    return value


def _plain(document: dict, field: str) -> str:
    """Return a text without what can't be shown: file names may hold anything."""
    shown = ("\N{REPLACEMENT CHARACTER}" if unicodedata.category(one) in NOT_TEXT else one
             for one in _text(document, field)[:LONGEST_TEXT])  # fmt: skip
    return "".join(shown)


def _time(document: dict, field: str) -> datetime:
    try:
        time = datetime.fromisoformat(_text(document, field))
        if time.tzinfo is None:
            raise ValueError(field)
        return time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(field) from error
