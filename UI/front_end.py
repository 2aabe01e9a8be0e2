"""Web mode: the page is built here from its tabs and served until it is ended."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from merge.settings import Settings
from SQL.database_operate import Store
from UI.recognizer import OpenService, Recognizer
from UI.server import address, open_socket, serve, until_interrupted
from UI.temporary import own_folder
from UI.texts import text

log = logging.getLogger(__name__)


def run_page(settings: Settings, store: Store, open_service: OpenService) -> None:
    """Serve the page until Ctrl-C or SIGTERM.

    Args:
        settings: What the user chose.
        store: The people.
        open_service: Opens the recogniser, with a pack's name or with what the settings say.

    Raises:
        PageError: The address, the port or the temporary folder can't be used.
    """
    with (
        until_interrupted() as interrupted,
        open_socket(settings.host, settings.port) as listening,
        own_folder(settings.gradio_temp) as folder,
        ExitStack() as whole,
    ):
        recognizer = Recognizer(open_service)
        whole.callback(recognizer.leave)
        _prepare_gradio(folder)
        from UI.app import build_app  # Gradio takes seconds to import; the models load meanwhile

        app = build_app(replace(settings, gradio_temp=folder), store, recognizer)
        if interrupted.is_set():
            return
        url = address(settings.host, listening.getsockname()[1])
        sys.stdout.write(text(settings.language, "page.ready", url=url) + "\n")
        sys.stdout.flush()
        serve(app, listening, app.state.streams_end)


def _prepare_gradio(folder: Path) -> None:
    """Keep Gradio to itself; it reads these while it is imported."""
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
