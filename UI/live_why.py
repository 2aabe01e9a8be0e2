"""Why a face of a live picture has its name; it is confirmed and corrected there, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from face_process.errors import FaceMindError, GalleryError
from face_process.face_correct import Correction, confirm, name_as, reject
from face_process.face_service import FaceService
from face_process.face_why import Explanation, explain
from face_process.recent_looks import Look, examine_look
from face_process.shown_face import UNKNOWN, NamedSo, ShownFace
from face_process.types import Match, TrackedFace
from UI.live_enrol import Answer
from UI.name_box import NEAREST_OFFERED
from UI.texts import Language, text
from UI.why_markup import ASKING, Reader, explanation, outcome_words


class Do(StrEnum):
    """What is to be done with a face; the first key of its message that is one of these."""

    WHY = "why"  # say what its name rests on
    CONFIRM = "confirm"
    REJECT = "reject"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Question:
    """A face of a live picture that somebody asks about, or corrects.

    Attributes:
        do: What is to be done with it.
        track: Its number.
        name: Who it is, where it is to be named; as it was typed.
        anyway: Whether that was asked back already.
    """

    do: Do
    track: int
    name: str
    anyway: bool


@dataclass(frozen=True, slots=True, eq=False)
class OpenFace:
    """A face that was clicked, as it looked then.

    Attributes:
        track: Its number.
        shown: Its best recent look.
        told: What its name rested on.
        model_id: Which model looked at it.
    """

    track: int
    shown: ShownFace
    told: Explanation
    model_id: int

    def is_of(self, service: FaceService, track: int) -> bool:
        """Return whether it is that face, as this recogniser sees it."""
        return (self.track, self.model_id) == (track, service.gallery.model_id)


def question_of(asked: Mapping[str, object]) -> Question:
    """Return what a message asks: ``{"why" | "confirm" | "reject" | "name": track, "as": …}``.

    Raises:
        KeyError: It asks nothing.
        TypeError: It is no message.
        ValueError: That isn't the number of a face.
    """
    do = next((one for one in Do if one in asked), None)
    if do is None:
        raise KeyError(*asked)
    return Question(do, int(asked[do]), str(asked.get("as", "")), bool(asked.get("anyway")))


def open_face(
    service: FaceService, track: int, look: Look | None, face: TrackedFace | None
) -> OpenFace | None:
    """Return a face to be explained; None where it left long ago.

    Args:
        service: The recogniser.
        track: Its number.
        look: Its best recent look.
        face: What is shown of it now; None where it is out of sight.
    """
    if look is None:
        return None
    seen = examine_look(service, look, None)
    so = None
    if face is not None:
        so = UNKNOWN
        if face.name is not None:
            so = NamedSo(face.nearest.person_id, face.nearest.similarity, face.threshold)
    model_id = seen.model_id or service.gallery.model_id
    quality = seen.quality.score
    shown = ShownFace(seen.crop, seen.vector, model_id, quality, seen.source, named_so=so)
    return OpenFace(track, shown, explain(service, shown), service.gallery.model_id)


def say_why(
    service: FaceService, opened: OpenFace | None, question: Question, language: Language
) -> Answer:
    """Return what the page shows of a face that was clicked, in the visitor's language."""
    answer: Answer = {"track": question.track}
    reader = Reader(language, service.store)
    if opened is None:
        return {**answer, "gone": text(language, "page.live.face_gone")}
    named = opened.told.named
    nearest = service.gallery.candidates(opened.shown.vector, NEAREST_OFFERED)
    return {
        **answer,
        "html": explanation(reader, opened.shown, opened.told, opened=False),
        "right": reader.say("right", name=named.name) if named else None,
        "not": reader.say("not", name=named.name) if named else None,
        "candidates": [one.name for one in opened.told.candidates],
        "names": [one.name for one in nearest],
    }


def correct_face(
    service: FaceService, opened: OpenFace | None, question: Question, language: Language
) -> Answer:
    """Confirm or correct a face, or ask back, or say why not."""
    answer: Answer = {"track": question.track, "do": question.do, "done": False, "ask": None}
    if opened is None:
        return {**answer, "say": text(language, "page.live.face_gone")}
    try:
        correction = _correct(service, opened, question)
    except FaceMindError as error:
        return {**answer, "say": error.sentence(language)}
    reader, outcome = Reader(language, service.store), correction.outcome
    asks = outcome in ASKING
    return {
        **answer,
        "done": not asks,
        "ask": reader.say(f"yes_{outcome}") if asks else None,
        "say": outcome_words(reader, correction),
    }


def _correct(service: FaceService, opened: OpenFace, question: Question) -> Correction:
    named, anyway = opened.told.named, question.anyway
    if question.do is Do.NAME:
        return name_as(service, opened.shown, question.name, named, anyway=anyway)
    match = _still_named(named)
    if question.do is Do.CONFIRM:
        return confirm(service, opened.shown, match)
    return reject(service, opened.shown, match, anyway=anyway)


def _still_named(named: Match | None) -> Match:
    if named is None:
        raise GalleryError("person_gone")
    return named
