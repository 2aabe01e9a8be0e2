"""Bring a copy of a database up to date with what can still be read of a damaged one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

BEYOND = 5_000
"""Rows tried beyond the last known one, where the damaged database can't tell its last."""
PERSON = "id, name, created_at, note"
FACE = "id, person_id, crop, quality, source, created_at, photo_sha256"
REJECTION = "id, person_id, crop, created_at"
VECTORS_OF = {
    "face": ("embedding", "face_id"),
    "rejection": ("rejection_embedding", "rejection_id"),
}
"""Where the vectors of a table's rows are, and the column that says whose each is."""
ASIDE = "\x1f"
"""Keeps a name of the copy apart until it is clear whose it is now; no name holds it."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What a repaired database holds.

    Attributes:
        people: How many people there are now.
        faces: How many faces there are now.
        saved: Faces among them that no backup had.
        lost: Faces at most that could not be read and are not in the backup either; some of them
            may have been removed before.
    """

    people: int
    faces: int
    saved: int
    lost: int


class _UnreadableError(Exception):
    """A row lies in a damaged place."""


def salvage(damaged: Path, whole: Path) -> Salvaged:
    """Give a copy every row as the damaged database has it, one by one.

    Whoever is there is added or changed, whoever isn't is removed; what can't be read stays as
    the copy has it.

    Args:
        damaged: The damaged database; its log beside it is read too.
        whole: A sound database of today's form, made from a backup or empty.
    """
    with closing(sqlite3.connect(whole, isolation_level=None)) as target:
        target.execute("PRAGMA foreign_keys = ON")
        target.execute("PRAGMA secure_delete = ON")
        saved = lost = 0
        with _opened(damaged) as source:
            if source is not None:
                target.execute("BEGIN IMMEDIATE")
                _add_models_and_settings(source, target)
                _bring_people(source, target)
                saved, lost = _bring_faces(source, target)
                _choose_portraits(source, target)
                _bring_rejections(source, target)
                _bring_sightings(source, target)
                target.execute("COMMIT")
        people, faces = (_count(target, table) for table in ("person", "face"))
        target.execute("PRAGMA journal_mode = DELETE")
    return Salvaged(people, faces, saved, lost)


