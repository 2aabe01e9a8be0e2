"""Find the faces in an image and turn each into a vector: InsightFace behind our own types."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.align import align
from face_process.crop_vectors import crop_vectors
from face_process.insightface_models import SCRFD, ArcFaceONNX
from face_process.scrfd import search
from face_process.types import DetectedFace, Embeddings, Image, ModelIdentity

DETECTION_THRESHOLD = 0.5
FULL_SIDE = 640
"""Longest side, in pixels, at which an image is searched for faces."""
SMALL_SIDE = 320
"""A second look at this side finds faces that fill the picture, which the first one misses."""
LEAST_SIDE = 224
"""Smaller pictures are blown up to this side, so that small faces in them are found too."""
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

    def detect(self, image: Image) -> list[DetectedFace]:
        """Return every face in an image, from left to right.

        Where no large face is found, a second look at another scale finds what the first one
        missed: faces that fill the picture, or small ones in a small picture. A small picture
        is looked at in its own size first: blown up it takes five times as long, and faces that
        fill it get poor landmarks or are missed.

        Args:
            image: (h, w, 3) uint8 BGR, upright.
        """
        longest = max(image.shape[:2])
        small = longest <= SMALL_SIDE
        first, second = (max(longest, LEAST_SIDE), FULL_SIDE) if small else (FULL_SIDE, SMALL_SIDE)
        faces = self.detect_at(image, first)
        if not any(is_large(face.box, image) for face in faces):
            # Landmarks of the first look are the better ones: add only what it missed.
            boxes = np.array([face.box for face in faces])
            faces += [
                face for face in self.detect_at(image, second) if not _overlaps(face.box, boxes)
            ]
        return sorted(faces, key=lambda face: face.centre)

    def detect_at(self, image: Image, side: int) -> list[DetectedFace]:
        """Return the faces that one look finds, the clearest first.

        Args:
            image: (h, w, 3) uint8 BGR, upright.
            side: Longest side in pixels at which to look: faces of about 12 pixels to half of
                it are found.
        """
        found = search(self._detector, _bound_aspect(image), side, DETECTION_THRESHOLD)
        height, width = image.shape[:2]
        boxes = np.clip(found.boxes, 0, [width, height, width, height]).astype(np.float32)
        return [
            DetectedFace(box, points, float(score))
            for box, points, score in zip(boxes, found.landmarks, found.scores, strict=True)
            if box[2] - box[0] >= 1 and box[3] - box[1] >= 1
        ]

    def embed(self, image: Image, faces: Sequence[DetectedFace]) -> Embeddings:
        """Return the embeddings of faces of one image, (n, d) float32 unit rows, in order."""
        return self.embed_crops([align(image, face.landmarks) for face in faces])

    def embed_crops(self, crops: Sequence[Image]) -> Embeddings:
        """Return the embeddings of aligned crops, (n, d) float32 unit rows, in order."""
        return self.read_crops(crops)[0]

    def read_crops(self, crops: Sequence[Image]) -> tuple[Embeddings, NDArray[np.float32]]:
        """Return embeddings of aligned crops, and how long each was before it was made a unit.

        The length tells how much of a face the model could read: it is short where a crop is
        blurred, dark, turned away or no face (MagFace, CVPR 2021, trains for that; models that
        weren't show it too). Its scale differs from model to model.

        Returns:
            (n, d) float32 unit rows and (n,) float32 lengths, in order.
        """
        if not crops:
            return np.empty((0, self.identity.dimension), np.float32), np.empty(0, np.float32)
        vectors = crop_vectors(self._recognizer, crops, self.device)  # (n, d)
        lengths = np.linalg.norm(vectors, axis=1)
        return vectors / np.maximum(lengths, 1e-12)[:, None], lengths


def _bound_aspect(image: Image) -> Image:
    """Return the image, with a black margin where it would else shrink to nothing."""
    height, width = image.shape[:2]
    least = -(-max(height, width) // LONGEST_ASPECT)
    if min(height, width) >= least:
        return image
    bottom, right = max(0, least - height), max(0, least - width)
    return cv2.copyMakeBorder(image, 0, bottom, 0, right, cv2.BORDER_CONSTANT)


def is_large(box: NDArray[np.float32], image: Image) -> bool:
    """Return whether a face's box is so large that a full look can't have missed a larger one."""
    return float(np.max(box[2:] - box[:2])) >= LARGE_FACE * max(image.shape[:2])


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
