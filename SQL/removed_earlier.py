"""Who was removed from the store before, and is still in copies of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from SQL.copies import copies_of, has_table
from SQL.person_name import person_name
from SQL.reference_database import REFERENCE_SOURCE, holds_reference_tables
from SQL.rejections import dates_of
from SQL.removed import Removed, raw_crop
from SQL.rows import Person

NEVER = datetime.fromtimestamp(0, UTC)


def people_removed_earlier(store: sqlite3.Connection, database: Path, name: str) -> list[Removed]:
    """Return people of a name who are in copies, and of whom nothing is in the store any more.

    Somebody renamed or merged since the copy was made is there still, and is none of them.

    Args:
        store: To the store.
        database: The store's file, beside which the copies lie.
        name: What they are called in the copies.
    """
    wanted = person_name(name)
    return _in_copies(database, lambda copy: _people(store, copy, wanted))


def faces_removed_earlier(store: sqlite3.Connection, database: Path, face: int) -> list[Removed]:
    """Return faces of a number that are in copies, and not in the store any more."""

    def found(copy: sqlite3.Connection) -> Iterator[Removed]:
        if not holds_reference_tables(copy):
            yield from _faces(store, copy, face)

    return _in_copies(database, found)


def _in_copies(
    database: Path, look: Callable[[sqlite3.Connection], Iterator[Removed]]
) -> list[Removed]:
    found: list[Removed] = []
    for file in copies_of(database):
        try:
            with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
                found += look(copy)
        except sqlite3.Error:
            continue  # it is named and deleted with whatever is removed next
    return found


def _people(store: sqlite3.Connection, copy: sqlite3.Connection, name: str) -> Iterator[Removed]:
    if holds_reference_tables(copy):
        rows = copy.execute("SELECT image FROM faces WHERE name = ?", (name,)).fetchall()
        if rows and _reference_crops(store, "true").isdisjoint(image for (image,) in rows):
            yield Removed(Person(0, name, 0, NEVER), {}, frozenset())
        return
    query = "SELECT id, created_at FROM person WHERE name = ?"
    for person_id, created_at in copy.execute(query, (name,)).fetchall():
        faces = dict(
            copy.execute("SELECT id, created_at FROM face WHERE person_id = ?", (person_id,))
        )
        here = "SELECT 1 FROM person WHERE id = ? AND created_at = ?"
        if store.execute(here, (person_id, created_at)).fetchone() or any(
            _is_here(store, *face) for face in faces.items()
        ):
            continue
        person = Person(person_id, name, len(faces), datetime.fromisoformat(created_at))
        crops = _reference_crops(copy, "person_id = ?", person_id)
        looks, seen = _rejections_gone(store, copy), _sightings_gone(store, copy)
        yield Removed(person, faces, crops, looks, seen)


def _rejections_gone(store: sqlite3.Connection, copy: sqlite3.Connection) -> dict[int, str]:
    """Return the rejections of a copy that the store has no more: some may show who is gone."""
    if not has_table(copy, "rejection"):
        return {}
    there = dict(copy.execute("SELECT id, created_at FROM rejection"))
    here = dates_of(store, there)
    return {number: made for number, made in there.items() if here.get(number) != made}


def _sightings_gone(store: sqlite3.Connection, copy: sqlite3.Connection) -> dict[int, str]:
    """Return what a copy has of strangers and the store has no more: it may be of who is gone."""
    if not has_table(copy, "sighting"):
        return {}
    here = dict(store.execute("SELECT id, ended_at FROM sighting"))
    there = copy.execute("SELECT id, ended_at FROM sighting WHERE person_id IS NULL")
    return {number: ended for number, ended in there if here.get(number) != ended}


def _faces(store: sqlite3.Connection, copy: sqlite3.Connection, face: int) -> Iterator[Removed]:
    rows = copy.execute("SELECT created_at FROM face WHERE id = ?", (face,)).fetchall()
    for (created_at,) in rows:
        if not _is_here(store, face, created_at):
            crops = _reference_crops(copy, "id = ?", face)
            yield Removed(None, {face: created_at}, crops)


def _is_here(store: sqlite3.Connection, face: int, created_at: str) -> bool:
    query = "SELECT 1 FROM face WHERE id = ? AND created_at = ?"
    return store.execute(query, (face, created_at)).fetchone() is not None


def _reference_crops(
    connection: sqlite3.Connection, condition: str, *values: object
) -> frozenset[bytes]:
    query = f"SELECT crop FROM face WHERE {condition} AND source = ? AND crop IS NOT NULL"
    rows = connection.execute(query, (*values, REFERENCE_SOURCE))
    return frozenset(raw_crop(crop) for (crop,) in rows)
