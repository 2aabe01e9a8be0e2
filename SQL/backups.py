"""Copies of the store that the program takes by itself, and putting a copy in its place."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from face_process.errors import StoreError
from SQL.connections import is_damage, store_error, suspected_file
from SQL.copies import BACKUP_FOLDER, copies_of, has_table
from SQL.database_copy import check, copy_database, remove_database, sync
from SQL.database_operate import Store
from SQL.in_use import in_use
from SQL.migrations import LATEST, migrate
from SQL.model_numbers import number_models
from SQL.reference_database import holds_reference_tables
from SQL.row_cache import cache_files
from SQL.rows import LogEntry

log = logging.getLogger(__name__)

TIME_FORMAT = "%Y%m%dT%H%M%SZ"
MEGABYTE = 1_000_000
# Copying and checking a small database costs nothing; a large one keeps the disk busy.
INTERVALS = (
    (32 * MEGABYTE, timedelta(minutes=1)),
    (1000 * MEGABYTE, timedelta(hours=1)),
    (float("inf"), timedelta(days=1)),
)
"""How old the newest backup of a database of at most so many bytes may get while it changes."""
QUICKLY_COPIED = 100 * MEGABYTE
"""Bytes of a store up to which whoever ends may wait for a backup: a second."""
CLOCK_ERROR = timedelta(minutes=1)
"""How far in the future a backup may seem to lie; beyond that the clock was set back since."""
NEWEST_KEPT = 3
DAYS_KEPT = 7
"""Of so many days, the last backup of each is kept as well."""
ALWAYS_THERE = ("person", "face", "embedding", "model", "setting", "change")
"""Tables of every FaceMind: other programs' databases have versions, too."""
SPARE_ROOM = 1.5
"""Databases that must fit on the disk for a backup to be taken."""


def backups_of(database: Path) -> list[Path]:
    """Return the backups that the program took, the newest first."""
    folder = database.parent / BACKUP_FOLDER
    found = (file for file in copies_of(database) if file.parent == folder)
    return sorted((file for file in found if backup_time(file)), key=backup_time, reverse=True)


