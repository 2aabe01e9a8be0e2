"""Look at many photos at once and embed the face of each, in their order and in little memory."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from face_process.align import align
from face_process.errors import FaceMindError, GalleryError, ImageError
from face_process.face_enroll import encode_crop, pick_face
from face_process.face_quality import FaceQuality, assess
from face_process.face_service import FaceService
from face_process.image_file import decode_image, read_content
from face_process.processors import usable_processors
from face_process.types import DetectedFace, Image
from SQL.person_name import person_name

LOOKS_AHEAD = 64
"""Photos begun before the first of them is asked for. Only their crops wait, never the pictures:
decoding and detecting are one task, so no more pictures are in memory than threads at work."""
EMBEDDED_AT_ONCE = 16
LISTEN_SECONDS = 0.2
"""Longest time without a sign, so that whoever stores the photos can keep to the clock."""


@dataclass(frozen=True, slots=True)
class PhotoJob:
    """A photo to enrol somebody from.

    Attributes:
        name: Whom it is to show, as written.
        file: The photo.
        number: Which face, from the left from 1; None takes the one that stands out.
    """

    name: str
    file: Path
    number: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PhotoFace:
    """The face that is meant in a photo.

    Attributes:
        face: Where it is.
        crop: (112, 112, 3) uint8 BGR.
        png: The same as PNG.
        quality: Its score and doubts.
    """

    face: DetectedFace
    crop: Image
    png: bytes
    quality: FaceQuality


@dataclass(frozen=True, slots=True, eq=False)
class ExaminedPhoto:
    """A photo that was looked at.

    Attributes:
        job: What was to be done.
        sha256: Of the file's content; empty where it couldn't be read.
        found: Its face; None where the photo is refused or that person is enrolled from it.
        vector: (d,) float32 of unit length, of the face found.
        error: Why the photo is refused, or None.
    """

    job: PhotoJob
    sha256: str = ""
    found: PhotoFace | None = None
    vector: NDArray[np.float32] | None = None
    error: FaceMindError | None = None


def examined_photos(
    service: FaceService, jobs: Iterable[PhotoJob]
) -> Generator[list[ExaminedPhoto]]:
    """Yield photos looked at, in the order given, as they are ready; a few at a time or none.

    Every processor decodes, detects and aligns; faces are embedded beside, as many at a time as
    have gathered. The threads end with the generator, however that is left, as soon as each has
    done with the photo in hand; what goes wrong in one is raised here.

    Args:
        service: The recogniser.
        jobs: The photos; taken from as they are needed, in the caller's thread.

    Raises:
        StoreError: It can't be asked who is enrolled.
    """
    jobs, processors = iter(jobs), usable_processors()
    looking: deque[Future[ExaminedPhoto]] = deque()
    embedding: deque[Future[list[ExaminedPhoto]]] = deque()
    gathered: list[ExaminedPhoto] = []
    with _threads(processors) as (lookers, embedders):
        while True:
            begun = islice(jobs, LOOKS_AHEAD - len(looking))
            looking.extend(lookers.submit(_look_at, service, job) for job in begun)
            while looking and looking[0].done() and len(gathered) < EMBEDDED_AT_ONCE:
                gathered.append(looking.popleft().result())
            full = len(gathered) == EMBEDDED_AT_ONCE
            if gathered and (not embedding or (full and len(embedding) <= processors)):
                embedding.append(embedders.submit(_embed, service, gathered))
                gathered, full = [], False
            if embedding and embedding[0].done():
                yield embedding.popleft().result()
            elif not looking and not embedding:
                return
            elif not _wait(embedding, looking if not full else ()):
                yield []


@contextmanager
def _threads(processors: int) -> Iterator[tuple[ThreadPoolExecutor, ThreadPoolExecutor]]:
    """Have threads that look and threads that embed; begin nothing more when they are left."""
    # One more than processors: while one waits for the disk, all of them have work.
    lookers = ThreadPoolExecutor(processors + 1, "look at photos")
    embedders = ThreadPoolExecutor(processors, "embed faces")
    try:
        yield lookers, embedders
    finally:
        for pool in (lookers, embedders):
            pool.shutdown(wait=False, cancel_futures=True)
        for pool in (lookers, embedders):
            pool.shutdown()


def _look_at(service: FaceService, job: PhotoJob) -> ExaminedPhoto:
    sha256 = ""
    try:
        name = person_name(job.name)
        content = read_content(job.file)
        sha256 = hashlib.sha256(content).hexdigest()
        if job.number is None and name in _enrolled_from(service, sha256):
            return ExaminedPhoto(job, sha256)
        image = decode_image(content, str(job.file))
        face = pick_face(service.engine.detect(image), image, job.number)
    except (ImageError, GalleryError) as error:
        # A traceback holds on to the picture, and a list of the refused would hold them all.
        error.__traceback__ = error.__cause__ = error.__context__ = None
        return ExaminedPhoto(job, sha256, error=error)
    crop = align(image, face.landmarks)
    found = PhotoFace(face, crop, encode_crop(crop), assess(face, crop))
    return ExaminedPhoto(job, sha256, found)


def _enrolled_from(service: FaceService, sha256: str) -> set[str]:
    return {known.name for known in service.store.faces_of_photos([sha256])}


def _embed(service: FaceService, photos: list[ExaminedPhoto]) -> list[ExaminedPhoto]:
    vectors = iter(service.engine.embed_crops([one.found.crop for one in photos if one.found]))
    return [replace(one, vector=next(vectors)) if one.found else one for one in photos]


def _wait(*queues: Iterable[Future[object]]) -> bool:
    """Wait a moment for the first of any queue; return whether it came."""
    first = [queue[0] for queue in queues if queue]
    return bool(wait(first, LISTEN_SECONDS, FIRST_COMPLETED).done)
