"""Turn a face in an image into the upright 112×112 crop that recognition models read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.types import Image

CROP_SIZE = 112

# Where ArcFace expects the five landmarks in a 112×112 crop (insightface.utils.face_align).
ARCFACE_TEMPLATE = np.array(
    [
        [38.2946, 51.6963],
        [73.5318, 51.5014],
        [56.0252, 71.7366],
        [41.5493, 92.3655],
        [70.7299, 92.2041],
    ],
    dtype=np.float32,
)


def similarity_transform(landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rotation, scale and shift that lay landmarks best onto ArcFace's template.

    Least squares in closed form, the landmarks taken as complex numbers: w ≈ a·z + b. It is
    what Umeyama's method gives where no reflection is needed (IEEE PAMI 13(4), 1991).

    Args:
        landmarks: (5, 2) pixels.

    Returns:
        (2, 3) float32 matrix for ``cv2.warpAffine``.
    """
    z = landmarks[:, 0] + 1j * landmarks[:, 1]
    w = ARCFACE_TEMPLATE[:, 0] + 1j * ARCFACE_TEMPLATE[:, 1]
    centred = z - z.mean()
    spread = max(float(np.sum(np.abs(centred) ** 2)), 1e-6)  # five landmarks on one spot
    a = np.sum(np.conj(centred) * (w - w.mean())) / spread
    b = w.mean() - a * z.mean()
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]], dtype=np.float32)


def align(image: Image, landmarks: NDArray[np.float32]) -> Image:
    """Return the aligned crop of one face, (112, 112, 3) uint8 BGR, black outside the image."""
    matrix = similarity_transform(landmarks)
    return cv2.warpAffine(image, matrix, (CROP_SIZE, CROP_SIZE), flags=cv2.INTER_LINEAR)
