"""Who is in a video: the list below it, each to be questioned, named and corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr
import numpy as np

from face_process.film_cast import Member, give
from UI.markup import note, picture_source, safe, table
from UI.viewer import Viewer, complaint
from UI.why_panel import Asked, WhyAnswer, show_why


@dataclass(frozen=True, slots=True, eq=False)
class OpenFilm:
    """A video that was recognised, as much as correcting its names needs.

    Attributes:
        source: Its file's name.
        members: Who is in it, as they stand in the list.
    """

    source: str
    members: tuple[Member, ...]


def question(viewer: Viewer, film: OpenFilm | None) -> WhyAnswer:
    """Say why somebody of the list has their name."""
    place = str(viewer.event.get("place", ""))
    if film is None or not place.isdecimal() or int(place) >= len(film.members):
        raise complaint(viewer, viewer.say("why.gone"))
    return show_why(viewer, film.members[int(place)].face(viewer.service, film.source))


def name_again(viewer: Viewer, asked: Asked | None, film: OpenFilm | None) -> tuple[Any, ...]:
    """Show the list with somebody's name of now, after it was corrected."""
    place = _place_of(asked, film)
    if place is None:
        return gr.skip(), gr.skip(), gr.skip()
    told, members = asked.told, list(film.members)
    least = told.threshold
    members[place] = give(viewer.page.store, members[place], told.named, least)
    film = replace(film, members=tuple(members))
    words = note(viewer.say("video.corrected"), "good")
    return people_table(viewer, members, asked_about=True), words, film


def _place_of(asked: Asked | None, film: OpenFilm | None) -> int | None:
    """Return where in the list the face stands that was corrected; None where it wasn't."""
    if asked is None or asked.pending or film is None:
        return None
    crop = asked.shown.crop
    places = (
        place
        for place, one in enumerate(film.members)
        if one.crop is not None and np.array_equal(one.crop, crop)
    )
    return next(places, None)


def summarize(viewer: Viewer, members: Sequence[Member], *, strangers: bool) -> str:
    """Return who is in a video, in one sentence.

    Args:
        viewer: Who reads it.
        members: Who is in it.
        strangers: Whether any face had no name, however short.
    """
    names = list(dict.fromkeys(one.name for one in members if one.name))
    unknown = len([one for one in members if one.name is None])
    if not names:
        if unknown or strangers:
            return viewer.say("video.strangers")
        return viewer.say("video.nobody_seen")
    listed = viewer.say("list_separator").join(names)
    people = viewer.say("video.people", count=len(names), names=listed)
    if not unknown:
        return people
    nameless = viewer.say("video.unknown", count=unknown)
    return viewer.say("video.and_unknown", people=people, unknown=nameless)


def people_table(viewer: Viewer, members: Sequence[Member], *, asked_about: bool) -> str:
    """Return who was there from when to when by the player's clock; a click leads there.

    Args:
        viewer: Who reads it.
        members: Who is in the video.
        asked_about: Whether each can be questioned, as once the work is done.
    """
    headers = [viewer.say(f"table.{key}") for key in ("name", "from", "to", "best")]
    rows = []
    for place, one in enumerate(members):
        similarity = f"{one.match.similarity:.2f}" if one.match else "–"
        cells = (_jump(viewer, one), clock(one.start), clock(one.end), similarity)
        why = _why(viewer, place, one) if one.crop is not None else ""
        rows.append((*cells, why) if asked_about else cells)
    return table([*headers, ""] if asked_about else headers, rows)


def _jump(viewer: Viewer, one: Member) -> str:
    """Return somebody's picture and name as a button that takes the player to them."""
    hint = safe(viewer.say("video.jump", time=clock(one.start)))
    name = f"<strong>{safe(one.name)}</strong>" if one.name else _unknown(viewer, one)
    return (
        f'<button type="button" class="fm-jump" data-seconds="{one.start:.3f}" title="{hint}">'
        f'<img alt="" src="{picture_source(one.picture)}">{name}</button>'
    )


def _unknown(viewer: Viewer, one: Member) -> str:
    times = f"<small>{safe(viewer.say('video.times', count=one.times))}</small>"
    name = safe(viewer.say("unknown"))
    return f'<span class="fm-unknown">{name}{times if one.times > 1 else ""}</span>'


def _why(viewer: Viewer, place: int, one: Member) -> str:
    """Return the button that asks why somebody has their name."""
    name = one.name or viewer.say("unknown")
    spoken = safe(viewer.say("video.why", name=name, time=clock(one.start)))
    return (
        f'<button type="button" class="fm-row-why" data-do="why" data-place="{place}" '
        f'aria-label="{spoken}">{safe(viewer.say("photos.why"))}</button>'
    )


def clock(seconds: float) -> str:
    """Return a time of a video: ``0:03.4``, ``1:02:03.4``."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    start = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{start}:{rest // 10:02}.{rest % 10}"
