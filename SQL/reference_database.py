"""Read the database of the program that FaceMind descends from.

Its one table is ``faces(image BLOB, name TEXT, encoding BLOB)``: a raw 112×112×3 uint8 BGR
aligned crop, a name that may repeat, and an encoding of an unknown model, which is of no use.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np

from face_process.errors import GalleryError
from SQL.person_name import LONGEST_NAME, person_name
from SQL.rows import ImportedReference

COLUMNS = {"image", "name", "encoding"}
CROP_SHAPE = (112, 112, 3)
NAMELESS = "?"
REFERENCE_SOURCE = "reference"
"""Source of the faces that came from such a database."""


def holds_reference_tables(connection: sqlite3.Connection) -> bool:
    """Return whether this is a database of the reference program."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(faces)")}
    return columns >= COLUMNS


def import_reference_tables(connection: sqlite3.Connection, original: Path) -> ImportedReference:
    """Copy people and crops into our tables, inside the caller's transaction.

    A crop that isn't 112×112×3 bytes is left out; its person is kept all the same.

    Args:
        connection: The database that holds both programs' tables.
        original: Where a copy of it is kept.
    """
    unusable = 0
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    for image, written in connection.execute("SELECT image, name FROM faces ORDER BY rowid"):
        name = _name(written)
        connection.execute(
            "INSERT INTO person(name, created_at) VALUES (?, ?) ON CONFLICT(name) DO NOTHING",
            (name, now),
        )
        crop = _png(image)
        if crop is None:
            unusable += 1
            continue
        connection.execute(
            "INSERT INTO face(person_id, crop, source, created_at) "
            "SELECT id, ?, ?, ? FROM person WHERE name = ?",
            (crop, REFERENCE_SOURCE, now, name),
        )
    people = connection.execute("SELECT count(*) FROM person").fetchone()[0]
    faces = connection.execute("SELECT count(*) FROM face").fetchone()[0]
    return ImportedReference(people, faces, unusable, original)


def drop_reference_tables(connection: sqlite3.Connection) -> None:
    """Remove the reference program's table, whose original is kept in a copy."""
    connection.execute("DROP TABLE faces")


def _name(written: object) -> str:
    text = written.decode("utf-8", "replace") if isinstance(written, bytes) else str(written or "")
    printable = "".join(character for character in text if character.isprintable())
    try:
        return person_name(printable.strip()[:LONGEST_NAME])
    except GalleryError:
        return NAMELESS


def _png(image: object) -> bytes | None:
    if not isinstance(image, bytes) or len(image) != np.prod(CROP_SHAPE):
        return None
    return cv2.imencode(".png", np.frombuffer(image, np.uint8).reshape(CROP_SHAPE))[1].tobytes()
