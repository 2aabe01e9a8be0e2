"""The page that is shown while there are no models: download them, or bring them along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import Dependency

from face_process.model_packs import ModelPack
from UI.components import slot
from UI.markup import note, safe
from UI.pack_ways import Opened, build_ways
from UI.viewer import Page, Viewer


@dataclass(frozen=True, slots=True)
class SetupPage:
    """What others may listen to.

    Attributes:
        reason: Says what is missing.
        installed: Events that end well when a pack was installed.
    """

    reason: gr.HTML
    installed: tuple[Dependency, ...]


def setup_view(viewer: Viewer) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return which is visible, set-up or the tabs, and what is missing."""
    problem = viewer.page.recognizer.problem()
    if problem is None:
        return gr.update(visible=False), gr.update(visible=True), ""
    words = viewer.say("setup.why")
    reason = note(words) if problem.key == "no_models" else note(viewer.explain(problem), "bad")
    title = f'<h2 class="fm-setup">{safe(viewer.say("setup.title"))}</h2>'
    return gr.update(visible=True), gr.update(visible=False), title + reason


def use_installed(viewer: Viewer, pack: ModelPack) -> str:
    """Open the recogniser with a pack that was just installed."""
    viewer.page.recognizer.use_pack(pack.name)
    return viewer.say("setup.done", pack=pack.name)


def build_setup_page(page: Page, opened: Opened | None) -> SetupPage:
    """Lay the page out and connect it.

    Args:
        page: The page.
        opened: Listens to visitors' coming; None where there are models.
    """
    reason = slot("setup-reason")
    ways = build_ways(page, "setup", use_installed, opened)
    resumed = () if ways.resumed is None else (ways.resumed,)
    return SetupPage(reason, (*ways.installed, *resumed))
