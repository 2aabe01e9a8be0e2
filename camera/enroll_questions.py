"""What the enrolment window asks while its picture goes on: the name, and whether it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Protocol

from camera.dialog import has_dialogs, name_question, yes_no_question
from UI.texts import Language, text

if TYPE_CHECKING:
    from face_process.face_enroll import EnrolCandidate

YES_KEYS, NO_KEYS = frozenset(b"yY"), frozenset(b"nN")


class Step(Protocol):
    """Brings the window up to date."""

    def __call__(self, pause: str | None, more: str = "") -> int | None:
        """Show what is asked, with a second line below it; return the key that was pressed."""


def ask_name(step: Step, language: Language, complaint: str) -> str | None:
    """Return who it is, or None where the user doesn't want to say.

    Args:
        step: Called again and again until there is an answer.
        language: To ask in.
        complaint: What was wrong with the last answer; empty at first.
    """
    where = "window.type_name" if has_dialogs() else "window.type_name_terminal"
    with name_question(language, complaint) as question:
        while not question.answered:
            step(text(language, where))
        answer = question.answer
    return answer if isinstance(answer, str) else None


def is_meant(
    step: Step, language: Language, name: str, candidates: Sequence[EnrolCandidate]
) -> bool:
    """Return whether to enrol, after asking where the face is somebody else's already.

    Args:
        step: Called again and again until there is an answer.
        language: To ask in.
        name: Whom the pictures are said to show.
        candidates: The pictures.
    """
    alike = [one.resembles for one in candidates if one.resembles]
    if not alike:
        return True
    nearest = max(alike, key=lambda match: match.similarity)
    facts = {"nearest": nearest.name, "similarity": nearest.similarity, "name": name}
    words, keys = text(language, "window.looks_like", **facts), text(language, "window.keys_yes_no")
    with yes_no_question(language, words) or nullcontext() as question:
        while question is None or not question.answered:
            key = step(words, keys)
            if key in YES_KEYS | NO_KEYS:
                return key in YES_KEYS
        return question.answer is True
