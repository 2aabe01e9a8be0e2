"""The tab in which everything is chosen that holds for all: models, threshold, history, data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from UI.settings_backup import build_backup
from UI.settings_data import build_data
from UI.settings_history import build_history
from UI.settings_machine import build_machine
from UI.settings_pack import build_pack
from UI.settings_parts import QUIET
from UI.settings_threshold import build_threshold
from UI.viewer import Page, Viewer


@dataclass(frozen=True, slots=True)
class SettingsTab:
    """What others may listen to.

    Attributes:
        sections: All of it.
    """

    sections: gr.Column


def build_settings_tab(page: Page, tab: gr.Tab) -> SettingsTab:
    """Lay the tab out, section below section, and connect it."""
    with gr.Column(elem_id="settings") as column:
        threshold = build_threshold(page)
        sections = (
            threshold,
            build_pack(page, tab, threshold),
            build_machine(page),
            build_history(page),
            build_backup(page),
            data := build_data(page),
        )

    def fresh(viewer: Viewer) -> tuple[Any, ...]:
        return tuple(value for section in sections for value in section.fresh(viewer))

    # In one answer: one that comes later would overwrite what is being typed.
    outputs = [one for section in sections for one in section.outputs]
    tab.select(page.handler(fresh), None, outputs, **QUIET)
    for done in (done for section in sections for done in section.done):
        done.success(page.handler(data.fresh), None, list(data.outputs), **QUIET)
    return SettingsTab(column)
