"""Which new faces of a person are unlike their others: somebody else of that name, perhaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from face_process.errors import GalleryError
from face_process.face_enroll import EnrolCandidate
from face_process.face_service import FaceService
from face_process.types import Embeddings

UNLIKE = 0.5
"""Share of the threshold: of LFW's 6,000 pairs (pack mini) 0.6 % of those of one person are less
similar than that, and 99.4 % of those of two people."""


@dataclass(frozen=True, slots=True, eq=False)
class UnlikeFace:
    """A face that none of the person's others is like.

    Attributes:
        candidate: The face.
        similarity: Cosine, to the most similar one of the others.
    """

    candidate: EnrolCandidate
    similarity: float


def unlike_faces(
    service: FaceService, name: str, candidates: Sequence[EnrolCandidate]
) -> tuple[UnlikeFace, ...]:
    """Return which faces are like none of the person's.

    Faces of somebody new are compared with each other.

    Args:
        service: The recogniser, whose model made the candidates' vectors.
        name: Whom they are to show.
        candidates: The new faces.
    """
    if not candidates:
        return ()
    vectors = np.stack([one.vector for one in candidates])  # (n, d)
    enrolled = _enrolled(service, name)
    similarities = vectors @ (enrolled if len(enrolled) else vectors).T
    if len(enrolled) == 0:
        np.fill_diagonal(similarities, -1)
        if len(candidates) == 1:
            return ()
    best = similarities.max(axis=1)
    return tuple(
        UnlikeFace(one, float(similarity))
        for one, similarity in zip(candidates, best, strict=True)
        if similarity < UNLIKE * service.threshold
    )


def _enrolled(service: FaceService, name: str) -> Embeddings:
    """Return a person's vectors of the model in use, (n, d); none of somebody new."""
    try:
        face_ids = [face.id for face in service.store.people.faces(name)]
    except GalleryError:
        face_ids = []
    return service.store.templates.of_faces(service.gallery.model_id, face_ids).vectors
