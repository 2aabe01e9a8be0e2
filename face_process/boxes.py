"""Which boxes of two moments, or of two looks, show the same face."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Box = NDArray[np.float32]
"""(4,) float32, ``x1, y1, x2, y2`` in pixels of the frame."""

SAME_BOX = 0.3
"""Least intersection over union of two boxes of the same face."""


def overlap(one: Box, other: Box) -> float:
    """Return the intersection of two boxes over their union."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = float(width * height)
    areas = sum(float((box[2] - box[0]) * (box[3] - box[1])) for box in (one, other))
    return common / (areas - common)


def pairs(boxes: Sequence[Box], others: Sequence[Box]) -> dict[int, int]:
    """Return which boxes belong together, each at most once, those that overlap most first.

    Returns:
        Position in ``others`` by position in ``boxes``.
    """
    candidates = [
        (overlap(box, other), index, number)
        for index, box in enumerate(boxes)
        for number, other in enumerate(others)
    ]
    found: dict[int, int] = {}
    for common, index, number in sorted(candidates, reverse=True):
        if common < SAME_BOX:
            break
        if index not in found and number not in found.values():
            found[index] = number
    return found


def shorter_side(box: Box) -> float:
    """Return the shorter side of a box in pixels."""
    return float(min(box[2] - box[0], box[3] - box[1]))
