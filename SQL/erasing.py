"""Erase everything: everybody enrolled, everything seen, and every copy of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from face_process.errors import StoreError
from SQL.copies import copies_of
from SQL.database_copy import remove_database
from SQL.database_operate import Store
from SQL.row_cache import cache_files, remove_caches
from SQL.rows import Contents


@dataclass(frozen=True, slots=True)
class Erased:
    """What is gone.

    Attributes:
        contents: How much the database held.
        copies: The backups and other copies beside it that were deleted.
    """

    contents: Contents
    copies: tuple[Path, ...]


def erase_everything(store: Store) -> Erased:
    """Remove all people, faces, rejections and sightings, with backups, copies and caches.

    Settings, model packs and recognition models' names stay. The store can be used on.

    Raises:
        StoreError: The database can't be written, and nothing was changed; or it is empty, but
            copies are left, or traces in its log.
    """
    contents = store.contents()
    store_error: StoreError | None = None
    try:
        store.empty()
    except StoreError as error:
        if error.key not in {"traces_left", "traces_left_busy"}:
            raise
        store_error = error
    # Only now: a backup that somebody began before can't be finished once its file is gone.
    copies = copies_of(store.file)
    for copy in copies:
        with suppress(OSError):  # Windows: somebody has it open
            remove_database(copy)
    remove_caches(store.file)
    left = [*copies_of(store.file), *cache_files(store.file)]
    if left:
        raise StoreError("copies_left", files=", ".join(map(str, left)))
    if store_error is not None:
        raise store_error
    return Erased(contents, tuple(copies))
