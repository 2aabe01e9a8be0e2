"""A visit that was opened: who, when, the moment, and what to put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from face_process.errors import GalleryError
from face_process.face_correct import Outcome
from face_process.visit_correct import deny_visit, give_visit, visit_face
from face_process.visit_search import find_visit
from face_process.visits import Visit
from UI.components import slot, told
from UI.copies_told import asked_of_copies, purge_box, remove_sightings
from UI.history_form import Form, FormBoxes
from UI.history_view import details, open_visit
from UI.history_why import agree, choose, still_open, tell, why
from UI.look import PICK, STATIC
from UI.markup import note, safe
from UI.name_box import name_box, name_choices
from UI.viewer import Page, Viewer, complaint

SCRIPT = (STATIC / "history.js").read_text("utf-8")
ARRIVE = "() => facemindHistory.arrive()"
LEAVE = "() => facemindHistory.leave()"

PanelAnswer = tuple[Any, ...]
"""The panel, the visit; what is shown of it, and why; the title above the name, the name; the
buttons that confirm and deny who it was; the question before it is deleted."""
Show = Callable[..., tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class VisitPanel:
    """The components of an opened visit.

    Attributes:
        column: All of it.
        visit: The visit, None while none is open.
        shown: What is told of it.
        why: What its name rests on.
        title: Whether it is somebody else, above the name.
        name: Who it really was.
        learn: Whether to enrol the face.
        buttons: By what they do.
        asking: The question before it is deleted.
        question: Its words.
        purge: Whether it is to go from copies of the database, too.
    """

    column: gr.Column
    visit: gr.State
    shown: gr.HTML
    why: gr.HTML
    title: gr.HTML
    name: gr.Dropdown
    learn: gr.Checkbox
    buttons: dict[str, gr.Button]
    asking: gr.Column
    question: gr.HTML
    purge: gr.Checkbox

    @property
    def all(self) -> list[gr.blocks.Block]:
        """Return what changes when a visit is opened or closed."""
        return [
            self.column,
            self.visit,
            self.shown,
            self.why,
            self.title,
            self.name,
            self.buttons["right"],
            self.buttons["disown"],
            self.asking,
        ]

    def connect(
        self, page: Page, form: FormBoxes, rows: Sequence[gr.blocks.Block], show: Show
    ) -> None:
        """Listen to the list and to the buttons.

        Args:
            page: The page.
            form: What the list was asked for.
            rows: The components of the list: its HTML first, its page's number last.
            show: Brings the list up to date; see ``UI.history_tab.show``.
        """
        listing, number = rows[0], rows[-1]
        shown = {"api_visibility": "private", "show_progress_on": self.shown}
        quiet = {"api_visibility": "private", "show_progress": "hidden"}

        def listed(change: Callable[..., None]) -> Callable[..., Any]:
            """Return a handler that changes something, closes the panel and shows the list."""

            def handle(viewer: Viewer, *given: Any) -> tuple[Any, ...]:  # noqa: ANN401
                own, filled = given[:4], given[4:]
                change(viewer, *own)
                return *closed(), *show(viewer, *filled)

            return page.handler(handle)

        opened = listing.click(page.handler(open_row), form.all, self.all, **shown)
        opened.success(None, js=ARRIVE, **quiet)
        own = [self.visit, self.name, self.learn, self.purge, number, *form.all]
        for what, change in (("assign", assign), ("disown", disown), ("remove_now", remove)):
            done = self.buttons[what].click(listed(change), own, [*self.all, *rows], **shown)
            done.success(None, js=LEAVE, **quiet)
        left = self.buttons["close"].click(page.handler(close), None, self.all, **quiet)
        left.success(None, js=LEAVE, **quiet)
        self.buttons["right"].click(page.handler(agree), self.visit, self.why, **quiet)
        self.why.click(page.handler(choose), self.visit, self.name, **quiet)
        asked = [self.asking, self.question, self.purge]
        self.buttons["remove"].click(page.handler(ask_first), self.visit, asked, **quiet)
        self.buttons["keep"].click(page.handler(keep), None, asked, **quiet)


def open_row(viewer: Viewer, *filled: Any) -> PanelAnswer:  # noqa: ANN401 - as the form's boxes give it
    """Open the visit whose row was clicked."""
    store, best = viewer.page.store, str(viewer.event.get("visit"))
    search = Form(*filled).search(viewer)
    visit = find_visit(store, int(best), search) if best.isdecimal() else None
    opened = visit and open_visit(store, visit)
    if not opened:
        raise GalleryError("visit_gone")
    title = viewer.say("history.who_really" if visit.name else "history.who_is_it")
    vector = visit_face(viewer.service, visit).vector
    return (
        gr.update(visible=True),
        visit,
        details(viewer, opened),
        why(viewer, visit),
        f'<h4 class="fm-title">{safe(title)}</h4>',
        gr.update(choices=name_choices(viewer, vector), value=None),
        _verdict(viewer, visit, "right"),
        _verdict(viewer, visit, "not"),
        gr.update(visible=False),
    )


def _verdict(viewer: Viewer, visit: Visit, key: str) -> dict[str, Any]:
    words = viewer.say(f"why.{key}", name=visit.name or "")
    return gr.update(value=words, visible=visit.person_id is not None)


def closed() -> PanelAnswer:
    """Return the panel without a visit."""
    hidden = gr.update(visible=False)
    return hidden, None, "", "", "", None, gr.skip(), gr.skip(), hidden


def close(viewer: Viewer) -> PanelAnswer:
    """Close the panel."""
    return closed()


def assign(
    viewer: Viewer, visit: Visit | None, name: str | None, learn: bool, _purge: bool
) -> None:
    """Give the visit to the person who was named."""
    if not (name or "").strip():
        raise complaint(viewer, viewer.say("history.name_missing"))
    visit = still_open(visit)
    enrolled = give_visit(viewer.service, visit, name, learn=learn)
    done = "history.enrolled" if enrolled else "history.assigned"
    tell(viewer, viewer.say(done, name=name.strip()))


def disown(viewer: Viewer, visit: Visit | None, *_: object) -> None:
    """Give the visit to nobody who is known; the face isn't taken for that person again."""
    visit = still_open(visit)
    correction = deny_visit(viewer.service, visit)
    kept = correction.outcome is Outcome.REJECTED
    tell(viewer, viewer.say("history.denied" if kept else "history.denied_so", name=visit.name))


