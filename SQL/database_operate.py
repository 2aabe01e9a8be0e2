"""The store: every enrolled person, face and vector, in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from face_process.errors import StoreError
from face_process.types import ModelIdentity
from SQL.connections import BUSY_SECONDS, Connections
from SQL.database_copy import put_in_place
from SQL.directory import Directory
from SQL.migrations import migrate
from SQL.people import People
from SQL.people_transfer import PeopleTransfer
from SQL.person_name import person_name
from SQL.queries import (
    insert_faces,
    insert_model,
    now_written,
    read_contents,
    read_photo_faces,
)
from SQL.rejections import Rejections
from SQL.rows import Contents, Enrolment, NewFace, PhotoFace
from SQL.sightings import Sightings
from SQL.strangers import Strangers
from SQL.templates import StoredTemplates

EVERYTHING = ("person", "sighting", "change")
"""Tables that hold people or tell of them, with all that hangs on their rows."""


class Store:
    """The database of known people; usable from any thread.

    Args:
        file: The SQLite file, made with its folder where it isn't there.

    Attributes:
        people: Who is enrolled.
        directory: The same, a page at a time.
        templates: Their faces as recognition models see them.
        rejections: Which faces are not whom they were taken for.
        sightings: Who was seen live and in videos.
        strangers: Those of them whom nobody knows.
        transfer: Whole people, on their way out or in.
        imported: What opening it took over from the reference program; mostly None.

    Raises:
        StoreError: It can't be opened, or is no database of ours.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._connections = Connections(file)
        self.people = People(self._connections)
        self.directory = Directory(self._connections)
        self.templates = StoredTemplates(self._connections)
        self.rejections = Rejections(self._connections)
        self.sightings = Sightings(self._connections)
        self.strangers = Strangers(self._connections)
        self.transfer = PeopleTransfer(self._connections)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("store_readonly", file=file) from error
        try:
            with self._connections.translated():
                self.imported = migrate(self._connections.get(), file)
        except BaseException:
            self._connections.close()
            raise

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
            return insert_model(connection, identity)[0]

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
        now = now_written()
        with self._connections.writing() as connection:
            return [
                insert_faces(connection, person_name(name), faces, model_id, now)
                for name, faces in people
            ]

    def faces_of_photos(self, photo_hashes: Iterable[str]) -> list[PhotoFace]:
        """Return the faces that were enrolled from photos, by the sha256 of the photos' files."""
        with self._connections.reading() as connection:
            return read_photo_faces(connection, photo_hashes)

    def crop(self, face_id: int) -> bytes | None:
        """Return the aligned crop of a face as PNG, or None where there is none."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT crop FROM face WHERE id = ?", (face_id,)).fetchone()
        return row[0] if row else None

    def models(self) -> dict[int, ModelIdentity]:
        """Return the recognition models that are known, by the number of their row."""
        with self._connections.reading() as connection:
            rows = connection.execute("SELECT id, name, sha256, dimension FROM model")
            return {number: ModelIdentity(*facts) for number, *facts in rows}

    def contents(self) -> Contents:
        """Return how much is kept."""
        with self._connections.reading() as connection:
            return read_contents(connection)

    def size(self) -> int:
        """Return how many bytes the file has."""
        return self.file.stat().st_size

    def replace_by(self, file: Path) -> None:
        """Hold what another database of today's form holds, or what was there before.

        Raises:
            StoreError: Another program is writing and doesn't end, or there is no room.
        """
        with self._connections.translated():
            put_in_place(file, self._connections.get(), BUSY_SECONDS)
            self._connections.empty_log()

    def empty(self) -> None:
        """Remove everybody and everything seen, leaving no trace in the file; settings stay.

        Raises:
            StoreError: Others are writing, or have been reading for long: then what was there is
                gone, but may still lie in the file's log; it is emptied when the last one ends.
        """
        with self._connections.writing() as connection:
            for table in EVERYTHING:
                connection.execute(f"DELETE FROM {table}")
        with self._connections.translated(), suppress(sqlite3.OperationalError):
            self._connections.get().execute("VACUUM")  # no room: it is overwritten anyway
        self._connections.empty_log()

    def setting(self, name: str) -> str | None:
        """Return a setting that is kept with the people, or None where it wasn't made."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def settings(self) -> dict[str, str]:
        """Return every setting that is kept with the people, by name."""
        with self._connections.translated():
            # One statement sees one state; this is asked before everything that a page does.
            return dict(self._connections.get().execute("SELECT name, value FROM setting"))

    def set_setting(self, name: str, value: str | None) -> None:
        """Keep a setting with the people; None forgets it."""
        with self._connections.writing() as connection:
            if value is None:
                connection.execute("DELETE FROM setting WHERE name = ?", (name,))
                return
            connection.execute(
                "INSERT INTO setting VALUES (?, ?) "
                "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
