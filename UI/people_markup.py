"""The people and their faces as HTML: portraits to click, faces to choose, visits to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import cv2
import numpy as np

from face_process.photo_seen import CAMERA
from face_process.visits import Visit
from SQL.directory import FacesPage, Listed, Order, PeoplePage
from SQL.rows import StoredFace
from UI.markup import note, picture_source, safe, table
from UI.places import place
from UI.viewer import Viewer

QUALITY = 80
"""Of the JPEGs: about 4 KB for a face of 112 × 112."""
DATE = len("2026-11-24")
TO_ENROL = "document.querySelector('[data-tab-id=enrol]').click()"


def local_time(time: datetime) -> str:
    """Return a time as clocks here show it."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M")


def people_grid(viewer: Viewer, page: PeoplePage, order: Order, search: str) -> str:
    """Return a page of portraits, or what to do where there is none."""
    if not page.total:
        return _nobody(viewer, search)
    portraits = (person.portrait for person in page.people if person.portrait is not None)
    pictures = viewer.page.store.directory.pictures(portraits)
    cards = "".join(_card(viewer, person, pictures, order) for person in page.people)
    label = safe(viewer.say("people.tab"))
    return (
        f'<ul class="fm-grid" aria-label="{label}">{cards}</ul>'
        f"{pager(viewer, 'range', len(page.people), page.offset, page.total)}"
    )


def _nobody(viewer: Viewer, search: str) -> str:
    if search.strip():
        return note(viewer.say("people.no_match", search=search.strip()))
    button = (
        f'<button type="button" class="fm-press fm-press-first" onclick="{TO_ENROL}">'
        f"{safe(viewer.say('people.to_enrol'))}</button>"
    )
    return f'<div class="fm-empty"><p>{safe(viewer.say("people.empty"))}</p>{button}</div>'


def _card(viewer: Viewer, person: Listed, pictures: Mapping[int, bytes], order: Order) -> str:
    facts = [viewer.say("people.faces", count=person.faces)]
    if order is Order.NEWEST:
        facts.append(viewer.say("people.since", time=local_time(person.created_at)))
    if order is Order.SEEN:
        facts.append(_last_seen(viewer, person))
    words = viewer.say("list_separator").join(facts)
    label = viewer.say("people.card", name=person.name, facts=words)
    lines = "".join(f"<small>{safe(fact)}</small>" for fact in facts)
    name = safe(person.name)
    return (
        f'<li><button type="button" class="fm-card" data-do="open" data-person="{person.id}" '
        f'data-name="{name}" aria-label="{safe(label)}">{portrait(person, pictures)}'
        f'<b title="{name}">{name.replace("_", "_<wbr>")}</b>{lines}</button></li>'
    )


def _last_seen(viewer: Viewer, person: Listed) -> str:
    if person.last_seen is None:
        return viewer.say("people.never_seen")
    return viewer.say("people.seen_at", time=local_time(person.last_seen))


def portrait(person: Listed, pictures: Mapping[int, bytes], described: str = "") -> str:
    """Return somebody's portrait, or a quiet sign with their initial where there is none.

    Args:
        person: Who.
        pictures: PNGs by the row of the face; theirs among them.
        described: What it shows, in words; empty where the name stands beside it.
    """
    source = _source(pictures.get(person.portrait or 0))
    if source:
        return f'<img class="fm-portrait" alt="{safe(described)}" src="{source}">'
    initial = safe(person.name[:1].upper())
    return f'<span class="fm-portrait fm-initial" aria-hidden="true">{initial}</span>'


def _source(png: bytes | None) -> str:
    """Return a stored crop as a small JPEG for an ``img``; empty where it can't be read."""
    if png is None:
        return ""
    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    return "" if image is None else picture_source(image, quality=QUALITY)