def _add_models_and_settings(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    for table in ("model", "setting"):
        with suppress(sqlite3.Error):
            for row in source.execute(f"SELECT * FROM {table}").fetchall():
                target.execute(f"INSERT OR IGNORE INTO {table} VALUES ({_marks(row)})", row)


def _bring_people(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    target.execute("UPDATE person SET name = name || ? || id", (ASIDE,))
    for number in _numbers(source, target, "person"):
        with suppress(_UnreadableError, sqlite3.IntegrityError):
            row = _row(source, f"SELECT {PERSON} FROM person WHERE id = ?", number)
            if row is None:
                target.execute("DELETE FROM person WHERE id = ?", (number,))
            else:
                _put(target, "person", PERSON, row)
    unread = target.execute("SELECT id, name FROM person WHERE instr(name, ?)", (ASIDE,)).fetchall()
    for number, aside in unread:
        name = aside.partition(ASIDE)[0]
        taken = target.execute("SELECT 1 FROM person WHERE name = ?", (name,)).fetchone()
        new = f"{name} {number}" if taken else name
        target.execute("UPDATE person SET name = ? WHERE id = ?", (new, number))


def _bring_faces(source: sqlite3.Connection, target: sqlite3.Connection) -> tuple[int, int]:
    """Bring every face with its vectors; return how many are new, and how many are lost."""
    models = [model for (model,) in target.execute("SELECT id FROM model").fetchall()]
    saved, unread = 0, []
    for number in _numbers(source, target, "face"):
        there = _holds_face(target, number)
        try:
            row = _row(source, f"SELECT {FACE} FROM face WHERE id = ?", number)
            if row is None:
                target.execute("DELETE FROM face WHERE id = ?", (number,))
                continue
            # Of another history than the copy's: its number meant somebody else there.
            target.execute("DELETE FROM face WHERE id = ? AND created_at != ?", (number, row[5]))
            _put(target, "face", FACE, row)
        except (_UnreadableError, sqlite3.IntegrityError):  # or its person is lost
            unread.append(number)
            continue
        saved += not there
        for model in models:
            _add_vector(source, target, "face", number, model)
    return saved, sum(not _holds_face(target, number) for number in unread)


def _choose_portraits(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    for (number,) in target.execute("SELECT id FROM person").fetchall():
        with suppress(_UnreadableError, sqlite3.IntegrityError):
            row = _row(source, "SELECT portrait FROM person WHERE id = ?", number)
            if row:
                change = "UPDATE person SET portrait = ? WHERE id = ?"
                target.execute(change, (row[0], number))


def _bring_rejections(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    models = [model for (model,) in target.execute("SELECT id FROM model").fetchall()]
    for number in _numbers(source, target, "rejection"):
        with suppress(_UnreadableError, sqlite3.IntegrityError):
            row = _row(source, f"SELECT {REJECTION} FROM rejection WHERE id = ?", number)
            # The copy's own vectors go with it: of another history, they are another face's.
            target.execute("DELETE FROM rejection WHERE id = ?", (number,))
            if row is None:
                continue
            _put(target, "rejection", REJECTION, row)
            for model in models:
                _add_vector(source, target, "rejection", number, model)


def _holds_face(connection: sqlite3.Connection, number: int) -> bool:
    return connection.execute("SELECT 1 FROM face WHERE id = ?", (number,)).fetchone() is not None


def _add_vector(
    source: sqlite3.Connection, target: sqlite3.Connection, owner: str, number: int, model: int
) -> None:
    """Bring the vector that a model made of a face or rejection; ``owner`` is its table."""
    table, column = VECTORS_OF[owner]
    query = f"SELECT {column}, model_id, vector FROM {table} WHERE {column} = ? AND model_id = ?"
    with suppress(_UnreadableError, sqlite3.IntegrityError):
        row = _row(source, query, number, model)
        if row:
            target.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", row)


def _bring_sightings(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    columns = _shared_columns(source, target, "sighting")
    if not columns:
        return
    for number in _numbers(source, target, "sighting"):
        with suppress(_UnreadableError, sqlite3.IntegrityError):
            row = _row(source, f"SELECT {columns} FROM sighting WHERE id = ?", number)
            if row is None:
                target.execute("DELETE FROM sighting WHERE id = ?", (number,))
            else:
                _put(target, "sighting", columns, row)


def _shared_columns(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> str:
    """Return the columns of a table that a database of an older form may not have all of."""
    query = "SELECT name FROM pragma_table_info(?)"
    known = {name for (name,) in source.execute(query, (table,))}
    return ", ".join(name for (name,) in target.execute(query, (table,)) if name in known)


def _numbers(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> range:
    """Return the ids that rows of a table may have."""
    query = "SELECT max(seq) FROM sqlite_sequence WHERE name = ?"
    with suppress(sqlite3.Error):
        (last,) = source.execute(query, (table,)).fetchone()
        if last is not None:
            return range(1, last + 1)
    (known,) = target.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    last = known
    with suppress(sqlite3.Error):
        last = source.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
    return range(1, max(known, last) + BEYOND)


def _put(target: sqlite3.Connection, table: str, columns: str, row: Sequence[object]) -> None:
    """Add a row, or change the one that has its id."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns.split(", ")[1:])
    target.execute(
        f"INSERT INTO {table}({columns}) VALUES ({_marks(row)}) "
        f"ON CONFLICT(id) DO UPDATE SET {changes}",
        row,
    )


def _row(source: sqlite3.Connection, query: str, *values: object) -> tuple | None:
    """Return one row, or None where there is none.

    Raises:
        _UnreadableError: Whether there is one can't be told, or it can't be read.
    """
    try:
        return source.execute(query, values).fetchone()
    except sqlite3.Error as error:
        raise _UnreadableError from error


def _count(connection: sqlite3.Connection, table: str) -> int:
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def _marks(row: Sequence[object]) -> str:
    return ", ".join("?" * len(row))


@contextmanager
def _opened(damaged: Path) -> Iterator[sqlite3.Connection | None]:
    """Open what can be opened; None where not even the list of tables can be read."""
    with closing(sqlite3.connect(damaged, isolation_level=None)) as source:
        try:
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error:
            yield None
        else:
            yield source
