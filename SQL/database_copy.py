"""Copy a database whole, even while it is in use: to a file, or from one into its place."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

UNFINISHED = ".part"
PAGES_AT_ONCE = 4096


def copy_database(file: Path, copy: Path) -> None:
    """Write a consistent, checked copy that is one file, whole or not at all.

    Raises:
        sqlite3.Error: The database can't be read or is damaged, or there is no room.
    """
    unfinished = copy.with_name(copy.name + UNFINISHED)
    remove_database(unfinished)
    try:
        with closing(sqlite3.connect(file)) as source, closing(_new(unfinished)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # what is copied says WAL
            check(target)
        sync(unfinished)
        unfinished.replace(copy)
        sync(copy.parent)
    finally:
        remove_database(unfinished)


def put_in_place(source: Path, target: sqlite3.Connection, seconds: float) -> None:
    """Replace what a database that is in use holds by what another file holds, or change nothing.

    Args:
        source: A database that nobody uses; its pages become as large as the target's.
        target: The connection to the database to overwrite.
        seconds: How long to wait for another writer at most.

    Raises:
        sqlite3.OperationalError: The other writer didn't end in time.
    """
    began = time.monotonic()

    def give_up(status: int, _remaining: int, _total: int) -> None:
        if status == sqlite3.SQLITE_BUSY and time.monotonic() - began > seconds:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error

    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        (size,) = target.execute("PRAGMA page_size").fetchone()
        if connection.execute("PRAGMA page_size").fetchone()[0] != size:
            connection.execute(f"PRAGMA page_size = {size}")
            connection.execute("VACUUM")
        connection.backup(target, pages=PAGES_AT_ONCE, progress=give_up)


def check(connection: sqlite3.Connection) -> None:
    """Read a database from end to end.

    Raises:
        sqlite3.DatabaseError: It is damaged.
    """
    (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        error = sqlite3.DatabaseError(answer)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def remove_database(file: Path) -> None:
    """Delete a database file and what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file, or which files a folder holds, is on disk."""
    with suppress(OSError):  # Windows can't do this for a folder
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _new(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None)
