"""What the people's tab shows: everybody, or one person's page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple

import gradio as gr

from face_process.visits import visits
from SQL.directory import Listed, Order
from UI.markup import note
from UI.name_box import name_choices
from UI.people_markup import face_choice, local_time, people_grid, person_head, visit_table
from UI.places import place
from UI.viewer import Viewer

PEOPLE_SHOWN = 48
FACES_SHOWN = 60
VISITS_SHOWN = 10
MOST_GLIMPSES = 5_000
"""Sightings at most that are grouped to visits for one look at a page: some 30 ms."""

IN_TURN = {"concurrency_id": "people", "concurrency_limit": 1}
"""For quick steps that show the list: else the answer to an earlier one may come last."""

AS_IT_IS: Any = gr.skip()
SHOWN, HIDDEN = gr.update(visible=True), gr.update(visible=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in the list of people.

    Attributes:
        search: What names have to hold.
        order: How they are sorted.
        offset: How many people come before the page.
    """

    search: str = ""
    order: Order = Order.NAME
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """The person whose page is open.

    Attributes:
        person_id: Who.
        name: What they were called when the page was shown.
        place: Where to go back to.
        offset: How many faces come before those that are shown.
    """

    person_id: int
    name: str
    place: Place
    offset: int = 0


class PeopleParts(NamedTuple):
    """One thing for each part of the tab: the component, or what it is to show now.

    A tuple, as Gradio takes what a step returns.
    """

    said: Any = ""
    everybody: Any = AS_IT_IS
    grid: Any = AS_IT_IS
    place: Any = AS_IT_IS
    one: Any = AS_IT_IS
    opened: Any = AS_IT_IS
    head: Any = AS_IT_IS
    note: Any = AS_IT_IS
    name: Any = AS_IT_IS
    faces: Any = AS_IT_IS
    seen: Any = AS_IT_IS
    move_to: Any = AS_IT_IS
    merge_into: Any = AS_IT_IS
    asking: Any = HIDDEN
    question: Any = ""
    purge: Any = AS_IT_IS
    confirm: Any = AS_IT_IS
    asked: Any = None
    adding: Any = HIDDEN
    chooser: Any = ""
    added: Any = None


def people_shown(viewer: Viewer, where: Place, said: str = "") -> PeopleParts:
    """Return the list of people at a place, with a sentence above it, as HTML."""
    directory = viewer.page.store.directory
    page = directory.page(where.search, where.order, where.offset, PEOPLE_SHOWN)
    where = replace(where, offset=page.offset)
    grid = people_grid(viewer, page, where.order, where.search)
    return PeopleParts(said, SHOWN, grid, where, HIDDEN, None)


def person_shown(
    viewer: Viewer, opened: Opened, said: str = "", *, entered: bool = False
) -> PeopleParts:
    """Return a person's page, read anew, or the list of people where they are gone.

    Args:
        viewer: Who sees it.
        opened: Whose page.
        said: A sentence above it, as HTML.
        entered: Whether it was another page before; else what was typed on it stays.
    """
    person = viewer.page.store.directory.find(opened.person_id)
    if person is None:
        return gone(viewer, opened)
    page = viewer.page.store.directory.faces(person.id, opened.offset, FACES_SHOWN)
    sentence, table = _seen(viewer, person)
    names = [name for name in name_choices(viewer) if name != person.name]
    choices = gr.update(choices=names, value=None)
    return PeopleParts(
        said,
        everybody=HIDDEN,
        one=SHOWN,
        opened=replace(opened, name=person.name, offset=page.offset),
        head=person_head(viewer, person, sentence),
        note=person.note if entered else AS_IT_IS,
        name=person.name if entered or person.name != opened.name else AS_IT_IS,
        faces=face_choice(viewer, person, page),
        seen=table,
        move_to=choices,
        merge_into=choices,
    )


def gone(viewer: Viewer, opened: Opened) -> PeopleParts:
    """Return the list of people, saying that the one whose page was open is gone."""
    sentence = viewer.say("people.gone", name=opened.name)
    return people_shown(viewer, opened.place, note(sentence, "warn"))


def _seen(viewer: Viewer, person: Listed) -> tuple[str, str]:
    """Return when somebody was seen: in a sentence, and the latest visits as a table."""
    if person.last_seen is None:
        return viewer.say("people.not_seen"), ""
    with viewer.page.store.sightings.glimpses(person=person.name, limit=MOST_GLIMPSES) as some:
        glimpses = list(some)
    gap = timedelta(minutes=viewer.page.settings.visit_gap)
    found = visits(glimpses, gap)
    if not found:
        return viewer.say("people.not_seen"), ""
    key = "people.seen_often" if len(glimpses) == MOST_GLIMPSES else "people.seen"
    facts = {"time": local_time(found[0].ended_at), "source": place(viewer, found[0].source)}
    sentence = viewer.say(key, count=len(found), **facts)
    return sentence, visit_table(viewer, found[:VISITS_SHOWN])
