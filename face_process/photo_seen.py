"""What photos show before anybody is enrolled from them: faces, how good, whom they look like."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from face_process.enrol_guide import Shot
from face_process.errors import ImageError
from face_process.face_enroll import (
    EnrolCandidate,
    examine_face,
    of_model,
    pick_face,
    resembled,
)
from face_process.face_service import FaceService
from face_process.image_file import decode_image, read_content
from face_process.photo_keep import SAME_FACE
from face_process.types import DetectedFace, Image
from face_process.unlike_faces import UnlikeFace, unlike_faces
from SQL.person_name import person_name

LARGEST_PREVIEW = 1200
"""Longest side, in pixels, of a photo that is shown to have its faces clicked."""
CAMERA = "camera"
"""The source of faces that no file holds."""
PREVIEW_QUALITY = 85
"""Of its JPEG, 0 … 100."""


@dataclass(frozen=True, slots=True, eq=False)
class SeenPhoto:
    """A photo that somebody may be enrolled from.

    Attributes:
        label: Its file's name, or what it is otherwise.
        file: The file; None for a look that a camera took.
        faces: All its faces, from left to right.
        size: Width and height in pixels, (0, 0) where it couldn't be read.
        preview: The whole photo as JPEG, where it has several faces; else empty.
        candidate: The face that is meant, compared with everybody enrolled; None where it has to
            be chosen, or where the photo is refused.
        error: Why it is refused, or None.
        enrolled_as: Who is enrolled from this very file already, by name.
    """

    label: str
    file: Path | None
    faces: tuple[DetectedFace, ...] = ()
    size: tuple[int, int] = (0, 0)
    preview: bytes = b""
    candidate: EnrolCandidate | None = None
    error: ImageError | None = None
    enrolled_as: tuple[str, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether one of its faces has to be chosen."""
        return self.candidate is None and self.error is None

    @property
    def refusal(self) -> ImageError | None:
        """Why nobody can be enrolled from it as it stands, or None."""
        return ImageError("several_faces", count=len(self.faces)) if self.undecided else self.error


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """What enrolling one person from some photos would do.

    Attributes:
        name: The person.
        candidates: The faces that are new, each compared with everybody else.
        unlike: Those of them that are like no other face of this person, old or new.
        repeated: Photos that this person is enrolled from already, or that came twice.
        unused: Photos that were refused, or whose face wasn't chosen.
    """

    name: str
    candidates: tuple[EnrolCandidate, ...]
    unlike: tuple[UnlikeFace, ...]
    repeated: tuple[SeenPhoto, ...]
    unused: tuple[SeenPhoto, ...]


def see_photo(service: FaceService, file: Path, number: int | None = None) -> SeenPhoto:
    """Look at a photo; what can't be used says why instead of raising.

    Args:
        service: The recogniser.
        file: The photo.
        number: Which of its faces is meant, counted from the left from 1; None takes the one that
            stands out.
    """
    try:
        content = read_content(file)
        image = decode_image(content, str(file))
        faces = service.engine.detect(image)
        sha256 = hashlib.sha256(content).hexdigest()
        candidate = _candidate(service, image, faces, number, file.name)
    except ImageError as error:
        error.__traceback__ = None  # it would hold on to the whole picture
        return SeenPhoto(file.name, file, error=error)
    known = service.store.faces_of_photos([sha256])
    return SeenPhoto(
        label=file.name,
        file=file,
        faces=tuple(faces),
        size=(image.shape[1], image.shape[0]),
        preview=_preview(image) if len(faces) > 1 else b"",
        candidate=candidate and replace(candidate, photo_sha256=sha256),
        enrolled_as=tuple(sorted({one.name for one in known})),
    )


def see_shot(service: FaceService, shot: Shot) -> SeenPhoto:
    """Return a picture that a guide took as a photo that was seen; see :func:`see_photo`."""
    candidate = examine_face(service, shot.image, shot.face, None, source=CAMERA)
    return SeenPhoto(CAMERA, None, faces=(shot.face,), candidate=candidate)


def propose(service: FaceService, name: str, photos: Iterable[SeenPhoto]) -> Proposal:
    """Return what enrolling a person from photos would do; nothing is stored.

    Raises:
        GalleryError: The name is none.
    """
    name = person_name(name)
    new: list[EnrolCandidate] = []
    repeated: list[SeenPhoto] = []
    unused: list[SeenPhoto] = []
    for photo in photos:
        candidate = photo.candidate and of_model(service, photo.candidate)
        if candidate is None:
            unused.append(photo)
        elif _is_repeated(service, name, candidate, new):
            repeated.append(photo)
        else:
            new.append(replace(candidate, resembles=resembled(service, candidate.vector, name)))
    unlike = unlike_faces(service, name, new)
    return Proposal(name, tuple(new), unlike, tuple(repeated), tuple(unused))


def _candidate(
    service: FaceService,
    image: Image,
    faces: Sequence[DetectedFace],
    number: int | None,
    source: str,
) -> EnrolCandidate | None:
    """Return the face that is meant; None where several are there and none stands out."""
    try:
        face = pick_face(faces, image, number)
    except ImageError as error:
        if error.key == "several_faces":
            return None
        raise
    return examine_face(service, image, face, None, source=source)


def _is_repeated(
    service: FaceService, name: str, candidate: EnrolCandidate, before: Iterable[EnrolCandidate]
) -> bool:
    """Return whether the same face of the same photo is this person's or among others already.

    A photo of several people may show one of them twice, so the file alone doesn't tell.
    """
    sha256 = candidate.photo_sha256
    if sha256 is None:
        return False
    stored = [one for one in service.store.faces_of_photos([sha256]) if one.name == name]
    face_ids = [one.face_id for one in stored]
    known = service.store.templates.of_faces(service.gallery.model_id, face_ids).vectors
    vectors = [*known, *(one.vector for one in before if one.photo_sha256 == sha256)]
    return any(vector @ candidate.vector >= SAME_FACE for vector in vectors)


def _preview(image: Image) -> bytes:
    scale = min(1.0, LARGEST_PREVIEW / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, PREVIEW_QUALITY])[1].tobytes()
