"""Judge detectors on photos: what is there by labels or by a teacher, what each one finds."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from arcface_train.detector.judge import LEAST_FOUND, Judgement, Reference, judge_photo, together
from arcface_train.detector.labels import Labels, PhotoLabels
from arcface_train.detector.photo_cache import PhotoCache
from arcface_train.detector.teacher import LEAST_SCORE
from face_process.face_engine import FULL_SIDE
from face_process.insightface_models import SCRFD
from face_process.scrfd import Candidates, search
from face_process.types import Image

WANTED = 0.6
"""The teacher's score from which a face is to be found; of less it may be."""


def scrfd_of(model: onnx.ModelProto) -> SCRFD:
    """Return InsightFace's reader of a detection model that is in memory; it has one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return SCRFD(session=session)


def reference_of(found: Candidates, drawn: NDArray[np.float32]) -> Reference:
    """Return what is in a photo by a teacher's answers.

    Args:
        found: The teacher's, from ``LEAST_SCORE``.
        drawn: (n, 4) float32 boxes that people drew; finding them is no fault.
    """
    wanted = found.scores >= WANTED
    return Reference(
        found.boxes[wanted],
        found.landmarks[wanted],
        np.concatenate([found.boxes[~wanted], drawn]),
    )


def answers_of(model: SCRFD, image: Image, least: float = LEAST_FOUND) -> Candidates:
    """Return what a detector finds at the size at which the program looks first, clipped.

    Args:
        model: The detector.
        image: (h, w, 3) uint8 BGR.
        least: Score.
    """
    found = search(model, image, FULL_SIDE, least)
    height, width = image.shape[:2]
    boxes = np.clip(found.boxes, 0, [width, height] * 2).astype(np.float32)
    return Candidates(boxes, found.landmarks, found.scores)


def teacher_reference(teacher: SCRFD, image: Image, drawn: NDArray[np.float32]) -> Reference:
    """Return what is in a photo by a teacher that looks once, as the program does."""
    return reference_of(answers_of(teacher, image, LEAST_SCORE), drawn)


def judge_by_labels(model: SCRFD, labels: Labels, photos: PhotoCache) -> Judgement:
    """Return how well a detector finds the faces of labels."""
    judged = []
    for number, of_photo in enumerate(labels.photos):
        found = answers_of(model, photos.photo(number))
        judged.append(judge_photo(_labelled(of_photo), found))
    return together(judged)


def _labelled(labels: PhotoLabels) -> Reference:
    found = Candidates(labels.boxes, labels.landmarks, labels.scores)
    return reference_of(found, labels.ignored)
