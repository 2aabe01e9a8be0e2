"""Two ways to a model pack: download the standard one, or bring one along."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import gradio as gr
from gradio.events import Dependency

from face_process.file_download import DownloadProgress
from face_process.model_packs import STANDARD_PACK, ModelPack
from face_process.pack_download import download_pack
from face_process.pack_import import import_pack
from face_process.pack_places import install_folder
from UI.components import told
from UI.markup import note, progress, tells_progress
from UI.viewer import Page, Viewer

WaysAnswer = tuple[str | dict[str, Any], dict[str, Any], dict[str, Any]]
"""The words and the two buttons."""
Installed = Callable[[Viewer, ModelPack], str]
"""Does what is to be done with a pack that was just installed, and says so."""

REPORT_EVERY = 0.3
MEGABYTE = 1_000_000


def import_zip(viewer: Viewer, file: str | None, installed: Installed) -> str:
    """Install a pack from a zip file."""
    if file is None:
        return ""
    pack = import_pack(Path(file), install_folder(viewer.page.settings.models))
    return note(installed(viewer, pack), "good")


def download(viewer: Viewer, installed: Installed) -> Iterator[WaysAnswer]:
    """Download the standard pack; closing it stops it."""
    stop = threading.Event()
    try:
        yield _answer(progress(viewer.say("setup.connecting"), None), running=True)
        reports: SimpleQueue[DownloadProgress] = SimpleQueue()
        download = _start_download(viewer, reports, stop)
        while not download.done():
            latest = _latest(reports)
            # A sign of life in any case: only there can it be closed.
            yield _answer(progress_bar(viewer, latest) if latest else gr.skip(), running=True)
        pack = download.result()
        yield _answer(progress(viewer.say("setup.loading"), None), running=True)
        yield _answer(note(installed(viewer, pack), "good"))
    except Exception:
        yield _answer("")
        raise
    finally:
        stop.set()


def end_download(viewer: Viewer, shown: str | None) -> tuple[Any, ...]:
    """Say that the download was stopped, if it was; Gradio closes it by itself."""
    if not tells_progress(shown):
        return (gr.skip(),) * 3
    return _answer(note(viewer.say("setup.stopped")))


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


def _start_download(
    viewer: Viewer, reports: SimpleQueue[DownloadProgress], stop: threading.Event
) -> Future[ModelPack]:
    """Download in a thread of its own, which ``stop`` ends and nobody has to wait for."""
    download: Future[ModelPack] = Future()

    def work() -> None:
        try:
            into = install_folder(viewer.page.settings.models)
            download.set_result(download_pack(STANDARD_PACK, into, reports.put, stop=stop))
        except BaseException as error:  # noqa: BLE001 - raised again by result()
            download.set_exception(error)

    threading.Thread(target=work, name="download models", daemon=True).start()
    return download


def _latest(reports: SimpleQueue[DownloadProgress]) -> DownloadProgress | None:
    """Wait a moment for a report; return the newest there is."""
    latest = None
    try:
        latest = reports.get(timeout=REPORT_EVERY)
        while True:
            latest = reports.get_nowait()
    except Empty:
        return latest


def _answer(words: str | dict[str, Any], *, running: bool = False) -> WaysAnswer:
    return words, gr.update(interactive=not running), gr.update(visible=running)


def build_ways(page: Page, prefix: str, installed: Installed) -> tuple[Dependency, Dependency]:
    """Lay both ways out side by side and connect them.

    Args:
        page: The page.
        prefix: What the ids of the elements begin with.
        installed: What follows when a pack was installed.

    Returns:
        The events that end well when a pack was installed.
    """
    with gr.Row(equal_height=True):
        fetch, stop = _download_way(page, prefix)
        zipped = _import_way(page, prefix)
    said = told(f"{prefix}-progress")
    answer = [said, fetch, stop]
    downloaded = fetch.click(
        page.handler(partial(download, installed=installed)),
        None,
        answer,
        show_progress="hidden",
        api_visibility="private",
    )
    stop.click(None, cancels=[downloaded], queue=False, api_visibility="private")
    # Gradio takes no new click before it has let go of the download, and only then is this called.
    downloaded.then(page.handler(end_download), said, answer, queue=False, api_visibility="private")
    imported = zipped.upload(
        page.handler(partial(import_zip, installed=installed)),
        zipped,
        said,
        show_progress_on=said,
        api_visibility="private",
    )
    return downloaded, imported


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
