"""Is a database open, in this process or another?"""

from __future__ import annotations

import os
from pathlib import Path

from SQL.connections import Connections

try:
    import fcntl
except ImportError:  # Windows, which refuses to rename a file that is in use
    fcntl = None

SHARED_LOCK = (510, 0x40000002)
"""Length and place of the bytes that SQLite locks in a database that is open (os_unix.c)."""


def in_use(database: Path) -> bool:
    """Return whether anybody has a database open, as far as the system tells.

    Raises:
        OSError: It can't be opened.
    """
    # Closing a file drops every lock that this process has on it, SQLite's too.
    if Connections.open_here(database):
        return True
    if fcntl is None:
        return False
    number = os.open(database, os.O_RDWR)
    try:
        fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB, *SHARED_LOCK)
    except OSError:
        return True
    finally:
        os.close(number)
    return False
