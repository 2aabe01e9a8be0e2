"""The tab of people who were seen and aren't known, to be named once and for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import gradio as gr

from face_process.stranger_book import StrangerBook
from face_process.strangers import name_stranger, read_faces, resembled, unite_strangers, unread
from SQL.person_name import person_name
from UI.components import slot, told
from UI.copies_told import as_html, purge_box, remove_sightings
from UI.look import STATIC
from UI.markup import note, progress
from UI.name_box import name_box
from UI.unknown_view import Look, Parts, Question, Shown, gap, opened, show
from UI.viewer import Page, Viewer, complaint

SCRIPT = (STATIC / "unknown.js").read_text("utf-8")
FOCUS = """() => {
  const places = ['#unknown-cancel', '#unknown-one [data-focus]', '#unknown-said .fm-note'];
  const found = places.map((one) => document.querySelector(one)).find((one) => one?.offsetParent);
  if (found && found.tabIndex < 0) found.tabIndex = -1;
  found?.focus();
}"""
"""After each step: a question's safe answer, who was opened, or what was done."""
ORDERS = ("mixed", "latest", "often")


@dataclass(frozen=True, slots=True)
class UnknownTab:
    """What others may listen to.

    Attributes:
        strangers: The cards of everybody.
        name: The name of the one who is opened.
    """

    strangers: gr.HTML
    name: gr.Dropdown


def open_tab(book: StrangerBook, viewer: Viewer, look: Look) -> Iterator[Shown]:
    """Show who was seen lately; tell how far it is where faces have to be read or grouped first."""
    service = viewer.service
    service.refresh()
    if not book.is_current(service, gap(viewer)):
        yield _waiting(look, progress(viewer.say("unknown.looking"), None))
        missing = unread(service)
        for done in read_faces(service, missing):
            words = viewer.say("unknown.reading", done=done, total=len(missing))
            yield _waiting(look, progress(words, done / len(missing)))
    yield show(book, viewer, look, fresh=False)


def arrange(book: StrangerBook, viewer: Viewer, look: Look, order: str, ignored: bool) -> Shown:
    """Show everybody in another order, or those who are ignored, too."""
    return show(book, viewer, replace(look, order=order, ignored=ignored, first=0))


def clicked(book: StrangerBook, viewer: Viewer, look: Look) -> Shown:
    """Do what was clicked on a card or a face."""
    do, number = viewer.event.get("do"), _number(viewer, "id")
    if do == "open":
        return show(book, viewer, replace(look.closed(), opened=number))
    if do == "page":
        return show(book, viewer, replace(look, first=_number(viewer, "first")))
    if do == "faces":
        return show(book, viewer, replace(look, first_face=_number(viewer, "first")), fresh=False)
    if do in ("ignore", "heed"):
        return _ignore(book, viewer, replace(look, opened=number), ignored=do == "ignore")
    if do == "take_out":
        return _take_out(book, viewer, look, number)
    return _merge(book, viewer, look)


def ignore(book: StrangerBook, viewer: Viewer, look: Look) -> Shown:
    """Ignore whoever is opened, or heed them again."""
    return _ignore(book, viewer, look, ignored=not opened(book, viewer, look).ignored)


def give_name(book: StrangerBook, viewer: Viewer, look: Look, written: str | None) -> Shown:
    """Name whoever is opened, or ask first where they look like somebody else."""
    name, who = person_name(written or ""), opened(book, viewer, look)
    viewer.service.refresh()
    other = resembled(viewer.service, who, name)
    if other is None:
        return _name(book, viewer, look, name)
    question = Question(name, other.name, other.similarity)
    return show(book, viewer, replace(look, question=question), fresh=False)


def ask_delete(book: StrangerBook, viewer: Viewer, look: Look) -> Shown:
    """Ask whether whoever is opened is to be deleted."""
    return show(book, viewer, replace(look, question=Question(None)), fresh=False)


def confirm(book: StrangerBook, viewer: Viewer, look: Look, purge: bool) -> Shown:
    """Do what was asked about."""
    question, who = look.question, opened(book, viewer, look)
    if question is None:
        return show(book, viewer, look, fresh=False)
    if question.name is not None:
        return _name(book, viewer, look, question.name)
    told = remove_sightings(viewer, who.ids, purge=purge)
    said = note(viewer.say("unknown.deleted"), "good") + as_html(told)
    return show(book, viewer, look.closed(), said)


def take_other(book: StrangerBook, viewer: Viewer, look: Look) -> Shown:
    """Name whoever is opened as whom they look like."""
    return _name(book, viewer, look, look.question.other if look.question else "")


def cancel(book: StrangerBook, viewer: Viewer, look: Look) -> Shown:
    """Leave everything as it is."""
    return show(book, viewer, replace(look, question=None), fresh=False)


def back(book: StrangerBook, viewer: Viewer, look: Look) -> Shown:
    """Show everybody again."""
    return show(book, viewer, look.closed())


def _name(book: StrangerBook, viewer: Viewer, look: Look, name: str) -> Shown:
    who = opened(book, viewer, look)
    enrolment = name_stranger(viewer.service, who, name)
    facts = {"name": enrolment.name, "faces": len(enrolment.face_ids), "count": len(who.faces)}
    return show(book, viewer, look.closed(), note(viewer.say("unknown.named", **facts), "good"))


