"""Who is this? Every face of an image, compared with everyone enrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.align import align
from face_process.face_service import FaceService
from face_process.types import DetectedFace, Image, RecognizedFace


@dataclass(frozen=True, slots=True, eq=False)
class SeenFace:
    """A face of an image, ready to be compared again whenever people change.

    Attributes:
        face: Where it is.
        crop: (112, 112, 3) uint8 BGR, aligned.
        vector: (d,) float32 of unit length.
        model_id: Which model made the vector.
    """

    face: DetectedFace
    crop: Image
    vector: NDArray[np.float32]
    model_id: int


def recognize_image(service: FaceService, image: Image) -> list[RecognizedFace]:
    """Return every face of an image with the nearest person, from left to right.

    Args:
        service: The recogniser; people enrolled elsewhere meanwhile are taken in first.
        image: (h, w, 3) uint8 BGR, upright and not mirrored.
    """
    return name_faces(service, see_faces(service, image))


def see_faces(service: FaceService, image: Image) -> list[SeenFace]:
    """Return every face of an image, from left to right, without asking whose they are."""
    faces = service.engine.detect(image)
    crops = [align(image, face.landmarks) for face in faces]
    vectors = service.engine.embed_crops(crops)
    model_id = service.gallery.model_id
    return [SeenFace(*one, model_id) for one in zip(faces, crops, vectors, strict=True)]


def name_faces(service: FaceService, seen: Sequence[SeenFace]) -> list[RecognizedFace]:
    """Return faces with the nearest person as everybody is enrolled now, in their order."""
    service.refresh()
    if not seen:
        return []
    vectors = [service.vector_now(one.crop, one.vector, one.model_id) for one in seen]
    matches = service.gallery.nearest(np.stack(vectors))
    return [
        RecognizedFace(one.face, match, service.threshold)
        for one, match in zip(seen, matches, strict=True)
    ]
