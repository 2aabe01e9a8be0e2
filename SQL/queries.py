"""The queries that several of the store's operations share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from face_process.errors import GalleryError
from SQL.person_name import person_name
from SQL.rows import Enrolment, LogEntry, NewFace, Person, Templates

VECTOR_TYPE = np.dtype("<f4")
ROWS_AT_ONCE = 16384

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


def insert_faces(
    connection: sqlite3.Connection, name: str, faces: Sequence[NewFace], model_id: int, now: str
) -> Enrolment:
    """Keep faces of the person of a name, who is added where nobody has it."""
    row = connection.execute("SELECT id FROM person WHERE name = ?", (name,)).fetchone()
    add_person = "INSERT INTO person(name, created_at) VALUES (?, ?)"
    person_id = row[0] if row else insert(connection, add_person, name, now)
    face_ids = []
    for face in faces:
        face_id = insert(
            connection,
            "INSERT INTO face(person_id, crop, quality, source, created_at) VALUES (?, ?, ?, ?, ?)",
            person_id, face.crop, face.quality, face.source, now,
        )  # fmt: skip
        insert_embedding(connection, face_id, model_id, face.vector)
        face_ids.append(face_id)
    return Enrolment(person_id, name, tuple(face_ids), created=row is None)


def last_change(connection: sqlite3.Connection) -> int:
    """Return the last entry of the log of changes."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])


def last_entry(connection: sqlite3.Connection) -> LogEntry:
    """Return the last entry of the log of changes."""
    row = connection.execute("SELECT seq, mark FROM change ORDER BY seq DESC LIMIT 1").fetchone()
    return LogEntry(*row) if row else LogEntry(0, 0)


def dimension_of(connection: sqlite3.Connection, model_id: int) -> int:
    """Return the width of a model's vectors."""
    row = connection.execute("SELECT dimension FROM model WHERE id = ?", (model_id,)).fetchone()
    return int(row[0])


def read_templates(
    connection: sqlite3.Connection, model_id: int, face_ids: Iterable[int]
) -> Templates:
    """Return the templates of some faces."""
    rows = connection.execute(
        "SELECT face.id, face.person_id, embedding.vector FROM face "
        "JOIN embedding ON embedding.face_id = face.id AND model_id = ? "
        "WHERE face.id IN (SELECT value FROM json_each(?)) ORDER BY face.id",
        (model_id, json.dumps(list(face_ids))),
    ).fetchall()
    return Templates(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        to_vectors([row[2] for row in rows], dimension_of(connection, model_id)),
    )


def iterate_templates(connection: sqlite3.Connection, model_id: int) -> Iterator[Templates]:
    """Yield the templates of all faces, ROWS_AT_ONCE at a time, as they lie in the file."""
    # Whose a face is comes from an index of its own: the faces' rows are full of pictures.
    owners = connection.execute("SELECT id, person_id FROM face").fetchall()
    owned = np.array(owners, np.int64).reshape(-1, 2)
    owned = owned[np.argsort(owned[:, 0], kind="stable")]
    dimension = dimension_of(connection, model_id)
    cursor = connection.execute(
        "SELECT face_id, vector FROM embedding WHERE model_id = ?", (model_id,)
    )
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        face_ids = np.array([row[0] for row in rows], np.int64)
        person_ids = owned[np.searchsorted(owned[:, 0], face_ids), 1]
        yield Templates(face_ids, person_ids, to_vectors([row[1] for row in rows], dimension))


def to_vectors(blobs: list[bytes], dimension: int) -> NDArray[np.float32]:
    """Return stored vectors as (n, d) float32."""
    vectors = np.frombuffer(b"".join(blobs), VECTOR_TYPE)
    return vectors.astype(np.float32, copy=False).reshape(-1, dimension)
