"""Keep how every followed face looked best of late, so that it can be enrolled from that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from face_process.align import align
from face_process.boxes import SAME_BOX, overlap
from face_process.face_quality import assess
from face_process.types import DetectedFace, Image, TrackedFace

if TYPE_CHECKING:
    from face_process.face_enroll import EnrolCandidate
    from face_process.face_service import FaceService

BEST_FOR = 3.0
"""Seconds until a good look gives way to any newer one."""
KEPT_FOR = 30.0
"""Seconds that a face which left can still be enrolled: who types a name looks down."""
MOST_LOOKS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How a face looked in one frame.

    Attributes:
        image: (h, w, 3) uint8 BGR, the whole frame.
        face: Where it is there.
        crop: (112, 112, 3) uint8 BGR.
        quality: 0 (useless) … 1 (ideal).
        time: The frame's, in seconds.
    """

    image: Image
    face: DetectedFace
    crop: Image
    quality: float
    time: float


class RecentLooks:
    """The best recent look at each face of one camera; in memory only."""

    def __init__(self) -> None:
        self._looks: dict[int, Look] = {}

    def take(self, image: Image, faces: Sequence[TrackedFace], time: float) -> None:
        """Take in a frame and forget who left long ago.

        Args:
            image: (h, w, 3) uint8 BGR.
            faces: Those of the frame; of the ones that were detected, looks are kept.
            time: When it was taken, in seconds.
        """
        for face in faces:
            found = face.detected
            if found is None:
                continue
            crop = align(image, found.landmarks)
            quality = assess(found, crop).score
            known = self._looks.pop(face.track, None)
            if known is None or quality >= known.quality or time - known.time > BEST_FOR:
                known = Look(image, found, crop, quality, time)
            self._looks[face.track] = known
        kept = [one for one in self._looks.items() if time - one[1].time <= KEPT_FOR]
        self._looks = dict(kept[-MOST_LOOKS:])

    def of(self, track: int) -> Look | None:
        """Return the look of the face with this number; None where there is none any more."""
        return self._looks.get(track)

    def of_all(self, faces: Sequence[TrackedFace]) -> Mapping[int, Look]:
        """Return the looks of these faces, by the numbers of their tracks; never changed later."""
        return {face.track: look for face in faces if (look := self._looks.get(face.track))}


def examine_look(service: FaceService, look: Look, name: str | None) -> EnrolCandidate:
    """Return a look as a candidate for enrolment under a name, for :func:`face_enroll.enrol`.

    Without a name everybody enrolled is somebody else. Followed faces are often detected at half
    scale; the landmarks are found anew at full scale.
    """
    # Windows open before their models are there; this loads beside them.
    from face_process.face_enroll import examine_face

    found = service.engine.detect(look.image)
    same = [one for one in found if overlap(one.box, look.face.box) >= SAME_BOX]
    best = max(same, key=lambda one: overlap(one.box, look.face.box), default=look.face)
    return examine_face(service, look.image, best, name, source="camera")
