"""What a threshold does to the people who are enrolled: who is still recognised, who mixed up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.face_service import FaceService
from SQL.rows import Templates

MOST_FACES = 2_000
"""Faces compared with each other: 4 million similarities, a tenth of a second."""
NOBODY = -2.0
"""Stands for a similarity where there is nobody to compare with; no cosine is as low."""


@dataclass(frozen=True, slots=True)
class ClosestPeople:
    """The two different people who look most alike.

    Attributes:
        names: Theirs.
        similarity: Of their two most similar faces.
    """

    names: tuple[str, str]
    similarity: float


@dataclass(frozen=True, slots=True)
class ThresholdEffect:
    """What a threshold does to faces of people with more than one.

    Each face is compared with all the others, as if it came newly.

    Attributes:
        threshold: The threshold.
        faces: How many faces were tried.
        recognised: How many got their own person's name.
        mixed_up: How many got somebody else's.
    """

    threshold: float
    faces: int
    recognised: int
    mixed_up: int

    @property
    def unknown(self) -> int:
        """How many got no name."""
        return self.faces - self.recognised - self.mixed_up


@dataclass(frozen=True, slots=True, eq=False)
class GalleryLikeness:
    """How alike the enrolled faces are, measured once for every threshold.

    Attributes:
        own: (n,) float32: the highest similarity of a face to another one of its person, for
            each face of people who have several.
        others: (n,) float32: the same face's highest similarity to somebody else; NOBODY where
            there is nobody else.
        people: How many people have several faces.
        closest: The two people who are most alike; None where there are no two.
        compared: How many faces were compared.
        enrolled: How many there are: more where only a part was compared.
    """

    own: NDArray[np.float32]
    others: NDArray[np.float32]
    people: int
    closest: ClosestPeople | None
    compared: int
    enrolled: int

    def at(self, threshold: float) -> ThresholdEffect:
        """Return what a threshold does, a cosine similarity in [-1, 1]."""
        named = np.maximum(self.own, self.others) >= threshold
        right = named & (self.own >= self.others)
        recognised = int(right.sum())
        return ThresholdEffect(threshold, len(self.own), recognised, int(named.sum()) - recognised)


def measure_likeness(service: FaceService, most: int = MOST_FACES) -> GalleryLikeness:
    """Compare enrolled faces with each other; in a large gallery some whole people's.

    Args:
        service: The recogniser with its people.
        most: How many faces at most.
    """
    service.refresh()
    stored, model_id = service.store.templates, service.gallery.model_id
    found = stored.of_some_people(model_id, most)
    own, others, nearest = _likeness(found)
    _, owners, counts = np.unique(found.person_ids, return_inverse=True, return_counts=True)
    several = counts[owners] > 1
    return GalleryLikeness(
        own[several],
        others[several],
        int((counts > 1).sum()),
        _closest(service, found, others, nearest),
        len(found.face_ids),
        stored.count(model_id),
    )


def _likeness(
    found: Templates,
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """Return each face's similarity to its own person and to others, and the nearest of these."""
    if len(found.face_ids) == 0:
        return np.empty(0, np.float32), np.empty(0, np.float32), np.empty(0, np.int64)
    similarities = np.clip(found.vectors @ found.vectors.T, -1, 1)  # (n, n)
    same = found.person_ids[:, None] == found.person_ids[None]  # (n, n)
    apart = np.where(same, np.float32(NOBODY), similarities)
    nearest = apart.argmax(axis=1)
    np.fill_diagonal(similarities, NOBODY)  # a face doesn't recognise itself
    together = np.where(same, similarities, np.float32(NOBODY))
    return together.max(axis=1), apart.max(axis=1), nearest


def _closest(
    service: FaceService,
    found: Templates,
    others: NDArray[np.float32],
    nearest: NDArray[np.int64],
) -> ClosestPeople | None:
    if len(others) == 0 or others.max() == NOBODY:
        return None
    one = int(others.argmax())
    pair = [int(found.person_ids[index]) for index in (one, nearest[one])]
    names = {person.id: person.name for person in service.store.people.all()}
    if not all(person_id in names for person_id in pair):  # removed a moment ago
        return None
    return ClosestPeople((names[pair[0]], names[pair[1]]), float(others[one]))
