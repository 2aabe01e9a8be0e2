"""The sections that say where the data lies, and erase it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from face_process.log_file import log_file
from face_process.model_packs import installed_packs
from face_process.pack_places import pack_folders
from SQL.backups import backups_of
from SQL.copies import BACKUP_FOLDER, copies_of
from SQL.erasing import Erased, erase_everything
from UI.components import slot, told
from UI.markup import note, safe
from UI.settings_parts import QUIET, Section, how_much, size_words
from UI.temporary import remove_all
from UI.texts import LANGUAGES, text
from UI.viewer import Page, Viewer, complaint

WORDS = frozenset(text(language, "page.settings.erase.word") for language in LANGUAGES)
"""What confirms, in any language: the page may speak another one than its reader types."""


def places(viewer: Viewer) -> str:
    """Return where everything lies and how much it is, as HTML."""
    store, settings = viewer.page.store, viewer.page.settings
    backups = backups_of(store.file)
    size = size_words(sum(file.stat().st_size for file in backups))
    folder = store.file.parent / BACKUP_FOLDER
    sized = viewer.say("settings.data.sized", path=store.file, size=size_words(store.size()))
    packs = [pack.folder.parent for pack in installed_packs(settings.models)]
    folders = dict.fromkeys([*pack_folders(settings.models), *packs])
    counted = viewer.say("settings.data.counted", path=folder, count=len(backups), size=size)
    rows = (
        ("database", sized),
        ("contents", how_much(viewer, store.contents())),
        ("backups", counted),
        ("models", "\n".join(map(str, folders))),
        ("temporary", str(settings.gradio_temp)),
        ("log", str(log_file())),
    )
    entries = "".join(
        f"<dt>{safe(viewer.say(f'settings.data.{key}'))}</dt><dd>{safe(words)}</dd>"
        for key, words in rows
    )
    return f'<dl class="fm-places">{entries}</dl>'


def what_would_go(viewer: Viewer) -> str:
    """Return exactly what erasing everything deletes, as HTML."""
    store = viewer.page.store
    facts = {"contents": how_much(viewer, store.contents()), "count": len(copies_of(store.file))}
    return note(viewer.say("settings.erase.why", **facts), "bad")


def fresh(viewer: Viewer) -> tuple[str, str]:
    """Return where everything lies, and what erasing it deletes."""
    return places(viewer), what_would_go(viewer)


def erase(viewer: Viewer, typed: str) -> tuple[Any, ...]:
    """Erase everything, where that was confirmed."""
    if not is_confirmed(typed):
        word = viewer.say("settings.erase.word")
        raise complaint(viewer, viewer.say("settings.erase.not_typed", word=word))
    erased = erase_all(viewer)
    facts = {"contents": how_much(viewer, erased.contents), "count": len(erased.copies)}
    return note(viewer.say("settings.erase.done", **facts), "good"), "", *fresh(viewer)


def is_confirmed(typed: str) -> bool:
    """Return whether somebody wrote what confirms that everything is to be erased."""
    return typed.strip().upper() in WORDS


def erase_all(viewer: Viewer) -> Erased:
    """Erase everything that is kept of people, uploads and results, too."""
    erased = erase_everything(viewer.page.store)
    remove_all(viewer.page.temporary)
    viewer.service.refresh()
    return erased


def build_data(page: Page) -> Section:
    """Lay both sections out and connect them."""
    with gr.Accordion(
        page.label("settings.data.title"),
        open=False,
        elem_id="settings-data",
        elem_classes="fm-section",
    ):
        where = slot("settings-places")
    with gr.Accordion(
        page.label("settings.erase.title"),
        open=False,
        elem_id="settings-erase",
        elem_classes="fm-section",
    ):
        going = slot("settings-erase-why")
        typed = gr.Textbox(
            label=page.label("settings.erase.label"),
            elem_id="settings-erase-word",
            max_lines=1,
            interactive=True,
        )
        button = gr.Button(
            page.label("settings.erase.button"), variant="stop", elem_id="settings-erase-button"
        )
        said = told("settings-erase-note")
    for confirmed in (button.click, typed.submit):
        confirmed(page.handler(erase), typed, [said, typed, where, going], **QUIET)
    return Section(fresh, (where, going))
