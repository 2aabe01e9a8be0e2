"""The tab with everybody who is known: a wall of portraits, and a page for each person."""

from __future__ import annotations

from dataclasses import dataclass, replace

import gradio as gr

from SQL.directory import Order
from UI.components import slot
from UI.look import STATIC
from UI.people_view import IN_TURN, Opened, PeopleParts, Place, people_shown, person_shown
from UI.person_page import build_person_page, connect_person_page
from UI.viewer import Page, Viewer

GRID = (STATIC / "people_grid.js").read_text("utf-8")
"""Tells which portrait was clicked, and remembers where on the page that was."""
OPENED = (STATIC / "person_opened.js").read_text("utf-8")
"""Leads to the top of the person's page."""


@dataclass(frozen=True, slots=True)
class PeopleTab:
    """What others may listen to.

    Attributes:
        grid: The portraits.
        opened: Whose page is open: an ``Opened`` or None.
    """

    grid: gr.HTML
    opened: gr.State


def refresh(viewer: Viewer, where: Place, opened: Opened | None) -> PeopleParts:
    """Show what was shown before, as it is now."""
    return people_shown(viewer, where) if opened is None else person_shown(viewer, opened)


def look_up(viewer: Viewer, search: str, order: str) -> tuple[str, Place]:
    """Show the people whose names hold what was typed.

    Nothing else changes: somebody may have been opened since the last letter.
    """
    shown = people_shown(viewer, Place(search or "", Order(order)))
    return shown.grid, shown.place


def pick(viewer: Viewer, where: Place) -> PeopleParts:
    """Open the person who was clicked, or turn to another page."""
    if viewer.event.get("do") == "page":
        return people_shown(viewer, replace(where, offset=int(viewer.event.get("first") or 0)))
    person_id = int(viewer.event.get("person") or 0)
    opened = Opened(person_id, str(viewer.event.get("name") or ""), where)
    return person_shown(viewer, opened, entered=True)


def build_people_tab(page: Page, tab: gr.Tab) -> PeopleTab:
    """Lay the tab out and connect it."""
    said = slot("people-said")
    with gr.Column(visible=False, elem_id="people-asking") as asking:
        question = slot("people-question")
        purge = gr.Checkbox(label=page.label("people.purge"), elem_id="people-purge")
        with gr.Row(elem_classes="fm-actions"):
            confirm = gr.Button(variant="stop", elem_id="people-confirm")
            no = gr.Button(page.label("people.cancel"), elem_id="people-cancel")
    with gr.Column(elem_id="people-all") as everybody:
        search, order = _build_search(page)
        grid = slot("people-grid", js_on_load=GRID)
    person, buttons = build_person_page(page)
    parts = PeopleParts(
        said=said,
        everybody=everybody,
        grid=grid,
        place=gr.State(Place()),
        opened=gr.State(None),
        asking=asking,
        question=question,
        purge=purge,
        confirm=confirm,
        asked=gr.State(None),
        added=gr.State(None),
        **person,
    )
    connect_person_page(page, parts, buttons, no)
    quietly = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "trigger_mode": "always_last",
        **IN_TURN,
    }
    everything = list(parts)
    tab.select(page.handler(refresh), [parts.place, parts.opened], everything, **quietly)
    for changed in (search.change, order.input):
        changed(page.handler(look_up), [search, order], [grid, parts.place], **quietly)
    picked = grid.click(page.handler(pick), parts.place, everything, **quietly)
    picked.success(None, js=OPENED, api_visibility="private")
    return PeopleTab(grid, parts.opened)


def _build_search(page: Page) -> tuple[gr.Textbox, gr.Dropdown]:
    with gr.Row(elem_id="people-look"):
        search = gr.Textbox(
            label=page.label("people.search"), max_lines=1, elem_id="people-search", scale=3
        )
        order = gr.Dropdown(
            label=page.label("people.order"),
            choices=[(page.label(f"people.order_{one}"), one.value) for one in Order],
            value=Order.NAME.value,
            filterable=False,
            elem_id="people-order",
            scale=1,
            min_width=180,
        )
    return search, order
