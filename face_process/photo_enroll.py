"""Enrol from photo files: several of one person, or a folder of people."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from face_process.errors import ImageError
from face_process.face_service import FaceService
from face_process.folder_walk import files_in
from face_process.image_file import PHOTO_SUFFIXES
from face_process.photo_examine import ExaminedPhoto, PhotoJob, examined_photos
from face_process.photo_keep import PhotoOutcome, keep

LONGEST_UNSAVED = 0.5
"""Seconds after which examined faces are stored, so that a crash loses little more than that."""
MOST_UNSAVED = 512
"""Examined photos that wait at most while others are being stored."""


@dataclass(frozen=True, slots=True)
class PersonPhotos:
    """The photos that a folder holds of one person."""

    name: str
    files: tuple[Path, ...]


def people_in_folder(folder: Path) -> list[PersonPhotos]:
    """Return whom a folder shows: each sub-folder is a person, and each photo beside them.

    A photo in the folder itself shows the person whose name it bears. Files that are no
    pictures, and hidden ones, are passed over.

    Raises:
        ImageError: There is no such folder, or no photo in it.
    """
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise ImageError("no_media_in_folder", folder=folder) from error
    people = []
    for entry in entries:
        if entry.is_dir():
            files = files_in(entry, PHOTO_SUFFIXES)
            if files:
                people.append(PersonPhotos(entry.name, tuple(files)))
        elif entry.suffix.lower() in PHOTO_SUFFIXES:
            people.append(PersonPhotos(entry.stem, (entry,)))
    if not people:
        raise ImageError("no_media_in_folder", folder=folder)
    return people


def enrol_photos(
    service: FaceService, name: str, files: Sequence[Path], number: int | None = None
) -> Generator[PhotoOutcome]:
    """Enrol one person from photos; see :func:`enrol_people`.

    Args:
        service: The recogniser.
        name: The person, new or enrolled already.
        files: Photos of them.
        number: Which face of each photo, from the left from 1; None takes the one that stands
            out.
    """
    return _enrol(service, (PhotoJob(name, file, number) for file in files))


def enrol_people(service: FaceService, people: Iterable[PersonPhotos]) -> Generator[PhotoOutcome]:
    """Enrol people from photos and tell in their order what became of each, once it is on disk.

    A photo that somebody is enrolled from is passed over without decoding it, so that a run
    which was stopped goes on where it was. Threads work ahead until the generator is closed.

    Raises:
        StoreError: It can't be read or written; what was told before is stored.
    """
    return _enrol(
        service, (PhotoJob(person.name, file) for person in people for file in person.files)
    )


def _enrol(service: FaceService, jobs: Iterable[PhotoJob]) -> Generator[PhotoOutcome]:
    pending: list[ExaminedPhoto] = []
    storing: Future[list[PhotoOutcome]] | None = None
    oldest = 0.0
    with (
        ThreadPoolExecutor(1, "store faces") as keeper,  # a large gallery is searched there, too
        closing(examined_photos(service, jobs)) as batches,
    ):
        for batch in batches:
            now = time.monotonic()
            oldest = oldest if pending else now
            pending += batch
            if storing and (storing.done() or len(pending) >= MOST_UNSAVED):
                yield from storing.result()
                storing = None
            if pending and not storing and now - oldest >= LONGEST_UNSAVED:
                storing = keeper.submit(keep, service, pending)
                pending = []
        if storing:
            yield from storing.result()
        yield from keep(service, pending)
