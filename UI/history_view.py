"""What the history shows: visits and the attendance sheet, as HTML."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import cv2
import numpy as np

from face_process.attendance import Attendance
from face_process.film import found_again
from face_process.visits import Visit
from SQL.database_operate import Store
from SQL.sightings import Sighting
from UI.history_words import day_title, from_to, how_long, similar
from UI.markup import note, picture_source, safe, table
from UI.places import place
from UI.video_people import clock
from UI.viewer import Viewer

LOOKS_SHOWN = 12
JUST_AFTER = 0.02
"""Seconds: at a picture's very start players show the one before."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A visit that somebody looks at.

    Attributes:
        visit: The visit.
        best: Its best sighting.
        filmed: A sighting of it whose video file still lies where it was; None: there is none.
        looks: Pictures of others, aligned, as PNG.
    """

    visit: Visit
    best: Sighting
    filmed: Sighting | None
    looks: Sequence[bytes]


def open_visit(store: Store, visit: Visit) -> Opened | None:
    """Return what there is to see of a visit, or None where it is gone."""
    best = store.sightings.get(visit.best)
    if best is None:
        return None
    others = [number for number in reversed(visit.sightings) if number != visit.best][:LOOKS_SHOWN]
    looks = store.sightings.crops(others)
    filmed = None
    if best.clip is not None:
        seen = (store.sightings.get(number) for number in (visit.best, *others))
        filmed = next((one for one in seen if one and found_again(one.file, one.clip)), None)
    return Opened(visit, best, filmed, [looks[number] for number in sorted(looks)])


def visit_list(viewer: Viewer, visits: Iterable[Visit], crops: Mapping[int, bytes]) -> str:
    """Return visits under their days; each is a button.

    Args:
        viewer: Who looks.
        visits: The latest first.
        crops: Pictures of their best looks by sighting, aligned, as PNG.
    """
    parts = []
    for day, some in groupby(visits, _day):
        rows = "".join(_row(viewer, one, crops.get(one.best)) for one in some)
        parts.append(f'{_day_heading(viewer, day)}<ul class="fm-visits">{rows}</ul>')
    return "".join(parts)


def _row(viewer: Viewer, visit: Visit, crop: bytes | None) -> str:
    similarity = safe(viewer.say("history.best"))
    found = ""
    if visit.from_seconds is not None:
        found = viewer.say("history.found_at", time=f"{visit.ended_at.astimezone():%H:%M}")
    return (
        f'<li><button type="button" data-do="open" data-visit="{visit.best}">{_picture(crop)}'
        f"<span>{_name(viewer, visit)}<small>{safe(place(viewer, visit.source))}</small></span>"
        f"<span>{from_to(visit)}<small>{safe(found)}</small></span>"
        f"<span>{safe(how_long(viewer, visit.lasted))}</span>"
        f'<span title="{similarity}"><i class="fm-spoken">{similarity}</i> '
        f"{similar(visit.similarity)}</span></button></li>"
    )


def attendance_sheet(viewer: Viewer, rows: Iterable[Attendance]) -> str:
    """Return who was there on which day, as a table a day."""
    keys = ("name", "first_seen", "last_seen", "number", "present")
    headers = [viewer.say(f"history.{key}") for key in keys]
    parts = []
    for day, some in groupby(rows, lambda row: row.day):
        cells = [
            (
                f"<strong>{safe(row.name)}</strong>",
                f"{row.first_seen:%H:%M}",
                f"{row.last_seen:%H:%M}",
                str(row.visits),
                safe(how_long(viewer, row.present)),
            )
            for row in some
        ]
        parts.append(_day_heading(viewer, day) + table(headers, cells))
    return "".join(parts)


def details(viewer: Viewer, opened: Opened) -> str:
    """Return a visit's picture, what is known about it, and the moment in its film."""
    visit, best = opened.visit, opened.best
    name = visit.name or viewer.say("history.unknown")
    facts = {
        "day_column": day_title(viewer, _day(visit)),
        "source": place(viewer, visit.source),
        "lasted": how_long(viewer, visit.lasted),
        "best": similar(visit.similarity),
    }
    lines = "".join(
        f"<dt>{safe(viewer.say(f'history.{key}'))}</dt><dd>{safe(value)}</dd>"
        for key, value in facts.items()
    )
    looks = safe(viewer.say("history.looks", count=len(visit.sightings)))
    others = "".join(f'<img alt="" src="{_source(crop)}">' for crop in opened.looks)
    strip = f'<div class="fm-looks" title="{looks}">{others}</div>' if others else ""
    portrait = safe(viewer.say("history.portrait", name=name))
    return (
        f'<div class="fm-visit"><img alt="{portrait}" src="{_source(best.crop)}">'
        f'<div><h3 tabindex="-1">{_name(viewer, visit)}</h3>'
        f"<p>{safe(_moment(viewer, visit))} · {looks}</p><dl>{lines}</dl></div></div>"
        f"{strip}{_player(viewer, opened)}"
    )


def _moment(viewer: Viewer, visit: Visit) -> str:
    if visit.from_seconds is None:
        return from_to(visit)
    start, end = clock(visit.from_seconds), clock(visit.to_seconds)
    return viewer.say("history.in_file", start=start, end=end, file=visit.source)


def _player(viewer: Viewer, opened: Opened) -> str:
    """Return a player that starts at the moment, or why there is none; live there is nothing."""
    visit, best = opened.visit, opened.best
    if visit.from_seconds is None:
        return ""
    if opened.filmed is None:
        uploaded = best.file is None and best.clip is not None
        reason = "history.upload_gone" if uploaded else "history.file_gone"
        return note(viewer.say(reason, file=visit.source))
    words = {"file": visit.source, "start": clock(visit.from_seconds)}
    address = f"history/clip/{opened.filmed.id}#t={visit.from_seconds + JUST_AFTER:.2f}"
    return (
        f'<h4 class="fm-title">{safe(viewer.say("history.moment"))}</h4>'
        f'<video controls playsinline preload="auto" src="{address}" '
        f'aria-label="{safe(viewer.say("history.player", **words))}"></video>'
        f"<div hidden>{note(viewer.say('history.unplayable', **words), 'warn')}</div>"
    )


def _day(visit: Visit) -> date:
    return visit.ended_at.astimezone().date()


def _day_heading(viewer: Viewer, day: date) -> str:
    return f'<h3 class="fm-title">{safe(day_title(viewer, day))}</h3>'


def _name(viewer: Viewer, visit: Visit) -> str:
    if visit.name:
        return f"<strong>{safe(visit.name)}</strong>"
    return f'<strong class="fm-unknown">{safe(viewer.say("history.unknown"))}</strong>'


def _picture(crop: bytes | None) -> str:
    """Return a portrait of a list: a JPEG, which has a fifth of the bytes of the PNG."""
    if crop is None:
        return "<i></i>"
    image = cv2.imdecode(np.frombuffer(crop, np.uint8), cv2.IMREAD_COLOR)
    return f'<img alt="" src="{picture_source(image)}">'


def _source(crop: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(crop).decode()}"
