"""Look into a backup before it is put in place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from SQL.backups import prepare
from SQL.database_copy import remove_database
from SQL.queries import read_contents
from SQL.rows import Contents


def contents_of(source: Path, scratch: Path) -> Contents:
    """Return how much a backup, or another database that can be restored, holds.

    Args:
        source: The backup.
        scratch: A file to bring a copy of it into today's form in; it is removed again.

    Raises:
        StoreError: It is no such database, or damaged.
    """
    try:
        prepare(source, scratch)
        with closing(sqlite3.connect(scratch)) as connection:
            return read_contents(connection)
    finally:
        remove_database(scratch)
