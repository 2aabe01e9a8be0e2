"""Run a recognition model over aligned crops, as many at a time as it does quickest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from face_process.insightface_models import ArcFaceONNX
from face_process.types import Image
from merge.settings import Device

CPU_BATCH = 2
"""Crops embedded in one run on a processor: measured with MobileFaceNet on one thread, a face takes
2.8 ms of processor time alone or in pairs, 3.5 among 16 and 4.3 among 32, which leave the cache."""
MAX_BATCH = 32


def crop_vectors(
    recognizer: ArcFaceONNX, crops: Sequence[Image], device: str
) -> NDArray[np.float32]:
    """Return what a model makes of aligned crops, (n, d) float32 of any length, in order.

    Args:
        recognizer: The model.
        crops: At least one, uint8 BGR; another size than the model's is scaled to it.
        device: Where the model runs.
    """
    fixed = recognizer.input_shape[0]
    most = CPU_BATCH if device == Device.CPU else MAX_BATCH
    batch = min(fixed, most) if isinstance(fixed, int) else most
    vectors = [
        recognizer.get_feat(list(crops[start : start + batch]))
        for start in range(0, len(crops), batch)
    ]
    return np.concatenate(vectors).astype(np.float32)


def vector_width(recognizer: ArcFaceONNX) -> int:
    """Return how many numbers a model's vectors have."""
    declared = recognizer.output_shape[-1]
    if isinstance(declared, int):
        return declared
    side = recognizer.input_size[0]
    return int(recognizer.get_feat(np.zeros((side, side, 3), np.uint8)).shape[-1])
