"""Sightings of nobody who is known: said to be one person, ignored, or given a name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from face_process.errors import GalleryError
from SQL.connections import Connections
from SQL.person_name import person_name
from SQL.queries import VECTOR_TYPE, insert_faces, now_written
from SQL.rows import Enrolment, NewFace
from SQL.sighting_rows import Glimpse, to_glimpse, written

UNKNOWN = (
    "SELECT sighting.id, person_id, NULL, source, started_at, ended_at, from_seconds, to_seconds, "
    "similarity, model.name, clip, stranger, ignored, model_id, crop_length, embedding "
    "FROM sighting JOIN model ON model.id = model_id WHERE person_id IS NULL ORDER BY sighting.id"
)
THESE = "person_id IS NULL AND id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, eq=False)
class UnknownFace:
    """A sighting of nobody who is known.

    Attributes:
        glimpse: When and where.
        stranger: Others with the same number were said to be the same person; None: nothing said.
        ignored: Whether the user doesn't want to see this person.
        model_id: Which model made the embedding.
        crop_length: See :class:`SQL.sighting_rows.Sighting`.
        embedding: The average look, (d,) float32 of unit length.
    """

    glimpse: Glimpse
    stranger: int | None
    ignored: bool
    model_id: int
    crop_length: float | None
    embedding: NDArray[np.float32]

    @property
    def id(self) -> int:
        """Row of the sighting."""
        return self.glimpse.id


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a model reads in the picture of a sighting.

    Attributes:
        id: Row of the sighting.
        crop_length: Of the raw embedding.
        embedding: (d,) float32 of unit length to replace another model's; None leaves it.
    """

    id: int
    crop_length: float
    embedding: NDArray[np.float32] | None


class Strangers:
    """The store's sightings of unknown people; ids of others, or of none, are passed over.

    Args:
        connections: To the store's file.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def state(self) -> tuple[float, ...]:
        """Return numbers that change with whatever is known of strangers, without reading it."""
        with self._connections.reading() as connection:
            return connection.execute(
                "SELECT count(*), coalesce(max(id), 0), total(id), total(ignored * (id + 0.5)), "
                "total(stranger * (id + 0.5)) FROM sighting WHERE person_id IS NULL"
            ).fetchone()

    def all(self) -> list[UnknownFace]:
        """Return every sighting of nobody who is known, the oldest first."""
        with self._connections.reading() as connection:
            return [_to_face(row) for row in connection.execute(UNKNOWN)]

    def keep_readings(self, model_id: int, readings: Iterable[Reading]) -> None:
        """Keep what a model read in pictures."""
        rows = [(one.crop_length, model_id, _blob(one.embedding), one.id) for one in readings]
        with self._connections.writing() as connection:
            connection.executemany(
                "UPDATE sighting SET crop_length = ?, model_id = ?, "
                "embedding = coalesce(?, embedding) WHERE id = ? AND person_id IS NULL",
                rows,
            )

    def enrol(
        self, name: str, faces: Sequence[NewFace], model_id: int, seen: Mapping[int, float]
    ) -> Enrolment:
        """Enrol a stranger and give them what was seen of them, all or nothing.

        Args:
            name: New, or somebody's who is known.
            faces: To know them by.
            model_id: Whose vectors those have.
            seen: Their sightings, with the similarity of each to the faces.

        Raises:
            GalleryError: The name is none, or nothing that was seen is a stranger's any more.
            StoreError: Nothing was kept.
        """
        name = person_name(name)
        with self._connections.writing() as connection:
            enrolment = insert_faces(connection, name, faces, model_id, now_written())
            given = connection.executemany(
                "UPDATE sighting SET person_id = ?, similarity = ?, stranger = NULL, ignored = 0 "
                "WHERE id = ? AND person_id IS NULL",
                [(enrolment.person_id, similarity, one) for one, similarity in seen.items()],
            )
            if given.rowcount < 1:  # somebody else was quicker
                raise GalleryError("stranger_gone")
        return enrolment

    def ignore(self, ids: Iterable[int], *, ignored: bool = True) -> None:
        """Mark sightings of somebody whom the user doesn't want to see, or does again."""
        with self._connections.writing() as connection:
            query = f"UPDATE sighting SET ignored = ? WHERE {THESE}"
            connection.execute(query, (ignored, _listed(ids)))

    def unite(self, *people: Iterable[int]) -> None:
        """Say of each of these lists of sightings that it is one person, and not the others."""
        with self._connections.writing() as connection:
            for ids in people:
                connection.execute(
                    "UPDATE sighting SET stranger = "
                    "(SELECT coalesce(max(stranger), 0) + 1 FROM sighting) "
                    f"WHERE {THESE}",
                    (_listed(ids),),
                )

    def ignored_before(self, time: datetime) -> bool:
        """Return whether an ignored stranger was seen until before a time."""
        query = (
            "SELECT 1 FROM sighting WHERE person_id IS NULL AND ended_at < ? AND ignored LIMIT 1"
        )
        with self._connections.reading() as connection:
            return connection.execute(query, (written(time),)).fetchone() is not None


def _to_face(row: Sequence[object]) -> UnknownFace:
    stranger, ignored, model_id, crop_length, vector = row[11:]
    embedding = np.frombuffer(vector, VECTOR_TYPE).astype(np.float32)
    glimpse = to_glimpse(row[:11])
    return UnknownFace(glimpse, stranger, bool(ignored), model_id, crop_length, embedding)


def _blob(vector: NDArray[np.float32] | None) -> bytes | None:
    return None if vector is None else np.ascontiguousarray(vector, VECTOR_TYPE).tobytes()


def _listed(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))
