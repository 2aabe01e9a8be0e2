"""What the tab of strangers shows: all of them as cards, or one who was opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import gradio as gr

from face_process.errors import GalleryError
from face_process.stranger_book import StrangerBook
from face_process.strangers import Stranger
from UI.copies_told import asked_of_copies
from UI.markup import note
from UI.name_box import name_choices
from UI.unknown_markup import CARDS, FACES, all_faces, cards, head
from UI.viewer import Viewer

Shown = tuple[Any, ...]
"""What each of :class:`Parts` shows, in their order."""

HALF_LIFE = timedelta(days=7)
"""Time after which each visit counts half where those who came often and lately come first."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before something is done to whoever is opened.

    Attributes:
        name: Whether that is their name, though they look like somebody else; None: whether to
            delete them.
        other: Whom they look like.
        similarity: How much.
    """

    name: str | None
    other: str = ""
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """What one visitor looks at.

    Attributes:
        order: ``mixed``, ``latest`` or ``often``.
        ignored: Whether ignored strangers are shown, too.
        first: Which stranger the page begins with.
        opened: A sighting of the one who was opened, or None.
        first_face: Which face of theirs the page begins with.
        question: What is asked, or None.
    """

    order: str = "mixed"
    ignored: bool = False
    first: int = 0
    opened: int | None = None
    first_face: int = 0
    question: Question | None = None

    def closed(self) -> Look:
        """Return the same with nobody opened."""
        return replace(self, opened=None, first_face=0, question=None)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the handlers fill, in the order of :data:`Shown`."""

    look: gr.State
    said: gr.HTML
    strangers: gr.HTML
    everybody: gr.Column
    one: gr.Column
    head: gr.HTML
    name: gr.Dropdown
    ignore: gr.Button
    faces: gr.HTML
    asking: gr.Column
    question: gr.HTML
    purge: gr.Checkbox
    yes: gr.Button
    other: gr.Button


def gap(viewer: Viewer) -> timedelta:
    """Return the pause that ends a visit."""
    return timedelta(minutes=viewer.page.settings.visit_gap)


def opened(book: StrangerBook, viewer: Viewer, look: Look) -> Stranger:
    """Return who is opened.

    Raises:
        GalleryError: They are there no longer.
    """
    if look.opened is None:
        raise GalleryError("stranger_gone")
    return book.of(viewer.service, gap(viewer), look.opened)


def ordered(strangers: Sequence[Stranger], order: str) -> list[Stranger]:
    """Return strangers, those first who matter most; see :class:`Look`."""
    now = datetime.now(UTC)

    def worth(who: Stranger) -> float:
        ago = (now - who.last_seen) / HALF_LIFE
        return {"latest": -ago, "often": float(who.visits)}.get(order, who.visits * 0.5**ago)

    return sorted(strangers, key=lambda who: (worth(who), who.last_seen), reverse=True)


def show(
    book: StrangerBook, viewer: Viewer, look: Look, said: str = "", *, fresh: bool = True
) -> Shown:
    """Return what is shown of a look.

    Args:
        book: The strangers.
        viewer: Who looks.
        look: At what.
        said: HTML that tells what was just done.
        fresh: Whether the name that may have been typed is to go.
    """
    if look.opened is None:
        return _show_all(book, viewer, look, said)
    try:
        who = opened(book, viewer, look)
    except GalleryError:
        return _show_all(book, viewer, look.closed(), said)
    look = replace(look, first_face=_page_start(look.first_face, FACES, len(who.faces)))
    name = gr.skip()
    if fresh:
        name = gr.update(choices=list(name_choices(viewer, who.embedding)), value=None)
    change = viewer.say("unknown.heed" if who.ignored else "unknown.ignore")
    return (
        look, said, gr.skip(), gr.update(visible=False), gr.update(visible=True),
        head(viewer, who), name, gr.update(value=change),
        all_faces(viewer, who, look.first_face), *_asked(viewer, look, who),
    )  # fmt: skip


def _show_all(book: StrangerBook, viewer: Viewer, look: Look, said: str) -> Shown:
    everybody = book.strangers(viewer.service, gap(viewer))
    heeded = [who for who in everybody if look.ignored or not who.ignored]
    look = replace(look, first=_page_start(look.first, CARDS, len(heeded)))
    hidden = len(everybody) - len(heeded)
    grid = cards(viewer, ordered(heeded, look.order), look.first, ignored=hidden)
    return (
        look, said, grid, gr.update(visible=True), gr.update(visible=False),
        "", gr.skip(), gr.skip(), "", *_asked(viewer, look, None),
    )  # fmt: skip


def _asked(viewer: Viewer, look: Look, who: Stranger | None) -> Shown:
    """Return the row that asks, its question, the box for copies, and its buttons."""
    question = look.question
    if question is None or who is None:
        hidden = gr.update(visible=False)
        return hidden, "", hidden, gr.skip(), hidden
    if question.name is None:
        held, purge = asked_of_copies(viewer, who.ids)
        words = note(viewer.say("unknown.delete_all", count=len(who.faces)), "bad")
        words += note(held, "warn") if held else ""
        yes = gr.update(value=viewer.say("unknown.delete_yes"), variant="stop")
        return gr.update(visible=True), words, purge, yes, gr.update(visible=False)
    facts = {"name": question.name, "other": question.other, "similarity": question.similarity}
    words = note(viewer.say("unknown.resembles", **facts), "warn")
    yes = gr.update(value=viewer.say("unknown.yes_name", name=question.name), variant="primary")
    no = gr.update(value=viewer.say("unknown.no_other", name=question.other), visible=True)
    return gr.update(visible=True), words, gr.update(visible=False), yes, no


def _page_start(first: int, size: int, total: int) -> int:
    """Return where the page begins that holds an item, or the last page."""
    return max(0, min(first, total - 1)) // size * size
