"""Who was seen, when and where: kept beside the people, for as long as the user wants."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from face_process.errors import GalleryError
from SQL.connections import Connections
from SQL.person_name import person_name
from SQL.queries import find_person, insert_faces, now_written
from SQL.removed import Removed, removed_sightings
from SQL.rows import Enrolment, NewFace
from SQL.sighting_rows import (
    COLUMNS,
    EVERYTHING,
    Glimpse,
    Scope,
    Sighting,
    to_glimpse,
    to_row,
    to_sighting,
    written,
)

# Somebody removed since they were seen stays removed: theirs is left out.
PERSON_IS_THERE = "(?1 IS NULL OR EXISTS (SELECT 1 FROM person WHERE id = ?1))"
ADD = (
    f"INSERT INTO sighting({COLUMNS}) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? "
    f"WHERE {PERSON_IS_THERE}"
)
SIGHTINGS = (
    f"SELECT {COLUMNS}, sighting.id, person.name FROM sighting "
    "LEFT JOIN person ON person.id = person_id "
)
THESE = "id IN (SELECT value FROM json_each(?))"
# How similar they were was to somebody else.
ASSIGN = (
    "UPDATE sighting SET similarity = CASE WHEN person_id IS ?1 THEN similarity END, "
    f"person_id = ?1, stranger = NULL, ignored = 0 WHERE {THESE} AND {PERSON_IS_THERE}"
)


class Sightings:
    """The store's sightings; the log of changes tells nothing of them.

    Args:
        connections: To the store's file.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, sightings: Iterable[Sighting]) -> None:
        """Keep sightings, all or none; those of people who are gone are passed over."""
        rows = [to_row(one) for one in sightings]
        with self._connections.writing() as connection:
            connection.executemany(ADD, rows)

    def find(
        self, *, limit: int = 100, since: datetime | None = None, person: str | None = None
    ) -> list[Sighting]:
        """Return sightings, the latest first.

        Args:
            limit: How many at most.
            since: None that ended earlier.
            person: Only theirs.

        Raises:
            GalleryError: Nobody is called ``person``.
        """
        query, values = SIGHTINGS + "WHERE ended_at >= ? ", [written(since) if since else ""]
        with self._connections.reading() as connection:
            if person is not None:
                query += "AND person_id = ? "
                values.append(find_person(connection, person).id)
            query += "ORDER BY ended_at DESC, sighting.id DESC LIMIT ?"
            return [to_sighting(row) for row in connection.execute(query, (*values, limit))]

    def get(self, sighting_id: int) -> Sighting | None:
        """Return one sighting, or None where there is none of that number."""
        with self._connections.reading() as connection:
            query = SIGHTINGS + "WHERE sighting.id = ?"
            row = connection.execute(query, (sighting_id,)).fetchone()
        return to_sighting(row) if row else None

    def crops(self, ids: Iterable[int]) -> dict[int, bytes]:
        """Return the pictures of sightings, aligned, 112×112, as PNG; those that are there."""
        with self._connections.reading() as connection:
            rows = connection.execute(f"SELECT id, crop FROM sighting WHERE {THESE}", _listed(ids))
            return dict(rows.fetchall())

    def sources(self) -> list[str]:
        """Return where anybody was seen, the latest first."""
        query = "SELECT source FROM sighting GROUP BY source ORDER BY max(ended_at) DESC"
        with self._connections.reading() as connection:
            return [source for (source,) in connection.execute(query)]

    @contextmanager
    def glimpses(
        self, *, person: str | None = None, scope: Scope = EVERYTHING, limit: int | None = None
    ) -> Iterator[Iterator[Glimpse]]:
        """Hold on to one state of the store while sightings are read one by one, the latest first.

        Args:
            person: Only theirs.
            scope: Only from there and then.
            limit: How many at most; None means all.

        Raises:
            GalleryError: Nobody is called ``person``.
        """
        with self._connections.reading() as connection:
            person_id = None if person is None else find_person(connection, person).id
            where, values = _conditions(person_id, scope)
            rows = connection.execute(
                "SELECT sighting.id, person_id, person.name, source, started_at, ended_at, "
                "from_seconds, to_seconds, similarity, model.name, clip FROM sighting "
                "LEFT JOIN person ON person.id = person_id JOIN model ON model.id = model_id "
                f"{where} ORDER BY ended_at DESC, sighting.id DESC LIMIT ?",
                (*values, -1 if limit is None else limit),
            )
            yield (to_glimpse(row) for row in rows)

    def assign(self, ids: Iterable[int], person_id: int | None) -> int:
        """Say whose sightings these are, whatever was recognised; return how many.

        Args:
            ids: Which sightings; those that are gone are passed over.
            person_id: Whose they are; None means nobody who is known. Somebody who is gone
                gets none.
        """
        with self._connections.writing() as connection:
            return connection.execute(ASSIGN, (person_id, *_listed(ids))).rowcount

    def give(
        self, ids: Iterable[int], name: str, faces: Sequence[NewFace], model_id: int
    ) -> Enrolment:
        """Say whose sightings these are, and keep faces to know them by, all or nothing.

        Args:
            ids: Which sightings; those that are gone are passed over.
            name: Whose they are; added where nobody has that name.
            faces: Of that person; may be none.
            model_id: Whose vectors those have.

        Raises:
            GalleryError: The name is none, or all the sightings are gone.
            StoreError: Nothing was changed.
        """
        name = person_name(name)
        with self._connections.writing() as connection:
            enrolment = insert_faces(connection, name, faces, model_id, now_written())
            given = connection.execute(ASSIGN, (enrolment.person_id, *_listed(ids)))
            if given.rowcount < 1:
                raise GalleryError("visit_gone")
        return enrolment

    def what_goes(self, ids: Iterable[int]) -> Removed:
        """Return what removing sightings would remove, for finding it in copies of the file."""
        with self._connections.reading() as connection:
            return removed_sightings(connection, THESE, *_listed(ids))

    def remove(self, ids: Iterable[int]) -> Removed:
        """Remove sightings, leaving no trace of them in the file.

        Copies of the file may still hold them: see :mod:`SQL.copies`.
        """
        these = _listed(ids)
        with self._connections.writing() as connection:
            removed = removed_sightings(connection, THESE, *these)
            connection.execute(f"DELETE FROM sighting WHERE {THESE}", these)
        if removed.sightings:
            self._connections.empty_log()
        return removed

    def count(self, before: datetime) -> int:
        """Return how many sightings ended before a time."""
        with self._connections.reading() as connection:
            query = "SELECT count(*) FROM sighting WHERE ended_at < ?"
            return int(connection.execute(query, (written(before),)).fetchone()[0])

    def forget(self, before: datetime) -> int:
        """Remove sightings that ended before a time, leaving no trace; return how many."""
        with self._connections.writing() as connection:
            query = "DELETE FROM sighting WHERE ended_at < ?"
            count = connection.execute(query, (written(before),)).rowcount
        if count:
            self._connections.empty_log()
        return count


def _conditions(person_id: int | None, scope: Scope) -> tuple[str, list[object]]:
    """Return which rows are meant, and the values for it."""
    possible = {
        "person_id = ?": person_id,
        "source = ?": scope.source,
        "ended_at >= ?": scope.since and written(scope.since),
        "ended_at < ?": scope.until and written(scope.until),
    }
    chosen = {condition: value for condition, value in possible.items() if value is not None}
    conditions = [*chosen]
    if scope.unknown:
        conditions.append("person_id IS NULL")
    if scope.heeded:
        conditions.append("NOT ignored")
    return f"WHERE {' AND '.join(conditions)}" if conditions else "", [*chosen.values()]


def _listed(ids: Iterable[int]) -> tuple[str]:
    return (json.dumps(list(ids)),)
