"""All that enrolling and recognising need, in one hand: engine, store, gallery and threshold."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from face_process.face_engine import FaceEngine
from face_process.gallery import Gallery
from face_process.types import Image
from SQL.database_operate import Store

log = logging.getLogger(__name__)

DEFAULT_THRESHOLD = 0.5
"""The reference program's value, for models about which nothing else is known."""
EMBED_AT_ONCE = 64
LENGTH_SAMPLE = 8
"""Enrolled faces that tell how long a model's raw embeddings usually are."""


@dataclass(frozen=True, slots=True)
class FaceService:
    """A running recogniser.

    Attributes:
        engine: The models.
        store: The people.
        gallery: The people as the engine's recognition model sees them.
        threshold: Least cosine similarity that gives a face a name.
    """

    engine: FaceEngine
    store: Store
    gallery: Gallery
    threshold: float

    def refresh(self) -> None:
        """Take in people that another thread or process enrolled, renamed or removed."""
        before = self.gallery.seq
        self.gallery.refresh()
        if self.gallery.seq != before and embed_missing(self.engine, self.store):
            self.gallery.refresh()


def open_service(
    engine: FaceEngine,
    store: Store,
    threshold: float | None = None,
    report: Callable[[int, int], None] | None = None,
) -> FaceService:
    """Return a service whose gallery holds everyone in the store.

    Args:
        engine: The models to use.
        store: The people to know; those without a vector of this engine's model get one.
        threshold: The user's own threshold, or None for the model's.
        report: Is told how many crops are embedded, of how many, where some had to be.
    """
    embed_missing(engine, store, report)
    gallery = Gallery(store, store.register_model(engine.identity))
    chosen = DEFAULT_THRESHOLD if threshold is None else threshold
    return FaceService(engine, store, gallery, chosen)


def embed_missing(
    engine: FaceEngine, store: Store, report: Callable[[int, int], None] | None = None
) -> int:
    """Embed every stored crop that has no vector of the engine's model; return how many.

    It goes in small transactions and starts where it was stopped.
    """
    model_id = store.register_model(engine.identity)
    total = store.count_without_embedding(model_id)
    done = 0
    while done < total:
        rows = store.faces_without_embedding(model_id, EMBED_AT_ONCE)
        if not rows:
            break
        crops = [_decoded(png) for _, png in rows]
        vectors = engine.embed_crops(crops)
        store.add_embeddings(model_id, zip((face_id for face_id, _ in rows), vectors, strict=True))
        done += len(rows)
        if report:
            report(done, total)
    return done


def usual_length(service: FaceService) -> float | None:
    """Return how long raw embeddings of enrolled photos are, the median of a few.

    See :meth:`FaceEngine.read_crops`. None where nobody is enrolled.
    """
    stored = (service.store.crop(face_id) for face_id in service.gallery.some_faces(LENGTH_SAMPLE))
    crops = [_decoded(png) for png in stored if png is not None]
    return float(np.median(service.engine.read_crops(crops)[1])) if crops else None


def _decoded(png: bytes) -> Image:
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
