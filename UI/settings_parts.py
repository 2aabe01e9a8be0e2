"""What the sections of the settings share: a fold with a heading, and what is fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.components import Component
from gradio.events import Dependency

from merge.settings import environment_name, flag_name
from SQL.rows import Contents
from UI.markup import note
from UI.texts import text
from UI.viewer import Page, Viewer

QUIET = {"show_progress": "hidden", "api_visibility": "private"}
"""For events whose answer comes at once, or shows how far it is by itself."""
SIZES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


@dataclass(frozen=True, slots=True)
class Section:
    """A section that has to be fresh whenever the tab is opened.

    Attributes:
        fresh: Gives what its outputs show now.
        outputs: Its components that change.
        done: Each is over when the section has changed how much is kept.
    """

    fresh: Callable[[Viewer], tuple[Any, ...]]
    outputs: tuple[Component, ...]
    done: tuple[Dependency, ...] = ()


@contextmanager
def section(page: Page, name: str, *, is_open: bool = False) -> Iterator[gr.Accordion]:
    """Lay out a section, folded unless told otherwise, with a sentence what it is about.

    Args:
        page: The page.
        name: Of its sentences ``settings.NAME.title`` and ``settings.NAME.why``, and of its id.
        is_open: Whether it is unfolded.
    """
    title = page.label(f"settings.{name}.title")
    with gr.Accordion(
        title, open=is_open, elem_id=f"settings-{name}", elem_classes="fm-section"
    ) as fold:
        gr.Markdown(page.label(f"settings.{name}.why"), elem_classes="fm-about")
        yield fold


def fixed_note(viewer: Viewer, *names: str) -> str:
    """Return why settings can't be chosen here, for those of them that can't, as HTML."""
    return "".join(
        note(
            text(viewer.language, "error.setting_fixed", **_given_by(name)),
            "warn",
        )
        for name in names
        if name in viewer.page.settings.given
    )


def _given_by(name: str) -> dict[str, str]:
    return {"flag": flag_name(name), "variable": environment_name(name)}


def how_much(viewer: Viewer, contents: Contents) -> str:
    """Return how much a database holds, in words."""
    return viewer.say(
        "settings.contents",
        people=contents.people,
        faces=contents.faces,
        sightings=contents.sightings,
    )


def size_words(size: int) -> str:
    """Return a number of bytes as people read it: ``1.4 MB``."""
    for unit, name in SIZES:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"