def _ignore(book: StrangerBook, viewer: Viewer, look: Look, *, ignored: bool) -> Shown:
    viewer.page.store.strangers.ignore(opened(book, viewer, look).ids, ignored=ignored)
    words = viewer.say("unknown.ignored_now" if ignored else "unknown.heeded_now")
    return show(book, viewer, look.closed(), note(words, "good"))


def _merge(book: StrangerBook, viewer: Viewer, look: Look) -> Shown:
    chosen = viewer.event.get("chosen")
    numbers = [int(one) for one in chosen] if isinstance(chosen, list) else []
    people = {book.of(viewer.service, gap(viewer), one) for one in numbers}
    if len(people) < 2:
        raise complaint(viewer, viewer.say("unknown.merge_few"))
    unite_strangers(viewer.page.store, people)
    return show(book, viewer, look, note(viewer.say("unknown.merged"), "good"))


def _take_out(book: StrangerBook, viewer: Viewer, look: Look, face: int) -> Shown:
    who = opened(book, viewer, look)
    rest = [one for one in who.ids if one != face]
    viewer.page.store.strangers.unite(rest, [face])
    if face == look.opened and rest:
        look = replace(look, opened=rest[0])
    words = note(viewer.say("unknown.taken_out"), "good")
    return show(book, viewer, look, words, fresh=False)


def _number(viewer: Viewer, key: str) -> int:
    """Return a number that came with a click; 0 where there is none."""
    written = str(viewer.event.get(key, ""))
    return int(written) if written.isdecimal() else 0


def _waiting(look: Look, said: str) -> Shown:
    return look, said, *[gr.skip()] * (len(Parts.__slots__) - 2)


def build_unknown_tab(page: Page, tab: gr.Tab) -> UnknownTab:
    """Lay the tab out and connect it; it is fresh whenever it is opened."""
    with gr.Column(elem_id="unknown"):
        said = told("unknown-said")
        with gr.Column() as everybody:
            with gr.Row():
                order = gr.Dropdown(
                    label=page.label("unknown.order"),
                    choices=[(page.label(f"unknown.order_{key}"), key) for key in ORDERS],
                    value=ORDERS[0],
                    elem_id="unknown-order",
                )
                shown = gr.Checkbox(
                    label=page.label("unknown.show_ignored"), elem_id="unknown-ignored"
                )
            strangers = slot("unknown-strangers", js_on_load=SCRIPT)
        with gr.Column(visible=False, elem_id="unknown-one") as one:
            back_button = gr.Button(page.label("unknown.back"), elem_id="unknown-back", size="sm")
            head = slot("unknown-head")
            with gr.Row(elem_classes=["fm-beside", "fm-name-row"]):
                name = name_box(page, "unknown-name")
                give = gr.Button(
                    page.label("unknown.name"),
                    variant="primary",
                    elem_id="unknown-give",
                    elem_classes="fm-name-go",
                )
            gr.Markdown(page.label("unknown.name_hint"), elem_id="unknown-hint")
            with gr.Column(visible=False, elem_id="unknown-asking") as asking:
                question = told("unknown-question")
                purge = purge_box(page, "unknown-purge")
                with gr.Row():
                    yes = gr.Button("", variant="primary", elem_id="unknown-yes")
                    other = gr.Button("", elem_id="unknown-other")
                    no = gr.Button(page.label("unknown.cancel"), elem_id="unknown-cancel")
            with gr.Row(elem_classes="fm-actions"):
                ignoring = gr.Button(page.label("unknown.ignore"), elem_id="unknown-ignore")
                delete = gr.Button(page.label("unknown.delete"), elem_id="unknown-delete")
            faces = slot("unknown-faces", js_on_load=SCRIPT)
    look = gr.State(Look())
    parts = Parts(
        look, said, strangers, everybody, one, head, name, ignoring, faces, asking, question,
        purge, yes, other,
    )  # fmt: skip
    _connect(page, parts, {
        tab.select: (open_tab, []),
        order.input: (arrange, [order, shown]),
        shown.input: (arrange, [order, shown]),
        strangers.click: (clicked, []),
        faces.click: (clicked, []),
        back_button.click: (back, []),
        give.click: (give_name, [name]),
        yes.click: (confirm, [purge]),
        other.click: (take_other, []),
        no.click: (cancel, []),
        ignoring.click: (ignore, []),
        delete.click: (ask_delete, []),
    })  # fmt: skip
    return UnknownTab(strangers, name)


def _connect(
    page: Page, parts: Parts, events: dict[Callable[..., Any], tuple[Callable[..., Any], list]]
) -> None:
    """Let every event be answered by its handler, which is given the strangers and the look."""
    book = StrangerBook()
    outputs = [getattr(parts, field) for field in Parts.__slots__]
    for event, (handler, inputs) in events.items():
        done = event(
            page.handler(partial(handler, book)),
            [parts.look, *inputs],
            outputs,
            show_progress="hidden" if handler is open_tab else "minimal",
            show_progress_on=parts.said,
            api_visibility="private",
        )
        done.success(None, js=FOCUS, api_visibility="private")
