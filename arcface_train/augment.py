"""The twelve augmentations of the reference program, by name: with the photo 13 pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from arcface_train.degrade import grey
from face_process.types import Image

Augmentation = Callable[[Image, NDArray[np.float32]], Image]
"""Takes an aligned crop (112, 112, 3) uint8 BGR and its landmarks (5, 2) in pixels, left eye, right
eye, nose, left and right mouth corner; returns another crop and leaves the first as it is."""

# All numbers are the reference program's (FaceMind, arcface_train/data_process.py), whose crops
# have 112 pixels. It took the landmarks of ArcFace's template where ours are those of the face.
ROTATION = 45.0
"""Degrees."""
BRIGHTER, DARKER = 60, -40
"""Added to the value of hue, saturation and value, 0 … 255."""
MEDIAN = 7
"""Side of the square in pixels."""
EYE_MARGIN = np.array([15, 10])
"""Pixels that the bar over the eyes reaches beyond them, across and down."""
BLUE, GREEN, RED = 0, 1, 2


def _flipped(crop: Image, _landmarks: NDArray[np.float32]) -> Image:
    return cv2.flip(crop, 0)


def _rotated(crop: Image, _landmarks: NDArray[np.float32], *, degrees: float) -> Image:
    """Return a crop turned about its middle, counterclockwise, with its edge drawn out."""
    height, width = crop.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(crop, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


def _lit(crop: Image, _landmarks: NDArray[np.float32], *, by: int) -> Image:
    hue, saturation, value = cv2.split(cv2.cvtColor(crop, cv2.COLOR_BGR2HSV))
    changed = cv2.add(value, float(by))  # stops at 0 and 255
    return cv2.cvtColor(cv2.merge([hue, saturation, changed]), cv2.COLOR_HSV2BGR)


def _median_blurred(crop: Image, _landmarks: NDArray[np.float32]) -> Image:
    return cv2.medianBlur(crop, MEDIAN)


def _eyes_blocked(crop: Image, landmarks: NDArray[np.float32]) -> Image:
    """Return a crop with a black bar over the eyes, in place of sunglasses."""
    eyes = landmarks[:2].astype(int)
    first, last = eyes.min(axis=0) - EYE_MARGIN, eyes.max(axis=0) + EYE_MARGIN
    return cv2.rectangle(crop.copy(), first.tolist(), last.tolist(), (0, 0, 0), cv2.FILLED)


def _nose_mouth_blocked(crop: Image, landmarks: NDArray[np.float32]) -> Image:
    """Return a crop with a white disc over nose and mouth, in place of a mask."""
    nose_and_mouth = landmarks[2:].astype(int)
    middle = nose_and_mouth.sum(axis=0) // 3
    radius = int(np.linalg.norm(nose_and_mouth[0] - nose_and_mouth[1:], axis=1).max())
    return cv2.circle(crop.copy(), middle.tolist(), radius, (255, 255, 255), cv2.FILLED)


def _one_channel(crop: Image, _landmarks: NDArray[np.float32], *, channel: int) -> Image:
    alone = np.zeros_like(crop)
    alone[:, :, channel] = crop[:, :, channel]
    return alone


def _grey(crop: Image, _landmarks: NDArray[np.float32]) -> Image:
    return grey(crop)


TWELVE: Mapping[str, Augmentation] = {
    "vertical_flip": _flipped,
    "rotate_left": partial(_rotated, degrees=ROTATION),
    "rotate_right": partial(_rotated, degrees=-ROTATION),
    "brighter": partial(_lit, by=BRIGHTER),
    "darker": partial(_lit, by=DARKER),
    "median_blur": _median_blurred,
    "eyes_blocked": _eyes_blocked,
    "nose_mouth_blocked": _nose_mouth_blocked,
    "red_only": partial(_one_channel, channel=RED),
    "green_only": partial(_one_channel, channel=GREEN),
    "blue_only": partial(_one_channel, channel=BLUE),
    "grey": _grey,
}
