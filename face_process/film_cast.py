"""Everybody in a film, known or not, each with a look by which their name can be questioned."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from face_process.ended_tracks import EndedTrack, TakesEnded
from face_process.face_service import FaceService, usual_length
from face_process.film import fingerprint
from face_process.shown_face import UNKNOWN, NamedSo, ShownFace
from face_process.sightings import LEAST_SECONDS
from face_process.stranger_groups import Faces, group_faces, readable
from face_process.timeline import Appearance, Timeline
from face_process.track_identity import LEAST_CLARITY
from face_process.types import Image, Match
from face_process.video_recognize import VideoFrame
from SQL.database_operate import Store
from SQL.sighting_rows import Glimpse, Scope

MOST_STRANGERS = 300
"""Faces without a name of which looks are kept, those seen longest: 12 MB."""
SAME_MOMENT = 1e-3
"""Seconds by which a time of the store may differ."""


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """Somebody in a film.

    Attributes:
        match: As whom they are shown, with the best similarity; None for a stranger.
        least: What that had to reach.
        start: When they are first seen, in seconds by a player's clock.
        end: When they are last seen.
        times: In how many stretches they are seen.
        picture: Their face, uint8 BGR.
        crop: Their best look, (112, 112, 3) uint8 BGR, aligned; None where there was none.
        sightings: Rows of what the store keeps of them from this film.
    """

    match: Match | None
    least: float
    start: float
    end: float
    times: int
    picture: Image
    crop: Image | None
    sightings: tuple[int, ...] = ()

    @property
    def name(self) -> str | None:
        """Who it is; None for a stranger."""
        return self.match.name if self.match else None

    def face(self, service: FaceService, source: str) -> ShownFace:
        """Return their best look as it is to be questioned.

        Args:
            service: The recogniser.
            source: The film's name.
        """
        vector = service.engine.embed_crops([self.crop])[0]
        so = UNKNOWN
        if self.match is not None:
            so = NamedSo(self.match.person_id, self.match.similarity, self.least)
        model_id = service.gallery.model_id
        return ShownFace(self.crop, vector, model_id, None, source, named_so=so)


def give(store: Store, member: Member, match: Match | None, least: float) -> Member:
    """Say who somebody in a film is; what the store keeps of them there is theirs, too.

    Args:
        store: Where the sightings are.
        member: Who was corrected.
        match: Who it is; None where nobody knows.
        least: What its similarity has to reach.
    """
    store.sightings.assign(member.sightings, match.person_id if match else None)
    return replace(member, match=match, least=least)


class FilmCast:
    """Collects who is in a film; it grows with people, not with frames.

    Args:
        log: What else is told of the faces whose following ended.

    Attributes:
        strangers: Whether a face without a name was in any frame.
    """

    def __init__(self, log: TakesEnded) -> None:
        self._timeline = Timeline()
        self.strangers = False
        self._log = log
        self._nameless: list[tuple[EndedTrack, float]] = []  # and how far players are ahead

    def see(self, frame: VideoFrame) -> None:
        """Take in the next frame."""
        self._timeline.add(frame)
        self.strangers = self.strangers or any(face.name is None for face in frame.faces)

    def add(
        self, ended: Iterable[EndedTrack], now: float | None = None, ahead: float = 0.0
    ) -> None:
        """Take faces whose following ended, as :meth:`SightingLog.add` does."""
        ended = list(ended)
        self._log.add(ended, now, ahead)
        self._nameless += [
            (one, ahead) for one in ended if one.face.name is None and _lasted(one) >= LEAST_SECONDS
        ]
        if len(self._nameless) > 2 * MOST_STRANGERS:
            self._forget_short_ones()

    def members(self, service: FaceService, film: Path) -> list[Member]:
        """Return everybody, the known first, each part in order of their starts.

        Call it when the film has ended and the log has written what it knows.

        Args:
            service: The recogniser.
            film: The file.
        """
        kept = _kept(service.store, film)
        self._forget_short_ones()
        strangers = (_stranger(parts, kept) for parts in self._grouped(service))
        return [*self.known(kept), *sorted(strangers, key=lambda one: one.start)]

    def known(self, kept: Sequence[Glimpse] = ()) -> list[Member]:
        """Return the known people so far, with what of these sightings is theirs."""
        return [_known(one, kept) for one in self._timeline.appearances()]

    def _forget_short_ones(self) -> None:
        longest = sorted(self._nameless, key=lambda one: _lasted(one[0]), reverse=True)
        self._nameless = longest[:MOST_STRANGERS]

    def _grouped(self, service: FaceService) -> Iterator[list[tuple[EndedTrack, float]]]:
        """Yield the faces of each stranger, the clearest first; those that can't be read not."""
        if not self._nameless:
            return
        lengths = service.engine.read_crops([one.crop for one, _ in self._nameless])[1]
        clarity = lengths / (usual_length(service) or float(np.median(lengths)) or 1.0)
        vectors = np.stack([one.embedding for one, _ in self._nameless])
        faces = Faces(readable(vectors, clarity), np.zeros(len(vectors), np.int64))
        groups: dict[int, list[int]] = defaultdict(list)
        for index, label in enumerate(group_faces(faces, service.threshold).tolist()):
            if clarity[index] >= LEAST_CLARITY:
                groups[label].append(index)
        for group in groups.values():
            group.sort(key=lambda index: clarity[index], reverse=True)
            yield [self._nameless[index] for index in group]


def _known(one: Appearance, kept: Sequence[Glimpse]) -> Member:
    sightings = tuple(
        seen.id
        for seen in kept
        if seen.person_id == one.best.person_id
        and seen.from_seconds <= one.end
        and one.start <= seen.to_seconds
    )
    return Member(one.best, one.least, one.start, one.end, 1, one.picture, one.crop, sightings)


def _stranger(parts: Sequence[tuple[EndedTrack, float]], kept: Sequence[Glimpse]) -> Member:
    best = parts[0][0]
    spans = [(one.face.since + ahead, one.until + ahead) for one, ahead in parts]
    sightings = tuple(seen.id for seen in kept if seen.person_id is None and _is_one(seen, spans))
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    least = best.face.threshold
    return Member(None, least, start, end, len(parts), best.crop, best.crop, sightings)


def _is_one(seen: Glimpse, spans: Sequence[tuple[float, float]]) -> bool:
    """Return whether a sighting is of one of these stretches."""
    return any(
        math.isclose(seen.from_seconds, start, abs_tol=SAME_MOMENT)
        and math.isclose(seen.to_seconds, end, abs_tol=SAME_MOMENT)
        for start, end in spans
    )


def _kept(store: Store, film: Path) -> list[Glimpse]:
    """Return what the store keeps of a film, whenever it was recognised."""
    clip = fingerprint(film)
    if clip is None:
        return []
    with store.sightings.glimpses(scope=Scope(source=film.name)) as glimpses:
        return [one for one in glimpses if one.clip == clip and one.from_seconds is not None]


def _lasted(one: EndedTrack) -> float:
    return one.until - one.face.since
