"""The queries that several of the store's operations share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from face_process.errors import GalleryError
from face_process.types import ModelIdentity
from SQL.person_name import person_name
from SQL.rows import Contents, Enrolment, NewFace, Person, PhotoFace

VECTOR_TYPE = np.dtype("<f4")

PEOPLE = (
    "SELECT person.id, person.name, count(face.id), person.created_at, person.note "
    "FROM person LEFT JOIN face ON face.person_id = person.id "
)


def read_contents(connection: sqlite3.Connection) -> Contents:
    """Return how much a database of today's form holds."""
    counts = (
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("person", "face", "sighting")
    )
    return Contents(*counts)


def to_person(row: Sequence[object]) -> Person:
    """Return a row of PEOPLE as a Person."""
    person_id, name, faces, created_at, note = row
    return Person(person_id, name, faces, datetime.fromisoformat(created_at), note)


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


def insert_model(connection: sqlite3.Connection, identity: ModelIdentity) -> tuple[int, int]:
    """Return the row of a recognition model, made where it is new, and the width kept there."""
    row = connection.execute(
        "INSERT INTO model(name, sha256, dimension) VALUES (?, ?, ?) "
        "ON CONFLICT(sha256) DO UPDATE SET name = name RETURNING id, dimension",
        (identity.name, identity.sha256, identity.dimension),
    ).fetchone()
    return int(row[0]), int(row[1])


def insert_embedding(
    connection: sqlite3.Connection, face_id: int, model_id: int, vector: NDArray[np.float32]
) -> None:
    """Keep a face's vector where the face is there and has none of that model."""
    connection.execute(
        "INSERT OR IGNORE INTO embedding(face_id, model_id, vector) "
        "SELECT id, ?, ? FROM face WHERE id = ?",
        (model_id, written_vector(vector), face_id),
    )


def written_vector(vector: NDArray[np.float32]) -> bytes:
    """Return a vector as the store keeps it."""
    return np.ascontiguousarray(vector, VECTOR_TYPE).tobytes()


def to_vectors(written: Sequence[bytes], width: int) -> NDArray[np.float32]:
    """Return vectors, (n, width) float32, from how the store keeps them."""
    vectors = np.frombuffer(b"".join(written), VECTOR_TYPE)
    return vectors.astype(np.float32, copy=False).reshape(-1, width)


def width_of(connection: sqlite3.Connection, model_id: int) -> int:
    """Return how wide a model's vectors are."""
    row = connection.execute("SELECT dimension FROM model WHERE id = ?", (model_id,)).fetchone()
    return int(row[0])


def person_of(connection: sqlite3.Connection, name: str, now: str) -> tuple[int, bool]:
    """Return the row of the person of a name, and whether it had to be made."""
    row = connection.execute("SELECT id FROM person WHERE name = ?", (name,)).fetchone()
    if row:
        return int(row[0]), False
    add = "INSERT INTO person(name, created_at) VALUES (?, ?)"
    return insert(connection, add, name, now), True


def now_written() -> str:
    """Return the time as the store keeps it: UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def insert_faces(
    connection: sqlite3.Connection, name: str, faces: Sequence[NewFace], model_id: int, now: str
) -> Enrolment:
    """Keep faces of the person of a name, who is added where nobody has it."""
    person_id, created = person_of(connection, name, now)
    face_ids = []
    for face in faces:
        face_id = insert(
            connection,
            "INSERT INTO face(person_id, crop, quality, source, photo_sha256, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            person_id, face.crop, face.quality, face.source, face.photo_sha256, now,
        )  # fmt: skip
        insert_embedding(connection, face_id, model_id, face.vector)
        face_ids.append(face_id)
    return Enrolment(person_id, name, tuple(face_ids), created)


def read_photo_faces(
    connection: sqlite3.Connection, photo_hashes: Iterable[str]
) -> list[PhotoFace]:
    """Return the faces that were enrolled from some photos."""
    rows = connection.execute(
        "SELECT photo_sha256, person.name, face.id FROM face "
        "JOIN person ON person.id = person_id "
        "WHERE photo_sha256 IN (SELECT value FROM json_each(?)) ORDER BY face.id",
        (json.dumps(list(photo_hashes)),),
    )
    return [PhotoFace(*row) for row in rows]
