"""Compare what a detector finds with the faces that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arcface_train.detector.teacher import SAME_FACE, face_sizes, overlaps_of
from face_process.scrfd import Candidates

TOLERATED = 0.3
"""Intersection over union with what may be a face from which finding it is no fault."""
FALSE_A_PHOTO = 1 / 20
"""False faces a photo at which detectors are compared."""
LEAST_FOUND = 0.05
"""Scores below are not looked at."""
LARGE, SMALL = 32.0, 16.0
"""Sizes in pixels of the photo from which faces are counted, and from which smaller ones are."""


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What is in a photo.

    Attributes:
        boxes: (n, 4) float32 ``x1, y1, x2, y2`` in pixels of faces that are to be found.
        landmarks: (n, 5, 2) float32 pixels.
        tolerated: (m, 4) float32 boxes of what may be found or not.
    """

    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    tolerated: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class PhotoJudgement:
    """What became of a photo's faces.

    Attributes:
        sizes: (n,) pixels, of the faces that are to be found.
        scores: (n,) with which each was found; 0 where it wasn't.
        errors: (n,) mean distance of its landmarks in eye distances; NaN where it wasn't.
        false: (k,) rows of what was found and isn't there, the surest first.
        false_scores: (k,) theirs.
    """

    sizes: NDArray[np.float32]
    scores: NDArray[np.float32]
    errors: NDArray[np.float32]
    false: NDArray[np.int64]
    false_scores: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """The same over photos.

    Attributes:
        photos: How many.
        sizes: (n,) pixels.
        scores: (n,) 0 … 1.
        errors: (n,) shares of the eye distance, or NaN.
        false_scores: (k,) 0 … 1, descending.
    """

    photos: int
    sizes: NDArray[np.float32]
    scores: NDArray[np.float32]
    errors: NDArray[np.float32]
    false_scores: NDArray[np.float32]

    def threshold_for(self, false_a_photo: float = FALSE_A_PHOTO) -> float:
        """Return the least score at which there are no more false faces a photo than that."""
        allowed = int(false_a_photo * self.photos)
        if len(self.false_scores) <= allowed:
            return LEAST_FOUND
        return float(np.nextafter(self.false_scores[allowed], np.float32(2)))

    def recall(self, threshold: float, least: float, below: float = np.inf) -> float:
        """Return the share of faces of a size that are found; NaN where there are none."""
        counted = (self.sizes >= least) & (self.sizes < below)
        return float(np.mean(self.scores[counted] >= threshold)) if counted.any() else np.nan

    def false_faces(self, threshold: float) -> int:
        """Return how many false faces there are."""
        return int(np.sum(self.false_scores >= threshold))

    def precision(self, threshold: float) -> float:
        """Return the share of faces found that are there; NaN where none is found."""
        found = int(np.sum(self.scores >= threshold))
        every = found + self.false_faces(threshold)
        return found / every if every else np.nan

    def landmark_error(self, threshold: float, least: float = LARGE) -> float:
        """Return the median error in eye distances of faces found; NaN where there are none."""
        counted = (self.sizes >= least) & (self.scores >= threshold)
        return float(np.median(self.errors[counted])) if counted.any() else np.nan


def judge_photo(reference: Reference, found: Candidates) -> PhotoJudgement:
    """Return what became of a photo's faces: the surest answer takes the face it fits best.

    Args:
        reference: What is there.
        found: What a detector says, the surest first.
    """
    faces = len(reference.boxes)
    scores = np.zeros(faces, np.float32)
    errors = np.full(faces, np.nan, np.float32)
    fits = overlaps_of(found.boxes, reference.boxes)  # (answers, faces)
    harmless = overlaps_of(found.boxes, reference.tolerated).max(axis=1, initial=0) >= TOLERATED
    false = []
    for row in range(len(found)):
        free = np.where(scores == 0, fits[row], 0)
        best = int(free.argmax()) if faces else -1
        if faces and free[best] >= SAME_FACE:
            scores[best] = found.scores[row]
            errors[best] = landmark_error(found.landmarks[row], reference.landmarks[best])
        elif not harmless[row]:
            false.append(row)
    rows = np.array(false, np.int64)
    return PhotoJudgement(face_sizes(reference.boxes), scores, errors, rows, found.scores[rows])


def landmark_error(found: NDArray[np.float32], there: NDArray[np.float32]) -> float:
    """Return the mean distance of landmarks (5, 2) in distances between the eyes.

    In profile, where the eyes come together, the distance from eyes to mouth counts if it is more.
    """
    eyes = np.linalg.norm(there[1] - there[0])
    down = np.linalg.norm(there[3:].mean(axis=0) - there[:2].mean(axis=0))
    return float(np.linalg.norm(found - there, axis=1).mean() / max(eyes, 0.5 * down, 1e-6))


def together(judged: Sequence[PhotoJudgement]) -> Judgement:
    """Return the judgement over photos."""
    false = _joined(one.false_scores for one in judged)
    return Judgement(
        len(judged),
        _joined(one.sizes for one in judged),
        _joined(one.scores for one in judged),
        _joined(one.errors for one in judged),
        -np.sort(-false),
    )


def _joined(parts: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.concatenate([np.empty(0, np.float32), *parts])
