"""Which answers of a detector are to find which face, and which are to find nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from arcface_train.detector.crops import CropFaces
from arcface_train.detector.network import ANCHORS, STRIDES
from arcface_train.detector.teacher import face_sizes

BAND_ENDS = (0.0, 20.0, 44.0, 80.0, 150.0, 240.0, np.inf)
"""Sizes in pixels between which a face belongs to each anchor of each level: the first anchor of a
level takes the smaller half, so that what an answer has to span is less than a doubling."""
TOLERANCE = 1.15
"""By how much a face may be beyond an anchor's band and still be found by it as well."""
UNSURE = 1.4
"""Up to there it may, or may not: nothing is learnt."""
RADIUS = 0.25
"""How far from the middle of a face a cell may be, in sizes of the face (centre sampling as in
FCOS, arXiv 1904.01355, which gives it in strides)."""
LEAST_RADIUS = 0.6
"""The same in strides, so that every face has a cell."""
WITHIN = 0.5
"""Share of the size of what may be a face; smaller ones within it aren't there, or have a box of
their own. Else eyes and mouths of faces larger than the crop are never learnt to be no faces."""
FACELESS, IGNORED = -1, -2
"""In place of a face's number."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """All answers of a network to a picture, in its order.

    Attributes:
        points: (a, 2) float32 ``x, y`` in pixels that distances start from.
        strides: (a,) float32.
        bands: (a, 2) float32, sizes of faces from and to.
    """

    points: NDArray[np.float32]
    strides: NDArray[np.float32]
    bands: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.points)


@cache
def grid_of(side: int) -> Grid:
    """Return the answers to a square picture of a side in pixels, a multiple of 32.

    A cell's point is its first pixel, as InsightFace has it; that is also what convolutions of
    side 3 and stride 2 with one pixel of margin look at the middle of.
    """
    points, strides, bands = [], [], []
    for level, stride in enumerate(STRIDES):
        rows, columns = np.mgrid[: side // stride, : side // stride]
        cells = np.stack([columns.ravel(), rows.ravel()], axis=1) * stride
        points.append(np.repeat(cells, ANCHORS, axis=0))
        strides.append(np.full(len(cells) * ANCHORS, stride))
        ends = BAND_ENDS[level * ANCHORS : (level + 1) * ANCHORS + 1]
        bands.append(np.tile(np.column_stack([ends[:-1], ends[1:]]), (len(cells), 1)))
    return Grid(
        np.concatenate(points).astype(np.float32),
        np.concatenate(strides).astype(np.float32),
        np.concatenate(bands).astype(np.float32),
    )


def owners(faces: CropFaces, grid: Grid) -> NDArray[np.int64]:
    """Return whom each answer is to find, (a,): a face's number, ``FACELESS`` or ``IGNORED``.

    Of several faces that an answer might find it gets the one whose middle is nearest, in sizes
    of the face.
    """
    found = np.full(len(grid), FACELESS)
    x, y = grid.points.T
    margin = grid.strides / 2
    for (left, upper, right, lower), size in zip(
        faces.ignored, face_sizes(faces.ignored), strict=True
    ):
        inside = (x >= left - margin) & (x <= right + margin)
        inside &= (y >= upper - margin) & (y <= lower + margin)
        found[inside & (grid.bands[:, 1] > WITHIN * size)] = IGNORED
    if not len(faces.boxes):
        return found
    sizes = face_sizes(faces.boxes)[:, None]
    middles = (faces.boxes[:, :2] + faces.boxes[:, 2:]) / 2
    away = np.maximum(np.abs(x - middles[:, :1]), np.abs(y - middles[:, 1:]))  # (n, a)
    near = away <= np.maximum(RADIUS * sizes, LEAST_RADIUS * grid.strides)
    beyond = np.maximum(grid.bands[:, 0] / sizes, sizes / grid.bands[:, 1])
    found[(near & (beyond > TOLERANCE) & (beyond <= UNSURE)).any(axis=0)] = IGNORED
    away = np.where(near & (beyond <= TOLERANCE), away / sizes, np.inf)
    nearest = away.argmin(axis=0)
    taken = np.isfinite(away.min(axis=0))
    found[taken] = nearest[taken]
    return found
