"""What a step of enrolling changes on its tab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from face_process.photo_seen import Proposal, SeenPhoto


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What the page asks before it stores anything.

    Attributes:
        name: Whom the faces are to show.
        proposal: What is stored if the answer is yes. None: a face of a photo has to be clicked.
        leaves_out: Whether yes means without the photos of which no face was clicked; otherwise
            that a face that may be somebody else's is right.
    """

    name: str
    proposal: Proposal | None = None
    leaves_out: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class EnrolAnswer:
    """What changes; None lets a part stay as it is. A question is never kept.

    Attributes:
        said: The message, as HTML.
        cards: What photos show, as HTML.
        seen: The same, to go on with.
        question: What is asked now.
        stored: Whether somebody is known now and the form is to be empty for the next person.
        finished: Whether to offer the next person.
        name: Whom the faces are to show.
        people: Everybody who is known, as HTML.
    """

    said: str | None = ""
    cards: str | None = None
    seen: tuple[SeenPhoto, ...] | None = None
    question: Question | None = None
    stored: bool = False
    finished: bool | None = False
    name: str | None = None
    people: str | None = None

    def outputs(self) -> tuple[Any, ...]:
        """Return values for the tab's components, in the order of ``enrol_tab``'s layout."""
        asks = self.question is not None and self.question.proposal is not None
        parts = (
            _stays(self.said),
            "" if self.stored else _stays(self.cards),
            gr.update(visible=asks),
            gr.skip() if self.finished is None else gr.update(visible=self.finished),
            self.question,
            () if self.stored else _stays(self.seen),
        )
        photos = (None, None) if self.stored else (gr.skip(), gr.skip())
        name = "" if self.stored else _stays(self.name)
        return *parts, *photos, name, _stays(self.people)


def nothing_changes() -> tuple[Any, ...]:
    """Return as many values as :meth:`EnrolAnswer.outputs`, which change nothing."""
    return tuple(gr.skip() for _ in EnrolAnswer().outputs())


def _stays(value: object) -> Any:  # noqa: ANN401 - Gradio's own kind of value
    return gr.skip() if value is None else value
