"""What is left of faces that were followed, once they are gone."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from face_process.types import Image, TrackedFace

REJOINED = 1.0
"""Seconds within which a person who is named again was never gone: they turned, or it was cut."""
MOSTLY_NAMELESS = 4
"""Times as many frames without a name as with it, from which a face is a stranger's after all."""
MOST_ENDED = 100


@dataclass(frozen=True, slots=True, eq=False)
class EndedTrack:
    """What is left of a face that was followed.

    Attributes:
        face: As it was shown at its most similar under the name that it had for longest.
        until: When it was shown last, in the frames' time.
        crop: Its best look, (112, 112, 3) uint8 BGR.
        embedding: Its average look, (d,) float32 of unit length.
        weight: What the best look counts.
    """

    face: TrackedFace
    until: float
    crop: Image
    embedding: NDArray[np.float32]
    weight: float = 0.0


class TakesEnded(Protocol):
    """Something that faces are told to whose following ended."""

    def add(
        self, ended: Iterable[EndedTrack], now: float | None = None, ahead: float = 0.0
    ) -> None:
        """Take faces; see :meth:`SightingLog.add`."""


@dataclass(slots=True, eq=False)
class ShownAs:
    """As whom a face was shown, and for how many frames."""

    last: str | None = None
    _frames: Counter[int] = field(default_factory=Counter)
    _best: dict[int, TrackedFace] = field(default_factory=dict)
    _nameless: int = 0

    def take(self, face: TrackedFace) -> None:
        """Take in how it is shown in a frame."""
        self.last = face.name
        if face.name is None or face.nearest is None:
            self._nameless += face.decided
            return
        person = face.nearest.person_id
        self._frames[person] += 1
        best = self._best.get(person)
        if best is None or face.nearest.similarity >= best.nearest.similarity:
            self._best[person] = face
        elif best.name != face.name:  # renamed meanwhile
            self._best[person] = replace(best, name=face.name)

    @property
    def mostly(self) -> TrackedFace | None:
        """The face under the name that it had for longest; None where it mostly had none."""
        if not self._frames:
            return None
        ((person, frames),) = self._frames.most_common(1)
        return self._best[person] if MOSTLY_NAMELESS * frames >= self._nameless else None


class Returning(Protocol):
    """A face that may be one that has just been lost."""

    since: float

    def rejoin(self, ended: EndedTrack) -> None:
        """Take over what was known."""


class Departures:
    """Faces that are gone; each is kept for a moment, as whoever is named again was there."""

    def __init__(self) -> None:
        self._left: list[EndedTrack] = []
        self._gone: deque[EndedTrack] = deque(maxlen=MOST_ENDED)

    def add(self, ended: Iterable[EndedTrack]) -> None:
        """Take in whose following ended."""
        self._left += ended

    def rejoin(self, person_id: int, track: Returning) -> None:
        """Give a face that was named what was known of the same person a moment ago."""
        for ended in self._left:
            known, gap = ended.face.nearest, track.since - ended.until
            same = ended.face.name is not None and known is not None
            if same and known.person_id == person_id and 0 <= gap <= REJOINED:
                track.rejoin(ended)
                self._left.remove(ended)
                return

    def take(self, time: float) -> list[EndedTrack]:
        """Return who won't come back any more, each once; at most the newest 100."""
        self._gone += [one for one in self._left if time - one.until > REJOINED]
        self._left = [one for one in self._left if time - one.until <= REJOINED]
        gone, self._gone = list(self._gone), deque(maxlen=MOST_ENDED)
        return gone
