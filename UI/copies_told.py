"""Tells which copies of the database hold what was removed, and removes sightings there, too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from face_process.errors import StoreError
from SQL.copies import copies_holding, purge_copies
from SQL.removed import Removed
from UI.markup import note
from UI.viewer import Page, Viewer

TRACES = frozenset({"traces_left", "traces_left_busy"})
"""Keys of errors that tell of something that is removed all the same."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence about what was removed.

    Attributes:
        sentence: Plain text.
        kind: As :func:`UI.markup.note` takes it.
    """

    sentence: str
    kind: str

    @property
    def html(self) -> str:
        """The sentence as HTML."""
        return note(self.sentence, self.kind)


def purge_box(page: Page, elem_id: str) -> gr.Checkbox:
    """Lay out the box that asks whether something is to go from copies, too; hidden at first."""
    return gr.Checkbox(
        label=page.label("people.purge"), visible=False, elem_id=elem_id, interactive=True
    )


def asked_of_copies(viewer: Viewer, ids: Iterable[int]) -> tuple[str, dict[str, Any]]:
    """Return a sentence which copies hold sightings that may go, and how the box looks."""
    store = viewer.page.store
    holding = copies_holding(store.file, store.sightings.what_goes(ids))
    words = viewer.say("people.held_by", files=copy_names(viewer, holding)) if holding else ""
    return words, gr.update(visible=bool(holding), value=False)


def remove_sightings(viewer: Viewer, ids: Iterable[int], *, purge: bool) -> list[Told]:
    """Remove sightings, from copies too where that is wanted; tell what there is to know of it."""
    store, told, ids = viewer.page.store, [], tuple(ids)
    gone = store.sightings.what_goes(ids)
    try:
        gone = store.sightings.remove(ids)
    except StoreError as error:
        if error.key not in TRACES:
            raise
        told.append(Told(viewer.explain(error), "warn"))
    if purge:
        try:
            return told + purged_told(viewer, purge_copies(store.file, gone))
        except StoreError as error:
            if error.key != "copies_left":
                raise
    return told + held_told(viewer, gone, "copies_hold")


def held_told(viewer: Viewer, removed: Removed, key: str = "still_held") -> list[Told]:
    """Return which copies still hold what was removed; nothing where none does."""
    return _told(viewer, key, copies_holding(viewer.page.store.file, removed), "warn")


def purged_told(viewer: Viewer, purged: Iterable[Path]) -> list[Told]:
    """Return which copies something was taken out of, and which were deleted for it."""
    copies = list(purged)
    rewritten = [copy for copy in copies if copy.exists()]
    deleted = [copy for copy in copies if not copy.exists()]
    return _told(viewer, "purged", rewritten, "good") + _told(
        viewer, "copies_deleted", deleted, "warn"
    )


def copy_names(viewer: Viewer, copies: Iterable[Path]) -> str:
    """Return the names of copies as they lie beside the database."""
    folder = viewer.page.store.file.parent
    return viewer.say("list_separator").join(str(copy.relative_to(folder)) for copy in copies)


def as_html(told: Iterable[Told]) -> str:
    """Return sentences below each other."""
    return "".join(one.html for one in told)


def _told(viewer: Viewer, key: str, copies: list[Path], kind: str) -> list[Told]:
    if not copies:
        return []
    return [Told(viewer.say(f"people.{key}", files=copy_names(viewer, copies)), kind)]
