"""Who is enrolled: find, rename, merge and remove people; move and remove their faces."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from face_process.errors import GalleryError
from SQL.connections import Connections
from SQL.person_name import LONGEST_NOTE, note_text, person_name
from SQL.queries import PEOPLE, find_person, now_written, person_of, to_person
from SQL.rejections import delete_rejections
from SQL.removed import NO_LIKENESSES, Likenesses, Removed, removed_faces, removed_person
from SQL.removed_earlier import faces_removed_earlier, people_removed_earlier
from SQL.row_cache import erase_faces
from SQL.rows import Person, StoredFace

FACES = "SELECT id, person_id, quality, source, created_at, crop IS NOT NULL FROM face "
AMONG = "IN (SELECT value FROM json_each(?))"
THESE = f"id {AMONG}"
# The one that the user chose, else the best, else the first.
PORTRAIT = (
    "SELECT face.id FROM face JOIN person ON person.id = person_id "
    "WHERE person.id = ? AND crop IS NOT NULL "
    "ORDER BY face.id = person.portrait DESC, quality DESC, face.id LIMIT 1"
)


class People:
    """The store's people.

    Args:
        connections: To the store's file.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> list[Person]:
        """Return everybody enrolled, by name."""
        with self._connections.reading() as connection:
            rows = connection.execute(PEOPLE + "GROUP BY person.id ORDER BY person.name")
            return [to_person(row) for row in rows]

    def find(self, name: str) -> Person:
        """Return one person by name.

        Raises:
            GalleryError: Nobody has that name.
        """
        with self._connections.reading() as connection:
            return find_person(connection, name)

    def name_of(self, person_id: int) -> str:
        """Return what a person is called now.

        Raises:
            GalleryError: They were removed.
        """
        with self._connections.reading() as connection:
            query = "SELECT name FROM person WHERE id = ?"
            row = connection.execute(query, (person_id,)).fetchone()
        if row is None:
            raise GalleryError("person_gone")
        return row[0]

    def faces(self, name: str) -> list[StoredFace]:
        """Return a person's faces, the oldest first.

        Raises:
            GalleryError: Nobody has that name.
        """
        with self._connections.reading() as connection:
            person = find_person(connection, name)
            rows = connection.execute(FACES + "WHERE person_id = ? ORDER BY id", (person.id,))
            return [to_face(row) for row in rows]

    def portrait(self, name: str) -> int | None:
        """Return the face that shows a person best: the one chosen, else that of best quality.

        None where no face of theirs has a picture.

        Raises:
            GalleryError: Nobody has that name.
        """
        with self._connections.reading() as connection:
            row = connection.execute(PORTRAIT, (find_person(connection, name).id,)).fetchone()
        return row[0] if row else None

    def rename(self, name: str, new_name: str) -> None:
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

    def set_note(self, name: str, note: str) -> None:
        """Keep what the user wrote about a person.

        Raises:
            GalleryError: Nobody has that name, or the note is too long or no text.
        """
        note = note_text(note)
        with self._connections.writing() as connection:
            person = find_person(connection, name)
            connection.execute("UPDATE person SET note = ? WHERE id = ?", (note, person.id))

    def set_portrait(self, face_id: int) -> None:
        """Let a face stand for its person.

        Raises:
            GalleryError: There is no such face.
        """
        with self._connections.writing() as connection:
            face = _find_face(connection, face_id)
            connection.execute(
                "UPDATE person SET portrait = ? WHERE id = ?", (face_id, face.person_id)
            )

    def merge(self, name: str, into: str) -> Person:
        """Give all that is one person's to another, and remove the first.

        Faces, sightings, looks that aren't theirs and the note go over; the other's name and
        portrait stay.

        Returns:
            The other person, with all the faces.

        Raises:
            GalleryError: One of the two isn't there, or they are the same.
        """
        with self._connections.writing() as connection:
            one, other = find_person(connection, name), find_person(connection, into)
            if one.id == other.id:
                raise GalleryError("merge_same", name=one.name)
            both = (other.id, one.id)
            connection.execute("UPDATE face SET person_id = ? WHERE person_id = ?", both)
            connection.execute("UPDATE rejection SET person_id = ? WHERE person_id = ?", both)
            connection.execute("UPDATE sighting SET person_id = ? WHERE person_id = ?", both)
            notes = "\n".join(note for note in (other.note, one.note) if note)[:LONGEST_NOTE]
            connection.execute("UPDATE person SET note = ? WHERE id = ?", (notes, other.id))
            connection.execute("DELETE FROM person WHERE id = ?", (one.id,))
            return find_person(connection, other.name)

    def move_face(self, face_id: int, name: str, *more: int) -> Person:
        """Give a face, and more with it, to another person; all or none.

        They are added where nobody has that name.

        Raises:
            GalleryError: One of the faces isn't there, or the name is none.
        """
        name, faces = person_name(name), json.dumps([face_id, *more])
        with self._connections.writing() as connection:
            for one in (face_id, *more):
                _find_face(connection, one)
            person_id, _ = person_of(connection, name, now_written())
            connection.execute(
                f"UPDATE person SET portrait = NULL WHERE portrait {AMONG}", (faces,)
            )
            query = f"UPDATE face SET person_id = ? WHERE {THESE}"
            connection.execute(query, (person_id, faces))
            return find_person(connection, name)

    def remove_face(self, *face_ids: int) -> Removed:
        """Remove faces, all or none, leaving no trace of them in the file; their people stay.

        Raises:
            GalleryError: One of them isn't there.
        """
        with self._connections.writing() as connection:
            for face_id in face_ids:
                _find_face(connection, face_id)
            removed = removed_faces(connection, None, THESE, json.dumps(face_ids))
            connection.execute(f"DELETE FROM face WHERE {THESE}", (json.dumps(face_ids),))
        self._leave_no_trace(removed)
        return removed

    def remove(self, name: str, shown_by: Likenesses = NO_LIKENESSES) -> Removed:
        """Remove a person with every face and vector, leaving no trace of them in the file.

        Copies of the file may still hold them: see :mod:`SQL.copies`.

        Args:
            name: Who.
            shown_by: What else shows them, which goes too; whom it shows is a matter of
                recognition: see :func:`face_process.people_erase.erase_person`.

        Raises:
            GalleryError: Nobody has that name.
        """
        with self._connections.writing() as connection:
            person = find_person(connection, name)
            removed = removed_person(connection, person, shown_by)
            delete_rejections(connection, removed.rejections)
            seen = json.dumps(list(removed.sightings))
            connection.execute(f"DELETE FROM sighting WHERE {THESE}", (seen,))
            connection.execute("DELETE FROM person WHERE id = ?", (person.id,))
        self._leave_no_trace(removed)
        return removed

    def removed_earlier(self, person: str | None = None, face: int | None = None) -> list[Removed]:
        """Return people of a name, or faces of a number, that only copies of the file still hold.

        They are there to be purged by somebody who removed them before.
        """
        file, found = self._connections.file, []
        with self._connections.reading() as connection:
            if person is not None:
                found += people_removed_earlier(connection, file, person)
            if face is not None:
                found += faces_removed_earlier(connection, file, face)
        return found

    def _leave_no_trace(self, removed: Removed) -> None:
        erase_faces(self._connections.file, removed.faces)
        self._connections.empty_log()  # what was removed is still in it


def _find_face(connection: sqlite3.Connection, face_id: int) -> StoredFace:
    row = connection.execute(FACES + "WHERE id = ?", (face_id,)).fetchone()
    if row is None:
        raise GalleryError("face_missing", number=face_id)
    return to_face(row)


def to_face(row: tuple) -> StoredFace:
    """Return a row of FACES as a StoredFace."""
    face_id, person_id, quality, source, created_at, has_crop = row
    created = datetime.fromisoformat(created_at)
    return StoredFace(face_id, person_id, quality, source, created, bool(has_crop))
