"""Notice a damaged database, and make it whole again from its newest backup and its own rows."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from face_process.errors import StoreError
from SQL.backups import backup_time, backups_of, prepare, put_aside
from SQL.connections import BUSY_SECONDS, is_damage, suspected_file
from SQL.database_copy import check, remove_database, sync
from SQL.in_use import in_use
from SQL.migrations import migrate
from SQL.row_cache import cache_files
from SQL.salvage import Salvaged, salvage

log = logging.getLogger(__name__)

CHECKED_AT_START = 16_000_000
"""Bytes up to which a database is checked before it is opened where its last end was unclean;
this takes a few hundredths of a second. A larger one is checked while it is in use."""
LONGEST_REPAIR = 600
"""Seconds to wait for another process that checks or repairs it."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of a damaged database.

    Attributes:
        backup: When the backup was taken that it was restored from, UTC; None without one.
        salvaged: What was saved from the damaged database itself.
        damaged: Where the damaged database was put.
    """

    backup: datetime | None
    salvaged: Salvaged
    damaged: Path


def repair_where_needed(database: Path) -> Repaired | None:
    """Check a database whose last end was unclean or that was found damaged, and repair it.

    Called before it is opened. Where there is nothing to repair it from, it is left as it is.

    Raises:
        StoreError: It is damaged, and other programs have it open.
    """
    suspected = suspected_file(database).exists()
    if not database.is_file() or not (suspected or _ended_uncleanly(database)):
        return None
    return repair(database)


def repair(database: Path) -> Repaired | None:
    """Repair a database if it is damaged; see :func:`repair_where_needed`."""
    from filelock import FileLock, Timeout  # needed after an accident only

    try:
        with FileLock(_lock_file(database), timeout=LONGEST_REPAIR):
            if is_sound(database):
                suspected_file(database).unlink(missing_ok=True)
                return None
            return _repair(database)
    except (Timeout, OSError) as error:
        log.warning("%s can't be checked: %s", database, error)
        return None
    finally:
        with suppress(OSError):
            _lock_file(database).unlink()


def is_sound(database: Path) -> bool:
    """Return whether a database can be read from end to end; True where another error says no."""
    try:
        with closing(sqlite3.connect(database, timeout=BUSY_SECONDS)) as connection:
            check(connection)
    except sqlite3.Error as error:
        return not is_damage(error)
    return True


def _repair(database: Path) -> Repaired | None:
    if in_use(database):
        raise StoreError("store_damaged_in_use", file=database)
    whole = database.with_name(f"{database.name}.repair")
    try:
        backup = _start_from(database, whole)
        salvaged = salvage(database, whole)
        if backup is None and not salvaged.people:
            return None  # perhaps no database of ours at all
        if in_use(database):
            raise StoreError("store_damaged_in_use", file=database)
        damaged = put_aside(database)
        sync(whole)
        whole.rename(database)
        sync(database.parent)
    finally:
        remove_database(whole)
    for file in (*cache_files(database), suspected_file(database)):
        file.unlink(missing_ok=True)
    repaired = Repaired(backup_time(backup) if backup else None, salvaged, damaged)
    log.warning("%s was damaged and is repaired: %s", database, repaired)
    return repaired


def _start_from(database: Path, whole: Path) -> Path | None:
    """Make the new database from the newest backup that is sound, or else an empty one."""
    for backup in backups_of(database):
        try:
            prepare(backup, whole)
        except StoreError as error:
            log.warning("the backup %s is passed over: %s", backup.name, error)
        else:
            return backup
    remove_database(whole)
    with closing(sqlite3.connect(whole, isolation_level=None)) as connection:
        migrate(connection, whole)
    return None


def _lock_file(database: Path) -> Path:
    return database.with_name(f"{database.name}.repair.lock")


def _ended_uncleanly(database: Path) -> bool:
    """Return whether changes wait in the log beside a small database: its last user died."""
    waiting = database.with_name(f"{database.name}-wal")
    try:
        small = database.stat().st_size <= CHECKED_AT_START
        return small and waiting.stat().st_size > 0 and not in_use(database)
    except OSError:
        return False
