"""Which photos are compared with each other, and how similar their embeddings are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from arcface_train.verification import Comparisons
from face_process.types import Embeddings

MOST_IMPOSTORS = 500_000
"""Impostor pairs compared at most: 50 of them pass at a FAR of 1e-4."""
CANDIDATES = 8
"""Pairs drawn for every impostor pair wanted, where not all can be looked at: of a set of many
people nearly half are left when the genuine ones and the second of two orders are taken away."""
AT_ONCE = 65_536


def all_pairs(labels: NDArray[np.int64], ordered: bool, most: int, seed: int) -> NDArray[np.int64]:
    """Return every genuine pair of photos and every impostor pair, or as many as are wanted.

    Args:
        labels: (n,) whose photos they are.
        ordered: Whether the first and the second photo of a pair are seen differently, so that
            each two photos give two pairs.
        most: Impostor pairs at most; of more a sample is taken.
        seed: Of the sample.

    Returns:
        (m, 2) int64, rows of photos.
    """
    genuine = _genuine(labels, ordered)
    return np.concatenate([genuine, _impostors(labels, ordered, most, seed)])


def compare_pairs(
    first: Embeddings, second: Embeddings, pairs: NDArray[np.int64], labels: NDArray[np.int64]
) -> Comparisons:
    """Return how similar the photos of pairs are.

    Args:
        first: (n, d) unit rows, of all photos as the first of a pair is seen.
        second: (n, d) unit rows, as the second is seen.
        pairs: (m, 2) rows of photos.
        labels: (n,) whose photos they are.
    """
    parts = [pairs[start : start + AT_ONCE] for start in range(0, len(pairs), AT_ONCE)]
    cosines = [np.einsum("md,md->m", first[part[:, 0]], second[part[:, 1]]) for part in parts]
    return Comparisons(np.concatenate(cosines), labels[pairs])


def _genuine(labels: NDArray[np.int64], ordered: bool) -> NDArray[np.int64]:
    order = np.argsort(labels, kind="stable")
    ends = np.flatnonzero(np.diff(labels[order])) + 1
    pairs = []
    for photos in np.split(order, ends):
        first, second = np.triu_indices(len(photos), k=1)
        pairs.append(np.stack([photos[first], photos[second]], axis=1))
    found = np.concatenate(pairs)
    return np.concatenate([found, found[:, ::-1]]) if ordered else found


def _impostors(labels: NDArray[np.int64], ordered: bool, most: int, seed: int) -> NDArray[np.int64]:
    random = np.random.default_rng(seed)
    count = len(labels)
    if count**2 <= CANDIDATES * most:
        codes = np.arange(count**2)
    else:
        codes = np.sort(random.choice(count**2, CANDIDATES * most, replace=False, shuffle=False))
    pairs = np.stack(np.divmod(codes, count), axis=1)
    wanted = labels[pairs[:, 0]] != labels[pairs[:, 1]]
    if not ordered:
        wanted &= pairs[:, 0] < pairs[:, 1]
    pairs = pairs[wanted]
    if len(pairs) <= most:
        return pairs
    return pairs[np.sort(random.choice(len(pairs), most, replace=False, shuffle=False))]
