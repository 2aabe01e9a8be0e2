"""Which unknown faces are one person? Those that resemble each other on average.

Average linkage (SciPy) was measured against DBSCAN, HDBSCAN, complete linkage, label propagation
and Louvain on 3,732 photos of 972 people and on 600 of 300, see ``benchmarks/grouping.py``. Those
that follow chains of similar faces lose their precision as faces get more; HDBSCAN joins people
who were seen once (precision 0.71 where most were); complete linkage lets one bad photo split a
person. SciPy comes with InsightFace, and its linkage takes 0.5 s and 200 MB
for 5,000 faces.

How similar they must be is the rule of live recognition for averages of several looks
(``rules_for``), with as many people to be taken for as there are groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.track_identity import rules_for
from face_process.types import Embeddings

CLEAR = 0.85
"""Length of a raw embedding, compared with that of enrolled photos, below which similarity counts
in proportion to it: blurred and dark faces of different people resemble each other, up to 0.9.
19 of 20 photos of LFW are above. With three photos in ten blurred or scaled down to 8 … 16 pixels,
precision is 0.95 … 1.00 with it and 0.03 … 0.71 without."""
MOST_LINKED = 5_000
"""Faces whose pairs are all compared at once; time and memory grow with its square."""
COMPARED_AT_ONCE = 512
APART = 1e9
"""Distance of faces that were said to be different people; more than any average forgives."""

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Unknown faces to be grouped.

    Attributes:
        vectors: (n, d) float32 unit rows, or shorter ones where little can be read.
        numbers: (n,) int64. Faces with the same number are one person whatever their vectors
            say, those with different numbers are different people; 0 means that nobody knows.
    """

    vectors: Embeddings
    numbers: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.vectors)

    def __getitem__(self, which: slice | NDArray[np.int64]) -> Faces:
        return Faces(self.vectors[which], self.numbers[which])

    def united(self, labels: Labels) -> Faces:
        """Return one mean face for each label 0, 1, …: its products are average similarities."""
        count = int(labels.max()) + 1
        sums = np.zeros((count, self.vectors.shape[1]), np.float32)
        np.add.at(sums, labels, self.vectors)
        numbers = np.zeros(count, np.int64)
        np.maximum.at(numbers, labels, self.numbers)
        return Faces(sums / np.bincount(labels)[:, None], numbers)


def readable(vectors: Embeddings, clarity: NDArray[np.float32]) -> Embeddings:
    """Return vectors whose products are similarities that count as much as can be read.

    Args:
        vectors: (n, d) float32 unit rows.
        clarity: (n,) float32, length of the raw embeddings compared with enrolled photos'.
    """
    return vectors * np.minimum(1.0, clarity / CLEAR)[:, None].astype(np.float32)


def group_faces(faces: Faces, threshold: float) -> Labels:
    """Return which faces are one person: (n,) int64, the same label from 0 on for each of theirs.

    Up to MOST_LINKED faces are grouped exactly. More are first put together in parts, in their
    order, and then where any pair is similar enough; a group that was put together counts as one
    face from then on. So memory stays bounded.

    Args:
        faces: Who is to be grouped.
        threshold: Least cosine similarity that gives one look a name.
    """
    if len(faces) == 0:
        return np.empty(0, np.int64)
    alone = np.arange(len(faces)) + int(faces.numbers.max()) + 1
    labels = _from_zero(np.where(faces.numbers > 0, faces.numbers, alone))
    strict = rules_for(threshold, len(faces)).average
    for parts in (_in_order, _connected):
        if (one := faces.united(labels)) and len(one) > MOST_LINKED:
            labels = _put_together(one, parts(one, strict), strict)[labels]
    one = faces.united(labels)
    if len(one) > MOST_LINKED:
        return labels
    tree = _tree(one)
    people = len(np.unique(_cut(tree, strict)))
    return _from_zero(_cut(tree, rules_for(threshold, people).average)[labels])


def _in_order(faces: Faces, _least: float) -> Iterator[NDArray[np.int64]]:
    """Yield faces as they stand, as many as can be linked at a time."""
    for start in range(0, len(faces), MOST_LINKED):
        yield np.arange(start, min(start + MOST_LINKED, len(faces)))


def _connected(faces: Faces, least: float) -> Iterator[NDArray[np.int64]]:
    """Yield faces that similar pairs connect; others can't be one person."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs: list[NDArray[np.int64]] = []
    for start in range(0, len(faces), COMPARED_AT_ONCE):
        similar = faces.vectors[start : start + COMPARED_AT_ONCE] @ faces.vectors[start:].T
        pairs.append(np.argwhere(np.triu(similar >= least, 1)) + start)  # (m, 2)
    edges = np.concatenate(pairs)
    shape = (len(faces), len(faces))
    graph = coo_array((np.ones(len(edges), np.int8), (edges[:, 0], edges[:, 1])), shape)
    parts = connected_components(graph, directed=False)[1]
    ordered = np.argsort(parts, kind="stable")
    for part in np.split(ordered, np.cumsum(np.bincount(parts))[:-1]):
        if 1 < len(part) <= MOST_LINKED:
            yield part


def _put_together(faces: Faces, parts: Iterator[NDArray[np.int64]], least: float) -> Labels:
    """Return labels from 0 on, where only faces of one part can have the same."""
    labels = np.arange(len(faces))
    for part in parts:
        groups = _cut(_tree(faces[part]), least)
        first = np.unique(groups, return_index=True)[1]
        labels[part] = part[first][_from_zero(groups)]
    return _from_zero(labels)


def _tree(faces: Faces) -> NDArray[np.float64]:
    """Return SciPy's linkage matrix, (n − 1, 4); empty for a single face."""
    from scipy.cluster.hierarchy import linkage

    count = len(faces)
    if count < 2:
        return np.empty((0, 4))
    distances = np.empty(count * (count - 1) // 2)
    filled = 0
    for index in range(count - 1):
        row = distances[filled : filled + count - 1 - index]
        row[:] = 1.0 - faces.vectors[index + 1 :] @ faces.vectors[index]
        if faces.numbers[index]:
            others = faces.numbers[index + 1 :]
            row[(others > 0) & (others != faces.numbers[index])] = APART
        filled += len(row)
    np.maximum(distances, 0.0, out=distances)
    return linkage(distances, "average")


def _cut(tree: NDArray[np.float64], least: float) -> Labels:
    """Return the groups whose average similarity reaches ``least``, as labels from 0 on."""
    from scipy.cluster.hierarchy import fcluster

    if len(tree) == 0:
        return np.zeros(1, np.int64)
    return _from_zero(fcluster(tree, 1.0 - least, "distance"))


def _from_zero(labels: NDArray) -> Labels:
    """Return the same groups, numbered from 0 on."""
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
