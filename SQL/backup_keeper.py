"""Back a store up in the background while it is in use, and read it through once a day."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from face_process.errors import StoreError
from SQL.backups import QUICKLY_COPIED, keep_backup
from SQL.connections import is_damage, suspected_file
from SQL.database_copy import check
from SQL.database_operate import Store

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
"""Between two looks whether a backup is due."""
LEAVING_SECONDS = 10.0
"""How long the end waits for a backup under way, which leaves nothing half-written."""
CHECK_AGE = timedelta(days=1)
"""How old the last reading through may get."""
CHECKED = "checked_at"
"""Name of the setting that remembers it."""


class BackupKeeper:
    """A context manager whose thread keeps backups while what is inside runs.

    Args:
        store: What to keep backups of.
        tell: Is told, once, that the store is damaged or that there can be no backup.
    """

    def __init__(self, store: Store, tell: Callable[[StoreError], None]) -> None:
        self._store = store
        self._tell = tell
        self._told: set[str] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(LEAVING_SECONDS)

    def _run(self) -> None:
        if not os.access(self._store.file.parent, os.W_OK):
            return  # nothing can change there
        stopped = self._stop.wait(LOOK_SECONDS)  # a start is not the time for it
        while not stopped:
            self._look()
            stopped = self._stop.wait(LOOK_SECONDS)
        if self._store.size() <= QUICKLY_COPIED:
            self._guarded(lambda: keep_backup(self._store))

    def _look(self) -> None:
        self._guarded(self._read_through)
        self._guarded(lambda: keep_backup(self._store))

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            try:
                work()
            except (OSError, sqlite3.Error) as error:
                raise StoreError("store_failed", file=self._store.file, reason=error) from error
        except StoreError as error:
            log.warning("%s", error)
            if error.key not in self._told:
                self._told.add(error.key)
                self._tell(error)

    def _read_through(self) -> None:
        """Read the whole file where that is due.

        Raises:
            StoreError: It is damaged; it will be repaired at the next start.
        """
        last = self._store.setting(CHECKED)
        if last and datetime.now(UTC) - datetime.fromisoformat(last) < CHECK_AGE:
            return
        began = time.monotonic()
        with closing(sqlite3.connect(self._store.file)) as connection:
            try:
                check(connection)
            except sqlite3.Error as error:
                if not is_damage(error):
                    raise StoreError("store_failed", file=self._store.file, reason=error) from error
                suspected_file(self._store.file).touch()
                raise StoreError("store_damaged", file=self._store.file) from error
        log.info("%s is sound; reading it took %.1f s", self._store.file, time.monotonic() - began)
        self._store.set_setting(CHECKED, datetime.now(UTC).isoformat(timespec="seconds"))
