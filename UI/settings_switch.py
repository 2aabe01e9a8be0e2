"""Shows on the page how far a change of models is, and what became of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import Any

import gradio as gr

from face_process.errors import FaceMindError
from UI.markup import note, progress
from UI.model_switch import ModelSwitch
from UI.viewer import Viewer

SwitchAnswer = tuple[str | dict[str, Any], dict[str, Any]]
"""The words, and the button that cancels."""

REPORT_EVERY = 0.3


def follow(viewer: Viewer) -> Iterator[SwitchAnswer]:
    """Tell how far the change of models is that is under way, whoever began it."""
    switch = viewer.page.recognizer.switch
    if switch is None:
        yield "", gr.update(visible=False)
        return
    while switch.running:
        yield _how_far(viewer, switch), gr.update(visible=True)
        time.sleep(REPORT_EVERY)
    switch.told = True
    yield outcome(viewer, switch), gr.update(visible=False)


def follow_news(viewer: Viewer) -> Iterator[SwitchAnswer]:
    """Tell of a change as ``follow`` does, unless how it ended has been told already."""
    switch = viewer.page.recognizer.switch
    if switch is None or (switch.told and not switch.running):
        yield gr.skip(), gr.skip()
        return
    yield from follow(viewer)


def resume(viewer: Viewer) -> Iterator[SwitchAnswer]:
    """Go on telling of a change that is under way, or say why the last one didn't work."""
    switch = viewer.page.recognizer.switch
    if switch is not None and switch.running:
        yield from follow(viewer)
        return
    failed = switch is not None and isinstance(switch.ended.exception(), FaceMindError)
    yield outcome(viewer, switch) if failed else "", gr.update(visible=False)


def stop(viewer: Viewer) -> None:
    """Give the change of models up."""
    if switch := viewer.page.recognizer.switch:
        switch.cancel()


def outcome(viewer: Viewer, switch: ModelSwitch) -> str:
    """Return what became of a change of models that has ended, as HTML."""
    service = viewer.service
    pack = service.engine.identity.name
    error = switch.ended.exception()
    if error is None:
        facts = {"pack": pack, "device": service.engine.device, "faces": len(service.gallery)}
        return note(viewer.say("settings.pack.done", **facts), "good")
    if isinstance(error, CancelledError):
        return note(viewer.say("settings.pack.cancelled", pack=pack))
    known = isinstance(error, FaceMindError)
    reason = viewer.explain(error) if known else viewer.say("bug")
    return note(viewer.say("settings.pack.failed", pack=pack, reason=reason), "bad")


def _how_far(viewer: Viewer, switch: ModelSwitch) -> str:
    if not switch.total:
        return progress(viewer.say("settings.pack.loading"), None)
    fraction = min(1.0, switch.done / switch.total)
    facts = {"done": switch.done, "total": switch.total, "percent": int(100 * fraction)}
    return progress(viewer.say("settings.pack.learning", **facts), fraction)
