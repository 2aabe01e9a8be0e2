"""Make somebody known: choose their face, judge it, and keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.align import align
from face_process.errors import ImageError
from face_process.face_quality import FaceQuality, assess
from face_process.face_service import FaceService
from face_process.types import DetectedFace, Image, Match
from SQL.person_name import person_name
from SQL.rows import Enrolment, NewFace

CLEARLY_LARGER = 2.0
"""A face with twice the area of any other is the one that is meant."""
CENTRAL, OFF_CENTRE = 0.12, 0.25
"""Distances from the picture's middle, in picture diagonals: one face within the first and all
others beyond the second means that one."""
SMALLEST_CENTRAL = 0.5
"""Least area of a central face, in areas of the largest one."""


@dataclass(frozen=True, slots=True, eq=False)
class EnrolCandidate:
    """A face that could be enrolled, with what speaks against it.

    Attributes:
        face: Where it is in its image.
        crop: (112, 112, 3) uint8 BGR.
        vector: (d,) float32 of unit length.
        quality: Its score and doubts; doubts warn, they don't forbid.
        resembles: Somebody of another name whom this face would be recognised as, or None.
        source: Where it comes from: a file's name, or ``camera``.
        photo_sha256: Of that file's content; None where there is no file.
        model_id: Which model made the vector; None: the one that enrols.
    """

    face: DetectedFace
    crop: Image
    vector: NDArray[np.float32]
    quality: FaceQuality
    resembles: Match | None
    source: str
    photo_sha256: str | None = None
    model_id: int | None = None


def examine(
    service: FaceService, image: Image, name: str, *, number: int | None = None, source: str = ""
) -> EnrolCandidate:
    """Choose the face of a photo that is meant and judge it; nothing is stored.

    Args:
        service: The recogniser.
        image: (h, w, 3) uint8 BGR, upright.
        name: Whom it is to show.
        number: Which face, counted from the left from 1; None takes the one that stands out.
        source: Where the photo comes from.

    Raises:
        ImageError: There is no face, or no such face, or several and none stands out.
        GalleryError: The name is none.
    """
    faces = service.engine.detect(image)
    return examine_face(service, image, pick_face(faces, image, number), name, source=source)


def examine_face(
    service: FaceService, image: Image, face: DetectedFace, name: str | None, *, source: str = ""
) -> EnrolCandidate:
    """Judge one face that was chosen already; see :func:`examine`.

    Without a name everybody enrolled is somebody else.
    """
    name = None if name is None else person_name(name)
    crop = align(image, face.landmarks)
    vector = service.engine.embed_crops([crop])[0]
    resembles = resembled(service, vector, name)
    model_id = service.gallery.model_id
    quality = assess(face, crop)
    return EnrolCandidate(face, crop, vector, quality, resembles, source, model_id=model_id)


def resembled(
    service: FaceService, vector: NDArray[np.float32], name: str | None = None
) -> Match | None:
    """Return whom a face would be recognised as apart from one person, or None.

    Args:
        service: The recogniser; people enrolled meanwhile are taken in first.
        vector: (d,) float32 of unit length.
        name: Who isn't meant; None leaves nobody out.
    """
    service.refresh()
    (nearest,) = service.gallery.nearest(vector[None], name and [name])
    return nearest if nearest and nearest.similarity >= service.threshold else None


def enrol(service: FaceService, name: str, candidates: Sequence[EnrolCandidate]) -> Enrolment:
    """Keep faces of one person, all in one transaction, and know them from now on.

    Raises:
        GalleryError: The name is none.
        StoreError: Nothing was kept.
    """
    faces = [_new_face(of_model(service, one)) for one in candidates]
    enrolment = service.store.add_faces(name, faces, service.gallery.model_id)
    service.refresh()
    return enrolment


def of_model(service: FaceService, one: EnrolCandidate) -> EnrolCandidate:
    """Return a candidate as this model sees it: another may have examined it before a change."""
    if one.model_id is None:
        return one
    vector = service.vector_now(one.crop, one.vector, one.model_id)
    return replace(one, vector=vector, model_id=service.gallery.model_id)


def _new_face(one: EnrolCandidate) -> NewFace:
    crop = encode_crop(one.crop)
    return NewFace(crop, one.vector, one.quality.score, one.source, one.photo_sha256)


def encode_crop(crop: Image) -> bytes:
    """Return an aligned crop as lossless PNG."""
    return cv2.imencode(".png", crop)[1].tobytes()


def pick_face(
    faces: Sequence[DetectedFace], image: Image, number: int | None = None
) -> DetectedFace:
    """Return the face that is meant: the one asked for, else the clearly largest or central one.

    Args:
        faces: All faces of the image, from left to right.
        image: (h, w, 3) uint8, for its size.
        number: Which face, counted from 1; None means that one has to stand out.

    Raises:
        ImageError: No face, no such face, or several of which none stands out.
    """
    if not faces:
        raise ImageError("no_face")
    if number is not None:
        if not 1 <= number <= len(faces):
            raise ImageError("face_number", number=number, count=len(faces))
        return faces[number - 1]
    if len(faces) == 1:
        return faces[0]
    areas = np.array([face.width * face.height for face in faces])
    largest = int(areas.argmax())
    if areas[largest] >= CLEARLY_LARGER * np.delete(areas, largest).max():
        return faces[largest]
    height, width = image.shape[:2]
    middles = np.array([face.centre for face in faces]) - [width / 2, height / 2]
    offsets = np.linalg.norm(middles, axis=1) / np.hypot(width, height)
    central = int(offsets.argmin())
    if (
        offsets[central] <= CENTRAL
        and np.delete(offsets, central).min() >= OFF_CENTRE
        and areas[central] >= SMALLEST_CENTRAL * areas[largest]
    ):
        return faces[central]
    raise ImageError("several_faces", count=len(faces))
