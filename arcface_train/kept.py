"""What a network is to give while it learns: drawn from its first embeddings of clean pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arcface_train.embedder import Embedder
from arcface_train.pictures import Pictures
from arcface_train.processes import Processes
from face_process.whole_file import written_whole
from merge.progress import Advance

KEPT = "kept.npy"
TAUGHT = "taught.npy"
"""Where a training keeps its own first embeddings, and its teacher's."""
EMBEDDED_AT_ONCE = 64
TRIED = 8
"""Pictures that are embedded again to see whether kept embeddings are of this model."""

Kept = NDArray[np.float32]
"""(2, n, d) unit rows: of the pictures, and of their mirror images."""


def kept_embeddings(
    pictures: Pictures, embedder: Embedder, file: Path, processes: Processes, advance: Advance
) -> Kept:
    """Return the embeddings of all pictures, computed once for a training.

    Args:
        pictures: What is learnt from.
        embedder: The network as it is before it learns, or a teacher.
        file: Where they are kept.
        processes: Of which the first one computes.
        advance: Is told how many pictures are done.

    Raises:
        TrainError: A picture is missing.
        ArchiveError: They can't be written.
    """
    if processes.first and not _still_holds(file, pictures, embedder):
        parts = []
        for start in range(0, len(pictures), EMBEDDED_AT_ONCE):
            upright = pictures.crops(range(len(pictures))[start : start + EMBEDDED_AT_ONCE])
            both = (upright, upright[:, :, ::-1])
            parts.append(np.stack([embedder.embed(crops) for crops in both]))
            advance(start + len(upright))
        with written_whole(file) as out:
            np.save(out, np.concatenate(parts, axis=1))
    processes.wait()
    return np.load(file, mmap_mode="r")


def targets(kept: Kept, labels: NDArray[np.int64], person: float) -> NDArray[np.float32]:
    """Return what each picture, mirrored and changed or not, is to be embedded as.

    That is the mean over a picture and its mirror image, which tells people apart better than
    either, with some of the mean over all pictures of the person. (n, d) unit rows.

    Args:
        kept: See ``kept_embeddings``.
        labels: (n,) int64, whom the pictures show; negative where that isn't known.
        person: Share of the person's mean, 0 … 1.
    """
    own = _unit(kept[0] + kept[1])
    known = np.flatnonzero(labels >= 0)
    means = person_means(own, labels)[labels[known]]
    own[known] = _unit((1 - person) * own[known] + person * means)
    return own


def person_means(rows: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the mean of each person's rows, (people, d) float32 of unit length.

    Args:
        rows: (n, d) float32.
        labels: (n,) int64, whose each is; negative where that isn't known.
    """
    known = labels >= 0
    sums = np.zeros((labels.max(initial=-1) + 1, rows.shape[1]), np.float32)
    np.add.at(sums, labels[known], rows[known])
    return _unit(sums)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def _still_holds(file: Path, pictures: Pictures, embedder: Embedder) -> bool:
    """Return whether what is kept is what this model makes of these pictures; some are tried."""
    kept = np.load(file, mmap_mode="r") if file.exists() else None
    if kept is None or kept.shape[1:] != (len(pictures), embedder.width):
        return False
    rows = np.unique(np.linspace(0, len(pictures) - 1, TRIED).astype(int))
    return np.allclose(embedder.embed(pictures.crops(rows)), kept[0][rows], atol=1e-3)
