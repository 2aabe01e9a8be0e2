"""Batches of training: which pictures a step sees and how they are changed, the same each time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arcface_train.augment import TWELVE
from arcface_train.jitter import jittered
from arcface_train.pictures import Pictures
from arcface_train.recipes import Recipe
from face_process.types import Image

WORKERS = 2
"""Threads; OpenCV lets go of Python while it works."""
AHEAD = 3
"""Batches that are made while others are learnt from."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What one step learns from.

    Attributes:
        crops: (b, 112, 112, 3) uint8 BGR, changed.
        rows: (b,) int64, which pictures they are.
        labels: (b,) int64.
    """

    crops: NDArray[np.uint8]
    rows: NDArray[np.int64]
    labels: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Share:
    """Which part of each batch this process learns from; all parts together are the batch."""

    rank: int = 0
    of: int = 1


def steps_an_epoch(pictures: int, recipe: Recipe) -> int:
    """Return how many whole batches there are; few pictures make one smaller batch."""
    return max(1, pictures * _forms(recipe) // recipe.batch)


def batches(
    pictures: Pictures, recipe: Recipe, seed: int, first: int = 0, share: Share = Share()
) -> Iterator[Batch]:
    """Yield the batches of a training from a step on, made ahead by threads.

    A picture's changes depend on nothing but the seed, the epoch and its row, so that a training
    that was interrupted, or is shared between processes, sees what it would have seen.
    """
    steps = recipe.epochs * steps_an_epoch(len(pictures), recipe)
    waiting: deque = deque()
    with ThreadPoolExecutor(WORKERS, "jitter pictures") as workers:
        try:
            for step in range(first, steps):
                waiting.append(workers.submit(batch_of, pictures, recipe, seed, step, share))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()


def batch_of(pictures: Pictures, recipe: Recipe, seed: int, step: int, share: Share) -> Batch:
    """Return the part of a step's batch that one process learns from."""
    epoch, number = divmod(step, steps_an_epoch(len(pictures), recipe))
    order = np.random.default_rng((seed, epoch)).permutation(len(pictures) * _forms(recipe))
    drawn = order[number * recipe.batch : (number + 1) * recipe.batch][share.rank :: share.of]
    crops = [_changed(pictures, recipe, int(one), (seed, epoch, int(one))) for one in drawn]
    rows = drawn // _forms(recipe)
    return Batch(np.stack(crops), rows, pictures.labels[rows])


def _forms(recipe: Recipe) -> int:
    """Return in how many forms an epoch shows each picture."""
    return 1 + len(TWELVE) if recipe.twelve else 1


def _changed(pictures: Pictures, recipe: Recipe, drawn: int, seed: tuple[int, int, int]) -> Image:
    row, form = divmod(drawn, _forms(recipe))
    crop, landmarks = pictures.crop(row), pictures.landmarks[row]
    if form:
        crop = tuple(TWELVE.values())[form - 1](crop, landmarks)
    return jittered(crop, landmarks, recipe.jitter, np.random.default_rng(seed))
