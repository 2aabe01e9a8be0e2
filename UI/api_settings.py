"""The API for what is chosen for everybody: settings, and the model pack."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import CancelledError

from face_process.errors import ModelError, SettingsError
from face_process.init_InsightFace import choose_device
from face_process.model_packs import installed_packs
from face_process.store_documents import Document
from merge.kept_settings import KEPT
from merge.settings import Device
from UI.settings_history import forget_old
from UI.settings_switch import REPORT_EVERY
from UI.viewer import Viewer


def settings(viewer: Viewer) -> list[Document]:
    """What can be chosen for everybody, and what counts now.

    Returns:
        Each with name, value (language null: that of each browser), kept: whether it was chosen
        and is kept with the people, and fixed: whether it was given when FaceMind was started,
        and can't be chosen.
    """
    return [_setting(viewer, name) for name in KEPT]


def set_setting(viewer: Viewer, name: str, value: str | float | None = None) -> Document:
    """Choose a setting; it counts at once, for everybody and from now on.

    Args:
        name: One of those that `settings` lists.
        value: As the environment would have it: 0.45, "on", "cpu", cameras separated by
            semicolons. null goes back to the usual.

    Returns:
        The setting as `settings` lists it, and forgotten: how many sightings are gone because
        they are older than the days that are chosen now.
    """
    if name not in KEPT:
        facts = {"name": "name", "value": name, "options": ", ".join(KEPT)}
        raise SettingsError("setting_not_one_of", **facts)
    written = f"{value:g}" if isinstance(value, float) else value
    if name == "device" and written in list(Device):
        choose_device(Device(written))  # kept only where it can be used
    viewer.page.choices.change(name, written)
    forgotten = forget_old(viewer) if name == "sightings_days" else 0
    return {**_setting(viewer, name), "forgotten": forgotten}


def use_pack(viewer: Viewer, pack: str) -> Iterator[Document]:
    """Recognise with another model pack; the one in use answers until it is ready.

    Args:
        pack: Its name, from `models`.

    Returns:
        While it runs, done=false with embedded, how many known faces it has learned, and of, how
        many it has to (null while it is being loaded). In the end, done=true with pack, the one
        in use, and cancelled, whether the change was given up. Cancelling the job gives it up.
    """
    page = viewer.page
    if pack not in {one.name for one in installed_packs(page.settings.models)}:
        raise ModelError("pack_missing", pack=pack)
    switch = page.recognizer.change(pack=pack)
    try:
        while switch.running:
            yield {"done": False, "embedded": switch.done, "of": switch.total}
            time.sleep(REPORT_EVERY)
    finally:
        switch.cancel()
    cancelled = isinstance(switch.ended.exception(), CancelledError)
    if not cancelled:
        switch.ended.result()
    used = viewer.service.engine.identity.name
    yield {"done": True, "pack": used, "cancelled": cancelled}


def _setting(viewer: Viewer, name: str) -> Document:
    page = viewer.page
    value = {
        "threshold": lambda: viewer.service.threshold,
        "device": lambda: str(page.settings.device),
        "camera": lambda: "; ".join(page.settings.camera),
        "language": lambda: page.settings.page_language,
    }.get(name, lambda: getattr(page.settings, name))()
    fixed = page.choices.is_fixed(name)
    kept = not fixed and page.store.setting(name) is not None
    return {"name": name, "value": value, "kept": kept, "fixed": fixed}
