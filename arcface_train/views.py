"""How photos are seen in an evaluation, and what models make of them: their embeddings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from arcface_train.conditions import CONDITIONS
from arcface_train.embedder import Embedder
from arcface_train.subjects import Subjects
from face_process.types import Embeddings, Image
from merge.progress import Advance

CLEAN = "clean"
AT_ONCE = 128
"""Crops in memory at a time, 5 MB."""


@dataclass(frozen=True, slots=True)
class View:
    """How photos are seen.

    Attributes:
        condition: A name of ``conditions.CONDITIONS``.
        flip: Whether an embedding is averaged with that of the mirror image.
    """

    condition: str
    flip: bool = False

    @property
    def title(self) -> str:
        """What tables call it."""
        return f"{self.condition}, flip" if self.flip else self.condition


def embed_views(
    embedders: Sequence[Embedder],
    subjects: Subjects,
    views: Sequence[View],
    seed: int,
    advance: Advance,
) -> list[dict[View, Embeddings]]:
    """Return what each model makes of all photos, (n, d) unit rows a view.

    All models see the same pictures: what chance decides, such as where a mask sits, depends on
    the seed, the condition and the photo alone.

    Args:
        embedders: The models.
        subjects: The photos.
        views: How they are to be seen.
        seed: Of what chance decides.
        advance: Is told how many pictures are embedded.

    Raises:
        TrainError: A crop can't be read.
    """
    parts: list[dict[View, list[Embeddings]]] = [{view: [] for view in views} for _ in embedders]
    done = 0
    for condition in dict.fromkeys(view.condition for view in views):
        flips = [view.flip for view in views if view.condition == condition]
        for crops in _batches(subjects, condition, seed):
            for embedder, found in zip(embedders, parts, strict=True):
                plain = embedder.embed(crops)
                for flip in flips:
                    seen = _averaged(plain, embedder, crops) if flip else plain
                    found[View(condition, flip)].append(seen)
                done += len(crops)
                advance(done)
    return [{view: np.concatenate(each) for view, each in found.items()} for found in parts]


def _batches(subjects: Subjects, condition: str, seed: int) -> Iterator[NDArray[np.uint8]]:
    """Yield crops under a condition, (n, 112, 112, 3) uint8 BGR, in order."""
    for start in range(0, len(subjects), AT_ONCE):
        rows = range(start, min(start + AT_ONCE, len(subjects)))
        yield np.stack([_changed(subjects, row, condition, seed) for row in rows])


def _changed(subjects: Subjects, row: int, condition: str, seed: int) -> Image:
    random = np.random.default_rng([seed, crc32(condition.encode()), row])
    return CONDITIONS[condition](subjects.crop(row), subjects.landmarks(row), random)


def _averaged(plain: Embeddings, embedder: Embedder, crops: NDArray[np.uint8]) -> Embeddings:
    both = plain + embedder.embed(np.ascontiguousarray(crops[:, :, ::-1]))
    return both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-12)