def backup_time(backup: Path) -> datetime | None:
    """Return when a backup was taken, by its name; None where that tells nothing."""
    try:
        return datetime.strptime(backup.stem.rpartition("-")[2], TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def write_backup(store: Store, target: Path) -> None:
    """Write a checked copy of the store, whole or not at all, even while it is in use.

    Raises:
        StoreError: The store is damaged, or the copy can't be written.
    """
    if target.exists() and target.samefile(store.file):
        raise StoreError("backup_itself", file=target)
    try:
        copy_database(store.file, target)
    except sqlite3.Error as error:
        if is_damage(error):
            suspected_file(store.file).touch()
            raise store_error(error, store.file) from error
        raise store_error(error, target) from error
    except OSError as error:
        raise StoreError("backup_unwritable", file=target, reason=error.strerror) from error


def keep_backup(store: Store, *, at_once: bool = False) -> Path | None:
    """Take a backup where one is due, and remove those that are too many.

    Args:
        store: What to copy.
        at_once: Take it however new the newest one is.

    Returns:
        The new backup; None where none was due.

    Raises:
        StoreError: The store is damaged, or there is no room for a backup.
    """
    backups = backups_of(store.file)
    now = datetime.now(UTC)
    if not at_once and not _is_due(store, backups, now):
        return None
    size = store.size()
    if shutil.disk_usage(store.file.parent).free < SPARE_ROOM * size:
        raise StoreError("store_full", file=store.file.parent / BACKUP_FOLDER)
    backup = store.file.parent / BACKUP_FOLDER / f"{store.file.stem}-{now:{TIME_FORMAT}}.db"
    try:
        backup.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError("backup_unwritable", file=backup, reason=error.strerror) from error
    write_backup(store, backup)
    for file in superfluous([backup, *backups]):
        with suppress(OSError):  # Windows: somebody has it open
            file.unlink(missing_ok=True)
    return backup


def superfluous(backups: Sequence[Path]) -> list[Path]:
    """Return the backups that need not be kept.

    Args:
        backups: The newest first.
    """
    kept = list(backups[:NEWEST_KEPT])
    last_of_day = {backup_time(file).date(): file for file in reversed(backups)}
    kept += [last_of_day[day] for day in sorted(last_of_day, reverse=True)[:DAYS_KEPT]]
    return [file for file in backups if file not in kept]


def restore(store: Store, source: Path) -> Path:
    """Put a copy in the store's place while others use it.

    Args:
        store: What to replace.
        source: A backup, or a database of an older FaceMind or of the reference program.

    Returns:
        A backup of what was there before.

    Raises:
        StoreError: That is no such database or a damaged one, somebody else is writing, or what
            is there can't be copied; nothing was changed.
    """
    prepared = store.file.with_name(f"{store.file.name}.restore")
    try:
        prepare(source, prepared)
        with closing(sqlite3.connect(prepared, isolation_level=None)) as connection:
            number_models(connection, store.models())
        before = keep_backup(store, at_once=True)
        store.replace_by(prepared)
    finally:
        remove_database(prepared)
    for file in cache_files(store.file):
        with suppress(OSError):  # Windows: a gallery has it open; it will not believe it
            file.unlink(missing_ok=True)
    return before


def restore_damaged(database: Path, source: Path) -> Path:
    """Put a copy in the place of a database that can't be opened; return where that one is now.

    Raises:
        StoreError: That is no backup or a damaged one, or somebody has the database open;
            nothing was changed.
    """
    if in_use(database):
        raise StoreError("store_damaged_in_use", file=database)
    prepared = database.with_name(f"{database.name}.restore")
    try:
        prepare(source, prepared)
        aside = put_aside(database)
        prepared.rename(database)
        sync(database.parent)
    finally:
        remove_database(prepared)
    for file in (*cache_files(database), suspected_file(database)):
        file.unlink(missing_ok=True)
    return aside


def put_aside(database: Path) -> Path:
    """Give a damaged database another name, with what SQLite keeps beside it; return that."""
    now = datetime.now(UTC)
    damaged = database.with_name(f"{database.stem}.damaged-{now:{TIME_FORMAT}}.db")
    for ending in ("-wal", "-shm", ""):
        file = database.with_name(database.name + ending)
        if file.exists():
            file.rename(damaged.with_name(damaged.name + ending))
    return damaged


def prepare(source: Path, prepared: Path) -> None:
    """Write a checked copy of a database in today's form.

    Raises:
        StoreError: It is no database of FaceMind's or of the reference program's, or damaged.
    """
    if not source.is_file():
        raise StoreError("restore_missing", file=source)
    try:
        _check_origin(source)
        copy_database(source, prepared)
        with closing(sqlite3.connect(prepared, isolation_level=None)) as connection:
            migrate(connection, prepared, keep_copy=False)
    except sqlite3.Error as error:
        failure = store_error(error, source)
        if failure.key in {"store_unreadable", "store_damaged"}:
            raise StoreError("restore_unusable", file=source) from error
        raise failure from error


def last_entry_in(backup: Path) -> LogEntry | None:
    """Return the last entry of a backup's log of changes; None where it can't be read."""
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            query = "SELECT seq, mark FROM change ORDER BY seq DESC LIMIT 1"
            row = opened.execute(query).fetchone()
    except sqlite3.Error:
        return None
    return LogEntry(*row) if row else LogEntry.before_all()


def _is_due(store: Store, backups: Sequence[Path], now: datetime) -> bool:
    entry = store.templates.last_entry()
    if not backups:
        return entry != LogEntry.before_all()
    size = store.size()
    interval = next(interval for most, interval in INTERVALS if size <= most)
    past = [one for one in backups if backup_time(one) <= now + CLOCK_ERROR]
    too_new = bool(past) and now - backup_time(past[0]) < interval
    return not too_new and (not past or last_entry_in(past[0]) != entry)


def _check_origin(source: Path) -> None:
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        check(connection)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > LATEST:
            raise StoreError("store_newer", file=source)
        ours = version and all(has_table(connection, table) for table in ALWAYS_THERE)
        if not (ours or (version == 0 and holds_reference_tables(connection))):
            raise StoreError("restore_unusable", file=source)
