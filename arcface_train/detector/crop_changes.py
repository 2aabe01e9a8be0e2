"""Change crops by chance as light, cameras and what people wear do."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from arcface_train.degrade import blurred, compressed, grey, low_resolution
from arcface_train.detector.clutter import pattern_of, with_round_things
from arcface_train.detector.crops import CropFaces
from arcface_train.detector.teacher import face_sizes
from arcface_train.jitter import recoloured
from arcface_train.occlude import mask, sunglasses
from arcface_train.occlusion_styles import TRAIN_STYLES
from face_process.types import Image

LEAST_WORN = 24.0
"""Size in pixels of the smallest face that is given a mask or sunglasses."""
AROUND = 0.4
"""How far beyond its box what a face wears is drawn, in shares of the box."""
LEAST_GAMMA, MOST_GAMMA = 0.5, 2.0
LEAST_RESOLUTION = 0.3
"""Share of the pixels along a side that a low resolution leaves at least."""
MOST_BLUR = 1.8
"""Largest standard deviation of the blur in pixels."""
LEAST_QUALITY, MOST_QUALITY = 20, 85
"""Of JPEG."""
MOST_NOISE = 20.0
"""Largest amplitude of a sensor's noise, 0 … 255."""


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely each change of a crop is, 0 … 1.

    A pattern takes the place of crops without faces only; the last three are of each large enough
    face.
    """

    colour: float = 0.7
    gamma: float = 0.25
    grey: float = 0.1
    low_resolution: float = 0.1
    blur: float = 0.12
    noise: float = 0.08
    jpeg: float = 0.12
    round_things: float = 0.06
    pattern: float = 0.3
    mask: float = 0.1
    sunglasses: float = 0.06
    hidden: float = 0.06

    def rarer(self, share: float) -> Chances:
        """Return the same with every change less likely.

        Args:
            share: Of how likely each was, 0 … 1.
        """
        return Chances(**{name: share * chance for name, chance in asdict(self).items()})


def changed(crop: Image, faces: CropFaces, chances: Chances, random: Generator) -> Image:
    """Return a crop changed by chance; where its faces are stays.

    Args:
        crop: (side, side, 3) uint8 BGR; it may be changed.
        faces: In it.
        chances: How likely each change is.
        random: Draws the lots.
    """
    faceless = not len(faces.boxes) and not len(faces.ignored)
    if faceless and random.random() < chances.pattern:
        crop = pattern_of(crop, random)
    if random.random() < chances.round_things:
        crop = with_round_things(crop, faces, random)
    for number in np.flatnonzero(face_sizes(faces.boxes) >= LEAST_WORN):
        _dress(crop, faces.boxes[number], faces.landmarks[number], chances, random)
    if random.random() < chances.colour:
        crop = recoloured(crop, random)
    if random.random() < chances.gamma:
        crop = _with_gamma(crop, random)
    if random.random() < chances.grey:
        crop = grey(crop)
    if random.random() < chances.blur:
        crop = blurred(crop, random.uniform(0.4, MOST_BLUR))
    if random.random() < chances.low_resolution:
        crop = low_resolution(crop, int(len(crop) * random.uniform(LEAST_RESOLUTION, 0.9)))
    if random.random() < chances.noise:
        crop = _noisy(crop, random)
    if random.random() < chances.jpeg:
        crop = compressed(crop, int(random.integers(LEAST_QUALITY, MOST_QUALITY, endpoint=True)))
    return crop


def _dress(
    crop: Image,
    box: NDArray[np.float32],
    landmarks: NDArray[np.float32],
    chances: Chances,
    random: Generator,
) -> None:
    """Let one face wear something, or let something be before it, in place."""
    lots = random.random(3)
    worn = lots < (chances.sunglasses, chances.mask, chances.hidden)
    if not worn.any():
        return
    beyond = AROUND * (box[2:] - box[:2])
    first = np.maximum(box[:2] - beyond, 0).astype(int)
    last = np.minimum(box[2:] + beyond, crop.shape[1::-1]).astype(int)
    if (last - first).min() < LEAST_WORN / 2:
        return
    part = crop[first[1] : last[1], first[0] : last[0]]
    points = landmarks - first.astype(np.float32)
    if worn[0]:
        style = TRAIN_STYLES.sunglasses[random.integers(len(TRAIN_STYLES.sunglasses))]
        part[:] = sunglasses(part.copy(), points, style, random)
    if worn[1]:
        style = TRAIN_STYLES.masks[random.integers(len(TRAIN_STYLES.masks))]
        part[:] = mask(part.copy(), points, style, random)
    if worn[2]:
        _hide(part, random)


def _hide(part: Image, random: Generator) -> None:
    """Put another piece of the picture, as a hand or a microphone would be, before a part of it.

    Random erasing (arXiv 1708.04896), with real texture in place of noise.
    """
    height, width = part.shape[:2]
    tall, wide = (int(side * random.uniform(0.15, 0.4)) for side in (height, width))
    if not tall or not wide:
        return
    tops, lefts = random.integers(0, height - tall, 2), random.integers(0, width - wide, 2)
    (top, source_top), (left, source_left) = tops, lefts
    piece = part[source_top : source_top + tall, source_left : source_left + wide].copy()
    part[top : top + tall, left : left + wide] = cv2.flip(piece, -1)


def _with_gamma(crop: Image, random: Generator) -> Image:
    power = np.exp(random.uniform(np.log(LEAST_GAMMA), np.log(MOST_GAMMA)))
    table = (np.linspace(0, 1, 256) ** power * 255).astype(np.uint8)
    return cv2.LUT(crop, table)


def _noisy(crop: Image, random: Generator) -> Image:
    """Return a crop with noise that is even between two levels, which is quick to draw."""
    most = random.uniform(2, MOST_NOISE)
    grain = np.frombuffer(random.bytes(crop.size), np.uint8).reshape(crop.shape)
    return cv2.addWeighted(crop, 1.0, grain, 2 * most / 255, -most)
