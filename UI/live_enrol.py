"""Enrol a face of a live picture from the best recent look at it."""

from __future__ import annotations

from dataclasses import dataclass

from face_process.errors import FaceMindError
from face_process.face_enroll import EnrolCandidate, enrol
from face_process.face_service import FaceService
from face_process.recent_looks import Look, examine_look
from UI.texts import Language, text

Answer = dict[str, object]
"""What is sent to the browser, as JSON."""


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


def enrol_look(
    service: FaceService, look: Look | None, asked: Enrolling, language: Language
) -> Answer:
    """Enrol a face from a look at it, or ask, or say why not; None: it is gone."""
    answer: Answer = {"track": asked.track, "done": False, "ask": False}
    if look is None:
        return {**answer, "say": text(language, "page.live.face_gone")}
    try:
        candidate = examine_look(service, look, asked.name)
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


def _what_speaks_against(candidate: EnrolCandidate, language: Language) -> list[str]:
    """Return sentences: whom else it looks like, and the worst doubt."""
    against = []
    if other := candidate.resembles:
        values = {"name": other.name, "similarity": other.similarity}
        against.append(text(language, "page.live.looks_like", **values))
    doubts = candidate.quality.doubts[:1]
    return against + [text(language, f"quality.{doubt}") for doubt in doubts]
