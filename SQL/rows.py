"""What the store hands out and takes in: people, faces and their vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody enrolled.

    Attributes:
        id: Row in the store.
        name: Unique, NFC, 1–64 characters.
        faces: How many faces of theirs are kept.
        created_at: When they were first enrolled, UTC.
    """

    id: int
    name: str
    faces: int
    created_at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class NewFace:
    """A face to keep.

    Attributes:
        crop: Aligned 112×112 crop as PNG, or None where there is none.
        vector: (d,) float32 of unit length.
        quality: 0 … 1, or None where it wasn't judged.
        source: Where it comes from: a file's name, or ``camera``.
    """

    crop: bytes | None
    vector: NDArray[np.float32]
    quality: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What was stored: the person, their new faces, and whether the person is new."""

    person_id: int
    name: str
    face_ids: tuple[int, ...]
    created: bool


@dataclass(frozen=True, slots=True, eq=False)
class Templates:
    """Enrolled faces as one recognition model sees them.

    Attributes:
        face_ids: (n,) int64.
        person_ids: (n,) int64, whose face each row is.
        vectors: (n, d) float32 unit rows.
        names: Name of every person named in ``person_ids``.
    """

    face_ids: NDArray[np.int64]
    person_ids: NDArray[np.int64]
    vectors: NDArray[np.float32]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What happened to the store after a point in its log.

    Attributes:
        seq: The log's last entry now; the point from which to ask next.
        touched: Faces that were added, moved, embedded or removed.
        templates: Those of them that are there now, with a vector of the model asked for.
        renamed: New names of people, by id.
    """

    seq: int
    touched: frozenset[int]
    templates: Templates
    renamed: Mapping[int, str]
