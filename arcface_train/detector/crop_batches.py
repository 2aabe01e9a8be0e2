"""Batches of crops with what is to be found in them, the same for a seed and a step each time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arcface_train.detector.crop_changes import changed
from arcface_train.detector.crop_plan import PlannedView, choice_of, plan_crop
from arcface_train.detector.crops import CropFaces, seen_faces, seen_photo
from arcface_train.detector.labels import Labels
from arcface_train.detector.photo_cache import PhotoCache
from arcface_train.detector.recipe import DetectorRecipe
from arcface_train.detector.targets import IGNORED, grid_of, owners
from face_process.errors import TrainError
from face_process.types import Image

WORKERS = 2
"""Threads; OpenCV lets go of Python while it works."""
AHEAD = 4
"""Batches that are made while others are learnt from."""


@dataclass(frozen=True, slots=True, eq=False)
class CropBatch:
    """What one step learns from.

    Attributes:
        crops: (b, side, side, 3) uint8 BGR.
        counted: (b, a) bool, which answers anything is learnt of.
        finding: (p,) int64, places in the flattened (b × a) answers that are to find a face.
        points: (p, 2) float32 pixels that their distances start from.
        strides: (p,) float32.
        boxes: (p, 4) float32 pixels of the crop, the face that each is to find.
        landmarks: (p, 5, 2) float32 pixels.
        seen: (p, 5) float32, 1 where a landmark is within the crop, else 0.
    """

    crops: NDArray[np.uint8]
    counted: NDArray[np.bool_]
    finding: NDArray[np.int64]
    points: NDArray[np.float32]
    strides: NDArray[np.float32]
    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    seen: NDArray[np.float32]


class CropSource:
    """Makes crops of labelled photos.

    Args:
        labels: Of the photos.
        recipe: How large crops are, and how likely each change.
        seed: Decides all that is left to chance, with the step.

    Raises:
        TrainError: No photo shows a face.
    """

    def __init__(self, labels: Labels, recipe: DetectorRecipe, seed: int) -> None:
        self._labels, self._recipe, self._seed = labels, recipe, seed
        self._photos = PhotoCache(labels)
        self._choice = choice_of(labels)
        self._sizes = np.array([one.size for one in labels.photos], np.int64).reshape(-1, 2)
        if not len(self._choice.with_faces):
            raise TrainError("labels_faceless", folder=labels.origin.photos)

    def batches(self, first: int = 0) -> Iterator[CropBatch]:
        """Yield batches from a step on, without end, made ahead by threads."""
        waiting: deque[Future[CropBatch]] = deque()
        step = first
        with ThreadPoolExecutor(WORKERS, "crops") as workers:
            try:
                while True:
                    while len(waiting) < AHEAD:
                        waiting.append(workers.submit(self.batch, step))
                        step += 1
                    yield waiting.popleft().result()
            finally:
                for one in waiting:
                    one.cancel()

    def batch(self, step: int) -> CropBatch:
        """Return the batch of a step."""
        count, side = self._recipe.crops_of(step)
        made = [self.crop(step, number) for number in range(count)]
        grid = grid_of(side)
        owned = np.stack([owners(faces, grid) for _, faces in made])  # (b, a)
        which, places = np.nonzero(owned >= 0)
        found = [
            (made[crop][1], owned[crop, place]) for crop, place in zip(which, places, strict=True)
        ]
        return CropBatch(
            np.stack([image for image, _ in made]),
            owned != IGNORED,
            which * len(grid) + places,
            grid.points[places],
            grid.strides[places],
            np.array([faces.boxes[one] for faces, one in found], np.float32).reshape(-1, 4),
            np.array([faces.landmarks[one] for faces, one in found], np.float32).reshape(-1, 5, 2),
            np.array([faces.seen[one] for faces, one in found], np.float32).reshape(-1, 5),
        )

    def crop(self, step: int, number: int) -> tuple[Image, CropFaces]:
        """Return a crop of a step, (side, side, 3) uint8 BGR, and what is to be found in it."""
        random = np.random.default_rng((self._seed, step, number))
        _, side = self._recipe.crops_of(step)
        rows = plan_crop(self._labels, self._choice, self._sizes, side, random)
        tile = side // len(rows)
        seen = [
            (self._faces(view, tile), (column * tile, row * tile))
            for row, views in enumerate(rows)
            for column, view in enumerate(views)
        ]
        image = np.vstack([np.hstack([self._tile(view, tile) for view in views]) for views in rows])
        faces = _together([faces.moved(offset) for faces, offset in seen])
        return changed(image, faces, self._recipe.chances, random), faces

    def _tile(self, planned: PlannedView, side: int) -> Image:
        return seen_photo(self._photos.photo(planned.photo), planned.view, side)

    def _faces(self, planned: PlannedView, side: int) -> CropFaces:
        return seen_faces(self._labels.photos[planned.photo], planned.view, side)


def _together(parts: list[CropFaces]) -> CropFaces:
    return CropFaces(
        np.concatenate([one.boxes for one in parts]),
        np.concatenate([one.landmarks for one in parts]),
        np.concatenate([one.seen for one in parts]),
        np.concatenate([one.ignored for one in parts]),
    )
