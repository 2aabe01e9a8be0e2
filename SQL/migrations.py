"""Bring a database file to today's schema: numbered steps, each whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from face_process.errors import StoreError
from SQL.database_copy import copy_database
from SQL.reference_database import (
    drop_reference_tables,
    holds_reference_tables,
    import_reference_tables,
)
from SQL.rows import ImportedReference

STEPS = sorted((Path(__file__).parent / "schema").glob("*.sql"))
LATEST = len(STEPS)


def migrate(
    connection: sqlite3.Connection, file: Path, *, keep_copy: bool = True
) -> ImportedReference | None:
    """Run the steps that the database hasn't had, after making a copy of what was there.

    A database of the reference program is imported by the way and its original kept beside it
    as ``STEM.reference-backup.db``.

    Args:
        connection: To the database.
        file: The database.
        keep_copy: Whether to make the copy; a file that is a copy itself needs none.

    Returns:
        What was imported; None where this was no such database.

    Raises:
        StoreError: A newer FaceMind made this database, or it isn't one of ours.
        sqlite3.Error: It can't be read or written; nothing was changed.
    """
    imported = None
    if _version(connection) == LATEST:
        return None
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)  # another process may have been first
        if version > LATEST:
            raise StoreError("store_newer", file=file)
        if version < LATEST:
            imported = _run_steps(connection, file, version, keep_copy)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled back by itself
            connection.execute("ROLLBACK")
        raise
    return imported


def _run_steps(
    connection: sqlite3.Connection, file: Path, version: int, keep_copy: bool
) -> ImportedReference | None:
    imported = None
    reference = version == 0 and holds_reference_tables(connection)
    if version == 0 and not reference and _tables(connection):
        raise StoreError("store_unreadable", file=file)
    original = _free_name(file.with_name(f"{file.stem}.reference-backup.db"))
    if keep_copy and reference:
        copy_database(file, original)
    elif keep_copy and version:
        copy_database(file, _free_name(file.with_name(f"{file.stem}.before-{LATEST}.db")))
    for step in STEPS[version:]:
        for statement in _statements(step.read_text("utf-8")):
            connection.execute(statement)
    if reference:
        imported = import_reference_tables(connection, original)
        drop_reference_tables(connection)
    connection.execute(f"PRAGMA user_version = {LATEST}")
    return imported


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _tables(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return [name for (name,) in connection.execute(query)]


def _free_name(file: Path) -> Path:
    names = (file.with_name(f"{file.stem}-{n}{file.suffix}") for n in range(2, 1000))
    return file if not file.exists() else next(name for name in names if not name.exists())


def _statements(script: str) -> Iterator[str]:
    """Split a script into statements; unlike ``executescript`` this commits nothing."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
