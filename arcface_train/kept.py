"""What a network is to keep while it learns: its first embeddings of the clean pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arcface_train.network import FaceNetwork, embed_crops
from arcface_train.pictures import Pictures
from arcface_train.processes import Processes
from face_process.whole_file import written_whole
from merge.progress import Advance

FILE_NAME = "kept.npy"
EMBEDDED_AT_ONCE = 64

Kept = NDArray[np.float32]
"""(2, n, d) unit rows: of the pictures, and of their mirror images."""


def kept_embeddings(
    pictures: Pictures, network: FaceNetwork, folder: Path, processes: Processes, advance: Advance
) -> Kept:
    """Return the embeddings of all pictures, computed once for a training.

    Args:
        pictures: What is learnt from.
        network: As it is before it learns.
        folder: Of the training, where they are kept.
        processes: Of which the first one computes.
        advance: Is told how many pictures are done.

    Raises:
        TrainError: A picture is missing.
        ArchiveError: They can't be written.
    """
    file = folder / FILE_NAME
    if processes.first and _read(file, pictures) is None:
        parts = []
        for start in range(0, len(pictures), EMBEDDED_AT_ONCE):
            upright = pictures.crops(range(len(pictures))[start : start + EMBEDDED_AT_ONCE])
            both = (upright, upright[:, :, ::-1])
            parts.append(np.stack([embed_crops(network, crops) for crops in both]))
            advance(start + len(upright))
        with written_whole(file) as out:
            np.save(out, np.concatenate(parts, axis=1))
    processes.wait()
    return np.load(file, mmap_mode="r")


def _read(file: Path, pictures: Pictures) -> Kept | None:
    """Return what is kept, or None where it is of other pictures or nothing is."""
    kept = np.load(file, mmap_mode="r") if file.exists() else None
    return kept if kept is not None and kept.shape[1] == len(pictures) else None
