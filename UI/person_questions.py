"""What the page asks before something is done with a person that can't be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import gradio as gr

from face_process.face_enroll import EnrolCandidate
from SQL.removed import Removed
from UI.markup import safe
from UI.people_view import SHOWN, PeopleParts
from UI.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Merge:
    """Asked: is this person to become part of another one?"""

    into: str


@dataclass(frozen=True, slots=True, eq=False)
class Delete:
    """Asked: is this to be deleted? Without faces, the whole person.

    Attributes:
        faces: Rows of the faces.
        removed: What would go, for finding it in copies.
    """

    faces: tuple[int, ...]
    removed: Removed


@dataclass(frozen=True, slots=True, eq=False)
class Add:
    """Asked: are these faces this person's, although one may be somebody else's?

    Attributes:
        found: The faces.
        refused: One sentence for each photo that is no use.
    """

    found: tuple[EnrolCandidate, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Purge:
    """Asked: is what was deleted to be taken out of copies that couldn't be rewritten?"""

    removed: Removed


Asked = Merge | Delete | Add | Purge
AS_NOTHING = PeopleParts()


def asking(
    viewer: Viewer,
    asked: Asked,
    sentences: Iterable[str],
    key: str,
    beside: PeopleParts = AS_NOTHING,
) -> PeopleParts:
    """Return a question with its two answers.

    Args:
        viewer: Who is asked.
        asked: What is done when it is confirmed.
        sentences: The question, plain text; empty ones are left out.
        key: Of what the button says that confirms it, without ``people.``.
        beside: What else is shown.
    """
    shown = "".join(f"<p>{safe(sentence)}</p>" for sentence in sentences if sentence)
    return beside._replace(
        asking=SHOWN,
        question=f'<div class="fm-question" role="alertdialog" tabindex="-1">{shown}</div>',
        purge=gr.update(visible=False, value=False),
        confirm=gr.update(
            value=viewer.say(f"people.{key}"),
            variant="stop" if isinstance(asked, Delete) else "primary",
        ),
        asked=asked,
    )
