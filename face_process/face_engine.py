"""Find the faces in an image and turn each into a vector: InsightFace behind our own types."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from insightface.model_zoo import SCRFD, ArcFaceONNX
from numpy.typing import NDArray

from face_process.align import align
from face_process.types import DetectedFace, Embeddings, Image, ModelIdentity

DETECTION_THRESHOLD = 0.5
FULL_SIDE = 640
"""Longest side, in pixels, at which an image is searched for faces."""
SMALL_SIDE = 320
"""A second look at this side finds faces that fill the picture, which the first one misses."""
MAX_BATCH = 32
LARGE_FACE = 0.3
"""Share of the longest side from which the first look found the largest face that there is."""
SAME_FACE_OVERLAP = 0.4
"""Share of the smaller box from which two boxes show the same face."""
LONGEST_ASPECT = 20


class FaceEngine:
    """A detection and a recognition model, ready to use from any thread.

    Attributes:
        identity: Which recognition model this is; its embeddings only compare among themselves.
    """

    def __init__(
        self, detector: SCRFD, recognizer: ArcFaceONNX, identity: ModelIdentity, device: str
    ) -> None:
        self._detector = detector
        self._recognizer = recognizer
        self.identity = identity
        self.device = device
        batch = recognizer.input_shape[0]
        self._batch = min(batch, MAX_BATCH) if isinstance(batch, int) else MAX_BATCH

    def detect(self, image: Image) -> list[DetectedFace]:
        """Return every face in an image, from left to right.

        Where no large face is found, a second look at a smaller scale finds those that fill
        the picture.

        Args:
            image: (h, w, 3) uint8 BGR, upright.
        """
        padded = _bound_aspect(image)
        boxes, landmarks = self._search(padded, FULL_SIDE)  # (n, 5), (n, 5, 2)
        if not _any_large(boxes, padded):
            more_boxes, more_landmarks = self._search(padded, SMALL_SIDE)
            # Landmarks of the finer look are the better ones: add only what it missed.
            new = [index for index, box in enumerate(more_boxes) if not _overlaps(box, boxes)]
            boxes = np.concatenate([boxes, more_boxes[new]])
            landmarks = np.concatenate([landmarks, more_landmarks[new]])
        height, width = image.shape[:2]
        faces = []
        for box, points in zip(boxes, landmarks, strict=True):
            corners = np.clip(box[:4], 0, [width, height, width, height]).astype(np.float32)
            if corners[2] - corners[0] >= 1 and corners[3] - corners[1] >= 1:
                faces.append(DetectedFace(corners, points, float(box[4])))
        return sorted(faces, key=lambda face: face.centre)

    def embed(self, image: Image, faces: Sequence[DetectedFace]) -> Embeddings:
        """Return the embeddings of faces of one image, (n, d) float32 unit rows, in order."""
        return self.embed_crops([align(image, face.landmarks) for face in faces])

    def embed_crops(self, crops: Sequence[Image]) -> Embeddings:
        """Return the embeddings of aligned crops, (n, d) float32 unit rows, in order."""
        if not crops:
            return np.empty((0, self.identity.dimension), np.float32)
        batches = [
            self._recognizer.get_feat(list(crops[start : start + self._batch]))
            for start in range(0, len(crops), self._batch)
        ]
        vectors = np.concatenate(batches).astype(np.float32)  # (n, d)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)

    def _search(self, image: Image, side: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return (n, 5) boxes with scores and (n, 5, 2) landmarks, looked for at one scale."""
        if self._detector.static_input_size is None:
            return self._detector.detect(image, (side, side), det_thresh=DETECTION_THRESHOLD)
        shrunk, scale = _shrink_into(image, side, self._detector.static_input_size)
        boxes, landmarks = self._detector.detect(shrunk, det_thresh=DETECTION_THRESHOLD)
        boxes[:, :4] /= scale
        return boxes, landmarks / scale


def _shrink_into(image: Image, side: int, canvas: tuple[int, int]) -> tuple[Image, float]:
    """Return an image of (width, height) ``canvas``, its content ``side`` long, and the scale.

    InsightFace fits whatever it is given to a static input, so a smaller scale needs a margin.
    """
    scale = side / max(image.shape[:2])
    if side >= max(canvas):
        return image, 1.0
    width, height = (max(1, round(length * scale)) for length in image.shape[1::-1])
    framed = np.zeros((canvas[1], canvas[0], 3), np.uint8)
    framed[:height, :width] = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    return framed, scale


def _bound_aspect(image: Image) -> Image:
    """Return the image, with a black margin where it would else shrink to nothing."""
    height, width = image.shape[:2]
    least = -(-max(height, width) // LONGEST_ASPECT)
    if min(height, width) >= least:
        return image
    bottom, right = max(0, least - height), max(0, least - width)
    return cv2.copyMakeBorder(image, 0, bottom, 0, right, cv2.BORDER_CONSTANT)


def _any_large(boxes: NDArray[np.float32], image: Image) -> bool:
    """Return whether a face was found so large that none larger can have been missed."""
    sides = boxes[:, 2:4] - boxes[:, :2]
    return bool(np.any(sides >= LARGE_FACE * max(image.shape[:2])))


def _overlaps(box: NDArray[np.float32], others: NDArray[np.float32]) -> bool:
    """Return whether a box shows a face that one of ``others`` (n, 4 or more) shows already."""
    if len(others) == 0:
        return False
    top_left = np.maximum(box[:2], others[:, :2])
    bottom_right = np.minimum(box[2:4], others[:, 2:4])
    common = np.prod(np.clip(bottom_right - top_left, 0, None), axis=1)
    areas = np.prod(others[:, 2:4] - others[:, :2], axis=1)
    smaller = np.minimum(np.prod(box[2:4] - box[:2]), areas)
    return bool(np.any(common >= SAME_FACE_OVERLAP * smaller))
