"""The section that takes backups and puts them back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import Dependency

from SQL.backup_contents import contents_of
from SQL.backups import backup_time, backups_of, keep_backup, restore, write_backup
from SQL.rows import Contents
from UI.components import told
from UI.markup import note
from UI.settings_parts import QUIET, Section, how_much, section, size_words
from UI.viewer import Page, Viewer, complaint

DOWNLOAD = "() => document.querySelector('#settings-backup-file a[download]')?.click()"
NARROWEST = 240
"""Pixels: two of these don't stand side by side on a telephone."""
BUSY = {"api_visibility": "private"}
"""For events that take a while on a large database."""


@dataclass(frozen=True, slots=True)
class Restoring:
    """A backup that is to be put in place, once that is confirmed.

    Attributes:
        file: The backup.
        contents: How much it holds.
    """

    file: Path
    contents: Contents


RestoreAnswer = tuple[str, dict[str, Any], Restoring | None]
"""The words, the row that asks, the question."""


def fresh(viewer: Viewer) -> tuple[dict[str, Any]]:
    """Return the backups there are to choose from."""
    return (_backups(viewer),)


def download(viewer: Viewer) -> tuple[dict[str, Any], str]:
    """Write a checked copy for the visitor to download."""
    file = backup_to_download(viewer)
    contents = how_much(viewer, viewer.page.store.contents())
    words = viewer.say("settings.backup.written", contents=contents)
    return gr.update(value=str(file), visible=True), note(words, "good")


def backup_to_download(viewer: Viewer) -> Path:
    """Write a checked copy into Gradio's folder, which it serves from and cleans up."""
    store = viewer.page.store
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=viewer.page.temporary))
    file = folder / f"{store.file.stem}-{datetime.now():%Y-%m-%d-%H%M}.db"
    write_backup(store, file)
    return file


def keep_here(viewer: Viewer) -> tuple[str, dict[str, Any]]:
    """Take a backup beside the database, where FaceMind keeps its own."""
    store = viewer.page.store
    file = keep_backup(store, at_once=True)
    facts = {"file": file, "contents": how_much(viewer, store.contents())}
    return note(viewer.say("settings.backup.kept", **facts), "good"), _backups(viewer)


def look(viewer: Viewer, chosen: str | None, uploaded: str | None) -> RestoreAnswer:
    """Look into a backup, and say what putting it in place would replace."""
    store = viewer.page.store
    here = {file.name: file for file in backups_of(store.file)}
    file = Path(uploaded) if uploaded else here.get(chosen or "")
    if file is None:
        raise complaint(viewer, viewer.say("settings.restore.missing"))
    scratch = Path(tempfile.mkdtemp(prefix="look-", dir=viewer.page.temporary)) / "look.db"
    try:
        contents = contents_of(file, scratch)
    finally:
        scratch.parent.rmdir()
    facts = {"now": how_much(viewer, store.contents()), "then": how_much(viewer, contents)}
    words = note(viewer.say("settings.restore.confirm", **facts), "warn")
    return words, gr.update(visible=True), Restoring(file, contents)


def put_back(viewer: Viewer, question: Restoring | None) -> RestoreAnswer:
    """Put the backup in place; everybody who has the page open goes on with it."""
    if question is None or not question.file.is_file():
        raise complaint(viewer, viewer.say("settings.restore.gone"))
    store = viewer.page.store
    now = how_much(viewer, store.contents())
    before = restore(store, question.file)
    viewer.service.refresh()
    facts = {"now": now, "then": how_much(viewer, store.contents()), "file": before}
    return (
        note(viewer.say("settings.restore.done", **facts), "good"),
        gr.update(visible=False),
        None,
    )


def leave(_viewer: Viewer) -> RestoreAnswer:
    """Drop the question."""
    return "", gr.update(visible=False), None


def choose_other(viewer: Viewer) -> tuple[Any, ...]:
    """Drop the question, and the other way's choice: of the two the last counts."""
    return *leave(viewer), None


def _backups(viewer: Viewer) -> dict[str, Any]:
    found = backups_of(viewer.page.store.file)
    return gr.update(choices=[(_title(one), one.name) for one in found], value=None)


def _title(backup: Path) -> str:
    taken = backup_time(backup)
    when = f"{taken.astimezone():%Y-%m-%d %H:%M}" if taken else backup.name
    return f"{when} · {size_words(backup.stat().st_size)}"


def build_backup(page: Page) -> Section:
    """Lay the section out and connect it."""
    with section(page, "backup"):
        with gr.Row():
            fetch = gr.Button(
                page.label("settings.backup.now"), variant="primary", elem_id="settings-backup-now"
            )
            here = gr.Button(page.label("settings.backup.here"), elem_id="settings-backup-here")
        file = gr.File(
            label=page.label("settings.backup.file"),
            visible=False,
            interactive=False,
            elem_id="settings-backup-file",
            elem_classes="fm-file",
        )
        said = told("settings-backup-note")
        chosen, restored = _build_restore(page)
    fetch.click(page.handler(download), None, [file, said], show_progress_on=said, **BUSY).success(
        None, js=DOWNLOAD, **QUIET
    )
    kept = here.click(page.handler(keep_here), None, [said, chosen], show_progress_on=said, **BUSY)
    return Section(fresh, (chosen,), (kept, restored))


def _build_restore(page: Page) -> tuple[gr.Dropdown, Dependency]:
    """Lay out and connect what puts a backup back; return the choice of backups, and the end."""
    with gr.Row():
        chosen = gr.Dropdown(
            [],
            label=page.label("settings.restore.choose"),
            elem_id="settings-restore-choice",
            min_width=NARROWEST,
            interactive=True,
        )
        uploaded = gr.File(
            label=page.label("settings.restore.upload"),
            file_types=[".db"],
            elem_id="settings-restore-file",
            elem_classes="fm-file",
            min_width=NARROWEST,
            height=120,
        )
    ask = gr.Button(page.label("settings.restore.look"), elem_id="settings-restore")
    answer = told("settings-restore-note")
    with gr.Row(visible=False) as asking:
        yes = gr.Button(
            page.label("settings.restore.yes"), variant="stop", elem_id="settings-restore-yes"
        )
        no = gr.Button(page.label("settings.restore.no"), elem_id="settings-restore-no")
    question = gr.State(None)
    asked = [answer, asking, question]
    chosen.input(page.handler(choose_other), None, [*asked, uploaded], **QUIET)
    uploaded.upload(page.handler(choose_other), None, [*asked, chosen], **QUIET)
    ask.click(page.handler(look), [chosen, uploaded], asked, show_progress_on=answer, **BUSY)
    no.click(page.handler(leave), None, asked, **QUIET)
    restored = yes.click(
        page.handler(put_back), question, asked, show_progress_on=answer, **BUSY
    ).success(page.handler(fresh), None, [chosen], **QUIET)
    return chosen, restored