def remove(
    viewer: Viewer, visit: Visit | None, _name: str | None, _learn: bool, purge: bool
) -> None:
    """Delete the visit, from copies of the database too where that is wanted."""
    told = remove_sightings(viewer, still_open(visit).sightings, purge=purge)
    sentences = [viewer.say("history.removed"), *(one.sentence for one in told)]
    tell(viewer, "\n".join(sentences))


def ask_first(viewer: Viewer, visit: Visit | None) -> tuple[Any, ...]:
    """Ask whether the visit is really to be deleted, and whether from copies, too."""
    sightings = still_open(visit).sightings
    held, purge = asked_of_copies(viewer, sightings)
    words = note(viewer.say("history.really", count=len(sightings)), "warn")
    return gr.update(visible=True), words + (note(held, "warn") if held else ""), purge


def keep(viewer: Viewer) -> tuple[Any, ...]:
    """Drop the question."""
    return gr.update(visible=False), "", gr.update(visible=False)


def build_visit_panel(page: Page) -> VisitPanel:
    """Lay the panel out; nothing of it is seen until a visit is opened."""
    buttons: dict[str, gr.Button] = {}

    def button(what: str, **options: Any) -> None:  # noqa: ANN401 - as gr.Button takes them
        label, elem_id = page.label(f"history.{what}"), f"history-{what.replace('_', '-')}"
        buttons[what] = gr.Button(label, elem_id=elem_id, size="sm", **options)

    with gr.Column(visible=False, scale=2, min_width=300, elem_id="history-panel") as column:
        button("close")
        shown = slot("history-visit", js_on_load=SCRIPT)
        because = slot("history-why", js_on_load=PICK)
        with gr.Row(elem_classes="fm-why-buttons"):
            for what, options in (("right", {"variant": "primary"}), ("disown", {})):
                buttons[what] = gr.Button("", elem_id=f"history-{what}", size="sm", **options)
        title = slot("history-question")
        name = name_box(page, "history-name")
        learn = gr.Checkbox(label=page.label("history.learn"), value=True, elem_id="history-learn")
        button("assign", variant="primary")
        button("remove")
        with gr.Column(visible=False, elem_id="history-asking") as asking:
            question = told("history-really")
            purge = purge_box(page, "history-purge")
            with gr.Row():
                button("remove_now", variant="stop")
                button("keep")
    opened = gr.State(None)
    parts = (shown, because, title, name, learn)
    return VisitPanel(column, opened, *parts, buttons, asking, question, purge)
