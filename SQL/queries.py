"""The queries that several of the store's operations share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from face_process.errors import GalleryError
from SQL.person_name import person_name
from SQL.rows import Person, Templates

VECTOR_TYPE = np.dtype("<f4")

PEOPLE = (
    "SELECT person.id, person.name, count(face.id), person.created_at "
    "FROM person LEFT JOIN face ON face.person_id = person.id "
)


def to_person(row: Sequence[object]) -> Person:
    """Return a row of PEOPLE as a Person."""
    person_id, name, faces, created_at = row
    return Person(person_id, name, faces, datetime.fromisoformat(created_at))


def find_person(connection: sqlite3.Connection, name: str) -> Person:
    """Return one person by name, or raise GalleryError."""
    wanted = person_name(name)
    query = PEOPLE + "WHERE person.name = ? GROUP BY person.id"
    row = connection.execute(query, (wanted,)).fetchone()
    if row is None:
        raise GalleryError("person_missing", name=wanted)
    return to_person(row)


def insert(connection: sqlite3.Connection, statement: str, *values: object) -> int:
    """Insert one row and return its id."""
    return int(connection.execute(statement, values).lastrowid)


def insert_embedding(
    connection: sqlite3.Connection, face_id: int, model_id: int, vector: NDArray[np.float32]
) -> None:
    """Keep a face's vector where the face is there and has none of that model."""
    connection.execute(
        "INSERT OR IGNORE INTO embedding(face_id, model_id, vector) "
        "SELECT id, ?, ? FROM face WHERE id = ?",
        (model_id, np.ascontiguousarray(vector, VECTOR_TYPE).tobytes(), face_id),
    )


def last_change(connection: sqlite3.Connection) -> int:
    """Return the last entry of the log of changes."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])


def read_templates(
    connection: sqlite3.Connection, model_id: int, face_ids: Iterable[int] | None
) -> Templates:
    """Return the templates of a model: all, or those of some faces."""
    query = (
        "SELECT face.id, face.person_id, embedding.vector FROM embedding "
        "JOIN face ON face.id = embedding.face_id WHERE model_id = ? "
    )
    values: list[object] = [model_id]
    if face_ids is not None:
        query += "AND face_id IN (SELECT value FROM json_each(?)) "
        values.append(json.dumps(list(face_ids)))
    rows = connection.execute(query + "ORDER BY face.id", values).fetchall()
    people = sorted({row[1] for row in rows})
    names = connection.execute(
        "SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(people),),
    )
    dimension = connection.execute("SELECT dimension FROM model WHERE id = ?", (model_id,))
    return Templates(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        np.frombuffer(b"".join(row[2] for row in rows), VECTOR_TYPE)
        .astype(np.float32)
        .reshape(-1, dimension.fetchone()[0]),  # (n, d)
        dict(names),
    )
