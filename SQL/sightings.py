"""Who was seen, when and where: kept beside the people, for as long as the user wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from SQL.connections import Connections
from SQL.queries import VECTOR_TYPE, find_person

COLUMNS = (
    "person_id, source, started_at, ended_at, from_seconds, to_seconds, similarity, crop, "
    "model_id, embedding"
)
# Somebody removed since they were seen stays removed: theirs is left out.
ADD = (
    f"INSERT INTO sighting({COLUMNS}) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? "
    "WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM person WHERE id = ?1)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """Somebody seen by a camera or in a video, without a break.

    Attributes:
        person_id: Row of the person they were taken for; None where unknown.
        source: A file's name, a camera or a stream's address.
        started_at: When FaceMind first saw them, UTC; in a file, when they were found there.
        ended_at: When it last saw them, UTC; in a file the same.
        from_seconds: Where in a video file they come; None where live.
        to_seconds: Where in a video file they go; None where live.
        similarity: Cosine similarity to that person; None where unknown.
        crop: Their best look, aligned, 112×112, as PNG.
        model_id: Which model made the embedding.
        embedding: Their average look, (d,) float32 of unit length.
        id: Row in the store; None before it is there.
        name: That person's name now; None where unknown, and before it is in the store.
    """

    person_id: int | None
    source: str
    started_at: datetime
    ended_at: datetime
    from_seconds: float | None
    to_seconds: float | None
    similarity: float | None
    crop: bytes
    model_id: int
    embedding: NDArray[np.float32]
    id: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A sighting without its picture and vector; see :class:`Sighting`.

    Attributes:
        model: Name of the model that compared.
    """

    id: int
    person_id: int | None
    name: str | None
    source: str
    started_at: datetime
    ended_at: datetime
    from_seconds: float | None
    to_seconds: float | None
    similarity: float | None
    model: str


class Sightings:
    """The store's sightings; the log of changes tells nothing of them.

    Args:
        connections: To the store's file.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, sightings: Iterable[Sighting]) -> None:
        """Keep sightings, all or none; those of people who are gone are passed over."""
        rows = [_row(one) for one in sightings]
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
        query = (
            f"SELECT {COLUMNS}, sighting.id, person.name FROM sighting "
            "LEFT JOIN person ON person.id = person_id WHERE ended_at >= ? "
        )
        values: list[object] = [_written(since) if since else ""]
        with self._connections.reading() as connection:
            if person is not None:
                query += "AND person_id = ? "
                values.append(find_person(connection, person).id)
            query += "ORDER BY ended_at DESC, sighting.id DESC LIMIT ?"
            return [_sighting(row) for row in connection.execute(query, (*values, limit))]

    @contextmanager
    def glimpses(
        self, *, person: str | None = None, limit: int | None = None
    ) -> Iterator[Iterator[Glimpse]]:
        """Hold on to one state of the store while sightings are read one by one, the latest first.

        Args:
            person: Only theirs.
            limit: How many at most; None means all.

        Raises:
            GalleryError: Nobody is called ``person``.
        """
        with self._connections.reading() as connection:
            where, values = "", ()
            if person is not None:
                where, values = "WHERE person_id = ? ", (find_person(connection, person).id,)
            rows = connection.execute(
                "SELECT sighting.id, person_id, person.name, source, started_at, ended_at, "
                "from_seconds, to_seconds, similarity, model.name FROM sighting "
                "LEFT JOIN person ON person.id = person_id JOIN model ON model.id = model_id "
                f"{where}ORDER BY ended_at DESC, sighting.id DESC LIMIT ?",
                (*values, -1 if limit is None else limit),
            )
            yield (_glimpse(row) for row in rows)

    def forget(self, before: datetime) -> int:
        """Remove sightings that ended before a time, leaving no trace; return how many."""
        with self._connections.writing() as connection:
            query = "DELETE FROM sighting WHERE ended_at < ?"
            count = connection.execute(query, (_written(before),)).rowcount
        if count:
            self._connections.empty_log()
        return count


def _row(one: Sighting) -> tuple[object, ...]:
    return (
        one.person_id,
        one.source.encode("utf-8", "replace").decode(),  # file names may hold halves of characters
        _written(one.started_at),
        _written(one.ended_at),
        one.from_seconds,
        one.to_seconds,
        one.similarity,
        one.crop,
        one.model_id,
        np.ascontiguousarray(one.embedding, VECTOR_TYPE).tobytes(),
    )


def _sighting(row: Sequence[object]) -> Sighting:
    person_id, source, started_at, ended_at, start, end, similarity, crop, model_id, vector = row[
        :10
    ]
    return Sighting(
        person_id,
        source,
        datetime.fromisoformat(started_at),
        datetime.fromisoformat(ended_at),
        start,
        end,
        similarity,
        crop,
        model_id,
        np.frombuffer(vector, VECTOR_TYPE).astype(np.float32),
        *row[10:],
    )


def _glimpse(row: Sequence[object]) -> Glimpse:
    seen, times = list(row), slice(4, 6)
    seen[times] = [datetime.fromisoformat(time) for time in row[times]]
    return Glimpse(*seen)


def _written(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
