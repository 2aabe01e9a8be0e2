"""Copies of the store that lie beside it: which still hold somebody removed, and rid them of it.

A copy is a backup, what a migration or the import of a reference database kept, or a database
that was damaged and replaced.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from SQL.reference_database import REFERENCE_SOURCE, holds_reference_tables
from SQL.rows import Person

log = logging.getLogger(__name__)

BACKUP_FOLDER = "backups"
LEFT_BESIDE = ("reference-backup*", "before-*", "damaged-*")
"""What the names of copies that lie beside the database itself go on with."""


@dataclass(frozen=True, slots=True, eq=False)
class Removed:
    """What was removed from the store, for finding it in copies.

    Attributes:
        person: Who, or None where only a face of theirs was removed.
        faces: Rows of the faces, and when each was enrolled, as the store keeps it.
        reference_crops: Their crops as a reference database has them: raw BGR bytes.
    """

    person: Person | None
    faces: Mapping[int, str]
    reference_crops: frozenset[bytes]


def removed_faces(
    connection: sqlite3.Connection, person: Person | None, condition: str, value: int
) -> Removed:
    """Return what is about to be removed; ``condition`` says which faces."""
    faces = dict(connection.execute(f"SELECT id, created_at FROM face WHERE {condition}", (value,)))
    crops = connection.execute(
        f"SELECT crop FROM face WHERE {condition} AND source = ? AND crop IS NOT NULL",
        (value, REFERENCE_SOURCE),
    )
    return Removed(person, faces, frozenset(raw_crop(crop) for (crop,) in crops))


def copies_of(database: Path) -> list[Path]:
    """Return the copies of a database, unfinished ones too."""
    folder, stem = database.parent, database.stem
    found = list((folder / BACKUP_FOLDER).glob(f"{stem}-*.db*"))
    for kind in LEFT_BESIDE:
        found += folder.glob(f"{stem}.{kind}.db*")
    beside = ("-wal", "-shm", "-journal")  # belong to the copy of that name
    return sorted(file for file in found if not file.name.endswith(beside))


def copies_holding(database: Path, removed: Removed) -> list[Path]:
    """Return the copies that still hold what was removed, or can't be read to tell."""
    return [copy for copy in copies_of(database) if _holds(copy, removed)]


def purge_copies(database: Path, removed: Removed) -> list[Path]:
    """Take what was removed out of every copy; a copy that can't be read is deleted.

    Returns:
        The copies that were rewritten or deleted.
    """
    holding = copies_holding(database, removed)
    for copy in holding:
        try:
            _purge(copy, removed)
        except sqlite3.Error as error:
            log.info("%s can't be rewritten and is deleted: %s", copy.name, error)
            for file in copy.parent.glob(f"{copy.name}*"):
                file.unlink(missing_ok=True)
    return holding


def _holds(copy: Path, removed: Removed) -> bool:
    try:
        with closing(
            sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            if holds_reference_tables(connection):
                return bool(_reference_rows(connection, removed))
            return bool(_faces(connection, removed)) or _person(connection, removed) is not None
    except sqlite3.Error:
        return True


def _purge(copy: Path, removed: Removed) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        if holds_reference_tables(connection):
            rows = [(row,) for row in _reference_rows(connection, removed)]
            connection.executemany("DELETE FROM faces WHERE rowid = ?", rows)
        else:
            rows = [(face,) for face in _faces(connection, removed)]
            person = _person(connection, removed)
            connection.executemany("DELETE FROM face WHERE id = ?", rows)
            connection.execute("DELETE FROM person WHERE id = ?", (person,))
        connection.execute("COMMIT")
        connection.execute("VACUUM")


def _faces(connection: sqlite3.Connection, removed: Removed) -> list[int]:
    """Return the faces that were removed and are in a copy; numbers alone may mean others."""
    found = []
    for face_id, created_at in removed.faces.items():
        query = "SELECT 1 FROM face WHERE id = ? AND created_at = ?"
        if connection.execute(query, (face_id, created_at)).fetchone():
            found.append(face_id)
    return found


def _person(connection: sqlite3.Connection, removed: Removed) -> int | None:
    person = removed.person
    if person is None:
        return None
    created_at = person.created_at.isoformat(timespec="milliseconds")
    query = "SELECT id FROM person WHERE id = ? AND created_at = ?"
    row = connection.execute(query, (person.id, created_at)).fetchone()
    return row[0] if row else None


def _reference_rows(connection: sqlite3.Connection, removed: Removed) -> list[int]:
    name = removed.person.name if removed.person else None
    return [
        row
        for row, image, written in connection.execute("SELECT rowid, image, name FROM faces")
        if image in removed.reference_crops or (name is not None and written == name)
    ]


def raw_crop(crop: bytes) -> bytes:
    """Return a PNG as a reference database has it: raw BGR bytes; none where it is broken."""
    decoded = cv2.imdecode(np.frombuffer(crop, np.uint8), cv2.IMREAD_COLOR)
    return b"" if decoded is None else decoded.tobytes()
