"""Ask a detector for the faces of a photo at several sizes, and put its answers together."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from arcface_train.jitter import MIRRORED_ORDER
from face_process.insightface_models import SCRFD
from face_process.scrfd import Candidates, search
from face_process.types import Image

SIDES = (160, 320, 640, 1280)
"""Longest sides, in pixels, at which a photo is looked at: shrunk, since a face of more than half
of what the detector sees is missed, and enlarged for small ones."""
LARGEST_ENLARGEMENT = 4.0
"""Of a small photo; larger ones only blur."""
LEAST_SCORE = 0.3
"""What the teacher is less sure of counts as background."""
SURE = 0.5
"""Score from which it counts as a face; in between nothing is learnt. Both as InsightFace's own
threshold and the common practice of pseudo labels (Unbiased Teacher, arXiv 2102.09480)."""
SAME_FACE = 0.4
"""Intersection over union of two answers for one face; InsightFace's own value."""
LEAST_SEEN, MOST_SEEN = 24.0, 320.0
"""Size in pixels, as seen, of faces whose landmarks are good: below they are coarse, and above a
face fills what the detector takes in at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a teacher found in a photo.

    Attributes:
        boxes: (n, 4) float32 ``x1, y1, x2, y2`` in pixels from the photo's edges, clipped to it.
        landmarks: (n, 5, 2) float32 pixels, likewise: the first pixel's middle is at 0.5.
        scores: (n,) float32, from ``LEAST_SCORE`` to 1, the highest first.
    """

    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    scores: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Looks:
    """All answers of all looks, one a row.

    Attributes:
        boxes: (n, 4) pixels of the photo.
        landmarks: (n, 5, 2) pixels of the photo.
        scores: (n,) 0 … 1.
        scale: (n,) which of the scales it was seen at.
        seen: (n,) size of the face in pixels of what the detector saw.
    """

    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    scores: NDArray[np.float32]
    scale: NDArray[np.int64]
    seen: NDArray[np.float32]


def ask(teacher: SCRFD, image: Image) -> Answers:
    """Return the faces that a teacher finds in a photo and its mirror image at several sizes.

    A face's score is the mean over photo and mirror image at the size where that is highest, its
    box and landmarks are means over all looks that saw it in a fitting size, by score squared.

    Args:
        teacher: The detection model.
        image: (h, w, 3) uint8 BGR.
    """
    looks = _looks(teacher, image)
    order = np.argsort(-looks.scores, kind="stable")
    boxes, landmarks, scores = [], [], []
    while len(order):
        overlaps = overlaps_of(looks.boxes[order[:1]], looks.boxes[order])[0]
        same = order[overlaps >= SAME_FACE]
        order = order[overlaps < SAME_FACE]
        score = min(1.0, np.bincount(looks.scale[same], looks.scores[same]).max() / 2)
        if score < LEAST_SCORE:
            continue
        weights = looks.scores[same] ** 2
        fitting = (looks.seen[same] >= LEAST_SEEN) & (looks.seen[same] <= MOST_SEEN)
        weights = weights * fitting if fitting.any() else weights
        boxes.append(np.average(looks.boxes[same], axis=0, weights=weights))
        landmarks.append(np.average(looks.landmarks[same], axis=0, weights=weights))
        scores.append(score)
    best = np.argsort(-np.array(scores), kind="stable").astype(int)
    height, width = image.shape[:2]
    clipped = np.clip(np.reshape(boxes, (-1, 4))[best], 0, [width, height] * 2)
    return Answers(
        clipped.astype(np.float32),
        np.array(landmarks, np.float32).reshape(-1, 5, 2)[best],
        np.array(scores, np.float32)[best],
    )


def overlaps_of(boxes: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the intersections over unions of boxes (n, 4) and (m, 4), (n, m)."""
    first = np.maximum(boxes[:, None, :2], others[None, :, :2])
    last = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    common = np.prod(np.clip(last - first, 0, None), axis=2)  # (n, m)
    areas, other_areas = (np.prod(one[:, 2:] - one[:, :2], axis=1) for one in (boxes, others))
    return common / np.maximum(areas[:, None] + other_areas[None] - common, 1e-9)


def face_sizes(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the sizes of faces in pixels, (n,): the side of a square as large as the box."""
    return np.sqrt(np.prod(np.clip(boxes[:, 2:] - boxes[:, :2], 0, None), axis=1))


def _looks(teacher: SCRFD, image: Image) -> _Looks:
    longest, width = max(image.shape[:2]), image.shape[1]
    mirror = cv2.flip(image, 1)
    found: list[tuple[Candidates, int, float]] = []
    for number, side in enumerate(SIDES):
        scale = side / longest
        if scale > LARGEST_ENLARGEMENT:
            continue
        found.append((search(teacher, image, side, LEAST_SCORE), number, scale))
        seen = search(teacher, mirror, side, LEAST_SCORE)
        found.append((_mirrored_back(seen, width), number, scale))
    boxes = np.concatenate([one.boxes for one, _, _ in found])
    scale = np.concatenate([np.full(len(one), scale) for one, _, scale in found])
    return _Looks(
        boxes,
        np.concatenate([one.landmarks for one, _, _ in found]),
        np.concatenate([one.scores for one, _, _ in found]),
        np.concatenate([np.full(len(one), number) for one, number, _ in found]),
        face_sizes(boxes) * scale,
    )


def _mirrored_back(found: Candidates, width: int) -> Candidates:
    """Return what was found in the mirror image of a photo so wide, in pixels of the photo.

    SCRFD learnt to count from a photo's edge: ``det_500m``'s answers to photo and mirror image
    add up to its width, not to one pixel less.
    """
    boxes = found.boxes.copy()
    boxes[:, [0, 2]] = width - found.boxes[:, [2, 0]]
    landmarks = found.landmarks[:, MIRRORED_ORDER].copy()
    landmarks[:, :, 0] = width - landmarks[:, :, 0]
    return Candidates(boxes, landmarks, found.scores)
