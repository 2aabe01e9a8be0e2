"""Copies of the store that lie beside it: which still hold somebody removed, and rid them of it.

A copy is a backup, what a migration or the import of a reference database kept, or a database
that was damaged and replaced.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from face_process.errors import StoreError
from SQL.connections import BUSY_SECONDS, is_damage
from SQL.database_copy import remove_database
from SQL.reference_database import holds_reference_tables
from SQL.rejections import delete_rejections
from SQL.removed import Removed

log = logging.getLogger(__name__)

BACKUP_FOLDER = "backups"
TAKEN = re.compile(r"-[0-9]{8}T[0-9]{6}Z\.db(\.part)?")
"""What the names of backups go on with after the database's own."""
LEFT_BESIDE = re.compile(r"\.(reference-backup|before|damaged)[^.]*\.db(\.part)?")
"""What the names of copies that lie beside the database itself go on with."""
UNFINISHED = re.compile(r"\.db\.(restore|repair)(\.part)?")
"""What those of copies go on with that a process was making when it died."""

FACELESS = "NOT EXISTS (SELECT 1 FROM face WHERE person_id = person.id)"


def copies_of(database: Path) -> list[Path]:
    """Return the copies of a database, unfinished ones too."""
    folder, stem = database.parent, database.stem
    found = _named(folder / BACKUP_FOLDER, stem, TAKEN)
    for kind in (LEFT_BESIDE, UNFINISHED):
        found += _named(folder, stem, kind)
    return sorted(found)


def _named(folder: Path, stem: str, rest: re.Pattern[str]) -> list[Path]:
    """Return files of a folder whose names are a database's own and go on as told."""
    files = folder.iterdir() if folder.is_dir() else ()
    return [
        file
        for file in files
        if file.name.startswith(stem) and rest.fullmatch(file.name, len(stem))
    ]


def copies_holding(database: Path, removed: Removed) -> list[Path]:
    """Return the copies that still hold what was removed, or can't be read to tell."""
    return [copy for copy in copies_of(database) if _holds(copy, removed)]


def purge_copies(database: Path, removed: Removed, seconds: float = BUSY_SECONDS) -> list[Path]:
    """Take what was removed out of every copy; a damaged copy is deleted.

    Args:
        database: The database beside which the copies lie.
        removed: What was removed from it.
        seconds: How long to wait for somebody who uses a copy.

    Returns:
        The copies that were rewritten or deleted.

    Raises:
        StoreError: Some copies can't be rewritten now; they stay as they are.
    """
    holding, left = copies_holding(database, removed), []
    for copy in holding:
        try:
            _purge(copy, removed, seconds)
        except sqlite3.Error as error:
            if is_damage(error):
                log.info("%s can't be read and is deleted: %s", copy.name, error)
                remove_database(copy)
            else:
                log.warning("%s can't be rewritten: %s", copy.name, error)
                left.append(copy)
    if left:
        raise StoreError("copies_left", files=", ".join(map(str, left)))
    return holding


def _holds(copy: Path, removed: Removed) -> bool:
    try:
        with closing(
            sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            if holds_reference_tables(connection):
                return bool(_reference_rows(connection, removed))
            found = (look(connection, removed) for look in (_faces, _rejections, _sightings))
            return any(found) or _person(connection, removed) is not None
    except sqlite3.Error:
        return True


def _purge(copy: Path, removed: Removed, seconds: float) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None, timeout=seconds)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        if holds_reference_tables(connection):
            rows = [(row,) for row in _reference_rows(connection, removed)]
            connection.executemany("DELETE FROM faces WHERE rowid = ?", rows)
        else:
            rows = [(face,) for face in _faces(connection, removed)]
            people = _owners(connection, removed, rows)
            if looks := _rejections(connection, removed):
                delete_rejections(connection, looks)
            seen = [(one,) for one in _sightings(connection, removed)]
            if seen:
                connection.executemany("DELETE FROM sighting WHERE id = ?", seen)
            connection.executemany("DELETE FROM face WHERE id = ?", rows)
            connection.executemany(f"DELETE FROM person WHERE id = ? AND {FACELESS}", people)
            connection.execute("DELETE FROM person WHERE id = ?", (_person(connection, removed),))
        connection.execute("COMMIT")
        with suppress(sqlite3.OperationalError):  # no room: what was there is overwritten anyway
            connection.execute("VACUUM")


def _owners(
    connection: sqlite3.Connection, removed: Removed, faces: Sequence[tuple[int]]
) -> list[tuple[int]]:
    """Return whose the faces of somebody removed were then: people merged into them since."""
    if removed.person is None:
        return []
    query = "SELECT person_id FROM face WHERE id = ?"
    return list({connection.execute(query, face).fetchone() for face in faces})


def _faces(connection: sqlite3.Connection, removed: Removed) -> list[int]:
    """Return the faces that were removed and are in a copy."""
    return _there(connection, "face", removed.faces)


def _rejections(connection: sqlite3.Connection, removed: Removed) -> list[int]:
    """Return the rejections that were removed and are in a copy; older copies know of none."""
    known = has_table(connection, "rejection")
    return _there(connection, "rejection", removed.rejections) if known else []


def _sightings(connection: sqlite3.Connection, removed: Removed) -> list[int]:
    """Return the sightings that were removed and are in a copy, whosever they are there."""
    known = has_table(connection, "sighting")
    return _there(connection, "sighting", removed.sightings, "ended_at") if known else []


def has_table(copy: sqlite3.Connection, name: str) -> bool:
    """Return whether a copy, which may be of an older form, has a table."""
    query = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
    return copy.execute(query, (name,)).fetchone() is not None


def _there(
    connection: sqlite3.Connection, table: str, rows: Mapping[int, str], time: str = "created_at"
) -> list[int]:
    """Return the rows that a copy has; numbers alone may mean others."""
    query = f"SELECT 1 FROM {table} WHERE id = ? AND {time} = ?"
    return [
        number for number in rows if connection.execute(query, (number, rows[number])).fetchone()
    ]


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
