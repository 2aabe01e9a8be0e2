"""The tab that tells who was here and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from face_process.visit_search import find_attendance, find_visits
from UI.components import slot
from UI.history_form import (
    SHEET,
    UNKNOWN,
    Form,
    FormBoxes,
    build_form,
    source_choices,
    who_choices,
)
from UI.history_sheets import write_sheet
from UI.history_view import attendance_sheet, visit_list
from UI.history_visit import VisitPanel, build_visit_panel
from UI.look import STATIC
from UI.markup import note
from UI.viewer import Page, Viewer

PAGE_ROWS = 50
SCRIPT = (STATIC / "history.js").read_text("utf-8")
SAVE = "() => document.querySelector('#history-file').click()"

ListAnswer = tuple[Any, ...]
"""The rows, where in all of them they are, the two buttons, the page's number."""


@dataclass(frozen=True, slots=True)
class HistoryTab:
    """What others may listen to.

    Attributes:
        form: What is asked for.
        listing: The visits or the sheet.
        panel: The visit that is open.
    """

    form: FormBoxes
    listing: gr.HTML
    panel: VisitPanel


@dataclass(frozen=True, slots=True)
class _List:
    """The components that show the rows."""

    listing: gr.HTML
    place: gr.HTML
    newer: gr.Button
    older: gr.Button
    page: gr.State

    @property
    def all(self) -> list[gr.blocks.Block]:
        return [self.listing, self.place, self.newer, self.older, self.page]


def open_tab(viewer: Viewer, page: int, *filled: Any) -> ListAnswer:  # noqa: ANN401 - as the form's boxes give it
    """Bring choices and rows up to date."""
    whose = gr.update(choices=who_choices(viewer))
    return whose, gr.update(choices=source_choices(viewer)), *show(viewer, page, *filled)


def ask(viewer: Viewer, *filled: Any) -> ListAnswer:  # noqa: ANN401
    """Answer a form that was changed: from the latest on."""
    return gr.update(visible=Form(*filled).span == "dates"), *show(viewer, 0, *filled)


def newer(viewer: Viewer, page: int, *filled: Any) -> ListAnswer:  # noqa: ANN401
    """Turn to what was later."""
    return show(viewer, page - 1, *filled)


def older(viewer: Viewer, page: int, *filled: Any) -> ListAnswer:  # noqa: ANN401
    """Turn to what was earlier."""
    return show(viewer, page + 1, *filled)


def show(viewer: Viewer, page: int, *filled: Any) -> ListAnswer:  # noqa: ANN401
    """Return a page of what the form asks for; the last one where there aren't so many."""
    form = Form(*filled)
    store, search = viewer.page.store, form.search(viewer)
    is_sheet = form.view == SHEET
    found = (find_attendance if is_sheet else find_visits)(store, search)
    page = max(0, min(page, (len(found) - 1) // PAGE_ROWS))
    start = page * PAGE_ROWS
    rows = found[start : start + PAGE_ROWS]
    if not rows:
        html = _nothing(viewer, form)
    elif is_sheet:
        filmed = note(viewer.say("history.file_note"))
        html = attendance_sheet(viewer, rows) + filmed
    else:
        html = visit_list(viewer, rows, store.sightings.crops(one.best for one in rows))
    several = len(found) > PAGE_ROWS
    return (
        html,
        _place(viewer, form, len(found), start),
        gr.update(visible=several, interactive=page > 0),
        gr.update(visible=several, interactive=start + PAGE_ROWS < len(found)),
        page,
    )


def _place(viewer: Viewer, form: Form, count: int, start: int) -> str:
    if not count:
        return ""
    total = viewer.say(f"history.count_{'rows' if form.view == SHEET else 'visits'}", count=count)
    if count > PAGE_ROWS:
        last = min(start + PAGE_ROWS, count)
        total = viewer.say("history.range", total=total, first=start + 1, last=last)
    return f'<p class="fm-place" role="status">{total}</p>'


def _nothing(viewer: Viewer, form: Form) -> str:
    if form.view == SHEET and form.who == UNKNOWN:
        return note(viewer.say("history.strangers_absent"))
    off = viewer.page.settings.sightings == "off"
    return note(viewer.say("history.none_off" if off else "history.none"))


def export(kind: str, viewer: Viewer, *filled: Any) -> Path:  # noqa: ANN401
    """Write everything that the form asks for into a file of a kind."""
    return write_sheet(viewer, Form(*filled), kind)


def build_history_tab(page: Page, tab: gr.Tab) -> HistoryTab:
    """Lay the tab out and connect it."""
    form = build_form(page)
    with gr.Row(equal_height=False, elem_id="history-body"):
        with gr.Column(scale=3, min_width=300):
            listing = slot("history-list", js_on_load=SCRIPT)
            with gr.Row(elem_id="history-pages"):
                place = slot("history-place")
                to_newer, to_older = (
                    gr.Button(
                        page.label(f"history.{way}"),
                        visible=False,
                        size="sm",
                        elem_id=f"history-{way}",
                    )
                    for way in ("newer", "older")
                )
        panel = build_visit_panel(page)
    rows = _List(listing, place, to_newer, to_older, gr.State(0))
    _connect(page, tab, form, rows)
    _connect_downloads(page, form)
    panel.connect(page, form, rows.all, show)
    return HistoryTab(form, listing, panel)


def _connect_downloads(page: Page, form: FormBoxes) -> None:
    # The browser asks for a file only once it is written.
    file = gr.DownloadButton("", visible="hidden", elem_id="history-file")
    for kind, button in form.downloads.items():
        write = page.handler(partial(export, kind))
        written = button.click(write, form.all, file, api_visibility="private")
        written.success(None, js=SAVE, api_visibility="private")


def _connect(page: Page, tab: gr.Tab, form: FormBoxes, rows: _List) -> None:
    shown: Sequence[Any] = rows.all
    options = {"show_progress_on": rows.listing, "api_visibility": "private"}
    tab.select(
        page.handler(open_tab),
        [rows.page, *form.all],
        [form.who, form.source, *shown],
        **options,
    )
    for asked in (
        form.who.input,
        form.span.input,
        form.source.input,
        form.view.input,
        form.gap.input,
        form.first.change,
        form.last.change,
    ):
        asked(
            page.handler(ask),
            form.all,
            [form.dates, *shown],
            trigger_mode="always_last",
            **options,
        )
    for button, turn in ((rows.newer, newer), (rows.older, older)):
        button.click(page.handler(turn), [rows.page, *form.all], shown, **options)
