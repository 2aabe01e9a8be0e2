"""Two ways to a model pack: download the standard one, or bring one along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import Dependency

from face_process.file_download import DownloadProgress
from face_process.model_packs import ModelPack
from face_process.pack_import import import_pack
from face_process.pack_places import install_folder
from UI.components import told
from UI.markup import note, progress
from UI.pack_fetch import PackFetch
from UI.viewer import Page, Viewer

WaysAnswer = tuple[str | dict[str, Any], dict[str, Any], dict[str, Any]]
"""The words and the two buttons."""
Installed = Callable[[Viewer, ModelPack], str]
"""Does what is to be done with a pack that was just installed, and says so."""

Opened = Callable[..., Dependency]
"""Listens to visitors' coming: ``load`` of a page, ``select`` of a tab."""

REPORT_EVERY = 0.3
MEGABYTE = 1_000_000


def import_zip(viewer: Viewer, file: str | None, installed: Installed) -> str:
    """Install a pack from a zip file."""
    if file is None:
        return ""
    pack = import_pack(Path(file), install_folder(viewer.page.settings.models))
    return note(installed(viewer, pack), "good")


def download(viewer: Viewer, installed: Installed) -> Iterator[WaysAnswer]:
    """Download the standard pack; it goes on where whoever asked for it leaves."""
    yield _answer(progress(viewer.say("setup.connecting"), None), running=True)
    fetch = viewer.page.fetches.begin(install_folder(viewer.page.settings.models))
    yield from _watch(viewer, fetch, installed)


def resume(viewer: Viewer, installed: Installed) -> Iterator[WaysAnswer]:
    """Show the download that is under way, whoever began it."""
    fetch = viewer.page.fetches.current
    if fetch is None or not fetch.running:
        yield (gr.skip(),) * 3
        return
    yield from _watch(viewer, fetch, installed)


def stop_download(viewer: Viewer) -> None:
    """Give the download up."""
    if fetch := viewer.page.fetches.current:
        fetch.cancel()


def progress_bar(viewer: Viewer, report: DownloadProgress) -> str:
    """Return how much of a file is here, as HTML."""
    received = report.received // MEGABYTE
    if not report.total:
        words = viewer.say("setup.received_open", file=report.file, received=received)
        return progress(words, None)
    fraction = min(1.0, report.received / report.total)
    words = viewer.say(
        "setup.received",
        file=report.file,
        received=received,
        total=report.total // MEGABYTE,
        percent=int(100 * fraction),
    )
    return progress(words, fraction)


def _watch(viewer: Viewer, fetch: PackFetch, installed: Installed) -> Iterator[WaysAnswer]:
    try:
        while fetch.watch(REPORT_EVERY):
            # A sign of life in any case: only there does Gradio see that the visitor has left.
            words = progress_bar(viewer, fetch.latest) if fetch.latest else gr.skip()
            yield _answer(words, running=True)
        if fetch.cancelled:
            yield _answer(note(viewer.say("setup.stopped")))
            return
        pack = fetch.ended.result()
        yield _answer(progress(viewer.say("setup.loading"), None), running=True)
        yield _answer(note(installed(viewer, pack), "good"))
    except Exception:
        yield _answer("")
        raise


def _answer(words: str | dict[str, Any], *, running: bool = False) -> WaysAnswer:
    return words, gr.update(interactive=not running), gr.update(visible=running)


@dataclass(frozen=True, slots=True)
class Ways:
    """The two ways, laid out.

    Attributes:
        installed: The events that end well when a pack was installed.
        resumed: Ends well when a visitor has come, after the download that was under way, if one
            was; None where nobody's coming is listened to.
    """

    installed: tuple[Dependency, Dependency]
    resumed: Dependency | None


def build_ways(page: Page, prefix: str, installed: Installed, opened: Opened | None) -> Ways:
    """Lay both ways out side by side and connect them.

    Args:
        page: The page.
        prefix: What the ids of the elements begin with.
        installed: What follows when a pack was installed.
        opened: Listens to visitors' coming, who are to see a download that is under way; None where
            there can be none.
    """
    with gr.Row(equal_height=True):
        fetch, stop = _download_way(page, prefix)
        zipped = _import_way(page, prefix)
    said = told(f"{prefix}-progress")
    answer = [said, fetch, stop]
    private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    downloaded = fetch.click(
        page.handler(partial(download, installed=installed)), None, answer, **private
    )
    resumed = None
    if opened is not None:
        again = page.handler(partial(resume, installed=installed))
        resumed = opened(again, None, answer, **private)
    stop.click(page.handler(stop_download), queue=False, api_visibility="private")
    imported = zipped.upload(
        page.handler(partial(import_zip, installed=installed)),
        zipped,
        said,
        show_progress_on=said,
        api_visibility="private",
    )
    return Ways((downloaded, imported), resumed)


def _download_way(page: Page, prefix: str) -> tuple[gr.Button, gr.Button]:
    """Lay out the button that begins the download and the one that ends it."""
    with gr.Column(variant="panel"):
        _explain(page, "download")
        fetch = gr.Button(
            page.label("setup.download"), variant="primary", elem_id=f"{prefix}-download"
        )
        stop = gr.Button(page.label("setup.stop"), visible=False, elem_id=f"{prefix}-stop")
    return fetch, stop


def _import_way(page: Page, prefix: str) -> gr.File:
    """Lay out where a zip file is put."""
    with gr.Column(variant="panel"):
        _explain(page, "import")
        return gr.File(
            label=page.label("setup.import"),
            file_types=[".zip"],
            elem_id=f"{prefix}-in",
            elem_classes="fm-file",
            height=150,
        )


def _explain(page: Page, way: str) -> None:
    """Say what a way is; each sentence by itself, as Gradio translates one label a component."""
    gr.Markdown(page.label(f"setup.{way}_title"), elem_classes="fm-way")
    gr.Markdown(page.label(f"setup.{way}_why"))
