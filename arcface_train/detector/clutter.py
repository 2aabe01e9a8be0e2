"""Show a detector more that is no face: round things and patterns, of photos' own pieces."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from arcface_train.detector.crops import CropFaces
from face_process.types import Image

LEAST_THING, MOST_THING = 12, 0.5
"""Sizes of round things, in pixels and in sides of the crop; each doubling is as likely."""
MOST_THINGS = 8
TRIES = 4
"""Places that are tried for a thing or its texture, where faces are to be left alone."""
LEAST_PIECE, MOST_PIECE = 0.05, 0.4
"""Sides of the piece that a pattern repeats, in sides of the crop."""
DARKEST, BRIGHTEST = 0.35, 1.5
"""What the light does to a thing's far and near side."""


def with_round_things(crop: Image, faces: CropFaces, random: Generator) -> Image:
    """Return a crop with coins, cells or pebbles beside its faces: ellipses of its own texture.

    Args:
        crop: (side, side, 3) uint8 BGR; it is changed.
        faces: In it, which stay as they are.
        random: Draws the lots.
    """
    side = len(crop)
    taken = np.concatenate([faces.boxes, faces.ignored])
    largest = float(np.exp(random.uniform(np.log(2 * LEAST_THING), np.log(MOST_THING * side))))
    for _ in range(random.integers(1, MOST_THINGS, endpoint=True)):
        size = np.exp(random.uniform(np.log(LEAST_THING), np.log(largest)))
        wide, tall = (max(6, int(size * random.uniform(0.75, 1.3))) for _ in range(2))
        place = _free_place(taken, (wide, tall), side, random)
        source = _free_place(taken, (wide, tall), side, random)
        if place is None or source is None:
            continue
        piece = crop[source[1] : source[1] + tall, source[0] : source[0] + wide].copy()
        part = crop[place[1] : place[1] + tall, place[0] : place[0] + wide]
        part[:] = _rounded(piece, part, random)
    return crop


def pattern_of(crop: Image, random: Generator) -> Image:
    """Return a crop that repeats a piece of another one, (side, side, 3) uint8 BGR.

    Every second time the piece is mirrored, so that there are no seams.

    Args:
        crop: (side, side, 3) uint8 BGR without faces.
        random: Draws the lots.
    """
    side = len(crop)
    length = int(side * np.exp(random.uniform(np.log(LEAST_PIECE), np.log(MOST_PIECE))))
    left, top = random.integers(0, side - length, 2)
    piece = crop[top : top + length, left : left + length]
    beyond = side - length
    before = int(random.integers(0, beyond))
    return cv2.copyMakeBorder(
        piece, before, beyond - before, before, beyond - before, cv2.BORDER_REFLECT
    )


def _rounded(piece: Image, ground: Image, random: Generator) -> Image:
    """Return an ellipse of a piece, lit from some side, on what it lies on."""
    tall, wide = piece.shape[:2]
    y, x = np.mgrid[-1 : 1 : tall * 1j, -1 : 1 : wide * 1j].astype(np.float32)
    from_edge = 1 - np.sqrt(x * x + y * y)
    shown = np.clip(from_edge * min(tall, wide) / random.uniform(2, 8) + 0.5, 0, 1)[..., None]
    towards = random.uniform(0, 2 * np.pi)
    lit = (np.cos(towards) * x + np.sin(towards) * y + 1) / 2
    low, high = random.uniform(DARKEST, 1), random.uniform(1, BRIGHTEST)
    light = (low + (high - low) * lit)[..., None]
    thing = np.clip(piece * light, 0, 255)
    return (thing * shown + ground * (1 - shown)).astype(np.uint8)


def _free_place(
    taken: NDArray[np.float32], size: tuple[int, int], side: int, random: Generator
) -> tuple[int, int] | None:
    """Return where a box of a size touches nothing that is taken, or None if none was found."""
    for _ in range(TRIES):
        left, top = (int(random.integers(0, side - length)) for length in size)
        apart = (taken[:, 2] < left) | (taken[:, 0] > left + size[0])
        apart |= (taken[:, 3] < top) | (taken[:, 1] > top + size[1])
        if apart.all():
            return left, top
    return None
