"""SQLite connections, one a thread, and the translation of SQLite's errors into ours."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from face_process.errors import StoreError

BUSY_SECONDS = 10.0
PAGE_BYTES = 16384
"""A vector of 512 fills half of the usual 4096, and leaves the other half empty."""


class _Connection(sqlite3.Connection):
    """A connection that can be referred to weakly, so that it ends with its thread."""


class Connections:
    """Hands each thread its own connection to one database file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._local = threading.local()
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()

    def get(self) -> sqlite3.Connection:
        """Return this thread's connection, opened at its first use."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self.file,
                timeout=BUSY_SECONDS,
                isolation_level=None,  # transactions begin where we say
                check_same_thread=False,  # closed by whoever closes the store
                factory=_Connection,
            )
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # counts for a new file only
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # acknowledged means on disk
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            self._local.connection = connection
            self._open.add(connection)
        return connection

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in list(self._open):
            connection.close()
        self._local = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """See one state of the database throughout, whatever others write meanwhile."""
        with self.translated():
            connection = self.get()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write everything or nothing; wait a bounded time for another writer."""
        with self.translated():
            connection = self.get()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk has rolled back by itself
                    connection.execute("ROLLBACK")
                raise

    def empty_log(self) -> None:
        """Bring what is in the write-ahead log into the file, and leave nothing in the log."""
        with self.translated():
            self.get().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Raise SQLite's errors as StoreError."""
        try:
            yield
        except sqlite3.Error as error:
            raise store_error(error, self.file) from error


def store_error(error: sqlite3.Error, file: Path) -> StoreError:
    """Return the StoreError that says what an error of SQLite means for the user."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    keys = {
        sqlite3.SQLITE_BUSY: "store_busy",
        sqlite3.SQLITE_LOCKED: "store_busy",
        sqlite3.SQLITE_FULL: "store_full",
        sqlite3.SQLITE_READONLY: "store_readonly",
        sqlite3.SQLITE_CANTOPEN: "store_readonly",
        sqlite3.SQLITE_NOTADB: "store_unreadable",
        sqlite3.SQLITE_CORRUPT: "store_unreadable",
    }
    return StoreError(keys.get(primary, "store_failed"), file=file, reason=error)
