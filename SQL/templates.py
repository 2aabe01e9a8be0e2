"""The vectors of enrolled faces, model by model, and the log of what changed among them."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from SQL.connections import Connections
from SQL.queries import insert_embedding, to_vectors, width_of
from SQL.rejections import any_lacks, read_rejected
from SQL.rows import ChangedPeople, Changes, Everyone, LogEntry, Templates

ROWS_AT_ONCE = 16384
# Knuth's multiplicative hash: always the same people, yet not those who came first.
SPREAD = "SELECT id FROM person ORDER BY id * 2654435761 % 4294967296"


class StoredTemplates:
    """What galleries read and re-embedding writes.

    Args:
        connections: To the store's file.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @contextmanager
    def everyone(self, model_id: int) -> Iterator[Everyone]:
        """Hold on to one state of the store while all of its templates are read."""
        with self._connections.reading() as connection:
            yield Everyone(
                entry=_last_entry(connection),
                names=dict(connection.execute("SELECT id, name FROM person")),
                dimension=width_of(connection, model_id),
                faces=_count(connection, model_id),
                templates=_iterate(connection, model_id),
                rejected=read_rejected(connection, model_id).by_person(),
            )

    def of_faces(self, model_id: int, face_ids: Iterable[int]) -> Templates:
        """Return the templates of those of some faces that are there."""
        with self._connections.reading() as connection:
            return _read(connection, model_id, face_ids)

    def of_some_people(self, model_id: int, most: int) -> Templates:
        """Return the templates of whole people, spread over all, up to about so many faces."""
        with self._connections.reading() as connection:
            people = connection.execute(SPREAD).fetchall()
            faces: list[int] = []
            for person in people:
                query = "SELECT id FROM face WHERE person_id = ? LIMIT ?"
                faces += [row[0] for row in connection.execute(query, (*person, most))]
                if len(faces) >= most:
                    break
            return _read(connection, model_id, faces[:most])

    def count(self, model_id: int) -> int:
        """Return of how many faces a model's vector is kept."""
        with self._connections.reading() as connection:
            return _count(connection, model_id)

    def last_entry(self) -> LogEntry:
        """Return the last entry of the log of changes; another one means something is new."""
        with self._connections.translated():
            return _last_entry(self._connections.get())

    def has_entry(self, entry: LogEntry) -> bool:
        """Return whether an entry is part of this store's history."""
        with self._connections.translated():
            return _has_entry(self._connections.get(), entry)

    def changes_after(self, entry: LogEntry, model_id: int, most: int = -1) -> Changes | None:
        """Return what happened after an entry of the log of changes.

        Args:
            entry: That entry.
            model_id: Whose vectors are of interest.
            most: How many entries to take in at once; -1 takes all.

        Returns:
            The changes; None where that entry is not part of this store's history.
        """
        with self._connections.reading() as connection:
            if not _has_entry(connection, entry):
                return None
            rows = connection.execute(
                "SELECT seq, kind, row_id, mark FROM change WHERE seq > ? ORDER BY seq LIMIT ?",
                (entry.seq, most),
            ).fetchall()
            by_kind: dict[str, set[int]] = defaultdict(set)
            for _, kind, row_id, _ in rows:
                by_kind[kind].add(row_id)
            touched = by_kind["face"] | by_kind["embedding"] | by_kind["face removed"]
            templates = _read(connection, model_id, touched)
            people = by_kind["person"] | set(templates.person_ids.tolist())
            names = connection.execute(
                "SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(people)),),
            )
            reached = LogEntry(rows[-1][0], rows[-1][3]) if rows else entry
            return Changes(
                reached,
                frozenset(touched),
                templates,
                dict(names),
                frozenset(by_kind["person removed"]),
                frozenset(by_kind["face removed"]),
                _changed_people(connection, model_id, by_kind["person"]),
            )

    def lacking(self, model_id: int) -> list[int]:
        """Return the faces that have a crop and no vector of a model."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM face WHERE crop IS NOT NULL AND NOT EXISTS "
                "(SELECT 1 FROM embedding WHERE face_id = face.id AND model_id = ?) ORDER BY id",
                (model_id,),
            )
            return [face_id for (face_id,) in rows]

    def crops_lacking(self, model_id: int, face_ids: Collection[int]) -> list[tuple[int, bytes]]:
        """Return those of some faces that have a crop and no vector of a model, with the crop."""
        with self._connections.reading() as connection:
            return connection.execute(
                "SELECT id, crop FROM face WHERE id IN (SELECT value FROM json_each(?)) "
                "AND crop IS NOT NULL AND NOT EXISTS "
                "(SELECT 1 FROM embedding WHERE face_id = face.id AND model_id = ?) ORDER BY id",
                (json.dumps(list(face_ids)), model_id),
            ).fetchall()

    def people_lacking(self, model_id: int) -> list[str]:
        """Return the names of people of whom a model knows nothing: no face has its vector."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT name FROM person WHERE NOT EXISTS (SELECT 1 FROM face JOIN embedding "
                "ON face_id = face.id AND model_id = ? WHERE person_id = person.id) ORDER BY name",
                (model_id,),
            )
            return [name for (name,) in rows]

    def people_out_of_reach(self, model_id: int) -> int:
        """Return how many people have neither a picture nor a vector of a model: it can't learn."""
        with self._connections.reading() as connection:
            query = (
                "SELECT count(*) FROM person WHERE NOT EXISTS (SELECT 1 FROM face "
                "WHERE person_id = person.id AND (crop IS NOT NULL OR EXISTS "
                "(SELECT 1 FROM embedding WHERE face_id = face.id AND model_id = ?)))"
            )
            return int(connection.execute(query, (model_id,)).fetchone()[0])

    def add(self, model_id: int, vectors: Iterable[tuple[int, NDArray[np.float32]]]) -> None:
        """Keep a model's vectors of faces that are there; faces gone meanwhile are passed over."""
        with self._connections.writing() as connection:
            for face_id, vector in vectors:
                insert_embedding(connection, face_id, model_id, vector)


