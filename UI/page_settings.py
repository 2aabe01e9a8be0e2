"""The settings of a page that runs, which may change while it does."""

from __future__ import annotations

import logging

from face_process.errors import SettingsError, StoreError
from merge.kept_settings import CHOSEN_PACK, keep_setting, overlaid
from merge.settings import Settings, environment_name, flag_name
from SQL.database_operate import Store

log = logging.getLogger(__name__)


class PageSettings:
    """What counts now: given by flag or environment, else kept with the people, else the default.

    What a visitor or another program keeps is noticed at the next look; usable from any thread.

    Args:
        given: As the command line and the environment give them.
        store: Where the others are kept.

    Raises:
        StoreError: The store can't be read.
    """

    def __init__(self, given: Settings, store: Store) -> None:
        self._given = given
        self._store = store
        self._kept = store.settings()
        self._now = overlaid(given, self._kept)

    @property
    def now(self) -> Settings:
        """The settings that count; the same object until one of them changes."""
        self._look()
        return self._now

    @property
    def chosen_pack(self) -> str | None:
        """Name or folder of the model pack chosen last; None where none is or it doesn't count."""
        self._look()
        return None if self.is_fixed(CHOSEN_PACK) else self._kept.get(CHOSEN_PACK)

    def is_fixed(self, name: str) -> bool:
        """Return whether a setting was given by flag or environment and can't be chosen."""
        own_model = name == CHOSEN_PACK and "recognition_model" in self._given.given
        return own_model or name in self._given.given

    def change(self, name: str, written: str | None) -> None:
        """Keep a setting for this page, other commands and later starts.

        Args:
            name: Of one that can be kept.
            written: The value as the environment would have it; None goes back to the default.

        Raises:
            SettingsError: It makes no sense or can't be chosen; nothing was changed.
            StoreError: It can't be written.
        """
        self.check_free(name)
        keep_setting(self._store, name, written)

    def choose_pack(self, name: str) -> None:
        """Remember a model pack as ``models use`` does."""
        self._store.set_setting(CHOSEN_PACK, name)

    def check_free(self, name: str) -> None:
        """Refuse to change what was given by flag or environment.

        Raises:
            SettingsError: It was, and can't be chosen.
        """
        if self.is_fixed(name):
            by = name if name in self._given.given else "recognition_model"
            facts = {"flag": flag_name(by), "variable": environment_name(by)}
            raise SettingsError("setting_fixed", **facts)

    def _look(self) -> None:
        try:
            kept = self._store.settings()
        except StoreError as error:  # what counted a moment ago still does
            log.warning("the kept settings can't be read: %s", error)
            return
        if kept != self._kept:
            # In this order: who sees the new ones as known must find what they lead to.
            self._now = overlaid(self._given, kept)
            self._kept = kept
