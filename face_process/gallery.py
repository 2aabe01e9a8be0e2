"""Everyone enrolled, in memory: who is nearest to a face?"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.coded_templates import CodedTemplates
from face_process.dense_templates import DenseTemplates, Similar
from face_process.gallery_cache import load_templates, save_templates
from face_process.rejected_looks import RejectedLooks
from face_process.types import Embeddings, Match
from SQL.database_operate import Store
from SQL.row_cache import erase_faces
from SQL.rows import LogEntry

LARGEST_PRODUCT = 16 * 1024 * 1024
"""Components, such as 32,768 faces of 512, above which codes are quicker than one product."""
CHANGES_AT_ONCE = 2_000
"""Entries of the log taken in at a time; others may search meanwhile."""
MOST_CHANGES_APPLIED = 20_000
"""Above this many entries, and two a face, reading everything again is quicker."""
KEPT_BEHIND = 20_000
"""Entries that a file of codes may be behind; a new one saves taking in more at each start."""
EXACTLY = 8
"""Faces at most whose similarity is computed anew from their stored vectors."""
CLOSE = 0.01
"""How near to the highest they are: 8 bits a component tell similarities to 0.001."""

Templates = DenseTemplates | CodedTemplates


@dataclass(slots=True, eq=False)
class _Known:
    """Templates, names and looks that are not theirs, which belong together."""

    templates: Templates
    names: dict[int, str]
    rejected: RejectedLooks


class Gallery:
    """The templates of one recognition model, kept level with the store.

    Searches never wait: they may run in any thread while a refresh takes in what is new.

    Args:
        store: Where the people are kept.
        model_id: Whose vectors to compare; those of another model are never looked at.
    """

    def __init__(self, store: Store, model_id: int) -> None:
        self.model_id = model_id
        self._store = store
        self._templates = store.templates
        self._lock = threading.Lock()
        self._lacking: set[int] | None = set()
        self._rejections_lack = False
        self._known, self._entry = self._read_kept() or self._read()
        kept_at = self._entry.seq
        self.refresh()  # what was kept in a file may be older than the store
        if self._entry.seq - kept_at > KEPT_BEHIND:
            self._keep(self._known, self._entry)

    @property
    def entry(self) -> LogEntry:
        """The last entry of the store's log of changes that is taken in."""
        return self._entry

    @property
    def lacking(self) -> frozenset[int] | None:
        """Faces taken in lately that have no vector of this model; None where any may lack it."""
        return None if self._lacking is None else frozenset(self._lacking)

    @property
    def rejections_lack(self) -> bool:
        """Whether a rejection may have no vector of this model."""
        return self._rejections_lack

    def have_embedded(self, face_ids: Iterable[int]) -> None:
        """Take in that nothing more can be done for faces and rejections that lacked a vector."""
        with self._lock:
            self._lacking = (self._lacking or set()).difference(face_ids)
            self._rejections_lack = False

    def __len__(self) -> int:
        return len(self._known.templates)

    def some_faces(self, most: int) -> list[int]:
        """Return rows of a few enrolled faces, spread over all."""
        return self._known.templates.some_faces(most)

    def refresh(self) -> None:
        """Take in what this or another process changed in the store since the last time.

        Where another copy of the store was put in its place, everything is read again.
        """
        if self._templates.last_entry() == self._entry:
            return
        with self._lock:
            while (last := self._templates.last_entry()) != self._entry:
                few = last.seq - self._entry.seq <= max(MOST_CHANGES_APPLIED, 2 * len(self))
                if not (few and self._take_in_changes()):
                    self._known, self._entry = self._read()
                    self._lacking, self._rejections_lack = None, True

    def nearest(
        self, probes: Embeddings, apart_from: Sequence[str] | None = None
    ) -> list[Match | None]:
        """Return the most similar person for each probe, None where nobody is enrolled.

        Nobody is an answer where a rejected look speaks against them; then the next one counts.

        Args:
            probes: (n, d) float32 unit rows of this gallery's model.
            apart_from: Who isn't meant, a name for each probe.
        """
        known = self._known
        if len(known.templates) == 0 or len(probes) == 0:
            return [None] * len(probes)
        found = zip(
            known.templates.similar(probes), probes, apart_from or [None] * len(probes), strict=True
        )
        return [
            next((one for one in self._people(known, similar, probe) if one.name != passed), None)
            for similar, probe, passed in found
        ]

    def candidates(self, probe: NDArray[np.float32], most: int) -> list[Match]:
        """Return the most similar people, each by their best face, the nearest first.

        Args:
            probe: (d,) float32 of unit length.
            most: How many people at most; in a very large gallery fewer may be found.
        """
        known = self._known
        if len(known.templates) == 0:
            return []
        (similar,) = known.templates.similar(probe[None])
        people = self._people(known, similar, probe)
        return [match for match, _ in zip(people, range(most), strict=False)]

    def _read_kept(self) -> tuple[_Known, LogEntry] | None:
        """Return what a file keeps of a large gallery, perhaps of some time ago, and when."""
        with self._templates.everyone(self.model_id) as everyone:
            if everyone.faces * everyone.dimension <= LARGEST_PRODUCT:
                return None
            kept = load_templates(self._store.file, self.model_id, everyone.dimension)
            if kept is None or not self._templates.has_entry(kept[1]):
                return None
            return _Known(kept[0], everyone.names, RejectedLooks(everyone.rejected)), kept[1]

    def _read(self) -> tuple[_Known, LogEntry]:
        """Return everybody in the store, and the point in its log where that was so."""
        with self._templates.everyone(self.model_id) as everyone:
            rejected = RejectedLooks(everyone.rejected)
            known = _Known(DenseTemplates(everyone.dimension), everyone.names, rejected)
            for some in everyone.templates:
                known.templates.append(some.face_ids, some.person_ids, some.vectors)
                known.templates = _right_kind(known.templates)
            entry = everyone.entry
        self._keep(known, entry)
        return known, entry

    def _keep(self, known: _Known, entry: LogEntry) -> None:
        """Keep large templates in a file for the next start."""
        if isinstance(known.templates, CodedTemplates):
            save_templates(self._store.file, self.model_id, known.templates, entry)

    def _take_in_changes(self) -> bool:
        """Take in the next entries; return False where the log is another one than was read."""
        known = self._known
        changes = self._templates.changes_after(self._entry, self.model_id, CHANGES_AT_ONCE)
        if changes is None:
            return False
        new = changes.templates
        known.names.update(changes.names)
        known.templates.drop(changes.touched)
        known.templates.append(new.face_ids, new.person_ids, new.vectors)
        known.templates = _right_kind(known.templates)
        known.rejected = known.rejected.after(changes.people)
        self._rejections_lack |= changes.people.lack_vectors
        for person_id in changes.removed:
            known.names.pop(person_id, None)
        if changes.removed_faces and isinstance(known.templates, CodedTemplates):
            # A file that was just written, by this process or another, may hold them.
            erase_faces(self._store.file, changes.removed_faces)
        lacking = changes.touched.difference(new.face_ids.tolist())
        if self._lacking is not None:
            self._lacking = (self._lacking - changes.touched) | lacking
        self._entry = changes.entry
        return True

    def _people(
        self, known: _Known, similar: Similar, probe: NDArray[np.float32]
    ) -> Iterator[Match]:
        """Yield different people by their best face, the nearest first."""
        if not known.templates.exact:
            similar = self._exactly(similar, probe)
        met: set[int] = set()
        for index in similar.nearest_first():
            person_id = int(similar.person_ids[index])
            name = known.names.get(person_id)
            if person_id in met or name is None:  # who was removed a moment ago has no name
                continue
            met.add(person_id)
            similarity = float(similar.similarities[index])
            if known.rejected.speak_against(person_id, probe, similarity):
                continue
            best = float(np.clip(similarity, -1, 1))
            yield Match(person_id, name, best, int(similar.face_ids[index]))

    def _exactly(self, similar: Similar, probe: NDArray[np.float32]) -> Similar:
        """Return the same with the highest similarities computed from the stored vectors."""
        if len(similar.similarities) == 0:
            return similar
        close = np.flatnonzero(similar.similarities >= similar.similarities.max() - CLOSE)
        best = close[np.argsort(-similar.similarities[close], kind="stable")[:EXACTLY]]
        stored = self._templates.of_faces(self.model_id, similar.face_ids[best].tolist())
        exact = dict(zip(stored.face_ids.tolist(), stored.vectors @ probe, strict=True))
        similarities = similar.similarities.copy()
        for index in best:
            similarities[index] = exact.get(int(similar.face_ids[index]), -1.0)  # gone: the last
        return Similar(similar.face_ids, similar.person_ids, similarities)


def _right_kind(templates: Templates) -> Templates:
    """Return templates in the form that is right for their number."""
    if isinstance(templates, CodedTemplates):
        return templates
    face_ids, person_ids, vectors = templates.rows
    if vectors.size <= LARGEST_PRODUCT:
        return templates
    coded = CodedTemplates(vectors.shape[1])
    coded.append(face_ids, person_ids, vectors)
    return coded
