"""Enrol a face of a live picture from the best recent look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from face_process.align import align
from face_process.boxes import SAME_BOX, overlap
from face_process.errors import FaceMindError
from face_process.face_enroll import EnrolCandidate, enrol, examine_face
from face_process.face_quality import assess
from face_process.face_service import FaceService
from face_process.types import DetectedFace, Image, TrackedFace
from UI.texts import Language, text

Answer = dict[str, object]
"""What is sent to the browser, as JSON."""
BEST_FOR = 3.0
"""Seconds until a good look gives way to any newer one."""
KEPT_FOR = 30.0
"""Seconds that a face which left can still be enrolled: who types a name looks down."""
MOST_LOOKS = 20


@dataclass(frozen=True, slots=True)
class Enrolling:
    """A face of a live picture that is to be enrolled.

    Attributes:
        track: Its number.
        name: As it was typed.
        anyway: Whether to store it whatever speaks against it.
    """

    track: int
    name: str
    anyway: bool


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How a face looked in one frame.

    Attributes:
        image: The frame, (h, w, 3) uint8 BGR.
        face: Where it is there.
        quality: 0 (useless) … 1 (ideal).
        time: When that was, in seconds.
    """

    image: Image
    face: DetectedFace
    quality: float
    time: float


class RecentLooks:
    """The best recent look at each face of one page; in memory only."""

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
            quality = assess(found, align(image, found.landmarks)).score
            known = self._looks.pop(face.track, None)
            if known is None or quality >= known.quality or time - known.time > BEST_FOR:
                known = Look(image, found, quality, time)
            self._looks[face.track] = known
        kept = [one for one in self._looks.items() if time - one[1].time <= KEPT_FOR]
        self._looks = dict(kept[-MOST_LOOKS:])

    def enrol(self, service: FaceService, asked: Enrolling, language: Language) -> Answer:
        """Enrol a face, or ask, or say why not."""
        answer: Answer = {"track": asked.track, "done": False, "ask": False}
        look = self._looks.get(asked.track)
        if look is None:
            return {**answer, "say": text(language, "page.live.face_gone")}
        try:
            candidate = _examine(service, look, asked.name)
            against = _what_speaks_against(candidate, language)
            if against and not asked.anyway:
                return {**answer, "ask": True, "say": " ".join(against)}
            stored = enrol(service, asked.name, [candidate])
        except FaceMindError as error:
            return {**answer, "say": error.sentence(language)}
        return {
            **answer,
            "done": True,
            "say": text(language, "page.live.enrolled", name=stored.name),
        }


def _examine(service: FaceService, look: Look, name: str) -> EnrolCandidate:
    # At full scale the landmarks are the better ones.
    found = service.engine.detect(look.image)
    same = [one for one in found if overlap(one.box, look.face.box) >= SAME_BOX]
    best = max(same, key=lambda one: overlap(one.box, look.face.box), default=look.face)
    return examine_face(service, look.image, best, name, source="camera")


def _what_speaks_against(candidate: EnrolCandidate, language: Language) -> list[str]:
    """Return sentences: whom else it looks like, and the worst doubt."""
    against = []
    if other := candidate.resembles:
        values = {"name": other.name, "similarity": other.similarity}
        against.append(text(language, "page.live.looks_like", **values))
    doubts = candidate.quality.doubts[:1]
    return against + [text(language, f"quality.{doubt}") for doubt in doubts]
