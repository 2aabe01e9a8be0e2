"""Enrol the face that the live window shows, while the window goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from camera.dialog import Question, has_dialogs, name_question, yes_no_question
from camera.worker import Answer
from face_process.boxes import overlap, shorter_side
from face_process.errors import FaceMindError
from face_process.types import DetectedFace, Image, TrackedFace
from UI.texts import Language, text

if TYPE_CHECKING:
    from face_process.face_enroll import EnrolCandidate
    from face_process.face_service import FaceService

Answers = Sequence[Answer[list[TrackedFace]] | None]


class LiveEnrolment:
    """One face on its way into the store: asked for a name, then stored.

    Each :meth:`step` does what can be done without waiting.

    Args:
        service: The recogniser.
        answers: What is shown now; the largest face of all is meant.
        language: To ask in.

    Attributes:
        done: What came of it, to be shown; empty while it goes on.
    """

    def __init__(self, service: FaceService, answers: Answers, language: Language) -> None:
        self._service = service
        self._language = language
        self._name = ""
        self._candidate: EnrolCandidate | None = None
        self._question: Question | None = None
        self._then: Callable[[str | bool | None], None] = self._named
        self.done = ""
        found = _largest(service, answers)
        if found is None:
            self.done = text(language, "window.nobody_to_enrol")
            return
        if not has_dialogs():
            self.done = text(language, "window.no_dialog")
            return
        self._image, self._face = found
        self._ask(name_question(language, ""), self._named)

    def step(self) -> None:
        """Go on where the question was answered."""
        if self.done or self._question is None or not self._question.answered:
            return
        try:
            answer = self._question.answer
            self._close_question()
            self._then(answer)
        except FaceMindError as error:
            self.done = error.sentence(self._language)

    def close(self) -> None:
        """Take the question back; nothing is stored."""
        self._close_question()

    def _ask(self, question: Question, then: Callable[[str | bool | None], None]) -> None:
        self._question, self._then = question.__enter__(), then

    def _close_question(self) -> None:
        if self._question is not None:
            self._question.__exit__(None, None, None)
            self._question = None

    def _named(self, name: str | bool | None) -> None:
        from face_process.face_enroll import examine_face

        if not isinstance(name, str):
            self.done = text(self._language, "window.nobody_enrolled")
            return
        self._name = name
        candidate = examine_face(self._service, self._image, self._face, name, source="camera")
        self._candidate = candidate
        if candidate.resembles is None:
            self._keep(True)
            return
        words = text(
            self._language,
            "window.looks_like",
            nearest=candidate.resembles.name,
            similarity=candidate.resembles.similarity,
            name=name,
        )
        self._ask(yes_no_question(self._language, words), self._keep)

    def _keep(self, meant: str | bool | None) -> None:
        from face_process.face_enroll import enrol

        if meant is not True or self._candidate is None:
            self.done = text(self._language, "window.nobody_enrolled")
            return
        stored = enrol(self._service, self._name, [self._candidate])
        words = text(self._language, "window.known_now", name=stored.name)
        doubts = [text(self._language, f"quality.{one}") for one in self._candidate.quality.doubts]
        self.done = " ".join([words, *doubts[:1]]) if doubts else words


def _largest(service: FaceService, answers: Answers) -> tuple[Image, DetectedFace] | None:
    """Return the frame of the largest face that is shown, and that face detected in it."""
    shown = [
        (shorter_side(face.box), number, face)
        for number, answer in enumerate(answers)
        if answer
        for face in answer.thought
    ]
    if not shown:
        return None
    _, number, face = max(shown, key=lambda one: one[0])
    image = answers[number].frame.image
    found = service.engine.detect(image)
    best = max(found, key=lambda one: overlap(one.box, face.box), default=None)
    if best is None or overlap(best.box, face.box) == 0:
        return None
    return image, best
