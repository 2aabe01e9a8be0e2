"""Small pieces of HTML for the page; everything that users typed is escaped here."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

import cv2

from face_process.types import Image


def note(sentence: str, kind: str = "plain") -> str:
    """Return a short sentence in a quiet box.

    Args:
        sentence: Plain text; empty gives nothing.
        kind: ``plain``, ``good``, ``warn`` or ``bad``.
    """
    return f'<p class="fm-note fm-{kind}">{safe(sentence)}</p>' if sentence else ""


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; its cells are HTML already, its headers plain text; no rows: nothing."""
    if not rows:
        return ""
    head = "".join(f"<th>{safe(header)}</th>" for header in headers)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="fm-scroll"><table class="fm-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def progress(words: str, fraction: float | None) -> str:
    """Return a bar with words below it; without a fraction it only moves."""
    style = "" if fraction is None else f' style="width:{fraction:.1%}"'
    kind = " fm-open" if fraction is None else ""
    return (
        f'<div class="fm-progress" role="progressbar"><div class="fm-bar{kind}"><i{style}></i>'
        f"</div><p>{safe(words)}</p></div>"
    )


def tells_progress(shown: str | None) -> bool:
    """Return whether what is shown is a bar: of work that is going on, or was cut short."""
    return '<div class="fm-progress"' in (shown or "")


def picture_source(image: Image, kind: str = ".jpg", quality: int = 95) -> str:
    """Return an image, (h, w, 3) uint8 BGR, as the ``src`` of an ``img``.

    Args:
        image: The picture.
        kind: ``.jpg`` or ``.png``.
        quality: Of a JPEG, 0 … 100.
    """
    options = [cv2.IMWRITE_JPEG_QUALITY, quality] if kind == ".jpg" else []
    content = base64.b64encode(cv2.imencode(kind, image, options)[1].tobytes()).decode()
    return f"data:image/{'jpeg' if kind == '.jpg' else kind[1:]};base64,{content}"


def safe(words: str) -> str:
    """Return words as HTML shows them, harmless also in the templates of Gradio's HTML."""
    return escape(words).translate({ord("$"): "&#36;", ord("{"): "&#123;", ord("}"): "&#125;"})
