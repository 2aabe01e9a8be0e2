"""Why has a face this name? Whom it resembles, how much, and what that takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from face_process.face_service import FaceService
from face_process.shown_face import UNKNOWN, ShownFace
from face_process.types import Match

SHOWN = 3
"""The nearest person and the next two."""
SEARCHED = 20
"""People among whom one is looked for whom several looks gave the name: nearly always the first."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a name, or that there is none, rests on.

    Attributes:
        candidates: Up to three people, the nearest first; empty where nobody is enrolled.
        threshold: Least similarity at which the nearest gives the face its name.
        named: The person that the face is taken for; None where unknown.
    """

    candidates: tuple[Match, ...]
    threshold: float
    named: Match | None

    @property
    def nearest(self) -> Match | None:
        """The most similar person; None where nobody is enrolled."""
        return self.candidates[0] if self.candidates else None


def explain(service: FaceService, shown: ShownFace) -> Explanation:
    """Return whom a face resembles most, as everybody is enrolled now.

    Who it is shown as for more than this look comes first, unless it was said since that it
    isn't them.
    """
    service.refresh()
    found = service.gallery.candidates(shown.seen_by(service).vector, SEARCHED)
    so, least = shown.named_so, service.threshold
    held = next((one for one in found if so and one.person_id == so.person_id), None)
    if so is None or held is None:
        nearest = found[0] if found and so != UNKNOWN else None
        named = nearest if nearest and nearest.similarity >= least else None
        return Explanation(tuple(found[:SHOWN]), least, named)
    others = [one for one in found if one is not held]
    if so.similarity is not None:
        held = replace(held, similarity=so.similarity)
    least = least if so.least is None else so.least
    return Explanation((held, *others[: SHOWN - 1]), least, held)
