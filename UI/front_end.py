"""Web mode: the page is built here from its tabs and served until it is ended."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from face_process.errors import PageError, SettingsError
from merge.settings import Settings
from SQL.database_operate import Store
from UI.addresses import Place, place_of
from UI.certificate import Identity, given_identity, own_identity
from UI.page_settings import PageSettings
from UI.quick_gradio import without_collecting, without_stubs
from UI.recognizer import OpenService, Recognizer
from UI.server import open_socket, serve, until_interrupted
from UI.temporary import own_folder
from UI.texts import text

log = logging.getLogger(__name__)


def run_page(settings: Settings, store: Store, open_service: OpenService) -> None:
    """Serve the page until Ctrl-C or SIGTERM.

    Args:
        settings: What the command line and the environment say.
        store: The people.
        open_service: Opens the recogniser, with models asked for or those of the settings.

    Raises:
        PageError: The address, the port, the certificate or the temporary folder can't be used,
            or other machines would reach the page without a password.
        SettingsError: Only one of certificate and key is given.
    """
    with (
        until_interrupted() as interrupted,
        open_socket(settings.host, settings.port) as listening,
        own_folder(settings.gradio_temp) as folder,
        ExitStack() as whole,
    ):
        place = place_of(listening, settings.host)
        identity = _identity(settings, place)
        if identity:
            place = replace(place, names=place.names | identity.names)
        choices = PageSettings(replace(settings, gradio_temp=folder), store)
        recognizer = Recognizer(open_service, choices)
        whole.callback(recognizer.leave)
        _prepare_gradio(folder)
        with without_stubs(), without_collecting():
            from UI.app import build_app  # Gradio takes a second; the models load meanwhile

            app = build_app(choices, store, recognizer, place)
        if interrupted.is_set():
            return
        sys.stdout.write("\n".join(_greeting(settings, place, identity)) + "\n")
        sys.stdout.flush()
        serve(app, listening, app.state.streams_end, identity and identity.context)


def _identity(settings: Settings, place: Place) -> Identity | None:
    """Return what the page is encrypted with; None on this machine alone, where nobody listens."""
    if place.beyond and settings.password is None:
        raise PageError("password_missing", host=settings.host)
    if settings.certificate and settings.key:
        return given_identity(settings.certificate, settings.key)
    if settings.certificate or settings.key:
        raise SettingsError("pem_half")
    return own_identity(place) if place.beyond else None


def _greeting(settings: Settings, place: Place, identity: Identity | None) -> list[str]:
    """Return where the page is, and what others have to know who come to it."""

    def say(key: str, **values: object) -> str:
        return text(settings.language, f"page.{key}", **values)

    lines = [say("ready", url=place.own_url("https" if identity else "http"))]
    if place.beyond:
        lines.append(say("private.elsewhere", urls="  ".join(place.other_urls())))
    if identity and identity.self_signed:
        lines.append(say("private.self_signed", fingerprint=identity.fingerprint))
    return lines


def _prepare_gradio(folder: Path) -> None:
    """Keep Gradio to itself; it reads these while it is imported."""
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
