"""Looks that are not a person's: who is no answer for a face, however alike they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.types import Embeddings
from SQL.rows import ChangedPeople

TOLERANCE = 1e-4
"""How much more alike a rejected look must be: the same face embedded twice differs by less."""


@dataclass(frozen=True, slots=True, eq=False)
class RejectedLooks:
    """Faces that were said not to be somebody, one state of them.

    Attributes:
        by_person: (k, d) float32 unit rows, by the person that they are not.
    """

    by_person: Mapping[int, Embeddings]

    def speak_against(self, person_id: int, probe: NDArray[np.float32], similarity: float) -> bool:
        """Return whether a person is no answer for a probe.

        They are none where a look that is not theirs is more like it than their best face. So a
        rejected face is never again taken for them, and a face that is more like one enrolled
        later may be.

        Args:
            person_id: Who.
            probe: (d,) float32.
            similarity: Of their best face to the probe.
        """
        looks = self.by_person.get(person_id)
        return looks is not None and float((looks @ probe).max()) > similarity + TOLERANCE

    def after(self, changes: ChangedPeople) -> RejectedLooks:
        """Return the state after a change; this one stays as searches under way hold it."""
        if changes.person_ids.isdisjoint(self.by_person) and not changes.rejected:
            return self
        kept = {
            one: looks for one, looks in self.by_person.items() if one not in changes.person_ids
        }
        return RejectedLooks({**kept, **changes.rejected})
