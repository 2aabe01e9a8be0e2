"""The panel that says why a face got its name, and in which it is confirmed or corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr
from gradio.events import Dependency

from face_process.face_correct import Correction, Outcome, confirm, name_as, reject
from face_process.face_why import Explanation, explain
from face_process.shown_face import ShownFace
from face_process.types import Match
from UI.components import slot
from UI.look import PICK, STATIC
from UI.markup import note, safe
from UI.name_box import name_box, name_choices
from UI.viewer import Page, Viewer, complaint
from UI.why_markup import ASKING, Reader, explanation, outcome_words

WhyAnswer = tuple[Any, ...]
"""What the panel's components take; see :attr:`WhyPanel.outputs`."""
QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
SCRIPT = PICK + (STATIC / "why_panel.js").read_text("utf-8")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A face whose name is in question.

    Attributes:
        shown: The face.
        told: What its name rested on when it was shown.
        pending: What the panel asks back before it does it; None where nothing is.
    """

    shown: ShownFace
    told: Explanation
    pending: Correction | None = None


@dataclass(frozen=True, slots=True)
class WhyPanel:
    """What a tab needs of its panel.

    Attributes:
        outputs: What :func:`show_why` and :func:`hide_why` are for.
        done: Each is over when a correction was made: what the tab shows is to be named again.
        asked: The face that is open, as :class:`Asked`.
    """

    outputs: tuple[gr.components.Component | gr.Column | gr.Row, ...]
    done: tuple[Dependency, ...]
    asked: gr.State


def show_why(viewer: Viewer, shown: ShownFace) -> WhyAnswer:
    """Return what the panel says about a face that was just clicked."""
    return _answer(viewer, Asked(shown, explain(viewer.service, shown)), opened=True)


def hide_why() -> WhyAnswer:
    """Return what closes the panel."""
    kept = (gr.skip(),) * 5
    return gr.update(visible=False), "", *kept, gr.update(visible=False), gr.skip(), "", None


def agree(viewer: Viewer, asked: Asked | None) -> WhyAnswer:
    """Keep a face of the person that it was rightly taken for."""
    face = _open(viewer, asked)
    return _done(viewer, face, confirm(viewer.service, face.shown, _named(viewer, face)))


def deny(viewer: Viewer, asked: Asked | None) -> WhyAnswer:
    """Keep that a face is not the person that it was taken for, or ask back."""
    face = _open(viewer, asked)
    return _done(viewer, face, reject(viewer.service, face.shown, _named(viewer, face)))


def save_name(viewer: Viewer, asked: Asked | None, written: str | None) -> WhyAnswer:
    """Enrol a face as whoever was chosen or typed, or ask back."""
    face = _open(viewer, asked)
    taken_for = face.told.named
    return _done(viewer, face, name_as(viewer.service, face.shown, written or "", taken_for))


def insist(viewer: Viewer, asked: Asked | None) -> WhyAnswer:
    """Do what the panel asked back about."""
    face = _open(viewer, asked)
    if face.pending is None:
        raise complaint(viewer, viewer.say("why.gone"))
    service, shown, name = viewer.service, face.shown, face.pending.name
    if face.pending.outcome is Outcome.ASKS_ENROLLED:
        done = reject(service, shown, _named(viewer, face), anyway=True)
    else:
        done = name_as(service, shown, name, face.told.named, anyway=True)
    return _done(viewer, face, done)


def leave(viewer: Viewer, asked: Asked | None) -> WhyAnswer:
    """Drop what the panel asked back about."""
    face = _open(viewer, asked)
    return _answer(viewer, replace(face, pending=None), note(viewer.say("why.left")))


def close(_viewer: Viewer) -> WhyAnswer:
    """Close the panel."""
    return hide_why()


def choose(viewer: Viewer, asked: Asked | None) -> Any:  # noqa: ANN401 - what a box takes
    """Put one of the next nearest people into the box for the name."""
    place = str(viewer.event.get("place", ""))
    candidates = _open(viewer, asked).told.candidates
    if not place.isdecimal() or int(place) >= len(candidates):
        raise complaint(viewer, viewer.say("why.gone"))
    return candidates[int(place)].name


def _open(viewer: Viewer, asked: Asked | None) -> Asked:
    if asked is None:
        raise complaint(viewer, viewer.say("why.gone"))
    return asked


def _named(viewer: Viewer, asked: Asked) -> Match:
    if asked.told.named is None:
        raise complaint(viewer, viewer.say("why.gone"))
    return asked.told.named


def _done(viewer: Viewer, asked: Asked, correction: Correction) -> WhyAnswer:
    """Say what a correction came to, and what the face rests on now."""
    words = outcome_words(Reader(viewer.language, viewer.page.store), correction)
    if correction.outcome in ASKING:
        return _answer(viewer, replace(asked, pending=correction), note(words, "warn"))
    shown = replace(asked.shown, named_so=None)
    now = Asked(shown, explain(viewer.service, shown))
    return _answer(viewer, now, note(words, "good"))


def _answer(viewer: Viewer, asked: Asked, said: str = "", *, opened: bool = False) -> WhyAnswer:
    named, pending = asked.told.named, asked.pending
    name = named.name if named else ""
    reader = Reader(viewer.language, viewer.page.store)
    if pending:  # what was typed stays, in case that it is to be corrected
        box, yes = gr.skip(), viewer.say(f"why.yes_{pending.outcome}")
    else:
        box, yes = (
            gr.update(
                choices=name_choices(viewer, asked.shown.seen_by(viewer.service).vector), value=None
            ),
            "",
        )
    return (
        gr.update(visible=True),
        explanation(reader, asked.shown, asked.told, opened=opened),
        gr.update(value=viewer.say("why.right", name=name), visible=named is not None),
        gr.update(value=viewer.say("why.not", name=name), visible=named is not None),
        f"<h4>{safe(viewer.say('why.who_else' if named else 'why.who'))}</h4>",
        box,
        viewer.say("why.save" if named else "why.enrol"),
        gr.update(visible=pending is not None),
        yes,
        f'<div role="status">{said}</div>' if said else "",
        asked,
    )


def build_why_panel(page: Page, prefix: str) -> WhyPanel:
    """Lay the panel out, closed, and connect it.

    Args:
        page: The page.
        prefix: What the ids of its elements begin with, such as ``photo``.
    """
    id_ = f"{prefix}-why"
    with gr.Column(visible=False, elem_id=id_, elem_classes="fm-why") as panel:
        faces = slot(f"{id_}-faces", js_on_load=SCRIPT)
        with gr.Row(elem_classes="fm-why-buttons"):
            right = gr.Button("", variant="primary", elem_id=f"{id_}-right")
            wrong = gr.Button("", elem_id=f"{id_}-not")
        who = slot(f"{id_}-who")
        with gr.Row(elem_classes="fm-name-row"):
            name = name_box(page, f"{id_}-name")
            save = gr.Button("", elem_id=f"{id_}-save", elem_classes="fm-name-go", min_width=120)
        said = slot(f"{id_}-said")
        with gr.Row(visible=False) as question:
            yes = gr.Button("", variant="primary", elem_id=f"{id_}-yes")
            no = gr.Button(page.label("why.cancel"), elem_id=f"{id_}-no")
        shut = gr.Button(
            page.label("why.close"), size="sm", elem_id=f"{id_}-close", elem_classes="fm-why-close"
        )
    asked = gr.State(None)
    outputs = (panel, faces, right, wrong, who, name, save, question, yes, said, asked)

    def on_click(
        button: gr.Button, handler: Callable[..., WhyAnswer], *more: gr.Dropdown
    ) -> Dependency:
        return button.click(page.handler(handler), [asked, *more], list(outputs), **QUIETLY)

    on_click(no, leave)
    shut.click(page.handler(close), None, list(outputs), **QUIETLY)
    faces.click(page.handler(choose), asked, name, **QUIETLY)
    done = (
        on_click(right, agree),
        on_click(wrong, deny),
        on_click(save, save_name, name),
        on_click(yes, insist),
    )
    return WhyPanel(outputs, done, asked)
