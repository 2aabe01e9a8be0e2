"""Strangers as HTML: a card for each, and all faces of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from face_process.face_service import decode_crop
from face_process.strangers import Stranger, resembled
from face_process.types import Match
from SQL.strangers import UnknownFace
from UI.markup import note, picture_source, safe
from UI.places import place
from UI.unknown_words import last_seen, moment, seen
from UI.viewer import Viewer

CARDS = 24
"""Strangers on a page."""
FACES = 60
"""Faces of one stranger on a page."""
SHOTS = 4
"""Faces on a card."""


def cards(viewer: Viewer, strangers: Sequence[Stranger], first: int, *, ignored: int) -> str:
    """Return a page of strangers.

    Args:
        viewer: Who looks.
        strangers: All that are to be shown, in order.
        first: Where the page begins.
        ignored: How many more there are, hidden.
    """
    if not strangers:
        return empty(viewer, ignored)
    some = strangers[first : first + CARDS]
    pictures = _pictures(viewer, (face.id for who in some for face in who.shots[:SHOTS]))
    count = viewer.say("unknown.count", count=len(strangers))
    hidden = f" · {viewer.say('unknown.hidden', count=ignored)}" if ignored else ""
    return (
        f'<h3 class="fm-title">{safe(count + hidden)}</h3>'
        f'<ul class="fm-strangers">{"".join(_card(viewer, who, pictures) for who in some)}</ul>'
        f"{pager(viewer, 'page', first, CARDS, len(strangers))}{_merge_bar(viewer)}"
    )


def empty(viewer: Viewer, ignored: int) -> str:
    """Return why nobody is shown, and how they would get here."""
    if ignored:
        return note(viewer.say("unknown.all_ignored"))
    off = viewer.page.settings.sightings == "off"
    words = safe(viewer.say("unknown.empty_off" if off else "unknown.empty"))
    return f'<div class="fm-nobody"><p>{words}</p></div>'


def _card(viewer: Viewer, who: Stranger, pictures: Mapping[int, str]) -> str:
    key, words = who.ids[0], seen(viewer, who)
    shots = "".join(_image(pictures, face.id) for face in who.shots[:SHOTS])
    badge = f"<em>{safe(viewer.say('unknown.ignored'))}</em>" if who.ignored else ""
    change = "heed" if who.ignored else "ignore"
    return (
        f'<li class="fm-stranger{" fm-ignored" if who.ignored else ""}">'
        f'<button type="button" class="fm-shots" data-do="open" data-id="{key}" '
        f'aria-label="{safe(viewer.say("unknown.open", words=words))}">{shots}</button>'
        f"<p><b>{safe(words)}</b>{badge}<small>{safe(last_seen(viewer, who))}</small>"
        f"{likeness(viewer, resembled(viewer.service, who))}</p>"
        f'<div><input type="checkbox" value="{key}" '
        f'aria-label="{safe(viewer.say("unknown.select", words=words))}">'
        f'<button type="button" class="fm-quiet-button" data-do="{change}" data-id="{key}" '
        f'aria-label="{safe(viewer.say(f"unknown.{change}"))}: {safe(words)}">'
        f"{safe(viewer.say(f'unknown.{change}'))}</button>"
        f'<button type="button" data-do="open" data-id="{key}" '
        f'aria-label="{safe(viewer.say("unknown.name_one"))} {safe(words)}">'
        f"{safe(viewer.say('unknown.name_one'))}</button></div></li>"
    )


def likeness(viewer: Viewer, match: Match | None) -> str:
    """Return whom somebody looks like, where it is anybody."""
    if match is None:
        return ""
    words = viewer.say("unknown.looks_like", name=match.name, similarity=match.similarity)
    return f'<small class="fm-alike">{safe(words)}</small>'


def head(viewer: Viewer, who: Stranger) -> str:
    """Return who was opened: their best looks, and how often they came."""
    pictures = _pictures(viewer, (face.id for face in who.shots))
    shots = "".join(_image(pictures, face.id) for face in who.shots)
    badge = f"<em>{safe(viewer.say('unknown.ignored'))}</em>" if who.ignored else ""
    return (
        f'<div class="fm-stranger-head"><div class="fm-shots">{shots}</div>'
        f'<div><h2 tabindex="-1" data-focus>{safe(viewer.say("unknown.who"))}</h2>'
        f"<p><b>{safe(seen(viewer, who))}</b>{badge}</p><p>{safe(last_seen(viewer, who))}</p>"
        f"{likeness(viewer, resembled(viewer.service, who))}</div></div>"
    )


def all_faces(viewer: Viewer, who: Stranger, first: int) -> str:
    """Return a page of everything seen of somebody, each to be taken out."""
    some = who.faces[first : first + FACES]
    pictures = _pictures(viewer, (face.id for face in some))
    alone = len(who.faces) == 1
    items = "".join(_face(viewer, face, pictures, alone=alone) for face in some)
    title = safe(viewer.say("unknown.faces", count=len(who.faces)))
    return (
        f'<h3 class="fm-title">{title}</h3><ul class="fm-stranger-faces">{items}</ul>'
        f"{pager(viewer, 'faces', first, FACES, len(who.faces))}"
    )


def _face(viewer: Viewer, face: UnknownFace, pictures: Mapping[int, str], *, alone: bool) -> str:
    when = moment(viewer, face.glimpse.ended_at)
    where = place(viewer, face.glimpse.source)
    words = safe(viewer.say("unknown.face", when=when, place=where))
    take_out = safe(viewer.say("unknown.take_out"))
    button = (
        f'<button type="button" class="fm-quiet-button" data-do="take_out" data-id="{face.id}" '
        f'aria-label="{take_out}: {words}">{take_out}</button>'
    )
    return (
        f'<li title="{words}">{_image(pictures, face.id)}<small>{safe(when)}</small>'
        f"{'' if alone else button}</li>"
    )


def pager(viewer: Viewer, do: str, first: int, size: int, total: int) -> str:
    """Return which part of a list is shown, with buttons to the others; nothing for one page."""
    if total <= size:
        return ""
    last = min(first + size, total)
    words = safe(viewer.say("unknown.range", first=first + 1, last=last, total=total))
    steps = {"previous": first - size, "next": first + size}
    buttons = "".join(
        f'<button type="button" data-do="{do}" data-first="{max(0, to)}"'
        f"{'' if 0 <= to < total else ' disabled'}>{safe(viewer.say(f'unknown.{key}'))}</button>"
        for key, to in steps.items()
    )
    label = safe(viewer.say("unknown.pages"))
    return f'<nav class="fm-steps" aria-label="{label}"><span>{words}</span>{buttons}</nav>'


def _merge_bar(viewer: Viewer) -> str:
    return (
        f'<div class="fm-merge"><span>{safe(viewer.say("unknown.merge_hint"))}</span>'
        f'<button type="button" data-do="merge" disabled>{safe(viewer.say("unknown.merge"))}'
        "</button></div>"
    )


def _pictures(viewer: Viewer, ids: Iterable[int]) -> dict[int, str]:
    """Return faces as sources of images, by the row of their sighting; those that are there."""
    stored = viewer.page.store.sightings.crops(ids)
    crops = {one: decode_crop(png) for one, png in stored.items()}
    return {one: picture_source(crop) for one, crop in crops.items() if crop is not None}


def _image(pictures: Mapping[int, str], sighting: int) -> str:
    source = pictures.get(sighting)
    return f'<img alt="" loading="lazy" src="{source}">' if source else "<i></i>"
