"""The box in which somebody is chosen among the known people, or named anew."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr
import numpy as np
from numpy.typing import NDArray

from UI.look import STATIC
from UI.viewer import Page, Viewer

NEAREST_OFFERED = 8
SCRIPT = (STATIC / "name_box.js").read_text("utf-8")
MOST_OFFERED = 500
"""Names at most: who has more people types, and the names that are known are found all the same."""


def name_box(page: Page, elem_id: str) -> gr.Dropdown:
    """Return a box to choose a known name or type another one; its choices come later."""
    return gr.Dropdown(
        label=page.label("name_box"),
        choices=[],
        value=None,
        allow_custom_value=True,
        interactive=True,
        elem_id=elem_id,
        elem_classes="fm-names",
    )


def build_name_keys() -> gr.HTML:
    """Let Enter in the page's name boxes take what was typed; nothing is to be seen.

    Within a row of the class ``fm-name-row`` it also presses the button of the class
    ``fm-name-go``.
    """
    return gr.HTML(elem_classes="fm-script", js_on_load=SCRIPT)


def name_choices(viewer: Viewer, vector: NDArray[np.float32] | None = None) -> Sequence[str]:
    """Return the names to offer: those nearest to a face first, then the others by name.

    Args:
        viewer: Who is asked.
        vector: (d,) float32 of unit length, the face to be named; None where there is none.
    """
    nearest: list[str] = []
    if vector is not None:
        found = viewer.service.gallery.candidates(vector, NEAREST_OFFERED)
        nearest = [match.name for match in found]
    known = (person.name for person in viewer.page.store.people.all())
    return list(dict.fromkeys([*nearest, *known]))[:MOST_OFFERED]
