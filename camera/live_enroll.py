"""Enrol the face that the live window shows, while the window goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any

from camera.dialog import Question, has_dialogs, name_question, yes_no_question
from camera.follower import Seen
from camera.worker import Worker
from face_process.boxes import shorter_side
from face_process.errors import FaceMindError, GalleryError
from face_process.recent_looks import Look, examine_look
from face_process.types import Image
from SQL.person_name import person_name
from SQL.rows import Enrolment
from UI.texts import Language, text

if TYPE_CHECKING:
    from face_process.face_enroll import EnrolCandidate
    from face_process.face_service import FaceService


class LiveEnrolment:
    """One face on its way into the store: asked for a name, judged, then stored.

    Each :meth:`step` does what can be done without waiting; models and store work in the worker's
    thread.

    Args:
        worker: Does the work.
        shown: Who is in front of each camera; the largest face of all is meant.
        language: To ask in.

    Attributes:
        sentence: What to tell while it goes on.
        portrait: (112, 112, 3) uint8 BGR, the face that is meant; None where there is none.
        done: What came of it; empty while it goes on.
    """

    def __init__(self, worker: Worker[Seen], shown: Sequence[Seen], language: Language) -> None:
        self._worker = worker
        self._language = language
        self._question: Question | None = None
        self._work: Future[Any] | None = None
        self._then: Callable[[Any], None] = self._named
        self._name = ""
        self.sentence, self.done = "", ""
        self.portrait: Image | None = None
        look = largest_look(shown)
        if look is None:
            self.done = text(language, "window.nobody_to_enrol")
        elif not has_dialogs():
            self.done = text(language, "window.no_dialog")
        else:
            self._look = look
            self.portrait = look.crop
            self._ask_name("")

    def step(self) -> None:
        """Go on where a question was answered or a piece of work is done."""
        try:
            if self._question and self._question.answered:
                answer = self._question.answer
                self.close()
                self._then(answer)
            elif self._work and self._work.done():
                work, self._work = self._work, None
                self._then(work.result())
        except FaceMindError as error:
            self.close()
            self.done = error.sentence(self._language)

    def close(self) -> None:
        """Take the open question back."""
        if self._question:
            self._question.__exit__(None, None, None)
            self._question = None

    def _ask_name(self, complaint: str) -> None:
        self.sentence = text(self._language, "window.type_name")
        self._ask(name_question(self._language, complaint), self._named)

    def _ask(self, question: Question | None, then: Callable[[Any], None]) -> None:
        self._question, self._then = question and question.__enter__(), then

    def _begin(self, job: Callable[[FaceService], Any], then: Callable[[Any], None]) -> None:
        self._work, self._then = self._worker.ask(job), then

    def _named(self, written: str | None) -> None:
        if written is None:
            self.done = text(self._language, "window.nobody_enrolled")
            return
        try:
            self._name = person_name(written)
        except GalleryError as error:
            self._ask_name(error.sentence(self._language))
            return
        self.sentence = text(self._language, "window.enrolling_name", name=self._name)
        self._begin(partial(examine_look, look=self._look, name=self._name), self._judged)

    def _judged(self, candidate: EnrolCandidate) -> None:
        self._candidate = candidate
        if candidate.resembles is None:
            self._meant(True)
            return
        self.sentence = text(
            self._language,
            "window.looks_like",
            nearest=candidate.resembles.name,
            similarity=candidate.resembles.similarity,
            name=self._name,
        )
        self._ask(yes_no_question(self._language, self.sentence), self._meant)

    def _meant(self, meant: bool | None) -> None:
        if meant:
            work = partial(_stored, name=self._name, candidate=self._candidate)
            self._begin(work, self._stored)
        else:
            self.done = text(self._language, "window.nobody_enrolled")

    def _stored(self, stored: Enrolment) -> None:
        key, said = "window.known_now", {"name": stored.name}
        for doubt in self._candidate.quality.doubts[:1]:
            key = "window.known_now_but"
            said["doubt"] = text(self._language, f"quality.{doubt}")
        self.done = text(self._language, key, **said)


def largest_look(shown: Sequence[Seen]) -> Look | None:
    """Return the best recent look of the largest face that is shown; None where there is none."""
    faces = [(face, seen.looks.get(face.track)) for seen in shown for face in seen.faces]
    with_look = [(shorter_side(face.box), look) for face, look in faces if look]
    return max(with_look, key=_side)[1] if with_look else None


def _side(sized: tuple[float, Look]) -> float:
    return sized[0]


def _stored(service: FaceService, name: str, candidate: EnrolCandidate) -> Enrolment:
    from face_process.face_enroll import enrol  # loaded by the worker already

    return enrol(service, name, [candidate])
