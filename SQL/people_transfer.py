"""Whole people, in and out: all that is kept of them, without the numbers of rows."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from face_process.errors import GalleryError
from face_process.types import ModelIdentity
from SQL.connections import Connections
from SQL.person_name import note_text, person_name
from SQL.queries import VECTOR_TYPE, find_person, insert, insert_embedding, insert_model
from SQL.whole_people import Added, WholeFace, WholePeople, WholePerson

Known = dict[object, int]
"""What tells whether a face is there already: rows by digests of crops, photos and vectors."""


class PeopleTransfer:
    """Reads and adds whole people.

    Args:
        connections: To the store's file.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @contextmanager
    def reading(self, names: Sequence[str] | None = None) -> Iterator[WholePeople]:
        """Hold on to one state of the store while people are read, a face at a time.

        Args:
            names: Who; None means everybody.

        Raises:
            GalleryError: Nobody has one of these names.
        """
        with self._connections.reading() as connection:
            where, values = "", ()
            if names is not None:
                wanted = {find_person(connection, name).id for name in names}
                where = "WHERE id IN (SELECT value FROM json_each(?)) "
                values = (json.dumps(list(wanted)),)
            (count,) = connection.execute(f"SELECT count(*) FROM person {where}", values).fetchone()
            models = connection.execute(
                "SELECT name, sha256, dimension FROM model WHERE EXISTS "
                "(SELECT 1 FROM embedding WHERE model_id = model.id) ORDER BY id"
            )
            identities = tuple(ModelIdentity(*row) for row in models)
            yield WholePeople(count, identities, _people(connection, where, values))

    @contextmanager
    def writing(self, models: Iterable[ModelIdentity]) -> Iterator[PeopleWriter]:
        """Add people, all or none.

        Args:
            models: Whose vectors their faces have; those that are new here are registered.

        Raises:
            GalleryError: A model of that sha256 is here with vectors of another length.
        """
        with self._connections.writing() as connection:
            rows = {}
            for identity in models:
                rows[identity.sha256], dimension = insert_model(connection, identity)
                if dimension != identity.dimension:
                    raise GalleryError("model_differs", model=identity.name)
            yield PeopleWriter(connection, rows)


class PeopleWriter:
    """Adds whole people within one transaction.

    Args:
        connection: In a transaction.
        models: Rows of recognition models by their sha256.
    """

    def __init__(self, connection: sqlite3.Connection, models: Mapping[str, int]) -> None:
        self._connection = connection
        self._models = models

    def add(self, person: WholePerson) -> Added:
        """Add a person, or to somebody of that name the faces that they haven't got.

        A face is there already if that person has one of the same crop, photo or vector; it
        gets what it lacks. A new person's faces are all kept.

        Raises:
            GalleryError: The name is none, or the note is too long.
        """
        name, connection = person_name(person.name), self._connection
        row = connection.execute("SELECT id FROM person WHERE name = ?", (name,)).fetchone()
        person_id = row[0] if row else self._insert(person, name)
        known = _known_faces(connection, person_id) if row else {}
        added = found = 0
        for face in person.faces:
            face_id = _find(known, face)
            if face_id is None:
                face_id, added = self._insert_face(person_id, face), added + 1
            else:
                self._complete(face_id, face)
                found += 1
            for sha256, vector in face.vectors.items():
                insert_embedding(connection, face_id, self._models[sha256], vector)
            if face.portrait and not row:
                query = "UPDATE person SET portrait = ? WHERE id = ?"
                connection.execute(query, (face_id, person_id))
        return Added(not row, added, found)

    def _insert(self, person: WholePerson, name: str) -> int:
        add = "INSERT INTO person(name, created_at, note) VALUES (?, ?, ?)"
        created_at, note = _written(person.created_at), note_text(person.note)
        return insert(self._connection, add, name, created_at, note)

    def _insert_face(self, person_id: int, face: WholeFace) -> int:
        return insert(
            self._connection,
            "INSERT INTO face(person_id, crop, quality, source, created_at, photo_sha256) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            person_id, face.crop, face.quality, face.source, _written(face.created_at),
            face.photo_sha256,
        )  # fmt: skip

    def _complete(self, face_id: int, face: WholeFace) -> None:
        """Fill in a picture and a photo's digest where a face lacks them."""
        self._connection.execute(
            "UPDATE face SET crop = coalesce(crop, ?2), photo_sha256 = coalesce(photo_sha256, ?3) "
            "WHERE id = ?1 AND (crop IS NULL AND ?2 IS NOT NULL "
            "OR photo_sha256 IS NULL AND ?3 IS NOT NULL)",
            (face_id, face.crop, face.photo_sha256),
        )


def _known_faces(connection: sqlite3.Connection, person_id: int) -> Known:
    known: Known = {}
    for face_id, crop, photo_sha256 in connection.execute(
        "SELECT id, crop, photo_sha256 FROM face WHERE person_id = ?", (person_id,)
    ):
        vectors = [(sha256, _digest(vector)) for sha256, vector in _vectors(connection, face_id)]
        known.update(dict.fromkeys((_digest(crop), photo_sha256, *vectors), face_id))
    known.pop(None, None)
    return known


def _find(known: Known, face: WholeFace) -> int | None:
    vectors = ((sha256, _digest(_bytes(one))) for sha256, one in face.vectors.items())
    marks = (_digest(face.crop), face.photo_sha256, *vectors)
    return next((known[mark] for mark in marks if mark in known), None)


def _people(
    connection: sqlite3.Connection, where: str, values: Sequence[object]
) -> Iterator[WholePerson]:
    query = f"SELECT id, name, note, created_at, portrait FROM person {where}ORDER BY id"
    for person_id, name, note, created_at, portrait in connection.execute(query, values):
        faces = _faces(connection, person_id, portrait)
        yield WholePerson(name, note, _time(created_at), faces)


def _faces(
    connection: sqlite3.Connection, person_id: int, portrait: int | None
) -> Iterator[WholeFace]:
    query = (
        "SELECT id, crop, quality, source, created_at, photo_sha256 FROM face "
        "WHERE person_id = ? ORDER BY id"
    )
    for face_id, crop, quality, source, created_at, photo in connection.execute(
        query, (person_id,)
    ):
        vectors = {
            sha256: np.frombuffer(vector, VECTOR_TYPE).astype(np.float32)
            for sha256, vector in _vectors(connection, face_id)
        }
        chosen = face_id == portrait
        yield WholeFace(crop, quality, source, _time(created_at), photo, vectors, chosen)


def _vectors(connection: sqlite3.Connection, face_id: int) -> list[tuple[str, bytes]]:
    query = (
        "SELECT sha256, vector FROM embedding JOIN model ON model.id = model_id "
        "WHERE face_id = ? ORDER BY model_id"
    )
    return connection.execute(query, (face_id,)).fetchall()


def _bytes(vector: NDArray[np.float32]) -> bytes:
    return np.ascontiguousarray(vector, VECTOR_TYPE).tobytes()


def _digest(content: bytes | None) -> bytes | None:
    return None if content is None else hashlib.sha256(content).digest()


def _time(written: str) -> datetime:
    time = datetime.fromisoformat(written)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _written(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
