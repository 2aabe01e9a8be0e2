"""Who is this? Every face of an image, compared with everyone enrolled."""

from __future__ import annotations

from face_process.face_service import FaceService
from face_process.types import Image, RecognizedFace


def recognize_image(service: FaceService, image: Image) -> list[RecognizedFace]:
    """Return every face of an image with the nearest person, from left to right.

    Args:
        service: The recogniser; people enrolled elsewhere meanwhile are taken in first.
        image: (h, w, 3) uint8 BGR, upright and not mirrored.
    """
    service.refresh()
    faces = service.engine.detect(image)
    if not faces:
        return []
    matches = service.gallery.nearest(service.engine.embed(image, faces))
    return [
        RecognizedFace(face, match, service.threshold)
        for face, match in zip(faces, matches, strict=True)
    ]
