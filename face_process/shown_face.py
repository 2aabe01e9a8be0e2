"""A face that somebody looks at on the page, as much as correcting its name needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from face_process.face_quality import assess
from face_process.face_recognize import SeenFace
from face_process.face_service import FaceService
from face_process.types import Image


@dataclass(frozen=True, slots=True)
class NamedSo:
    """As whom a face is shown for more than this one look at it.

    Attributes:
        person_id: Row of the person; None where it is shown as unknown.
        similarity: Of all looks together; None where unknown, or named by hand.
        least: What that had to reach; None: the threshold.
    """

    person_id: int | None
    similarity: float | None = None
    least: float | None = None


UNKNOWN = NamedSo(None)


@dataclass(frozen=True, slots=True, eq=False)
class ShownFace:
    """A face that is shown, perhaps for so long that other models run by now.

    Attributes:
        crop: (112, 112, 3) uint8 BGR, aligned.
        vector: (d,) float32 of unit length.
        model_id: Which model made the vector.
        quality: 0 … 1, or None where it wasn't judged.
        source: Where it comes from: a file's name, a camera or a stream's address.
        photo_sha256: Hex digest of that photo's file; None where it is no photo.
        named_so: As whom it is shown, where that rests on more than this look.
    """

    crop: Image
    vector: NDArray[np.float32]
    model_id: int
    quality: float | None
    source: str
    photo_sha256: str | None = None
    named_so: NamedSo | None = None

    def seen_by(self, service: FaceService) -> ShownFace:
        """Return the face with its vector of the model that runs now."""
        model_id = service.gallery.model_id
        vector = service.vector_now(self.crop, self.vector, self.model_id)
        return replace(self, vector=vector, model_id=model_id)


def photo_face(seen: SeenFace, source: str, photo_sha256: str) -> ShownFace:
    """Return a face of a photo as it is to be questioned.

    Args:
        seen: The face.
        source: The photo's name.
        photo_sha256: Hex digest of its file.
    """
    quality = assess(seen.face, seen.crop).score
    return ShownFace(seen.crop, seen.vector, seen.model_id, quality, source, photo_sha256)
