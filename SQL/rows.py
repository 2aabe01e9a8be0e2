"""What the store hands out and takes in: people, faces and their vectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

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
        note: What the user wrote about them; may be empty.
    """

    id: int
    name: str
    faces: int
    created_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a database holds.

    Attributes:
        people: How many people.
        faces: How many faces of theirs.
        sightings: How often somebody was seen.
    """

    people: int
    faces: int
    sightings: int


@dataclass(frozen=True, slots=True)
class ImportedReference:
    """What was taken over from a database of the reference program.

    Attributes:
        people: How many people.
        faces: How many faces of theirs.
        unusable: Rows without a usable crop, of which only the name is kept.
        original: The copy that was kept of the database as it was.
    """

    people: int
    faces: int
    unusable: int
    original: Path


@dataclass(frozen=True, slots=True)
class StoredFace:
    """An enrolled face, without its picture.

    Attributes:
        id: Row in the store.
        person_id: Whose it is.
        quality: 0 … 1, or None where it wasn't judged.
        source: Where it comes from: a file's name, ``camera`` or ``reference``.
        created_at: When it was enrolled, UTC.
        has_crop: Whether its picture is there.
    """

    id: int
    person_id: int
    quality: float | None
    source: str
    created_at: datetime
    has_crop: bool


@dataclass(frozen=True, slots=True, eq=False)
class NewFace:
    """A face to keep.

    Attributes:
        crop: Aligned 112×112 crop as PNG, or None where there is none.
        vector: (d,) float32 of unit length.
        quality: 0 … 1, or None where it wasn't judged.
        source: Where it comes from: a file's name, or ``camera``.
        photo_sha256: Of the whole photo's file, in hexadecimal; None where it is no file.
    """

    crop: bytes | None
    vector: NDArray[np.float32]
    quality: float | None
    source: str
    photo_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoFace:
    """A face that was enrolled from a photo.

    Attributes:
        sha256: Of the photo's file.
        name: Whose face it is.
        face_id: Its row.
    """

    sha256: str
    name: str
    face_id: int


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
    """

    face_ids: NDArray[np.int64]
    person_ids: NDArray[np.int64]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A point in the store's log of changes.

    Attributes:
        seq: Its number, 0 before the first.
        mark: A random number that no other history has there.
    """

    seq: int
    mark: int

    @classmethod
    def before_all(cls) -> LogEntry:
        """Return the point at which nothing has happened yet."""
        return cls(0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Everyone:
    """One state of the store as one recognition model sees it.

    Attributes:
        entry: The last entry of its log.
        names: Everybody's name by id.
        dimension: Width of the model's vectors.
        faces: How many faces have a vector of the model.
        templates: All faces with a vector, some at a time; to be read before the state is let go.
        rejected: Looks that are not a person's, (k, d) float32, by that person.
    """

    entry: LogEntry
    names: dict[int, str]
    dimension: int
    faces: int
    templates: Iterator[Templates]
    rejected: Mapping[int, NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class ChangedPeople:
    """People of whom something changed other than their faces.

    Attributes:
        person_ids: Who; some may be gone.
        rejected: Looks that are not theirs, (k, d) float32 of the model asked for, by person.
        lack_vectors: Whether such a look has no vector of that model yet.
    """

    person_ids: frozenset[int]
    rejected: Mapping[int, NDArray[np.float32]]
    lack_vectors: bool


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What happened to the store after a point in its log.

    Attributes:
        entry: The last entry that was taken in; the point from which to ask next.
        touched: Faces that were added, moved, embedded or removed.
        templates: Those of them that are there now, with a vector of the model asked for.
        names: Names of their people and of people renamed, by id.
        removed: People who are gone.
        removed_faces: Faces that are gone.
        people: Of whom something else changed: name, note, portrait, looks that are not theirs.
    """

    entry: LogEntry
    touched: frozenset[int]
    templates: Templates
    names: Mapping[int, str]
    removed: frozenset[int]
    removed_faces: frozenset[int]
    people: ChangedPeople
