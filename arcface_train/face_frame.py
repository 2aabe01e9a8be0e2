"""Where things are on a face: coordinates that follow its eyes, nose and mouth, and its light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.types import Image

Plane = NDArray[np.float32]
"""(h, w) float32, one number a pixel."""

NARROWEST = 0.3
"""Least half distance of the eyes, in distances from eyes to mouth; it is 0.43 seen from the front
(ArcFace's template) and nothing in profile, where across would have no meaning."""
NOSE_HEIGHT = 0.5
"""Where the tip of the nose is between eyes and mouth, seen from the front (template: 0.495)."""
FAR_EDGE = 0.7
"""How much the far edge of a face comes nearer, in shares of the way that the nose went aside."""
WHITE = 215.0
"""Grey of the brightest part of a well lit picture of a face, a sixth of its side large; what is
put on a darker one is darkened as well."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceFrame:
    """Coordinates of every pixel on a face.

    Attributes:
        across: (h, w) −1 at the left eye, 0 between the eyes, 1 at the right one, as seen.
        down: (h, w) 0 on the line of the eyes, 1 on that of the mouth's corners.
        nose: ``across`` and ``down`` of the nose's tip. A face that turns carries its nose aside.
        pixels: Length of one ``across`` and one ``down`` in pixels.
    """

    across: Plane
    down: Plane
    nose: tuple[float, float]
    pixels: tuple[float, float]

    def from_middle(self, half_width: float) -> Plane:
        """Return how far each pixel is from the middle line: 0 there, ±1 at the face's edges.

        The middle line runs from the nose's tip to the chin; the edge that a face turns to comes
        nearer and the other one goes away.

        Args:
            half_width: Of the face seen from the front, as ``across``.
        """
        aside = self.nose[0]
        middle = aside * (1 - np.clip((self.down - NOSE_HEIGHT) / 1.2, 0, 1))
        right = np.maximum(half_width - FAR_EDGE * aside - middle, NARROWEST)
        left = np.maximum(half_width + FAR_EDGE * aside + middle, NARROWEST)
        offset = self.across - middle
        return np.maximum(offset / right, 0) + np.minimum(offset / left, 0)


def face_frame(landmarks: NDArray[np.float32], shape: tuple[int, int]) -> FaceFrame:
    """Return the coordinates on a face.

    Args:
        landmarks: (5, 2) pixels: left eye, right eye, nose, left and right mouth corner.
        shape: Height and width of the picture in pixels.
    """
    left_eye, right_eye, nose, left_mouth, right_mouth = landmarks.astype(np.float64)
    eyes = (left_eye + right_eye) / 2
    down = (left_mouth + right_mouth) / 2 - eyes
    across = (right_eye - left_eye) / 2
    long = max(float(np.hypot(*down)), 1.0)
    wide = float(np.hypot(*across))
    if abs(across[0] * down[1] - across[1] * down[0]) < NARROWEST * long * max(wide, 1.0):
        down = down if long > 1 else np.array([0.0, 1.0])
        across = np.array([down[1], -down[0]])  # at a right angle to it
        wide = long
    across *= max(1.0, NARROWEST * long / wide)
    to_frame = np.linalg.inv(np.stack([across, down], axis=1))  # (2, 2)
    height, width = shape
    x = np.arange(width) - eyes[0]
    y = (np.arange(height) - eyes[1])[:, None]
    planes = [(x * row[0] + y * row[1]).astype(np.float32) for row in to_frame]
    aside, below = to_frame @ (nose - eyes)
    at = (float(np.clip(aside, -1, 1)), float(np.clip(below, 0.25, 0.75)))
    return FaceFrame(*planes, at, (float(np.hypot(*across)), float(np.hypot(*down))))


def light_on(crop: Image) -> Plane:
    """Return by how much the light on a face brightens or dims a white surface, (h, w), about 1.

    Args:
        crop: (h, w, 3) uint8 BGR.
    """
    height, width = crop.shape[:2]
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    coarse = cv2.resize(grey, (6, 6), interpolation=cv2.INTER_AREA).astype(np.float32)
    exposure = np.clip(coarse.max() / WHITE, 0.3, 1.1)
    coarse = np.sqrt((coarse + 30) / (coarse.mean() + 30))  # skin's own darkness isn't the light's
    return cv2.resize(coarse * exposure, (width, height), interpolation=cv2.INTER_LINEAR)
