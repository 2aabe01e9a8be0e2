"""Who was seen and isn't known: every face once, however often it came."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from face_process.errors import GalleryError
from face_process.face_service import EMBED_AT_ONCE, FaceService, decode_crop, usual_length
from face_process.stranger_groups import Faces, group_faces, readable
from face_process.track_identity import rules_for
from face_process.types import Embeddings, Match
from face_process.visits import visits
from SQL.database_operate import Store
from SQL.rows import Enrolment, NewFace
from SQL.strangers import Reading, UnknownFace

USUAL_GAP = timedelta(minutes=5)
MOST_SHOTS = 5
"""Faces that a stranger is enrolled with, and shown by."""
SAME_LOOK = 0.1
"""How much a shot must differ from those chosen (1 − cosine) to show anything new."""
CLEARLY = 0.7
"""Clarity from which a face is worth enrolling where there is a clear one already; see SHARP in
``track_identity``."""
STRAY = 0.2
"""Share of somebody's faces, the least typical, that are no shots: some got in by mistake."""


@dataclass(frozen=True, eq=False)
class Stranger:
    """Somebody who was seen and isn't known.

    Attributes:
        faces: Everything seen of them, the latest first.
        clarity: (n,) float32, how much of each face can be read, compared with enrolled photos.
        visits: How often they came.
    """

    faces: tuple[UnknownFace, ...]
    clarity: NDArray[np.float32]
    visits: int

    @property
    def ids(self) -> list[int]:
        """Rows of their sightings."""
        return [face.id for face in self.faces]

    @property
    def ignored(self) -> bool:
        """Whether the user doesn't want to see them."""
        return any(face.ignored for face in self.faces)

    @property
    def first_seen(self) -> datetime:
        """When they were first seen, UTC."""
        return min(face.glimpse.started_at for face in self.faces)

    @property
    def last_seen(self) -> datetime:
        """When they were last seen, UTC."""
        return self.faces[0].glimpse.ended_at

    @property
    def sources(self) -> list[str]:
        """Where they were seen, the latest first."""
        return list(dict.fromkeys(face.glimpse.source for face in self.faces))

    @cached_property
    def embedding(self) -> NDArray[np.float32]:
        """Their average look, (d,) float32 of unit length; clear faces count more."""
        total = np.minimum(1.0, self.clarity) @ self._vectors
        return (total / max(float(np.linalg.norm(total)), 1e-12)).astype(np.float32)

    @cached_property
    def shots(self) -> list[UnknownFace]:
        """Their best and most different looks, the best first."""
        vectors, clarity = self._vectors, np.minimum(1.0, self.clarity)
        typical = vectors @ self.embedding
        allowed = (clarity >= CLEARLY) & (typical >= np.quantile(typical, STRAY))
        first = int(np.argmax(np.where(allowed, clarity, clarity - 2)))
        chosen, news = [first], np.full(len(vectors), 2.0)
        while len(chosen) < MOST_SHOTS:
            news = np.minimum(news, 1 - vectors @ vectors[chosen[-1]])
            worth = np.where(allowed & (news > SAME_LOOK), clarity + news, -1.0)
            best = int(np.argmax(worth))
            if worth[best] < 0:
                break
            chosen.append(best)
        return [self.faces[index] for index in chosen]

    @cached_property
    def _vectors(self) -> Embeddings:
        return np.stack([face.embedding for face in self.faces])


def unread(service: FaceService) -> list[int]:
    """Return rows of unknown sightings that :func:`read_faces` has to read first."""
    model_id = service.gallery.model_id
    return [
        face.id
        for face in service.store.strangers.all()
        if face.crop_length is None or face.model_id != model_id
    ]


def read_faces(service: FaceService, ids: Sequence[int]) -> Iterator[int]:
    """Read the pictures of sightings that another model embedded, or an older FaceMind kept.

    What one model embedded can't be compared with another's, and strangers of before a switch are
    to stay known as such: the one picture takes the place of the average of looks.

    Yields:
        How many are done, after each transaction; what is done stays so when it is stopped.
    """
    strangers, model_id = service.store.strangers, service.gallery.model_id
    others = {face.id for face in strangers.all() if face.model_id != model_id}
    for start in range(0, len(ids), EMBED_AT_ONCE):
        stored = service.store.sightings.crops(ids[start : start + EMBED_AT_ONCE])
        crops = {one: crop for one, png in stored.items() if (crop := decode_crop(png)) is not None}
        vectors, lengths = service.engine.read_crops(list(crops.values()))
        readings = [
            Reading(one, float(length), vector if one in others else None)
            for one, vector, length in zip(crops, vectors, lengths, strict=True)
        ]
        nothing = np.zeros(service.engine.identity.dimension, np.float32)  # resembles nobody
        readings += [Reading(one, 0.0, nothing) for one in stored if one not in crops]
        strangers.keep_readings(model_id, readings)
        yield min(start + EMBED_AT_ONCE, len(ids))


