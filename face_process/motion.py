"""See what moves between two frames: scene cuts, and where a face went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.boxes import Box
from face_process.types import Image

FOLLOW_SIDE = 480
"""About how many pixels the longest side of the picture has in which motion is followed."""
THUMBNAIL_STEP = 8
CUT = 18.0
"""Mean difference of two thumbnails, 0 … 255, above which the scene was cut."""
WINDOW, LEVELS = (11, 11), 2
CRITERIA = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 10, 0.03)
GRID = np.stack(np.meshgrid(*[np.linspace(0.2, 0.8, 4)] * 2), axis=-1).reshape(-1, 2)
"""(16, 2) points of a face that are followed, in shares of its box."""
PAIRS = np.triu_indices(len(GRID), 1)
FEWEST_POINTS = 6
MOST_RESIDUAL = 20.0
"""Mean difference of a followed point's surroundings, 0 … 255, above which it is lost."""
PATCH = (12, 12)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What is kept of a frame to compare the next one with.

    Attributes:
        grey: (h, w) uint8, every few pixels of the frame's green.
        thumbnail: The same, eight times smaller.
        scale: Pixels of ``grey`` for a pixel of the frame.
    """

    grey: NDArray[np.uint8]
    thumbnail: NDArray[np.uint8]
    scale: float

    def patch(self, box: Box) -> NDArray[np.float32]:
        """Return how the inside of a box looks, (12, 12) float32 of mean 0 and deviation 1."""
        x1, y1, x2, y2 = box * self.scale
        centre = ((x1 + x2) / 2, (y1 + y2) / 2)
        size = (max(2, round(0.8 * (x2 - x1))), max(2, round(0.8 * (y2 - y1))))
        inside = cv2.getRectSubPix(self.grey, size, centre)
        small = cv2.resize(inside, PATCH, interpolation=cv2.INTER_AREA).astype(np.float32)
        return (small - small.mean()) / max(float(small.std()), 1.0)


def view(image: Image) -> View:
    """Return what is kept of a frame.

    Args:
        image: (h, w, 3) uint8 BGR.
    """
    # Every few pixels of one colour: a tenth of the time that averaging takes, and motion of
    # several pixels is seen as well.
    step = max(1, round(max(image.shape[:2]) / FOLLOW_SIDE))
    grey = np.ascontiguousarray(image[::step, ::step, 1])
    rows, columns = (max(1, length // THUMBNAIL_STEP) for length in grey.shape)
    whole = grey[: rows * THUMBNAIL_STEP, : columns * THUMBNAIL_STEP]
    thumbnail = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return View(grey, thumbnail, 1 / step)


def is_cut(before: View, after: View) -> bool:
    """Return whether another scene begins between two frames."""
    if before.grey.shape != after.grey.shape:
        return True
    return difference(before, after) > CUT


def difference(one: View, other: View) -> float:
    """Return the mean difference of two frames of one size, 0 … 255."""
    return float(cv2.absdiff(one.thumbnail, other.thumbnail).mean())


def likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return how alike two patches look, -1 … 1 (their correlation)."""
    return float((one * other).mean())


def follow(before: View, after: View, boxes: Sequence[Box]) -> list[Box | None]:
    """Return where faces went from one frame to the next, None for those that got lost.

    A grid of points in each box is followed by pyramidal Lucas-Kanade; the median of their
    shifts and of their mutual distances moves and scales the box (Median Flow, Kalal et al.,
    ICPR 2010).
    """
    if not boxes:
        return []
    corners = np.stack(boxes).astype(np.float32) * after.scale  # (n, 4)
    sides = corners[:, None, 2:] - corners[:, None, :2]
    starts = (corners[:, None, :2] + GRID * sides).astype(np.float32)  # (n, 16, 2)
    ends, found, residual = cv2.calcOpticalFlowPyrLK(
        before.grey, after.grey, starts.reshape(-1, 1, 2), None,
        winSize=WINDOW, maxLevel=LEVELS, criteria=CRITERIA,
    )  # fmt: skip
    good = (found.ravel() == 1) & (residual.ravel() < MOST_RESIDUAL)
    ends = ends.reshape(starts.shape)
    ends[~good.reshape(starts.shape[:2])] = np.nan
    shifts = _medians(ends - starts)  # (n, 2)
    before_apart, after_apart = (_distances(points) for points in (starts, ends))  # (n, pairs)
    growth = _medians(after_apart / before_apart)[:, None]
    centres = (corners[:, :2] + corners[:, 2:]) / 2 + shifts
    half = (corners[:, 2:] - corners[:, :2]) / 2 * growth
    moved = np.hstack([centres - half, centres + half]).astype(np.float32) / after.scale
    kept = good.reshape(starts.shape[:2]).sum(axis=1) >= FEWEST_POINTS
    kept &= ((centres >= 0) & (centres < after.grey.shape[::-1])).all(axis=1)
    return [box if fine else None for box, fine in zip(moved, kept, strict=True)]


def _distances(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the distances of all pairs of points, (n, pairs)."""
    apart = points[:, PAIRS[0]] - points[:, PAIRS[1]]
    return np.sqrt(np.square(apart).sum(axis=2))


def _medians(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the medians along the second axis; what is not a number is left out."""
    ordered = np.sort(values, axis=1)  # puts these last
    middle = np.isfinite(values).sum(axis=1, keepdims=True) // 2
    return np.take_along_axis(ordered, middle, axis=1)[:, 0]
