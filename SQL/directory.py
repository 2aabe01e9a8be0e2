"""The people to leaf through: found by name, sorted, a page at a time, with their pictures."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from SQL.connections import Connections
from SQL.people import FACES, THESE, to_face
from SQL.person_name import LONGEST_NAME, folded_name
from SQL.queries import find_person
from SQL.removed import NO_LIKENESSES, Likenesses, Removed, removed_faces, removed_person
from SQL.rows import StoredFace


class Order(StrEnum):
    """In which order people are listed."""

    NAME = "name"
    NEWEST = "newest"
    SEEN = "seen"


LAST_SEEN = "(SELECT max(ended_at) FROM sighting WHERE person_id = person.id)"
SORTED = {
    Order.NAME: "name_order(name), name",
    Order.NEWEST: "id DESC",
    Order.SEEN: f"{LAST_SEEN} DESC NULLS LAST, name_order(name)",
}
# The chosen portrait, where it has a picture; else the best face that has one.
LISTED = (
    "SELECT id, name, (SELECT count(*) FROM face WHERE person_id = person.id), created_at, note, "
    "coalesce((SELECT id FROM face WHERE id = person.portrait AND crop IS NOT NULL), "
    "(SELECT id FROM face WHERE person_id = person.id AND crop IS NOT NULL "
    f"ORDER BY quality DESC, id LIMIT 1)), {LAST_SEEN} FROM person WHERE "
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in a list of people.

    Attributes:
        id: Row in the store.
        name: As it is kept.
        faces: How many faces of theirs are kept.
        created_at: When they were first enrolled, UTC.
        note: What the user wrote about them; may be empty.
        portrait: The face that shows them best; None where none has a picture.
        last_seen: When they were last seen live or in a video, UTC; None for never.
    """

    id: int
    name: str
    faces: int
    created_at: datetime
    note: str
    portrait: int | None
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A part of the people that were asked for.

    Attributes:
        people: Those of this page.
        offset: How many come before them.
        total: How many there are in all.
    """

    people: tuple[Listed, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class FacesPage:
    """A part of a person's faces, the newest first.

    Attributes:
        faces: Those of this page.
        offset: How many come before them.
        total: How many there are in all.
    """

    faces: tuple[StoredFace, ...]
    offset: int
    total: int


class Directory:
    """The store's people, a page at a time.

    Args:
        connections: To the store's file.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def page(
        self, search: str = "", order: Order = Order.NAME, offset: int = 0, limit: int = 48
    ) -> PeoplePage:
        """Return the people whose names hold every word that is looked for, in any case.

        Args:
            search: Words, or parts of them; empty finds everybody.
            order: How to sort them.
            offset: How many to pass over; beyond the end, the last page is returned.
            limit: How many at most.
        """
        words = folded_name(search[:LONGEST_NAME]).split()
        where = " AND ".join(["instr(folded_name(name), ?)"] * len(words)) or "true"
        with self._connections.reading() as connection:
            query = f"SELECT count(*) FROM person WHERE {where}"
            (total,) = connection.execute(query, words).fetchone()
            offset = _within(offset, limit, total)
            query = f"SELECT id FROM person WHERE {where} ORDER BY {SORTED[order]} LIMIT ? OFFSET ?"
            ids = [row[0] for row in connection.execute(query, (*words, limit, offset))]
            # Only of these are faces counted and portraits chosen.
            rows = connection.execute(LISTED + THESE, (json.dumps(ids),))
            found = {row[0]: _listed(row) for row in rows}
        return PeoplePage(tuple(found[one] for one in ids), offset, total)

    def find(self, person_id: int) -> Listed | None:
        """Return one person by their row, or None where they are gone."""
        with self._connections.reading() as connection:
            row = connection.execute(LISTED + "id = ?", (person_id,)).fetchone()
        return _listed(row) if row else None

    def faces(self, person_id: int, offset: int = 0, limit: int = 60) -> FacesPage:
        """Return some of a person's faces, the newest first; see :meth:`page`."""
        with self._connections.reading() as connection:
            total = _count(connection, "face", person_id)
            offset = _within(offset, limit, total)
            query = FACES + "WHERE person_id = ? ORDER BY id DESC LIMIT ? OFFSET ?"
            rows = connection.execute(query, (person_id, limit, offset))
            return FacesPage(tuple(to_face(row) for row in rows), offset, total)

    def owns(self, person_id: int, face_ids: Iterable[int]) -> bool:
        """Return whether some faces are all there and this person's."""
        wanted = set(face_ids)
        with self._connections.reading() as connection:
            query = f"SELECT count(*) FROM face WHERE {THESE} AND person_id = ?"
            row = connection.execute(query, (json.dumps(list(wanted)), person_id)).fetchone()
        return row[0] == len(wanted)

    def pictures(self, face_ids: Iterable[int]) -> dict[int, bytes]:
        """Return the aligned crops of those of some faces that have one, as PNG."""
        with self._connections.reading() as connection:
            query = f"SELECT id, crop FROM face WHERE {THESE} AND crop IS NOT NULL"
            return dict(connection.execute(query, (json.dumps(list(face_ids)),)))

    def sightings(self, person_id: int) -> int:
        """Return how often a person was seen, as the store keeps it."""
        with self._connections.reading() as connection:
            return _count(connection, "sighting", person_id)

    def what_goes(
        self,
        name: str,
        face_ids: Iterable[int] | None = None,
        shown_by: Likenesses = NO_LIKENESSES,
    ) -> Removed:
        """Return what removing a person, or some faces of theirs, would remove.

        Args:
            name: Who.
            face_ids: Which faces; None means the person with all that is kept of them.
            shown_by: What else shows them, which goes, too.

        Raises:
            GalleryError: Nobody has that name.
        """
        with self._connections.reading() as connection:
            person = find_person(connection, name)
            if face_ids is None:
                return removed_person(connection, person, shown_by)
            return removed_faces(connection, None, THESE, json.dumps(list(face_ids)))


def _within(offset: int, limit: int, total: int) -> int:
    """Return an offset at which there is something: people may have gone meanwhile."""
    last = max(0, total - 1) // limit * limit
    return min(max(0, offset), last)


def _count(connection: sqlite3.Connection, table: str, person_id: int) -> int:
    query = f"SELECT count(*) FROM {table} WHERE person_id = ?"
    return connection.execute(query, (person_id,)).fetchone()[0]


def _listed(row: tuple) -> Listed:
    *facts, created_at, note, portrait, last_seen = row
    created = datetime.fromisoformat(created_at)
    seen = datetime.fromisoformat(last_seen) if last_seen else None
    return Listed(*facts, created, note, portrait, seen)
