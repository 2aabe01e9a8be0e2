"""Everyone enrolled, in memory: who is nearest to a face?"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.types import Embeddings, Match
from SQL.database_operate import Store
from SQL.rows import Changes, Templates

MOST_CHANGES_APPLIED = 10_000
"""Above this many changes reading everything again is quicker."""


@dataclass(frozen=True, slots=True, eq=False)
class _Snapshot:
    """One state of the gallery; searches hold on to it while a refresh makes the next."""

    templates: Templates
    seq: int


class Gallery:
    """The templates of one recognition model, kept level with the store.

    Args:
        store: Where the people are kept.
        model_id: Whose vectors to compare; those of another model are never looked at.
    """

    def __init__(self, store: Store, model_id: int) -> None:
        self.model_id = model_id
        self._store = store
        self._lock = threading.Lock()
        self._snapshot = _Snapshot(*store.templates(model_id))

    @property
    def seq(self) -> int:
        """The last entry of the store's log of changes that is taken in."""
        return self._snapshot.seq

    def __len__(self) -> int:
        return len(self._snapshot.templates.face_ids)

    def some_faces(self, most: int) -> list[int]:
        """Return rows of a few enrolled faces, spread over all."""
        rows = self._snapshot.templates.face_ids
        step = max(1, len(rows) // most)
        return [int(row) for row in rows[::step][:most]]

    def refresh(self) -> None:
        """Take in what this or another process changed in the store since the last time."""
        if self._store.last_change() == self._snapshot.seq:
            return
        with self._lock:
            seq = self._snapshot.seq
            if self._store.last_change() - seq > MOST_CHANGES_APPLIED:
                self._snapshot = _Snapshot(*self._store.templates(self.model_id))
            else:
                changes = self._store.changes_after(seq, self.model_id)
                templates = _apply(self._snapshot.templates, changes)
                self._snapshot = _Snapshot(templates, changes.seq)

    def nearest(self, probes: Embeddings) -> list[Match | None]:
        """Return the most similar person for each probe, None where nobody is enrolled.

        Args:
            probes: (n, d) float32 unit rows of this gallery's model.
        """
        templates = self._snapshot.templates
        if len(templates.face_ids) == 0 or len(probes) == 0:
            return [None] * len(probes)
        similarities = probes @ templates.vectors.T  # (n, faces)
        best = similarities.argmax(axis=1)
        return [
            _match(templates, int(index), row)
            for index, row in zip(best, similarities, strict=True)
        ]

    def candidates(self, probe: NDArray[np.float32], most: int) -> list[Match]:
        """Return the most similar people, each by their best face, the nearest first.

        Args:
            probe: (d,) float32 of unit length.
            most: How many people at most.
        """
        templates = self._snapshot.templates
        similarities = templates.vectors @ probe  # (faces,)
        found: dict[int, Match] = {}
        for index in np.argsort(-similarities, kind="stable"):
            if len(found) == most:
                break
            person_id = int(templates.person_ids[index])
            if person_id not in found:
                found[person_id] = _match(templates, int(index), similarities)
        return list(found.values())


def _match(templates: Templates, index: int, similarities: NDArray[np.float32]) -> Match:
    person_id = int(templates.person_ids[index])
    return Match(
        person_id=person_id,
        name=templates.names[person_id],
        similarity=float(np.clip(similarities[index], -1, 1)),
        face_id=int(templates.face_ids[index]),
    )


def _apply(old: Templates, changes: Changes) -> Templates:
    """Return the templates after changes: touched rows are dropped, those still there added."""
    kept = ~np.isin(old.face_ids, np.array(sorted(changes.touched), np.int64))
    new = changes.templates
    return Templates(
        np.concatenate([old.face_ids[kept], new.face_ids]),
        np.concatenate([old.person_ids[kept], new.person_ids]),
        np.concatenate([old.vectors[kept], new.vectors]),  # (n, d)
        {**old.names, **new.names, **changes.renamed},
    )
