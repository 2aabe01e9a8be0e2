"""Enrolled embeddings compared with a probe by one matrix product: right for tens of thousands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.types import Embeddings

SMALLEST_ROOM = 64
LOOKED_AT = 64
"""Faces among which the best ones of different people are looked for first."""


@dataclass(frozen=True, slots=True, eq=False)
class Similar:
    """Enrolled faces compared with one probe, the nearest among them.

    Attributes:
        face_ids: (k,) int64.
        person_ids: (k,) int64.
        similarities: (k,) float32 cosines.
    """

    face_ids: NDArray[np.int64]
    person_ids: NDArray[np.int64]
    similarities: NDArray[np.float32]

    def nearest_first(self) -> Iterator[int]:
        """Yield places from the highest similarity to the lowest; equal ones as they stand."""
        values = self.similarities
        if len(values) > LOOKED_AT:
            least = np.partition(values, -LOOKED_AT)[-LOOKED_AT]
            first = np.flatnonzero(values >= least)
            yield from first[np.argsort(-values[first], kind="stable")]
            rest = np.flatnonzero(values < least)
            yield from rest[np.argsort(-values[rest], kind="stable")]
        else:
            yield from np.argsort(-values, kind="stable")


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """One state; searches hold on to it while the next is made. ``room`` is longer than ``n``."""

    n: int
    face_ids: NDArray[np.int64]
    person_ids: NDArray[np.int64]
    vectors: Embeddings


class DenseTemplates:
    """Rows of one model; may be searched in any thread while one thread changes them.

    Args:
        width: Of the embeddings.
    """

    exact = True

    def __init__(self, width: int) -> None:
        self._rows = _room(SMALLEST_ROOM, width)

    def __len__(self) -> int:
        return self._rows.n

    @property
    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Embeddings]:
        """Face ids, person ids and vectors."""
        rows = self._rows
        return rows.face_ids[: rows.n], rows.person_ids[: rows.n], rows.vectors[: rows.n]

    def some_faces(self, most: int) -> list[int]:
        """Return a few faces, spread over all."""
        face_ids = self.rows[0]
        return face_ids[:: max(1, len(face_ids) // most)][:most].tolist()

    def append(
        self, face_ids: NDArray[np.int64], person_ids: NDArray[np.int64], vectors: Embeddings
    ) -> None:
        """Add faces."""
        old, n = self._rows, self._rows.n + len(face_ids)
        new = old if n <= len(old.face_ids) else _room(2 * n, old.vectors.shape[1])
        if new is not old:
            new.face_ids[: old.n], new.person_ids[: old.n] = (
                old.face_ids[: old.n],
                old.person_ids[: old.n],
            )
            new.vectors[: old.n] = old.vectors[: old.n]
        # Nobody looks beyond the n of the state that they hold.
        new.face_ids[old.n : n], new.person_ids[old.n : n] = face_ids, person_ids
        new.vectors[old.n : n] = vectors
        self._rows = _Rows(n, new.face_ids, new.person_ids, new.vectors)

    def drop(self, face_ids: Iterable[int]) -> None:
        """Take faces out; those that aren't there are passed over."""
        kept_faces, kept_people, vectors = self.rows
        kept = ~np.isin(kept_faces, np.fromiter(face_ids, np.int64))
        if kept.all():
            return
        count = int(kept.sum())
        new = _room(count + SMALLEST_ROOM, vectors.shape[1])
        new.face_ids[:count], new.person_ids[:count] = kept_faces[kept], kept_people[kept]
        new.vectors[:count] = vectors[kept]
        self._rows = _Rows(count, new.face_ids, new.person_ids, new.vectors)

    def similar(self, probes: Embeddings) -> list[Similar]:
        """Return every face with its similarity to each probe.

        Args:
            probes: (m, d) float32 unit rows.
        """
        face_ids, person_ids, vectors = self.rows
        similarities = probes @ vectors.T  # (m, n)
        return [Similar(face_ids, person_ids, row) for row in similarities]


def _room(capacity: int, width: int) -> _Rows:
    return _Rows(
        0,
        np.empty(capacity, np.int64),
        np.empty(capacity, np.int64),
        np.empty((capacity, width), np.float32),
    )
