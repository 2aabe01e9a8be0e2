"""Open the store: repaired where it was damaged, and with a backup of what was changed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from face_process.errors import StoreError
from merge.progress import Tell
from merge.settings import Settings
from SQL.backup_keeper import BackupKeeper
from SQL.backups import QUICKLY_COPIED, keep_backup
from SQL.database_operate import Store
from SQL.repair import Repaired, repair, repair_where_needed
from SQL.rows import ImportedReference
from UI.texts import Language, text

log = logging.getLogger(__name__)

MANY_CHANGES = 1000
"""Changes after which a command's end may take longer."""


def open_store(settings: Settings, tell: Tell = log.warning) -> Store:
    """Return the store of known people, repaired where it was damaged.

    Args:
        settings: Where it is.
        tell: Is told of a repair, and of what was taken over from the reference program.

    Raises:
        StoreError: It can't be opened.
    """
    repaired = repair_where_needed(settings.database)
    try:
        store = Store(settings.database)
    except StoreError as error:
        if error.key not in {"store_damaged", "store_unreadable"}:
            raise
        repaired = repair(settings.database)
        if repaired is None:
            raise
        store = Store(settings.database)
    if repaired:
        tell(_what_became(repaired, settings.language))
    if store.imported:
        for sentence in _what_was_imported(store.imported, settings.language):
            tell(sentence)
    return store


@contextmanager
def opened_store(settings: Settings, tell: Tell = log.warning) -> Iterator[Store]:
    """Open the store for one command, and see that what it changed has a backup.

    Raises:
        StoreError: It can't be opened.
    """
    with open_store(settings, tell) as store:
        before = store.templates.last_entry()
        yield store
        changes = store.templates.last_entry().seq - before.seq
        if changes and (changes >= MANY_CHANGES or store.size() <= QUICKLY_COPIED):
            try:
                keep_backup(store)
            except OSError as error:
                failure = StoreError("store_failed", file=store.file, reason=error)
                tell(_no_backup(failure, settings.language))
            except StoreError as error:
                tell(_no_backup(error, settings.language))


@contextmanager
def kept_store(settings: Settings, tell: Tell = log.warning) -> Iterator[Store]:
    """Open the store for as long as a page or window runs, with backups while it changes.

    Raises:
        StoreError: It can't be opened.
    """

    def tell_error(error: StoreError) -> None:
        tell(_no_backup(error, settings.language))

    with open_store(settings, tell) as store, BackupKeeper(store, tell_error):
        yield store


def _what_was_imported(imported: ImportedReference, language: Language) -> Iterator[str]:
    counts = {"people": imported.people, "faces": imported.faces, "original": imported.original}
    yield text(language, "cli.reference_imported", **counts)
    if imported.unusable:
        yield text(language, "cli.reference_unusable", count=imported.unusable)


def _no_backup(error: StoreError, language: Language) -> str:
    return text(language, "cli.no_backup", reason=error.sentence(language))


def _what_became(repaired: Repaired, language: Language) -> str:
    there = repaired.salvaged
    facts: dict[str, object] = {
        "people": there.people,
        "faces": there.faces,
        "saved": there.saved,
        "file": repaired.damaged,
    }
    if repaired.backup:
        time = f"{repaired.backup.astimezone():%Y-%m-%d %H:%M}"
        sentence = text(language, "cli.repaired", time=time, **facts)
    else:
        sentence = text(language, "cli.repaired_alone", **facts)
    if there.lost:
        sentence += " " + text(language, "cli.repaired_lost", count=there.lost)
    return sentence
