"""What the cloth of a mask looks like: folds, stripes, a seam, a valve, checks, dots.

Each function takes the coordinates on the face, ``side`` as :meth:`FaceFrame.from_middle` gives it,
and what draws lots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator

from arcface_train.face_frame import FaceFrame, Plane
from arcface_train.occlusion_styles import Texture

Patterned = tuple[Plane, Plane | float]
"""Share of the second colour, 0 … 1, and how bright the cloth is, about 1; (h, w) each."""


def _plain(frame: FaceFrame, side: Plane, random: Generator) -> Patterned:
    folds = 0.05 * np.sin(4 * frame.down + 3 * side + random.uniform(0, 6))
    return np.zeros_like(side), 1 + folds


def _pleats(frame: FaceFrame, side: Plane, random: Generator) -> Patterned:
    folds = frame.down * random.uniform(3.2, 4.2) + 0.15 * side**2 + random.uniform()
    fold = folds - np.floor(folds)
    return np.zeros_like(side), 1.04 - 0.16 * np.clip(fold - 0.55, 0, 1) / 0.45


def _stripes(frame: FaceFrame, side: Plane, random: Generator) -> Patterned:
    slope, number = random.uniform(-0.5, 0.5), random.uniform(18, 26)
    wave = np.sin((side * slope + frame.down) * number)
    return np.clip(0.5 + 2 * wave, 0, 1), 1.0


def _ridge(frame: FaceFrame, side: Plane, random: Generator) -> Patterned:
    lit = random.choice((-1, 1))  # one half of the fold looks towards the light
    seam = np.exp(-((side / 0.05) ** 2))
    return np.zeros_like(side), 1 + 0.07 * lit * np.tanh(side * 12) - 0.12 * seam


def _valve(frame: FaceFrame, side: Plane, random: Generator) -> Patterned:
    aside = random.choice((-0.35, 0.0, 0.35))
    away = np.hypot((side - aside) / 0.26, (frame.down - 1.0) / 0.17)
    rings = 0.1 * np.cos(np.clip(away, 0, 1) * 9) - 0.25 * np.exp(-(((away - 1) / 0.1) ** 2))
    dome = 1.08 - 0.2 * np.clip(np.hypot(side, frame.down - 0.85), 0, 1.3) ** 2
    return np.clip((1 - away) * 6, 0, 0.6), dome + rings * (away < 1.3)


def _checks(frame: FaceFrame, side: Plane, random: Generator) -> Patterned:
    size = random.uniform(7, 10)
    turned = random.uniform(0.5, 1.0)
    along, across = side + turned * frame.down, frame.down - turned * side
    check = np.sin(along * size) * np.sin(across * size)
    return np.clip(0.5 + 4 * check, 0, 1), 1 + 0.08 * np.sin(5 * side + random.uniform(0, 6))


def _dots(frame: FaceFrame, side: Plane, random: Generator) -> Patterned:
    size = random.uniform(9, 12)
    dot = np.cos(side * size * 1.3) + np.cos(frame.down * size)
    return np.clip((dot - 0.9) * 3, 0, 1), 1.0


TEXTURES: Mapping[Texture, Callable[[FaceFrame, Plane, Generator], Patterned]] = {
    Texture.PLAIN: _plain,
    Texture.PLEATS: _pleats,
    Texture.STRIPES: _stripes,
    Texture.RIDGE: _ridge,
    Texture.VALVE: _valve,
    Texture.CHECKS: _checks,
    Texture.DOTS: _dots,
}
