"""Add the people of an archive to those who are known already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from face_process.errors import ArchiveError, StoreError
from face_process.people_archive import PeopleArchive, opened_archive
from SQL.database_operate import Store
from SQL.whole_people import Added, WholePerson

FACES_AT_ONCE = 2000
"""Faces in one transaction, some fifty megabytes and two seconds: others wait to write."""

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an archive's people.

    Attributes:
        people: How many there are in it.
        new: How many of them are new.
        faces: How many faces were added.
        known: How many faces were there already.
    """

    people: int = 0
    new: int = 0
    faces: int = 0
    known: int = 0

    @property
    def size(self) -> int:
        """How much that is to write, roughly: rows."""
        return self.people + self.faces + self.known

    def with_person(self, added: Added) -> Imported:
        """Return this with one more person."""
        return replace(
            self,
            people=self.people + 1,
            new=self.new + added.created,
            faces=self.faces + added.faces,
            known=self.known + added.known,
        )


def import_people(store: Store, file: Path, report: Report | None = None) -> Imported:
    """Add every person of an archive; somebody of the same name gets the faces they haven't got.

    The whole archive is checked before anything is added. One of up to FACES_AT_ONCE faces is
    added whole or not at all; a larger one in several steps, each of whole people: importing it
    again goes on where it stopped, since what is there already isn't added twice. No model is
    needed: faces without a vector of the model in use are embedded when that is next loaded.

    Args:
        store: Where they go.
        file: The archive.
        report: Is told how many steps of how many are done, two a person.

    Raises:
        ArchiveError: It is missing, of another kind, newer or broken, and nothing was added; or
            the store failed after some people had been added.
        GalleryError: A model's vectors have another length here than there.
        StoreError: Nothing was added.
    """
    with opened_archive(file) as archive:
        steps = 2 * archive.header.people
        for number, person in enumerate(archive.people(), start=1):
            for _ in person.faces:
                pass  # reading them checks them
            if report:
                report(number, steps)
        return _add(store, archive, report)


def _add(store: Store, archive: PeopleArchive, report: Report | None) -> Imported:
    imported, count = Imported(), archive.header.people
    with closing(archive.people()) as people:
        try:
            while imported.people < count:
                imported = _add_some(store, archive, people, imported)
                if report:
                    report(count + imported.people, 2 * count)
        except StoreError as error:
            if not imported.people:
                raise
            facts = {"file": archive.file, "people": imported.people, "reason": error}
            raise ArchiveError("archive_partly_imported", **facts) from error
    return imported


def _add_some(
    store: Store, archive: PeopleArchive, people: Iterator[WholePerson], before: Imported
) -> Imported:
    """Add the next people in one transaction."""
    imported = before
    with store.transfer.writing(archive.models) as writer:
        for person in people:
            imported = imported.with_person(writer.add(person))
            if imported.size - before.size >= FACES_AT_ONCE:
                break
    return imported