def find_strangers(service: FaceService, gap: timedelta = USUAL_GAP) -> list[Stranger]:
    """Return everybody who was seen and isn't known, in no order.

    Who was seen again after the user ignored them is ignored from then on, in the store, too.

    Args:
        service: The recogniser; sightings that are :func:`unread` are left out.
        gap: Pause after which somebody's next sighting is another visit.
    """
    model_id = service.gallery.model_id
    faces = [
        face
        for face in service.store.strangers.all()
        if face.model_id == model_id and face.crop_length is not None
    ]
    if not faces:
        return []
    lengths = np.array([face.crop_length for face in faces], np.float32)
    clarity = lengths / (usual_length(service) or float(np.median(lengths)) or 1.0)
    numbers = np.array([face.stranger or 0 for face in faces])
    vectors = np.stack([face.embedding for face in faces])
    labels = group_faces(Faces(readable(vectors, clarity), numbers), service.threshold)
    strangers = _strangers(faces, clarity, labels, gap)
    news = [one for who in strangers if who.ignored for one in who.faces if not one.ignored]
    if news:
        service.store.strangers.ignore(face.id for face in news)
    return strangers


def resembled(service: FaceService, stranger: Stranger, apart_from: str = "") -> Match | None:
    """Return who of the known people a stranger may be after all, or None.

    Args:
        service: The recogniser.
        stranger: Who is asked for.
        apart_from: Who isn't meant.
    """
    least = rules_for(service.threshold, len(service.gallery)).average
    near = service.gallery.candidates(stranger.embedding, 2)
    return next(
        (match for match in near if match.name != apart_from and match.similarity >= least), None
    )


def name_stranger(service: FaceService, stranger: Stranger, name: str) -> Enrolment:
    """Enrol a stranger by their best shots; all that was seen of them is theirs from then on.

    Raises:
        GalleryError: The name is none, or nothing that was seen of them is there any more.
        StoreError: Nothing was kept.
    """
    shots = {face.id: face for face in stranger.shots}
    stored = service.store.sightings.crops(shots)
    crops = {one: crop for one in shots if (crop := decode_crop(stored.get(one, b""))) is not None}
    if not crops:
        raise GalleryError("stranger_gone")
    vectors = service.engine.embed_crops(list(crops.values()))
    clarity = dict(zip(stranger.ids, stranger.clarity, strict=True))
    faces = [
        NewFace(stored[one], vector, float(min(1.0, clarity[one])), shots[one].glimpse.source)
        for one, vector in zip(crops, vectors, strict=True)
    ]
    seen = {
        face.id: float(np.clip(np.max(vectors @ face.embedding), -1, 1)) for face in stranger.faces
    }
    enrolment = service.store.strangers.enrol(name, faces, service.gallery.model_id, seen)
    service.refresh()
    return enrolment


def unite_strangers(store: Store, strangers: Collection[Stranger]) -> None:
    """Say that several are one person, who is ignored only where all of them were."""
    ids = [one for who in strangers for one in who.ids]
    store.strangers.unite(ids)
    store.strangers.ignore(ids, ignored=all(who.ignored for who in strangers))


def _strangers(
    faces: Sequence[UnknownFace],
    clarity: NDArray[np.float32],
    labels: NDArray[np.int64],
    gap: timedelta,
) -> list[Stranger]:
    """Return strangers from their faces' labels."""
    who = {face.id: int(label) for face, label in zip(faces, labels, strict=True)}
    found = visits((face.glimpse for face in faces), gap, lambda glimpse: who[glimpse.id])
    times = Counter(who[visit.best] for visit in found)
    members: dict[int, list[int]] = defaultdict(list)
    for index, label in enumerate(labels.tolist()):
        members[label].append(index)
    return [
        Stranger(tuple(faces[index] for index in latest), clarity[latest], times[label])
        for label, some in members.items()
        for latest in [_latest_first(faces, some)]
    ]


def _latest_first(faces: Sequence[UnknownFace], indices: Iterable[int]) -> list[int]:
    return sorted(
        indices, key=lambda one: (faces[one].glimpse.ended_at, faces[one].id), reverse=True
    )
