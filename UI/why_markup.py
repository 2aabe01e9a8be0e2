"""How the page shows what a face's name rests on, as HTML."""

from __future__ import annotations

from face_process.face_correct import Explanation
from face_process.face_service import decode_crop
from face_process.shown_face import ShownFace
from face_process.types import Match
from UI.markup import picture_source, safe
from UI.viewer import Viewer

HALF = 0.5


def explanation(viewer: Viewer, shown: ShownFace, told: Explanation, *, opened: bool) -> str:
    """Return a face beside the one it was compared with, the measure, and the next nearest.

    Args:
        viewer: Who reads it.
        shown: The face.
        told: Whom it resembles.
        opened: Whether it was just asked for, and is to be brought into view.
    """
    title = viewer.say("why.unknown")
    if told.named:
        title = viewer.say("why.named", name=told.named.name)
    mark = ' data-opened=""' if opened else ""
    head = f'<h3 class="fm-title" tabindex="-1"{mark}>{safe(title)}</h3>'
    pair = _figure(picture_source(shown.crop), viewer.say("why.this"))
    if told.nearest is None:
        return f'{head}<div class="fm-why-pair">{pair}</div><p>{safe(viewer.say("why.nobody"))}</p>'
    name = viewer.say("why.enrolled", name=told.nearest.name)
    pair += _figure(_enrolled(viewer, told.nearest), name)
    rest = _measure(viewer, told) + _others(viewer, told.candidates[1:])
    pair = f'<div class="fm-why-pair">{pair}</div>'
    return f'{head}<div class="fm-why-told">{pair}<div>{rest}</div></div>'


def _measure(viewer: Viewer, told: Explanation) -> str:
    """Return similarity and threshold, in words and on a scale from 0 to 1."""
    values = {
        "similarity": f"{told.nearest.similarity:.2f}",
        "threshold": f"{told.threshold:.2f}",
    }
    words = safe(viewer.say("why.rests" if told.named else "why.too_little", **values))
    spoken, limit = (safe(viewer.say(f"why.{key}", **values)) for key in ("bar", "threshold"))
    share, mark = (min(1.0, max(0.0, one)) for one in (told.nearest.similarity, told.threshold))
    kind = "" if told.named else " fm-why-short"
    # The label grows towards the side that has room for it.
    place = f"right:{1 - mark:.1%}" if mark > HALF else f"left:{mark:.1%}"
    return (
        f'<p>{words}</p><div class="fm-why-bar{kind}" role="img" aria-label="{spoken}">'
        f'<i style="width:{share:.1%}"></i><b style="left:{mark:.1%}"></b>'
        f'<span style="{place}">{limit}</span></div>'
    )


def _others(viewer: Viewer, others: tuple[Match, ...]) -> str:
    """Return the next nearest people, each a button that takes their name."""
    if not others:
        return ""
    buttons = "".join(
        f'<button type="button" data-do="choose" data-place="{place}" '
        f'aria-label="{safe(viewer.say("why.choose", name=other.name))}">'
        f"{_image(_enrolled(viewer, other))}<span><strong>{safe(other.name)}</strong>"
        f"<small>{safe(viewer.say('why.similarity', similarity=f'{other.similarity:.2f}'))}</small>"
        "</span></button>"
        for place, other in enumerate(others, 1)
    )
    return f'<h4>{safe(viewer.say("why.next"))}</h4><div class="fm-why-next">{buttons}</div>'


def _figure(source: str | None, words: str) -> str:
    return f"<figure>{_image(source)}<figcaption>{safe(words)}</figcaption></figure>"


def _image(source: str | None) -> str:
    return f'<img alt="" src="{source}">' if source else '<i class="fm-why-none"></i>'


def _enrolled(viewer: Viewer, match: Match) -> str | None:
    """Return the enrolled face that matched, for an ``img``; None where no picture is kept."""
    png = viewer.page.store.crop(match.face_id)
    crop = decode_crop(png) if png else None
    return None if crop is None else picture_source(crop)
