"""Enrol from photo files: several of one person, or a folder of people."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from face_process.errors import FaceMindError, ImageError
from face_process.face_enroll import EnrolCandidate, enrol, examine
from face_process.face_service import FaceService
from face_process.image_file import PHOTO_SUFFIXES, read_image

log = logging.getLogger(__name__)

LONGEST_UNSAVED = 1.0
"""Seconds after which examined faces are stored, so that a crash loses no more than that."""


@dataclass(frozen=True, slots=True, eq=False)
class PhotoOutcome:
    """What became of one photo.

    Attributes:
        name: Whom it was to show.
        file: The photo.
        candidate: The face that is stored now, or None where the photo was refused.
        error: Why it was refused, or None.
    """

    name: str
    file: Path
    candidate: EnrolCandidate | None
    error: FaceMindError | None


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
            files = sorted(file for file in entry.rglob("*") if _is_photo(file))
            if files:
                people.append(PersonPhotos(entry.name, tuple(files)))
        elif _is_photo(entry):
            people.append(PersonPhotos(entry.stem, (entry,)))
    if not people:
        raise ImageError("no_media_in_folder", folder=folder)
    return people


def enrol_photos(
    service: FaceService, name: str, files: Sequence[Path], number: int | None = None
) -> Iterator[PhotoOutcome]:
    """Enrol a person from photos and tell what became of each, once it is on disk.

    Args:
        service: The recogniser.
        name: The person, new or enrolled already.
        files: Photos of them.
        number: Which face of each photo, from the left from 1; None takes the one that stands
            out.

    Raises:
        StoreError: It can't be written; what was told before is stored.
    """
    pending: list[PhotoOutcome] = []
    saved_at = time.monotonic()
    for file in files:
        pending.append(_examine_file(service, name, file, number))
        if time.monotonic() - saved_at >= LONGEST_UNSAVED:
            yield from _store(service, name, pending)
            pending = []
            saved_at = time.monotonic()
    yield from _store(service, name, pending)


def _examine_file(service: FaceService, name: str, file: Path, number: int | None) -> PhotoOutcome:
    try:
        candidate = examine(service, read_image(file), name, number=number, source=file.name)
    except FaceMindError as error:
        log.debug("%s is refused: %s", file, error)
        return PhotoOutcome(name, file, None, error)
    return PhotoOutcome(name, file, candidate, None)


def _store(
    service: FaceService, name: str, pending: Sequence[PhotoOutcome]
) -> Sequence[PhotoOutcome]:
    candidates = [outcome.candidate for outcome in pending if outcome.candidate]
    if candidates:
        enrol(service, name, candidates)
    return pending


def _is_photo(file: Path) -> bool:
    return file.suffix.lower() in PHOTO_SUFFIXES and not file.name.startswith(".")
