"""The store: every enrolled person, face and vector, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from face_process.errors import GalleryError, StoreError
from face_process.types import ModelIdentity
from SQL.connections import Connections
from SQL.migrations import migrate
from SQL.person_name import person_name
from SQL.queries import (
    PEOPLE,
    dimension_of,
    find_person,
    insert_embedding,
    insert_faces,
    iterate_templates,
    last_change,
    last_entry,
    read_templates,
    to_person,
)
from SQL.rows import Changes, Enrolment, Everyone, NewFace, Person, Templates
from SQL.sightings import Sightings


class Store:
    """The database of known people; usable from any thread.

    Args:
        file: The SQLite file, made with its folder where it isn't there.

    Attributes:
        sightings: Who was seen live and in videos.

    Raises:
        StoreError: It can't be opened, or is no database of ours.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._connections = Connections(file)
        self.sightings = Sightings(self._connections)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("store_readonly", file=file) from error
        with self._connections.translated():
            migrate(self._connections.get(), file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file in every thread."""
        self._connections.close()

    def register_model(self, identity: ModelIdentity) -> int:
        """Return the row of a recognition model, made where it is new."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT id FROM model WHERE sha256 = ?", (identity.sha256,)
            ).fetchone()
        if row:
            return int(row[0])
        with self._connections.writing() as connection:
            return int(
                connection.execute(
                    "INSERT INTO model(name, sha256, dimension) VALUES (?, ?, ?) "
                    "ON CONFLICT(sha256) DO UPDATE SET name = name RETURNING id",
                    (identity.name, identity.sha256, identity.dimension),
                ).fetchone()[0]
            )

    def add_faces(self, name: str, faces: Sequence[NewFace], model_id: int) -> Enrolment:
        """Keep faces of a person, who is added where nobody has that name; all or none.

        Raises:
            GalleryError: The name is none.
            StoreError: Nothing was kept.
        """
        return self.add_people([(name, faces)], model_id)[0]

    def add_people(
        self, people: Iterable[tuple[str, Sequence[NewFace]]], model_id: int
    ) -> list[Enrolment]:
        """Keep faces of several people, all or none; see :meth:`add_faces`."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._connections.writing() as connection:
            return [
                insert_faces(connection, person_name(name), faces, model_id, now)
                for name, faces in people
            ]

    def people(self) -> list[Person]:
        """Return everybody enrolled, by name."""
        with self._connections.reading() as connection:
            rows = connection.execute(PEOPLE + "GROUP BY person.id ORDER BY person.name")
            return [to_person(row) for row in rows]

    def person(self, name: str) -> Person:
        """Return one person by name.

        Raises:
            GalleryError: Nobody has that name.
        """
        with self._connections.reading() as connection:
            return find_person(connection, name)

    def rename_person(self, name: str, new_name: str) -> None:
        """Give a person another name.

        Raises:
            GalleryError: Nobody is called ``name``, or ``new_name`` is taken or no name.
        """
        new_name = person_name(new_name)
        with self._connections.writing() as connection:
            person = find_person(connection, name)
            try:
                connection.execute("UPDATE person SET name = ? WHERE id = ?", (new_name, person.id))
            except sqlite3.IntegrityError as error:
                raise GalleryError("name_taken", name=new_name) from error

    def remove_person(self, name: str) -> Person:
        """Remove a person with every face and vector, leaving no trace of them in the file.

        Returns:
            Who was removed.

        Raises:
            GalleryError: Nobody has that name.
        """
        with self._connections.writing() as connection:
            person = find_person(connection, name)
            connection.execute("DELETE FROM person WHERE id = ?", (person.id,))
        with self._connections.translated():
            self._connections.get().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return person

    def crop(self, face_id: int) -> bytes | None:
        """Return the aligned crop of a face as PNG, or None where there is none."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT crop FROM face WHERE id = ?", (face_id,)).fetchone()
        return row[0] if row else None

    def faces_without_embedding(self, model_id: int, limit: int) -> list[tuple[int, bytes]]:
        """Return up to ``limit`` faces, with their crops, that a model hasn't embedded yet."""
        with self._connections.reading() as connection:
            return connection.execute(
                "SELECT id, crop FROM face WHERE crop IS NOT NULL AND NOT EXISTS "
                "(SELECT 1 FROM embedding WHERE face_id = face.id AND model_id = ?) "
                "ORDER BY id LIMIT ?",
                (model_id, limit),
            ).fetchall()

    def count_without_embedding(self, model_id: int) -> int:
        """Return how many faces with a crop a model hasn't embedded yet."""
        with self._connections.reading() as connection:
            return int(
                connection.execute(
                    "SELECT (SELECT count(*) FROM face WHERE crop IS NOT NULL) - "
                    "(SELECT count(*) FROM embedding JOIN face ON face.id = face_id "
                    "WHERE model_id = ? AND crop IS NOT NULL)",
                    (model_id,),
                ).fetchone()[0]
            )

    def add_embeddings(
        self, model_id: int, vectors: Iterable[tuple[int, NDArray[np.float32]]]
    ) -> None:
        """Keep a model's vectors of faces that are there; faces gone meanwhile are passed over."""
        with self._connections.writing() as connection:
            for face_id, vector in vectors:
                insert_embedding(connection, face_id, model_id, vector)

    @contextmanager
    def everyone(self, model_id: int) -> Iterator[Everyone]:
        """Hold on to one state of the store while all of its templates are read."""
        with self._connections.reading() as connection:
            yield Everyone(
                entry=last_entry(connection),
                names=dict(connection.execute("SELECT id, name FROM person")),
                dimension=dimension_of(connection, model_id),
                templates=iterate_templates(connection, model_id),
            )

    def vectors(self, model_id: int, face_ids: Sequence[int]) -> Templates:
        """Return the templates of those of some faces that are there."""
        with self._connections.reading() as connection:
            return read_templates(connection, model_id, face_ids)

    def last_change(self) -> int:
        """Return the last entry of the log of changes; another number means something is new."""
        with self._connections.translated():
            return last_change(self._connections.get())

    def changes_after(self, seq: int, model_id: int, most: int = -1) -> Changes:
        """Return what happened after an entry of the log of changes.

        Args:
            seq: That entry's number.
            model_id: Whose vectors are of interest.
            most: How many entries to take in at once; -1 takes all.
        """
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT seq, kind, row_id FROM change WHERE seq > ? ORDER BY seq LIMIT ?",
                (seq, most),
            ).fetchall()
            of_people = [(kind, row_id) for _, kind, row_id in rows if kind.startswith("person")]
            removed = frozenset(row_id for kind, row_id in of_people if kind == "person removed")
            touched = frozenset(row_id for _, kind, row_id in rows if not kind.startswith("person"))
            templates = read_templates(connection, model_id, touched)
            people = {row_id for _, row_id in of_people} | set(templates.person_ids.tolist())
            names = connection.execute(
                "SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(people)),),
            )
            reached = rows[-1][0] if rows else seq
            return Changes(reached, touched, templates, dict(names), removed)

    def setting(self, name: str) -> str | None:
        """Return a setting that is kept with the people, or None where it wasn't made."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting with the people."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO setting VALUES (?, ?) "
                "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
