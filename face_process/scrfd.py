"""Run an SCRFD detection model at any scale and read its answers."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.insightface_models import SCRFD
from face_process.types import Image

Canvas = tuple[int, int]
"""Width and height in pixels of what the model looks at."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What a detector found.

    Attributes:
        boxes: (n, 4) float32 ``x1, y1, x2, y2`` in pixels of the image; may reach out of it.
        landmarks: (n, 5, 2) float32 pixels.
        scores: (n,) float32, 0 … 1, the highest first.
    """

    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.scores)


def search(model: SCRFD, image: Image, side: int, threshold: float) -> Candidates:
    """Return the faces that a model finds in an image at one scale.

    It does what InsightFace's ``SCRFD.detect`` does, with two differences: a model of free
    input size gets a canvas of the image's own shape instead of a square (a 16:9 image takes
    0.6 of the time), and only anchors above the threshold are decoded.

    Args:
        model: The detection model.
        image: (h, w, 3) uint8 BGR.
        side: Longest side, in pixels, at which to look; a model of fixed input size never looks
            at more than it takes.
        threshold: Least score.
    """
    canvas, scale = _canvas(image, side, model.static_input_size, max(model._feat_stride_fpn))
    blob = model._prepare_input_blob(canvas, canvas.shape[1::-1])
    outputs = model.session.run(model.output_names, {model.input_name: blob})
    found = _decode(model, outputs, canvas.shape[1], threshold)
    boxes = found.boxes / scale
    keep = model.nms(np.column_stack([boxes, found.scores]))
    return Candidates(boxes[keep], found.landmarks[keep] / scale, found.scores[keep])


def _canvas(image: Image, side: int, fixed: Canvas | None, stride: int) -> tuple[Image, float]:
    """Return the image shrunk into the upper left corner of a black canvas, and its scale."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if fixed:
        scale = min(scale, fixed[0] / width, fixed[1] / height)
    # Whole pixels as InsightFace has them: 640.0 may come out as 639.999…
    tall, wide = (max(1, int(length * scale + 1e-6)) for length in (height, width))
    scale = tall / height
    canvas_size = fixed or tuple(-(-length // stride) * stride for length in (wide, tall))
    shrunk = image if (wide, tall) == (width, height) else cv2.resize(image, (wide, tall))
    if (wide, tall) == canvas_size:
        return shrunk, scale
    bottom, right = canvas_size[1] - tall, canvas_size[0] - wide
    return cv2.copyMakeBorder(shrunk, 0, bottom, 0, right, cv2.BORDER_CONSTANT), scale


def _decode(
    model: SCRFD, outputs: list[NDArray[np.float32]], width: int, threshold: float
) -> Candidates:
    """Return the candidates of all strides, in pixels of the canvas, the best first.

    An anchor's outputs are distances from its point, in strides: to the left, upper, right and
    lower side of the box, and to each landmark (SCRFD, arXiv 2105.04714).
    """
    levels = model.fmc
    boxes, landmarks, scores = [], [], []
    for level, stride in enumerate(model._feat_stride_fpn):
        score = outputs[level].reshape(-1)  # (anchors,)
        chosen = np.flatnonzero(score >= threshold)
        cells = chosen // model._num_anchors
        columns = width // stride
        points = np.column_stack([cells % columns, cells // columns]).astype(np.float32) * stride
        sides = outputs[level + levels].reshape(-1, 4)[chosen] * stride
        offsets = outputs[level + 2 * levels].reshape(-1, 5, 2)[chosen] * stride
        boxes.append(np.hstack([points - sides[:, :2], points + sides[:, 2:]]))
        landmarks.append(points[:, None] + offsets)
        scores.append(score[chosen])
    score = np.concatenate(scores)
    order = np.argsort(-score, kind="stable")
    return Candidates(np.concatenate(boxes)[order], np.concatenate(landmarks)[order], score[order])
