"""All that enrolling and recognising need, in one hand: engine, store, gallery and threshold."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.align import align
from face_process.face_engine import FaceEngine
from face_process.gallery import Gallery
from face_process.types import DEFAULT_THRESHOLD, Image
from SQL.database_operate import Store
from SQL.rejections import Rejections
from SQL.templates import StoredTemplates

log = logging.getLogger(__name__)

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

    def vector_now(
        self, crop: Image, vector: NDArray[np.float32], model_id: int
    ) -> NDArray[np.float32]:
        """Return a crop's vector of the model that runs: models may be changed meanwhile.

        Args:
            crop: (112, 112, 3) uint8 BGR, aligned.
            vector: (d,) float32 of unit length.
            model_id: Which model made that vector.
        """
        if model_id == self.gallery.model_id:
            return vector
        return self.engine.embed_crops([crop])[0]

    def refresh(self) -> None:
        """Take in what another thread or process enrolled, renamed, rejected or removed."""
        self.gallery.refresh()
        lacking, rejected = self.gallery.lacking, self.gallery.rejections_lack
        if lacking is None:
            lacking = frozenset(self.store.templates.lacking(self.gallery.model_id))
        elif not lacking and not rejected:
            return
        embedded = embed_faces(self.engine, self.store, lacking)
        if rejected:
            embedded += embed_rejections(self.engine, self.store)
        if embedded:
            self.gallery.refresh()
        self.gallery.have_embedded(lacking)


def open_service(
    engine: FaceEngine,
    store: Store,
    threshold: float | None = None,
    report: Callable[[int], None] | None = None,
) -> FaceService:
    """Return a service whose gallery holds everyone in the store.

    Args:
        engine: The models to use.
        store: The people to know; those without a vector of this engine's model get one.
        threshold: The user's own threshold, or None for the model's.
        report: Is told how many crops are embedded, where some had to be.
    """
    model_id = store.register_model(engine.identity)
    embed_faces(engine, store, store.templates.lacking(model_id), report)
    embed_rejections(engine, store)
    gallery = Gallery(store, model_id)
    return FaceService(engine, store, gallery, chosen_threshold(threshold))


def chosen_threshold(threshold: float | None) -> float:
    """Return the user's own threshold, or where they have none the usual one."""
    return DEFAULT_THRESHOLD if threshold is None else threshold


def embed_faces(
    engine: FaceEngine,
    store: Store,
    face_ids: Collection[int],
    report: Callable[[int], None] | None = None,
) -> int:
    """Embed the stored crops of faces that have no vector of the engine's model; return how many.

    It goes in small transactions: what is done when it is stopped needs not be done again.

    Args:
        engine: The models to use.
        store: Where the crops are and the vectors go.
        face_ids: Which faces; those that are gone, have no crop, or a vector, are passed over.
        report: Is told how many of them are done.
    """
    model_id = store.register_model(engine.identity)
    return _embed(engine, store.templates, model_id, face_ids, report)


def embed_rejections(engine: FaceEngine, store: Store) -> int:
    """Embed the looks that aren't somebody's and have no vector of the engine's model.

    As :func:`embed_faces` does; return how many.
    """
    model_id = store.register_model(engine.identity)
    return _embed(engine, store.rejections, model_id, store.rejections.lacking(model_id))


def _embed(
    engine: FaceEngine,
    kept: StoredTemplates | Rejections,
    model_id: int,
    rows: Iterable[int],
    report: Callable[[int], None] | None = None,
) -> int:
    embedded = 0
    for start, some in enumerate(_batches(rows)):
        stored = kept.crops_lacking(model_id, some)
        crops = {row: crop for row, png in stored if (crop := decode_crop(png)) is not None}
        if crops:
            vectors = engine.embed_crops(list(crops.values()))
            kept.add(model_id, zip(crops, vectors, strict=True))
        embedded += len(crops)
        if report:
            report(start * EMBED_AT_ONCE + len(some))
    return embedded


def usual_length(service: FaceService) -> float | None:
    """Return how long raw embeddings of enrolled photos are, the median of a few.

    See :meth:`FaceEngine.read_crops`. Where nobody is enrolled, a public portrait stands for
    them; None where not even that has a face for the models.
    """
    stored = (service.store.crop(face_id) for face_id in service.gallery.some_faces(LENGTH_SAMPLE))
    decoded = (decode_crop(png) for png in stored if png is not None)
    crops = [crop for crop in decoded if crop is not None] or _portrait(service.engine)
    return float(np.median(service.engine.read_crops(crops)[1])) if crops else None


def decode_crop(png: bytes) -> Image | None:
    """Return a stored crop, (112, 112, 3) uint8 BGR, or None where it is none."""
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR) if png else None


def _portrait(engine: FaceEngine) -> list[Image]:
    """Return the aligned face of the astronaut that scikit-image ships, if it is found.

    Its raw embedding is 0.99 and 0.90 times as long as the median of LFW with the two models that
    were measured.
    """
    from skimage.data import astronaut

    image = np.ascontiguousarray(astronaut()[:, :, ::-1])
    return [align(image, face.landmarks) for face in engine.detect(image)[:1]]


def _batches(face_ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield EMBED_AT_ONCE faces at a time."""
    remaining = iter(face_ids)
    while some := list(islice(remaining, EMBED_AT_ONCE)):
        yield some
