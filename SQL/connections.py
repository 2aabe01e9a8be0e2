"""SQLite connections, one a thread, and the translation of SQLite's errors into ours."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar

from face_process.errors import StoreError
from SQL.person_name import folded_name, name_order

BUSY_SECONDS = 10.0
PAGE_BYTES = 16384
"""A vector of 512 fills half of the usual 4096, and leaves the other half empty."""
LOG_PAGES = 256
"""Pages in the write-ahead log from which on they are brought into the file: 4 MB."""


class _Connection(sqlite3.Connection):
    """A connection that can be referred to weakly, so that it ends with its thread."""


class Connections:
    """Hands each thread its own connection to one database file."""

    _all: ClassVar[weakref.WeakSet[Connections]] = weakref.WeakSet()

    def __init__(self, file: Path) -> None:
        self.file = file
        self._all.add(self)
        self._local = threading.local()
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()

    def get(self) -> sqlite3.Connection:
        """Return this thread's connection, opened at its first use."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = _open(self.file)
            self._open.add(connection)
        return connection

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in list(self._open):
            connection.close()
        self._open = weakref.WeakSet()
        self._local = threading.local()

    @classmethod
    def open_here(cls, file: Path) -> bool:
        """Return whether this process has a database open."""
        file = file.resolve()
        return any(len(one._open) and one.file.resolve() == file for one in list(cls._all))

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """See one state of the database throughout, whatever others write meanwhile."""
        with self.translated():
            connection = self.get()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
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
        """Bring what is in the write-ahead log into the file, and leave nothing in the log.

        Raises:
            StoreError: There is no room for that, or others have been reading for long; it
                will be done when the last of them ends.
        """
        with self.translated():
            try:
                busy = self.get().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.OperationalError as error:
                if _primary(error) == sqlite3.SQLITE_FULL:
                    raise StoreError("traces_left", file=self.file) from error
                raise
            if busy:
                raise StoreError("traces_left_busy", file=self.file)

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Raise SQLite's errors as StoreError; a damaged file is checked at the next start."""
        try:
            yield
        except sqlite3.Error as error:
            if is_damage(error):
                with suppress(OSError):
                    suspected_file(self.file).touch()
            raise store_error(error, self.file) from error


def suspected_file(database: Path) -> Path:
    """Return the file whose presence says that a database was found damaged."""
    return database.with_name(f"{database.name}.suspected")


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error says that a database is damaged, or is none."""
    return _primary(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _open(file: Path) -> _Connection:
    connection = _connect(str(file))
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # counts for a new file only
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as error:
        connection.close()
        if not isinstance(error, sqlite3.OperationalError):
            raise
        if not file.is_file() or (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
            raise
        connection = _open_read_only(file)
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    connection.execute("PRAGMA synchronous = FULL")  # acknowledged means on disk
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.create_function("folded_name", 1, folded_name, deterministic=True)
    connection.create_function("name_order", 1, name_order, deterministic=True)
    return connection


def _open_read_only(file: Path) -> _Connection:
    """Open a file that may not be written: people are recognised all the same."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    connection = _connect(address, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        connection.close()  # SQLite would like to make a file beside it, which nobody can
        connection = _connect(f"{address}&immutable=1", uri=True)
    return connection


def _connect(address: str, *, uri: bool = False) -> _Connection:
    return sqlite3.connect(
        address,
        timeout=BUSY_SECONDS,
        isolation_level=None,  # transactions begin where we say
        check_same_thread=False,  # closed by whoever closes the store
        factory=_Connection,
        uri=uri,
    )


def store_error(error: sqlite3.Error, file: Path) -> StoreError:
    """Return the StoreError that says what an error of SQLite means for the user."""
    keys = {
        sqlite3.SQLITE_BUSY: "store_busy",
        sqlite3.SQLITE_LOCKED: "store_busy",
        sqlite3.SQLITE_FULL: "store_full",
        sqlite3.SQLITE_READONLY: "store_readonly",
        sqlite3.SQLITE_CANTOPEN: "store_readonly",
        sqlite3.SQLITE_NOTADB: "store_unreadable",
        sqlite3.SQLITE_CORRUPT: "store_damaged",
    }
    return StoreError(keys.get(_primary(error), "store_failed"), file=file, reason=error)


def _primary(error: sqlite3.Error) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if code is not None else None