def _changed_people(
    connection: sqlite3.Connection, model_id: int, person_ids: set[int]
) -> ChangedPeople:
    return ChangedPeople(
        frozenset(person_ids),
        read_rejected(connection, model_id, person_ids).by_person(),
        any_lacks(connection, model_id, person_ids),
    )


def _last_entry(connection: sqlite3.Connection) -> LogEntry:
    row = connection.execute("SELECT seq, mark FROM change ORDER BY seq DESC LIMIT 1").fetchone()
    return LogEntry(*row) if row else LogEntry.before_all()


def _has_entry(connection: sqlite3.Connection, entry: LogEntry) -> bool:
    if entry == LogEntry.before_all():
        return True
    query = "SELECT 1 FROM change WHERE seq = ? AND mark = ?"
    return connection.execute(query, (entry.seq, entry.mark)).fetchone() is not None


def _count(connection: sqlite3.Connection, model_id: int) -> int:
    query = "SELECT count(*) FROM embedding WHERE model_id = ?"
    return int(connection.execute(query, (model_id,)).fetchone()[0])


def _read(connection: sqlite3.Connection, model_id: int, face_ids: Iterable[int]) -> Templates:
    rows = connection.execute(
        "SELECT face.id, face.person_id, embedding.vector FROM face "
        "JOIN embedding ON embedding.face_id = face.id AND model_id = ? "
        "WHERE face.id IN (SELECT value FROM json_each(?)) ORDER BY face.id",
        (model_id, json.dumps(list(face_ids))),
    ).fetchall()
    return Templates(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        to_vectors([row[2] for row in rows], width_of(connection, model_id)),
    )


def _iterate(connection: sqlite3.Connection, model_id: int) -> Iterator[Templates]:
    """Yield the templates of all faces, ROWS_AT_ONCE at a time, as they lie in the file."""
    # Whose a face is comes from an index of its own: the faces' rows are full of pictures.
    owners = connection.execute("SELECT id, person_id FROM face").fetchall()
    owned = np.array(owners, np.int64).reshape(-1, 2)
    owned = owned[np.argsort(owned[:, 0], kind="stable")]
    dimension = width_of(connection, model_id)
    cursor = connection.execute(
        "SELECT face_id, vector FROM embedding WHERE model_id = ?", (model_id,)
    )
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        face_ids = np.array([row[0] for row in rows], np.int64)
        person_ids = owned[np.searchsorted(owned[:, 0], face_ids), 1]
        yield Templates(face_ids, person_ids, to_vectors([row[1] for row in rows], dimension))