def pager(viewer: Viewer, words: str, shown: int, offset: int, total: int) -> str:
    """Return which part of a list is shown, with buttons that lead to the others.

    Args:
        viewer: Who reads it.
        words: Key of the sentence, without ``people.``.
        shown: How many of the list are shown.
        offset: How many come before them.
        total: How many there are.
    """
    here = viewer.say(f"people.{words}", first=offset + 1, last=offset + shown, total=f"{total:,}")
    buttons = ""
    if shown < total:
        steps = {"previous": offset - 1, "next": offset + shown}
        for key, first in steps.items():
            usable = "" if 0 <= first < total else " disabled"
            buttons += (
                f'<button type="button" class="fm-press" data-do="page" data-first="{first}"'
                f"{usable}>{safe(viewer.say(f'people.{key}'))}</button>"
            )
    label = safe(viewer.say("people.pages"))
    return f'<nav class="fm-pager" aria-label="{label}"><span>{here}</span>{buttons}</nav>'


def person_head(viewer: Viewer, person: Listed, seen: str) -> str:
    """Return who somebody is: portrait, name, faces and when they were seen."""
    pictures = viewer.page.store.directory.pictures(
        [] if person.portrait is None else [person.portrait]
    )
    shown = portrait(person, pictures, viewer.say("people.portrait_of", name=person.name))
    facts = [
        viewer.say("people.faces", count=person.faces),
        viewer.say("people.since", time=local_time(person.created_at)),
    ]
    return (
        f'<div class="fm-person">{shown}<div><h2>{safe(person.name)}</h2>'
        f"<p>{safe(' · '.join(facts))}</p><p>{safe(seen)}</p></div></div>"
    )


def face_choice(viewer: Viewer, person: Listed, page: FacesPage) -> str:
    """Return a page of somebody's faces, each a button that stays down when it is chosen."""
    title = f'<h3 class="fm-title">{safe(viewer.say("people.faces_title"))}</h3>'
    if not page.total:
        return title + note(viewer.say("people.no_faces", name=person.name))
    pictures = viewer.page.store.directory.pictures(face.id for face in page.faces)
    faces = "".join(_face(viewer, person, face, pictures.get(face.id)) for face in page.faces)
    hint = safe(viewer.say("people.choose_hint"))
    several = pager(viewer, "range_faces", len(page.faces), page.offset, page.total)
    return (
        f'{title}<p class="fm-quiet">{hint}</p><ul class="fm-faces">{faces}</ul>'
        f"{several if page.total > len(page.faces) else ''}"
    )


def _face(viewer: Viewer, person: Listed, face: StoredFace, png: bytes | None) -> str:
    facts = []
    if face.source:
        taken = face.source == CAMERA
        facts = [viewer.say("enrol.from_camera") if taken else place(viewer, face.source)]
    if face.quality is not None:
        facts.insert(0, viewer.say("people.quality", quality=f"{face.quality:.2f}"))
    chosen = face.id == person.portrait
    if chosen:
        facts.insert(0, viewer.say("people.is_portrait"))
    time = local_time(face.created_at)
    label = viewer.say("people.face", time=time, facts=viewer.say("list_separator").join(facts))
    source = _source(png)
    shown = f'<img alt="" src="{source}">' if source else '<span class="fm-initial">?</span>'
    lines = "".join(f"<small>{safe(fact)}</small>" for fact in (*facts, time[:DATE]))
    return (
        f'<li><button type="button" class="fm-face-card{" fm-star" if chosen else ""}" '
        f'data-face="{face.id}" aria-pressed="false" aria-label="{safe(label)}" '
        f'title="{safe(label)}">{shown}{lines}</button></li>'
    )


def visit_table(viewer: Viewer, visits: Sequence[Visit]) -> str:
    """Return when and where somebody was seen, the latest first; nothing for never."""
    if not visits:
        return ""
    headers = [viewer.say(f"people.{key}") for key in ("when", "where")]
    rows = [(_time_span(one), safe(place(viewer, one.source))) for one in visits]
    title = f'<h3 class="fm-title">{safe(viewer.say("people.visits"))}</h3>'
    return title + table(headers, rows)


def _time_span(visit: Visit) -> str:
    start, end = local_time(visit.started_at), local_time(visit.ended_at)
    if start == end:
        return start
    within_a_day = visit.ended_at - visit.started_at < timedelta(days=1)
    return f"{start} – {end[DATE + 1 :] if within_a_day else end}"
