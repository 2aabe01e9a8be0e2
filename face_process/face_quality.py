"""How good is a face for recognition: size, sharpness, light and pose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.types import DetectedFace, Image

SMALLEST_FACE = 56.0
"""Pixels of the box's shorter side: below, half of the 112×112 crop is invented by scaling."""
LEAST_SHARPNESS = 40.0
"""Variance of the Laplacian of the grey crop (Pech-Pacheco et al., ICPR 2000)."""
DARKEST, BRIGHTEST = 45.0, 215.0
"""Mean grey of the crop's middle, 0 … 255."""
MOST_TURN = 0.35
"""Distance of the nose from the middle between the eyes, in eye distances; about 35° of yaw."""


GOOD_SCORE, FAIR_SCORE = 0.7, 0.5
"""Least scores of a good and a fair face. Of 60 press photos of 250 × 250 pixels (LFW) 90 % of
those without a doubt reach the first; those with one lie between 0 and 0.61."""


class Grade(StrEnum):
    """How well a face will be recognised, in one word."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class Doubt(StrEnum):
    """A reason why a face may be recognised badly."""

    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    TURNED = "turned"


@dataclass(frozen=True, slots=True)
class FaceQuality:
    """What was measured.

    Attributes:
        score: 0 (useless) … 1 (ideal).
        doubts: What is wrong with it, worst problems for recognition first; empty is good.
    """

    score: float
    doubts: tuple[Doubt, ...]

    @property
    def grade(self) -> Grade:
        """The score in a word; a face with a doubt is at most fair."""
        if self.score >= GOOD_SCORE and not self.doubts:
            return Grade.GOOD
        return Grade.FAIR if self.score >= FAIR_SCORE else Grade.POOR


def assess(face: DetectedFace, crop: Image) -> FaceQuality:
    """Judge one face.

    Args:
        face: Where it is in its image.
        crop: Its aligned crop, (112, 112, 3) uint8 BGR.
    """
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    size = min(face.width, face.height)
    sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    light = float(grey[28:84, 28:84].mean())
    turn = head_turn(face.landmarks)
    checks = {
        Doubt.TOO_SMALL: size < SMALLEST_FACE,
        Doubt.TURNED: turn > MOST_TURN,
        Doubt.BLURRED: sharpness < LEAST_SHARPNESS,
        Doubt.TOO_DARK: light < DARKEST,
        Doubt.TOO_BRIGHT: light > BRIGHTEST,
    }
    parts = [
        np.clip(size / (2 * SMALLEST_FACE), 0, 1),
        np.clip(1 - turn / (2 * MOST_TURN), 0, 1),
        np.clip(sharpness / (4 * LEAST_SHARPNESS), 0, 1),
        np.clip(min(light / (2 * DARKEST), (255 - light) / (255 - BRIGHTEST) / 2), 0, 1),
    ]
    score = float(np.prod(parts) ** (1 / len(parts)))
    return FaceQuality(score, tuple(doubt for doubt, found in checks.items() if found))


def head_turn(landmarks: NDArray[np.float32]) -> float:
    """Return how far the head is turned to a side: 0 is frontal, 0.35 about 35° of yaw.

    Args:
        landmarks: (5, 2) pixels; see DetectedFace.
    """
    return abs(signed_turn(landmarks))


def signed_turn(landmarks: NDArray[np.float32]) -> float:
    """Return the same with a sign: positive where the nose points to the image's right.

    That is to the person's own left, unless the image is mirrored.
    """
    left_eye, right_eye, nose = landmarks[0], landmarks[1], landmarks[2]
    across = right_eye - left_eye
    distance = max(float(np.linalg.norm(across)), 1e-3)
    return float((nose - (left_eye + right_eye) / 2) @ across) / distance**2
