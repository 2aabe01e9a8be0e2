"""What was removed from the store, told so that it is found again in copies of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from SQL.reference_database import REFERENCE_SOURCE
from SQL.rejections import dates_of, numbers_of
from SQL.rows import Person

UNKNOWN = "(person_id IS NULL AND id IN (SELECT value FROM json_each(?)))"


@dataclass(frozen=True, slots=True, eq=False)
class Removed:
    """What was removed from the store, for finding it in copies.

    Attributes:
        person: Who, or None where only a face of theirs was removed.
        faces: Rows of the faces, and when each was enrolled, as the store keeps it.
        reference_crops: Their crops as a reference database has them: raw BGR bytes.
        rejections: Rows of looks that were no one's any more, and when each was made.
        sightings: Rows of what was seen of them, and when each ended: in a copy it may be seen of
            nobody who is known yet.
    """

    person: Person | None
    faces: Mapping[int, str]
    reference_crops: frozenset[bytes]
    rejections: Mapping[int, str] = field(default_factory=dict)
    sightings: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Likenesses:
    """What is kept of others, or of nobody who is known, and shows a person all the same.

    Attributes:
        rejections: Rows of looks that were kept against other people.
        sightings: Rows of sightings of nobody who is known; those that are somebody's by now are
            passed over.
    """

    rejections: frozenset[int] = frozenset()
    sightings: frozenset[int] = frozenset()


NO_LIKENESSES = Likenesses()


def removed_faces(
    connection: sqlite3.Connection, person: Person | None, condition: str, value: object
) -> Removed:
    """Return what is about to be removed; ``condition`` says which faces."""
    faces = dict(connection.execute(f"SELECT id, created_at FROM face WHERE {condition}", (value,)))
    crops = connection.execute(
        f"SELECT crop FROM face WHERE {condition} AND source = ? AND crop IS NOT NULL",
        (value, REFERENCE_SOURCE),
    )
    return Removed(person, faces, frozenset(raw_crop(crop) for (crop,) in crops))


def removed_person(
    connection: sqlite3.Connection, person: Person, shown_by: Likenesses = NO_LIKENESSES
) -> Removed:
    """Return what is about to be removed with a person.

    Args:
        connection: To the store.
        person: Who.
        shown_by: What else shows them.
    """
    removed = removed_faces(connection, person, "person_id = ?", person.id)
    looks = [*numbers_of(connection, person.id), *shown_by.rejections]
    alike = json.dumps(list(shown_by.sightings))
    seen = removed_sightings(connection, f"person_id = ? OR {UNKNOWN}", person.id, alike)
    return replace(removed, rejections=dates_of(connection, looks), sightings=seen.sightings)


def removed_sightings(connection: sqlite3.Connection, condition: str, *values: object) -> Removed:
    """Return what is about to be removed; ``condition`` says which sightings."""
    seen = connection.execute(f"SELECT id, ended_at FROM sighting WHERE {condition}", values)
    return Removed(None, {}, frozenset(), sightings=dict(seen))


def raw_crop(crop: bytes) -> bytes:
    """Return a PNG as a reference database has it: raw BGR bytes; none where it is broken."""
    decoded = cv2.imdecode(np.frombuffer(crop, np.uint8), cv2.IMREAD_COLOR)
    return b"" if decoded is None else decoded.tobytes()
