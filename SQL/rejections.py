"""Faces that were shown under a name and are somebody else's."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.errors import GalleryError
from SQL.connections import Connections
from SQL.queries import insert, now_written, to_vectors, width_of, written_vector

LACKING = "NOT EXISTS (SELECT 1 FROM rejection_embedding WHERE rejection_id = id AND model_id = ?)"
VECTORS = (
    "SELECT id, person_id, vector FROM rejection "
    "JOIN rejection_embedding ON rejection_id = id AND model_id = ? "
)


@dataclass(frozen=True, slots=True, eq=False)
class Rejected:
    """Rejections as one recognition model sees them.

    Attributes:
        ids: (n,) int64.
        person_ids: (n,) int64, who each is not.
        vectors: (n, d) float32 unit rows.
    """

    ids: NDArray[np.int64]
    person_ids: NDArray[np.int64]
    vectors: NDArray[np.float32]

    def by_person(self) -> dict[int, NDArray[np.float32]]:
        """Return the vectors, (k, d) float32, by who they are not."""
        rows: dict[int, list[int]] = defaultdict(list)
        for row, person_id in enumerate(self.person_ids.tolist()):
            rows[person_id].append(row)
        return {person_id: self.vectors[some] for person_id, some in rows.items()}


class Rejections:
    """The store's rejections; the log tells of them as changes of the person they are not.

    Args:
        connections: To the store's file.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep(self, person_id: int, crop: bytes, vector: NDArray[np.float32], model_id: int) -> int:
        """Keep that a face is not a person's; return its row.

        Args:
            person_id: Who it is not.
            crop: Aligned, 112×112, as PNG.
            vector: (d,) float32 of unit length.
            model_id: Which model made the vector.

        Raises:
            GalleryError: That person was removed meanwhile.
        """
        with self._connections.writing() as connection:
            if not connection.execute("SELECT 1 FROM person WHERE id = ?", (person_id,)).fetchone():
                raise GalleryError("person_gone")
            add = "INSERT INTO rejection(person_id, crop, created_at) VALUES (?, ?, ?)"
            number = insert(connection, add, person_id, crop, now_written())
            _insert_vector(connection, number, model_id, vector)
            return number

    def of_model(self, model_id: int, person_id: int | None = None) -> Rejected:
        """Return what has a vector of a model, of one person or of all."""
        with self._connections.reading() as connection:
            return read_rejected(connection, model_id, None if person_id is None else [person_id])

    def lacking(self, model_id: int) -> list[int]:
        """Return those that have no vector of a model."""
        with self._connections.reading() as connection:
            query = f"SELECT id FROM rejection WHERE {LACKING} ORDER BY id"
            return [number for (number,) in connection.execute(query, (model_id,))]

    def crops_lacking(self, model_id: int, numbers: Collection[int]) -> list[tuple[int, bytes]]:
        """Return those of some that have no vector of a model, with the crop."""
        with self._connections.reading() as connection:
            return connection.execute(
                "SELECT id, crop FROM rejection WHERE id IN (SELECT value FROM json_each(?)) "
                f"AND {LACKING} ORDER BY id",
                (json.dumps(list(numbers)), model_id),
            ).fetchall()

    def add(self, model_id: int, vectors: Iterable[tuple[int, NDArray[np.float32]]]) -> None:
        """Keep a model's vectors of those that are there; others are passed over."""
        with self._connections.writing() as connection:
            for number, vector in vectors:
                _insert_vector(connection, number, model_id, vector)

    def remove(self, numbers: Collection[int]) -> None:
        """Remove some, leaving no trace of them in the file; those that are gone are passed over.

        Raises:
            StoreError: They can't be removed, or traces wait for somebody who reads.
        """
        if not numbers:
            return
        with self._connections.writing() as connection:
            delete_rejections(connection, numbers)
        self._connections.empty_log()


def read_rejected(
    connection: sqlite3.Connection, model_id: int, person_ids: Collection[int] | None = None
) -> Rejected:
    """Return the rejections that a model has vectors of, of some people or of all."""
    query, values = VECTORS, [model_id]
    if person_ids is not None:
        query += "WHERE person_id IN (SELECT value FROM json_each(?)) "
        values.append(json.dumps(list(person_ids)))
    rows = connection.execute(query + "ORDER BY id", values).fetchall()
    return Rejected(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        to_vectors([row[2] for row in rows], width_of(connection, model_id)),
    )


def any_lacks(connection: sqlite3.Connection, model_id: int, person_ids: Collection[int]) -> bool:
    """Return whether a rejection of some people has no vector of a model."""
    query = (
        "SELECT 1 FROM rejection WHERE person_id IN (SELECT value FROM json_each(?)) "
        f"AND {LACKING} LIMIT 1"
    )
    values = (json.dumps(list(person_ids)), model_id)
    return connection.execute(query, values).fetchone() is not None


def dates_of(connection: sqlite3.Connection, numbers: Collection[int]) -> Mapping[int, str]:
    """Return rejections that are there, and when each was made, as the store keeps it."""
    query = "SELECT id, created_at FROM rejection WHERE id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (json.dumps(list(numbers)),)))


def numbers_of(connection: sqlite3.Connection, person_id: int) -> list[int]:
    """Return the rejections that say who isn't a person."""
    rows = connection.execute("SELECT id FROM rejection WHERE person_id = ?", (person_id,))
    return [number for (number,) in rows]


def delete_rejections(connection: sqlite3.Connection, numbers: Collection[int]) -> None:
    """Delete some within a transaction."""
    query = "DELETE FROM rejection WHERE id IN (SELECT value FROM json_each(?))"
    connection.execute(query, (json.dumps(list(numbers)),))


def _insert_vector(
    connection: sqlite3.Connection, number: int, model_id: int, vector: NDArray[np.float32]
) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO rejection_embedding(rejection_id, model_id, vector) "
        "SELECT id, ?, ? FROM rejection WHERE id = ?",
        (model_id, written_vector(vector), number),
    )
