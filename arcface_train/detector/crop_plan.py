"""Which photos and faces crops of training show, and how large: decided by chance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from arcface_train.detector.crops import View, chance_turn
from arcface_train.detector.labels import Labels
from arcface_train.detector.teacher import face_sizes

SMALLEST, LARGEST = 11.0, 0.875
"""Sizes that faces are scaled to, in pixels and in sides of the crop; each doubling is as likely as
the next."""
MOST_ENLARGED = 4.0
"""Of a photo's pixels; more shows blur only."""
FACE_FREE, ANYWHERE = 0.12, 0.1
"""Shares of views of photos without a face, and of views without regard to faces."""
FILLED = 0.7
"""Share of a view's side that a photo has to reach; where a face is to be so small that it doesn't,
several photos share a crop (mosaic, as in YOLOv4, arXiv 2004.10934)."""
FILLING = 0.8
"""Share of views that are moved so that as little as can be is seen beyond the photo."""
SPLITS = (1, 2, 4)
"""Photos beside each other in a crop."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Photos to choose from, and how likely each is.

    Attributes:
        with_faces: (n,) numbers of photos with faces.
        chances: (n,) theirs; they sum to 1.
        without: (m,) numbers of photos without, nor anything that may be one.
        free_chances: (m,) theirs.
    """

    with_faces: NDArray[np.int64]
    chances: NDArray[np.float64]
    without: NDArray[np.int64]
    free_chances: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlannedView:
    """A photo and how it is to be seen."""

    photo: int
    view: View


@dataclass(frozen=True, slots=True)
class Wanted:
    """A photo that was drawn and how its face is to be.

    Attributes:
        photo: Its number.
        centre: The point to look at, ``x, y`` in pixels of the photo.
        size: What the face there measures, in pixels of the photo; None where there is none.
        scale: What the photo is to be scaled by.
    """

    photo: int
    centre: tuple[float, float]
    size: float | None
    scale: float


def choice_of(labels: Labels) -> Choice:
    """Return the photos to choose from; a sub-folder of n photos is as likely as the root of n.

    So no large source drowns the small ones. Photos of many faces come somewhat oftener.
    """
    folders = [str(PurePosixPath(one.photo).parent) for one in labels.photos]
    counts = Counter(folders)
    rarity = np.array([counts[folder] ** -0.5 for folder in folders])
    faces = np.array([len(one) for one in labels.photos])
    empty = (faces == 0) & np.array([len(one.ignored) == 0 for one in labels.photos])
    chances = rarity * (1 + 0.5 * np.log2(np.maximum(faces, 1)))
    shown, free = np.flatnonzero(faces), np.flatnonzero(empty)
    return Choice(shown, _shares(chances[shown]), free, _shares(rarity[free]))


def plan_crop(
    labels: Labels, choice: Choice, sizes: NDArray[np.int64], side: int, random: Generator
) -> list[list[PlannedView]]:
    """Return the rows of views that make a crop: one, or 2 × 2, or 4 × 4 where faces are small.

    Args:
        labels: Of the photos.
        choice: Which of them, how likely.
        sizes: (n, 2) width and height of every photo in pixels.
        side: Of the crop in pixels.
        random: Draws the lots.
    """
    largest = LARGEST * side
    first = _drawn(labels, choice, sizes, (SMALLEST, largest), random)
    longest = first.scale * sizes[first.photo].max()
    split = next((one for one in SPLITS if longest >= FILLED * side / one), SPLITS[-1])
    tile = side // split
    wanted = [first]
    while len(wanted) < split * split:
        wanted.append(_drawn(labels, choice, sizes, (SMALLEST, largest / split), random))
    order = random.permutation(len(wanted))
    planned = [_placed(wanted[place], sizes, tile, random) for place in order]
    return [planned[row * split : (row + 1) * split] for row in range(split)]


def _drawn(
    labels: Labels,
    choice: Choice,
    sizes: NDArray[np.int64],
    wanted: tuple[float, float],
    random: Generator,
) -> Wanted:
    lot = random.random()
    if lot < FACE_FREE and len(choice.without):
        photo = int(random.choice(choice.without, p=choice.free_chances))
        scale = float(np.exp(random.uniform(np.log(0.3), np.log(2.5))))
        return Wanted(photo, _anywhere(sizes[photo], random), None, scale)
    photo = int(random.choice(choice.with_faces, p=choice.chances))
    faces = labels.photos[photo]
    number = int(random.integers(len(faces)))
    size = float(face_sizes(faces.boxes)[number])
    scale = min(_between(*wanted, random) / size, MOST_ENLARGED)
    if lot < FACE_FREE + ANYWHERE:
        return Wanted(photo, _anywhere(sizes[photo], random), None, scale)
    x, y = (faces.boxes[number, :2] + faces.boxes[number, 2:]) / 2
    return Wanted(photo, (float(x), float(y)), size, scale)


def _placed(wanted: Wanted, sizes: NDArray[np.int64], tile: int, random: Generator) -> PlannedView:
    """Return the view that shows a face somewhere in a tile, perhaps cut off by its edge.

    Mostly the tile is filled as far as the photo goes.
    """
    scale = max(wanted.scale, FILLED * tile / sizes[wanted.photo].max())
    half = 0.3 * wanted.size * scale if wanted.size else 0.0
    edge = min(half, tile / 2)
    at = random.uniform(edge, tile - edge, 2)
    mirrored = bool(random.random() < 0.5)
    if random.random() < FILLING:
        lengths, before = sizes[wanted.photo] * scale, np.array(wanted.centre) * scale
        if mirrored:
            before[0] = lengths[0] - before[0]
        slack = tile - lengths
        at = np.clip(at - before, np.minimum(slack, 0), np.maximum(slack, 0)) + before
    place = float(at[0]), float(at[1])
    view = View(wanted.centre, place, scale, chance_turn(random), mirrored, random.random())
    return PlannedView(wanted.photo, view)


def _anywhere(size: NDArray[np.int64], random: Generator) -> tuple[float, float]:
    x, y = random.uniform(0, size)
    return float(x), float(y)


def _between(low: float, high: float, random: Generator) -> float:
    return float(np.exp(random.uniform(np.log(low), np.log(high))))


def _shares(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return weights / weights.sum() if len(weights) else weights
