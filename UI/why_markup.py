"""How the page shows what a face's name rests on, as HTML."""

from __future__ import annotations

from dataclasses import dataclass

from face_process.face_correct import Correction, Outcome
from face_process.face_service import decode_crop
from face_process.face_why import Explanation
from face_process.shown_face import ShownFace
from face_process.types import Match
from SQL.database_operate import Store
from UI.markup import picture_source, safe
from UI.texts import Language, text

HALF = 0.5
ASKING = (Outcome.ASKS_RESEMBLES, Outcome.ASKS_ENROLLED)
"""What has to be answered before anything is done."""
SENTENCES = {
    Outcome.KEPT: "kept",
    Outcome.MOVED: "moved",
    Outcome.KNOWN: "known",
    Outcome.REJECTED: "rejected",
    Outcome.ASKS_RESEMBLES: "resembles",
    Outcome.ASKS_ENROLLED: "enrolled_so",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads why a face has its name.

    Attributes:
        language: What they read.
        store: Where the pictures of the enrolled faces are.
    """

    language: Language
    store: Store

    def say(self, key: str, **values: object) -> str:
        """Return the sentence ``page.why.key``, plain text."""
        return text(self.language, f"page.why.{key}", **values)


def outcome_words(reader: Reader, correction: Correction) -> str:
    """Return what a correction came to, or asks back, in a sentence."""
    other = correction.other
    return reader.say(
        SENTENCES[correction.outcome],
        name=correction.name,
        count=correction.faces,
        other=other.name if other else "",
        similarity=f"{other.similarity:.2f}" if other else "",
    )


def explanation(reader: Reader, shown: ShownFace, told: Explanation, *, opened: bool) -> str:
    """Return a face beside the one it was compared with, the measure, and the next nearest.

    Args:
        reader: Who reads it.
        shown: The face.
        told: Whom it resembles.
        opened: Whether it was just asked for, and is to be brought into view.
    """
    title = reader.say("unknown")
    if told.named:
        title = reader.say("named", name=told.named.name)
    mark = ' data-opened=""' if opened else ""
    head = f'<h3 class="fm-title" tabindex="-1"{mark}>{safe(title)}</h3>'
    pair = _figure(picture_source(shown.crop), reader.say("this"))
    if told.nearest is None:
        return f'{head}<div class="fm-why-pair">{pair}</div><p>{safe(reader.say("nobody"))}</p>'
    name = reader.say("enrolled", name=told.nearest.name)
    pair += _figure(_enrolled(reader, told.nearest), name)
    rest = _measure(reader, told) + _others(reader, told.candidates[1:])
    pair = f'<div class="fm-why-pair">{pair}</div>'
    return f'{head}<div class="fm-why-told">{pair}<div>{rest}</div></div>'


def _measure(reader: Reader, told: Explanation) -> str:
    """Return similarity and threshold, in words and on a scale from 0 to 1."""
    values = {
        "similarity": f"{told.nearest.similarity:.2f}",
        "threshold": f"{told.threshold:.2f}",
    }
    enough = told.nearest.similarity >= told.threshold
    if told.named:
        key = "rests" if enough else "by_hand"
    else:
        key = "not_sure" if enough else "too_little"
    words = safe(reader.say(key, **values))
    spoken, limit = (safe(reader.say(key, **values)) for key in ("bar", "threshold"))
    share, mark = (min(1.0, max(0.0, one)) for one in (told.nearest.similarity, told.threshold))
    kind = "" if enough else " fm-why-short"
    # The label grows towards the side that has room for it.
    place = f"right:{1 - mark:.1%}" if mark > HALF else f"left:{mark:.1%}"
    return (
        f'<p>{words}</p><div class="fm-why-bar{kind}" role="img" aria-label="{spoken}">'
        f'<i style="width:{share:.1%}"></i><b style="left:{mark:.1%}"></b>'
        f'<span style="{place}">{limit}</span></div>'
    )


def _others(reader: Reader, others: tuple[Match, ...]) -> str:
    """Return the next nearest people, each a button that takes their name."""
    if not others:
        return ""
    buttons = "".join(
        f'<button type="button" data-do="choose" data-place="{place}" '
        f'aria-label="{safe(reader.say("choose", name=other.name))}">'
        f"{_image(_enrolled(reader, other))}<span><strong>{safe(other.name)}</strong>"
        f"<small>{safe(reader.say('similarity', similarity=f'{other.similarity:.2f}'))}</small>"
        "</span></button>"
        for place, other in enumerate(others, 1)
    )
    return f'<h4>{safe(reader.say("next"))}</h4><div class="fm-why-next">{buttons}</div>'


def _figure(source: str | None, words: str) -> str:
    return f"<figure>{_image(source)}<figcaption>{safe(words)}</figcaption></figure>"


def _image(source: str | None) -> str:
    return f'<img alt="" src="{source}">' if source else '<i class="fm-why-none"></i>'


def _enrolled(reader: Reader, match: Match) -> str | None:
    """Return the enrolled face that matched, for an ``img``; None where no picture is kept."""
    png = reader.store.crop(match.face_id)
    crop = decode_crop(png) if png else None
    return None if crop is None else picture_source(crop)
