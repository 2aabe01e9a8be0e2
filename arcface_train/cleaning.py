"""Which faces of a set don't belong there: somebody else's, and the same picture twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.types import DEFAULT_THRESHOLD, Embeddings
from face_process.unlike_faces import UNLIKE

STRANGERS_SHARE = 0.01
"""Share of pairs from different folders that are more alike than a face and its person must be.
Measured on 3,719 faces of 972 people (LFW), 5 % of them moved into folders of others, three draws:
of those 99.6 % were found with the model mini (98.9 % with mini_casia), and 0.4 % (1.0 %) of the
rest were taken for wrong, some of which LFW itself lists as mislabelled. Half that share finds no
more and costs 0.4 % (1.6 %)."""
FEWEST_PAIRS = 1000
"""From so many pairs of different folders on that share is measured on the set itself."""
MOST_COMPARED = 2000
"""Faces that are compared with each other for it."""
ROUNDS = 2
"""Times that a person's middle is taken anew from the faces that are like it."""
SAME_PICTURE, SAME_FACE = 0.985, 0.93
"""Least correlation of two grey thumbnails and least cosine of two embeddings from which one crop
is a copy of the other. Of LFW photos saved again as JPEG of quality 50, at 0.7 of their size, or
brighter, 99 % reach both; blown up to twice their size, in which the detector sees other landmarks,
half do. Of 9,387 pairs of a person's photos one reaches both with mini and two with mini_casia,
which do show the same photo."""


@dataclass(frozen=True, slots=True, eq=False)
class CleanedFaces:
    """What is wrong with the faces of a set, one number a face.

    Attributes:
        copy_of: (n,) int64 index of the face that this one is a copy of, or −1.
        similarity: (n,) float32 cosine to the middle of the person's other faces; NaN where
            there is none.
        unlike: (n,) bool, whether that is too little.
    """

    copy_of: NDArray[np.int64]
    similarity: NDArray[np.float32]
    unlike: NDArray[np.bool_]


def clean(
    vectors: Embeddings,
    thumbnails: NDArray[np.uint8],
    people: Sequence[str],
    contents: Sequence[str],
) -> CleanedFaces:
    """Find copies and faces of somebody else.

    Of copies the first one stays. A face is somebody else's where it is less like the middle of
    its folder's other faces than nearly all pairs of strangers are; the middle is that of the
    largest group of faces alike. Where no two faces of a folder are alike, none can be trusted.

    Args:
        vectors: (n, d) unit rows.
        thumbnails: (n, h, w) grey crops.
        people: Whose folder each face is from.
        contents: Of each photo something that only the same bytes have.
    """
    labels = np.unique(np.array(people, dtype=object), return_inverse=True)[1].reshape(-1)
    faces = len(labels)
    copy_of = np.full(faces, -1, np.int64)
    similarity = np.full(faces, np.nan, np.float32)
    unlike = np.zeros(faces, bool)
    least = least_similarity(vectors, labels)
    for label in range(labels.max(initial=-1) + 1):
        own = np.flatnonzero(labels == label)
        copy_of[own] = _copies(vectors[own], thumbnails[own], own)
        single = own[copy_of[own] < 0]
        similarity[single] = _similarity_to_others(vectors[single], least)
        unlike[single] = similarity[single] < least  # false where there are no others
    _find_same_content(copy_of, unlike, contents)
    return CleanedFaces(copy_of, similarity, unlike)


def least_similarity(vectors: Embeddings, labels: NDArray[np.int64]) -> float:
    """Return the cosine below which a face is not its folder's person.

    It is measured on the set itself, where nearly all pairs from two folders are strangers, so
    that it suits any model; a set with few such pairs gets the one that enrolling goes by.

    Args:
        vectors: (n, d) unit rows.
        labels: (n,) which person each is.
    """
    chosen = np.linspace(0, len(vectors) - 1, min(len(vectors), MOST_COMPARED)).astype(int)
    strangers = labels[chosen][:, None] != labels[chosen]
    if np.count_nonzero(strangers) < 2 * FEWEST_PAIRS:  # each is there twice
        return UNLIKE * DEFAULT_THRESHOLD
    similarities = vectors[chosen] @ vectors[chosen].T
    return float(np.quantile(similarities[strangers], 1 - STRANGERS_SHARE))


def _copies(
    vectors: Embeddings, thumbnails: NDArray[np.uint8], own: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return for each of a person's faces the index of the first that it is a copy of, or −1."""
    flat = thumbnails.reshape(len(own), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    copies = (flat @ flat.T >= SAME_PICTURE) & (vectors @ vectors.T >= SAME_FACE)
    copies = np.tril(copies, -1)  # of earlier ones only
    first = np.where(copies.any(axis=1), copies.argmax(axis=1), -1)
    return np.where(first >= 0, own[first], -1)


def _similarity_to_others(vectors: Embeddings, least: float) -> NDArray[np.float32]:
    """Return how alike each of a person's faces is to the middle of the others that are alike."""
    faces = len(vectors)
    if faces < 2:
        return np.full(faces, np.nan, np.float32)
    similarities = vectors @ vectors.T
    np.fill_diagonal(similarities, -1)
    alike = similarities >= least
    centre = alike.sum(axis=1).argmax()
    if not alike[centre].any():
        return similarities.max(axis=1)
    members = alike[centre].copy()
    members[centre] = True
    for _ in range(ROUNDS):
        # Each against the sum of the members without itself.
        sums = vectors[members].sum(axis=0) - vectors * members[:, None]  # (n, d)
        lengths = np.maximum(np.linalg.norm(sums, axis=1), 1e-6)
        to_middle = (sums * vectors).sum(axis=1) / lengths
        members = to_middle >= least
    return to_middle


def _find_same_content(
    copy_of: NDArray[np.int64], unlike: NDArray[np.bool_], contents: Sequence[str]
) -> None:
    """Add copies that lie in different people's folders to ``copy_of``."""
    first: dict[str, int] = {}
    for index, content in enumerate(contents):
        if copy_of[index] < 0 and not unlike[index]:
            kept = first.setdefault(content, index)
            if kept != index:
                copy_of[index] = kept
