"""Settings that are kept with the people: they hold for every command, window and page."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from face_process.errors import SettingsError
from merge.settings import Settings, parse_setting
from SQL.database_operate import Store

log = logging.getLogger(__name__)

CHOSEN_PACK = "pack"
"""Name of the store's setting that remembers the pack chosen with ``models use``."""
STARTER_TOLD = "starter_told"
"""Name of the store's setting that remembers that the user knows of something better."""
KEPT = (
    *("threshold", "device", "camera", "language"),
    *("sightings", "sightings_days", "visit_gap"),
)
"""Settings that can be kept with the people, under their own names, besides the pack."""


def with_kept(settings: Settings, store: Store) -> Settings:
    """Return the settings with what is kept with the people in place of defaults.

    What a flag or the environment gave stays. A kept value that makes no sense is passed over.

    Args:
        settings: As the command line and the environment give them.
        store: Where the others are kept.

    Raises:
        StoreError: The store can't be read.
    """
    return overlaid(settings, store.settings())


def overlaid(settings: Settings, kept: Mapping[str, str]) -> Settings:
    """Return the settings with kept ones, by name, in place of defaults; see :func:`with_kept`."""
    for name in KEPT:
        if name in settings.given or name not in kept:
            continue
        try:
            value = parse_setting(name, kept[name], name)
            # The language is that of the page's newcomers; a terminal speaks its system's.
            field = "newcomers_language" if name == "language" else name
            settings = settings if value is None else replace(settings, **{field: value})
        except SettingsError as error:
            log.warning("a kept setting is passed over: %s", error)
    return settings


def keep_setting(store: Store, name: str, written: str | None) -> None:
    """Keep a setting with the people, or forget it so that its default counts again.

    Args:
        store: Where.
        name: One of KEPT.
        written: The value as the environment would have it; None forgets it.

    Raises:
        SettingsError: It makes no sense; nothing was kept.
        StoreError: It can't be written.
    """
    if written is not None:
        value = parse_setting(name, written, name)
        written = None if value is None else written
        Settings(**({} if value is None else {name: value}))
    store.set_setting(name, written)
