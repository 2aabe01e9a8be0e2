"""What befalls the faces that a model is judged by: masks, sunglasses, few pixels, no colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from arcface_train.degrade import grey, low_resolution
from arcface_train.occlude import mask, sunglasses
from arcface_train.occlusion_styles import TEST_STYLES
from face_process.types import Image

Condition = Callable[[Image, NDArray[np.float32], Generator], Image]
"""Takes an aligned crop (112, 112, 3) uint8 BGR, its landmarks (5, 2) in pixels and what draws
lots; returns another crop and leaves the first as it is."""
FEWEST_PIXELS, MOST_PIXELS = 16, 44
"""Side of the crop before it is blown up: a face some 12 to 35 pixels wide, far from a camera."""


def _clean(crop: Image, _landmarks: NDArray[np.float32], _random: Generator) -> Image:
    return crop


def _masked(crop: Image, landmarks: NDArray[np.float32], random: Generator) -> Image:
    style = TEST_STYLES.masks[random.integers(len(TEST_STYLES.masks))]
    return mask(crop, landmarks, style, random)


def _sunglasses(crop: Image, landmarks: NDArray[np.float32], random: Generator) -> Image:
    style = TEST_STYLES.sunglasses[random.integers(len(TEST_STYLES.sunglasses))]
    return sunglasses(crop, landmarks, style, random)


def _low_resolution(crop: Image, _landmarks: NDArray[np.float32], random: Generator) -> Image:
    return low_resolution(crop, int(random.integers(FEWEST_PIXELS, MOST_PIXELS, endpoint=True)))


def _grey(crop: Image, _landmarks: NDArray[np.float32], _random: Generator) -> Image:
    return grey(crop)


CONDITIONS: Mapping[str, Condition] = {
    "clean": _clean,
    "masked": _masked,
    "sunglasses": _sunglasses,
    "low_resolution": _low_resolution,
    "grey": _grey,
}
"""By name. What hides a face is of the styles that no model here is trained with."""
