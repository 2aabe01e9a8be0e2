"""Strangers that were grouped already, until something about them changes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from face_process.errors import GalleryError
from face_process.face_service import FaceService
from face_process.strangers import Stranger, find_strangers


@dataclass(frozen=True, slots=True, eq=False)
class _Grouped:
    """Strangers, and what they were grouped from.

    Attributes:
        key: Differs wherever a new grouping may.
        strangers: Everybody.
        by_sighting: The same by each row of their sightings.
        whole: Whether no sighting was left out that has to be read first.
    """

    key: tuple[object, ...]
    strangers: Sequence[Stranger]
    by_sighting: dict[int, Stranger]
    whole: bool

    def is_of(self, key: tuple[object, ...]) -> bool:
        """Return whether this is all that there is, as long as the key is this one."""
        return self.whole and self.key == key


class StrangerBook:
    """Groups strangers when they are asked for and have changed; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._grouped = _Grouped((), (), {}, whole=False)

    def is_current(self, service: FaceService, gap: timedelta) -> bool:
        """Return whether nothing has changed since the last time, and nothing was left out."""
        return self._grouped.is_of(_key(service, gap))

    def strangers(self, service: FaceService, gap: timedelta) -> Sequence[Stranger]:
        """Return everybody who was seen and isn't known; see :func:`find_strangers`."""
        return self._read(service, gap).strangers

    def of(self, service: FaceService, gap: timedelta, sighting: int) -> Stranger:
        """Return whose sighting that is.

        Raises:
            GalleryError: It is nobody's any more.
        """
        stranger = self._read(service, gap).by_sighting.get(sighting)
        if stranger is None:
            raise GalleryError("stranger_gone")
        return stranger

    def _read(self, service: FaceService, gap: timedelta) -> _Grouped:
        if not self.is_current(service, gap):
            with self._lock:
                # Who is ignored from now on changes the store: then it is found anew next time.
                key = _key(service, gap)
                if not self._grouped.is_of(key):
                    found = find_strangers(service, gap)
                    by_sighting = {one: who for who in found for one in who.ids}
                    # Reading what was left out is no change of the store's state.
                    whole = len(by_sighting) == key[0][0]
                    self._grouped = _Grouped(key, found, by_sighting, whole)
        return self._grouped


def _key(service: FaceService, gap: timedelta) -> tuple[object, ...]:
    return service.store.strangers.state(), service.gallery.model_id, service.threshold, gap
