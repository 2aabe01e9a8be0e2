"""Change a crop by chance each time it is trained with, as faces and cameras differ."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from arcface_train.degrade import blurred, compressed, grey, low_resolution
from arcface_train.occlude import mask, sunglasses
from arcface_train.occlusion_styles import TRAIN_STYLES
from face_process.types import Image

MIRRORED_ORDER = [1, 0, 2, 4, 3]
"""What is the left eye, right eye, nose, left and right mouth corner of a mirrored face."""
MOST_DEGREES, MOST_SCALE, MOST_SHIFT = 6.0, 0.06, 3.0
"""Of the small change of place: two detectors put landmarks a few pixels apart. The scale is a
share, the shift is in pixels of the crop."""
CONTRAST, BRIGHTNESS, TINT, SATURATION = 0.3, 30.0, 0.08, 0.4
"""Most that colours change: shares, and brightness 0 … 255."""
LEAST_SIDE, MOST_SIDE = 14, 56
"""Pixels of a low resolution: a face as small as a detector still finds, up to half a crop."""
MOST_BLUR = 2.2
"""Largest standard deviation of the blur in pixels of the crop."""
LEAST_QUALITY, MOST_QUALITY = 15, 80
"""Of JPEG."""


HIDING = {"mask", "sunglasses"}
"""Of these a face wears one at a time."""


@dataclass(frozen=True, slots=True)
class Jitter:
    """How likely each change of a crop is, 0 … 1; several may come together.

    Attributes:
        flip: Left and right are exchanged.
        geometry: It is turned, scaled and moved a little.
        colour: Brightness, contrast, saturation and tint change.
        grey: It loses its colours.
        low_resolution: It loses its pixels, as a face far away has few.
        blur: It is out of focus.
        jpeg: It is compressed hard.
        mask: The face wears a mask of :data:`TRAIN_STYLES`.
        sunglasses: The same.
    """

    flip: float = 0.5
    geometry: float = 0.8
    colour: float = 0.8
    grey: float = 0.05
    low_resolution: float = 0.15
    blur: float = 0.1
    jpeg: float = 0.15
    mask: float = 0.3
    sunglasses: float = 0.3

    def __post_init__(self) -> None:
        for field in fields(self):
            if not 0 <= getattr(self, field.name) <= 1:
                got = getattr(self, field.name)
                raise ValueError(f"expected {field.name} between 0 and 1, got {got}")

    def rarer(self, share: float) -> Jitter:
        """Return the same with every change but the flip less likely.

        A mirrored face is as real as the other one, so that it stays as likely as it is.

        Args:
            share: Of how likely each was, 0 … 1.
        """
        names = {field.name for field in fields(self)} - {"flip"}
        return replace(self, **{name: share * getattr(self, name) for name in names})


NO_JITTER = Jitter(0, 0, 0, 0, 0, 0, 0, 0, 0)


def jittered(
    crop: Image, landmarks: NDArray[np.float32], jitter: Jitter, random: Generator
) -> Image:
    """Return a crop changed by chance; the original stays as it is.

    Args:
        crop: Aligned, (112, 112, 3) uint8 BGR.
        landmarks: (5, 2) pixels of it: left eye, right eye, nose, left and right mouth corner.
        jitter: How likely each change is.
        random: Draws the lots.
    """
    lots = dict(zip((field.name for field in fields(jitter)), random.random(9), strict=True))
    drawn = {name for name, lot in lots.items() if lot < getattr(jitter, name)}
    if drawn >= HIDING:  # together they hide all there is
        drawn.remove(sorted(HIDING)[random.integers(2)])
    if "flip" in drawn:
        crop, landmarks = mirrored(crop, landmarks)
    if "sunglasses" in drawn:
        style = TRAIN_STYLES.sunglasses[random.integers(len(TRAIN_STYLES.sunglasses))]
        crop = sunglasses(crop, landmarks, style, random)
    if "mask" in drawn:
        style = TRAIN_STYLES.masks[random.integers(len(TRAIN_STYLES.masks))]
        crop = mask(crop, landmarks, style, random)
    if "geometry" in drawn:
        crop = _moved(crop, random)
    if "colour" in drawn:
        crop = recoloured(crop, random)
    return _worsened(crop, drawn, random)


def mirrored(crop: Image, landmarks: NDArray[np.float32]) -> tuple[Image, NDArray[np.float32]]:
    """Return a crop and its landmarks with left and right exchanged; left is as seen again."""
    points = landmarks[MIRRORED_ORDER].copy()
    points[:, 0] = crop.shape[1] - 1 - points[:, 0]
    return cv2.flip(crop, 1), points


def _moved(crop: Image, random: Generator) -> Image:
    """Return a crop turned about its middle, scaled and moved a little, its edge drawn out."""
    height, width = crop.shape[:2]
    degrees = random.uniform(-MOST_DEGREES, MOST_DEGREES)
    scale = 1 + random.uniform(-MOST_SCALE, MOST_SCALE)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    matrix[:, 2] += random.uniform(-MOST_SHIFT, MOST_SHIFT, 2)
    return cv2.warpAffine(crop, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


def recoloured(crop: Image, random: Generator) -> Image:
    """Return a crop in other light, seen by another camera."""
    contrast = 1 + random.uniform(-CONTRAST, CONTRAST)
    gains = contrast * (1 + random.uniform(-TINT, TINT, 3))
    brightness = random.uniform(-BRIGHTNESS, BRIGHTNESS)
    levels = (np.arange(256, dtype=np.float32)[:, None] - 127.5) * gains + 127.5 + brightness
    table = np.clip(levels, 0, 255).astype(np.uint8)[:, None]  # (256, 1, 3)
    colourful = 1 + random.uniform(-SATURATION, SATURATION)
    lit = cv2.LUT(crop, table)
    return cv2.addWeighted(lit, colourful, grey(lit), 1 - colourful, 0)


def _worsened(crop: Image, drawn: set[str], random: Generator) -> Image:
    """Return a crop with what a camera took from it, in the order in which a camera does."""
    if "grey" in drawn:
        crop = grey(crop)
    if "blur" in drawn:
        crop = blurred(crop, random.uniform(0.4, MOST_BLUR))
    if "low_resolution" in drawn:
        crop = low_resolution(crop, int(random.integers(LEAST_SIDE, MOST_SIDE, endpoint=True)))
    if "jpeg" in drawn:
        crop = compressed(crop, int(random.integers(LEAST_QUALITY, MOST_QUALITY, endpoint=True)))
    return crop
