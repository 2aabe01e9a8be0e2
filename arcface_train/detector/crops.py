"""Cut a square of training out of photos: a face scaled, turned and placed by chance."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from arcface_train.detector.labels import PhotoLabels
from arcface_train.detector.teacher import face_sizes
from arcface_train.jitter import MIRRORED_ORDER
from face_process.types import Image

LEAST_VISIBLE = 0.4
"""Share of a cut-off face's box from which it still is one; of less nothing is learnt."""
LEAST_FACE = 9.0
"""Size in pixels of the smallest face that is learnt; of smaller ones nothing is."""
ALIASING = 0.7
"""Scale below which a photo is shrunk by areas before it is turned."""
BLACK_MARGIN, GREY_MARGIN = 0.5, 0.75
"""Shares of what surrounds a photo: black, as detectors fill up their input; one grey; else its
edge drawn out."""


@dataclass(frozen=True, slots=True, eq=False)
class CropFaces:
    """What is to be found in a crop.

    Attributes:
        boxes: (n, 4) float32 ``x1, y1, x2, y2`` in pixels from the crop's edges, clipped to it.
        landmarks: (n, 5, 2) float32 pixels, some of them outside.
        seen: (n, 5) bool, which landmarks are inside.
        ignored: (m, 4) float32 boxes in which nothing is learnt.
    """

    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    seen: NDArray[np.bool_]
    ignored: NDArray[np.float32]

    def moved(self, offset: tuple[int, int]) -> CropFaces:
        """Return them for a crop that lies at ``x, y`` of a larger one."""
        by = np.array(offset, np.float32)
        both = np.tile(by, 2)
        return replace(
            self,
            boxes=self.boxes + both,
            landmarks=self.landmarks + by,
            ignored=self.ignored + both,
        )


@dataclass(frozen=True, slots=True)
class View:
    """How a photo is seen in a crop.

    Attributes:
        centre: Point of the photo, ``x, y`` in pixels.
        at: Where that point comes to lie in the crop.
        scale: Pixels of the crop a pixel of the photo.
        degrees: Turn, counterclockwise.
        mirrored: Whether left and right are exchanged.
        margin: Lot in [0, 1) that decides what surrounds the photo, and how grey it is.
    """

    centre: tuple[float, float]
    at: tuple[float, float]
    scale: float
    degrees: float
    mirrored: bool
    margin: float

    def matrix(self) -> NDArray[np.float64]:
        """Return (2, 3) from the photo's pixels to the crop's, counted from their edges."""
        turn = math.radians(self.degrees)
        cosine, sine = self.scale * math.cos(turn), self.scale * math.sin(turn)
        linear = np.array([[cosine, sine], [-sine, cosine]])
        if self.mirrored:
            linear = linear @ np.diag([-1.0, 1.0])
        return np.column_stack([linear, np.array(self.at) - linear @ np.array(self.centre)])


def seen_photo(photo: Image, view: View, side: int) -> Image:
    """Return what a view shows of a photo, (side, side, 3) uint8 BGR."""
    matrix = view.matrix()
    if view.scale < ALIASING:
        height, width = photo.shape[:2]
        small = max(1, round(width * view.scale)), max(1, round(height * view.scale))
        photo = cv2.resize(photo, small, interpolation=cv2.INTER_AREA)
        matrix[:, :2] *= width / small[0], height / small[1]
    matrix[:, 2] += matrix[:, :2].sum(axis=1) / 2 - 0.5  # OpenCV counts from the first's middle
    border, value = cv2.BORDER_CONSTANT, 0.0
    if view.margin >= GREY_MARGIN:
        border = cv2.BORDER_REPLICATE
    elif view.margin >= BLACK_MARGIN:
        value = 255 * (view.margin - BLACK_MARGIN) / (GREY_MARGIN - BLACK_MARGIN)
    return cv2.warpAffine(
        photo, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=border,
        borderValue=(value, value, value),
    )  # fmt: skip


def seen_faces(labels: PhotoLabels, view: View, side: int) -> CropFaces:
    """Return which of a photo's faces are to be found in a view, and what is to be ignored there.

    Args:
        labels: Of the photo.
        view: How it is seen.
        side: Of the crop in pixels.
    """
    matrix = view.matrix()
    whole = moved_boxes(labels.boxes, view, matrix)
    landmarks = labels.landmarks @ matrix[:, :2].T + matrix[:, 2]  # (n, 5, 2)
    if view.mirrored:
        landmarks = landmarks[:, MIRRORED_ORDER]
    boxes = np.clip(whole, 0, side)
    visible = face_sizes(boxes) ** 2 / np.maximum(face_sizes(whole) ** 2, 1e-9)
    middles = (whole[:, :2] + whole[:, 2:]) / 2
    inside = ((middles >= 0) & (middles < side)).all(axis=1)
    learnt = inside & (visible >= LEAST_VISIBLE) & (face_sizes(boxes) >= LEAST_FACE)
    unsure = np.clip(moved_boxes(labels.ignored, view, matrix), 0, side)
    ignored = np.concatenate([boxes[~learnt], unsure])
    return CropFaces(
        boxes[learnt].astype(np.float32),
        landmarks[learnt].astype(np.float32),
        ((landmarks >= 0) & (landmarks < side)).all(axis=2)[learnt],
        ignored[face_sizes(ignored) > 0].astype(np.float32),
    )


def moved_boxes(
    boxes: NDArray[np.float32], view: View, matrix: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the boxes of turned faces: those of the ellipses within the boxes, turned."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2 @ matrix[:, :2].T + matrix[:, 2]
    halves = (boxes[:, 2:] - boxes[:, :2]) / 2 * view.scale
    turn = math.radians(view.degrees)
    mixing = np.array([[math.cos(turn), math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    turned = np.sqrt(halves**2 @ (mixing.T**2))
    return np.column_stack([middles - turned, middles + turned])


def chance_turn(random: Generator) -> float:
    """Return degrees to turn a face by: most are upright, some lean, few lie."""
    lot = random.random()
    if lot < 0.5:
        return 0.0
    return float(random.normal(0, 10 if lot < 0.9 else 30))
