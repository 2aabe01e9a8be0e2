"""The line above the tabs that says that there are better models than the starter's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from UI.viewer import Page, Viewer

PUT_AWAY = "starter_put_away"
"""Name of the store's setting that remembers that nobody wants to read it again."""
TO_PACKS = """() => {
    document.getElementById("settings-pack-more")?.scrollIntoView({block: "start"});
}"""
"""Shows where in the settings a pack is downloaded, which is below others of them."""


@dataclass(frozen=True, slots=True)
class StarterNotice:
    """What it is connected to the tabs by.

    Attributes:
        line: All of it.
        better: Leads to where a better pack is to be had.
        later: Puts it away for good.
    """

    line: gr.Row
    better: gr.Button
    later: gr.Button


def fresh(viewer: Viewer) -> dict[str, Any]:
    """Show it while the starter has to do; what better has come up meanwhile is changed to."""
    page = viewer.page
    if page.recognizer.problem() is not None:
        return hide(viewer)
    page.recognizer.leave_stopgap()
    unread = page.store.setting(PUT_AWAY) is None
    return gr.update(visible=page.recognizer.stopgap and unread)


def to_settings(viewer: Viewer) -> dict[str, Any]:
    """Open the settings, where the same is said and another pack is downloaded."""
    return gr.update(selected="settings")


def put_away(viewer: Viewer) -> dict[str, Any]:
    """Hide it for good; the settings go on saying it."""
    viewer.page.store.set_setting(PUT_AWAY, "yes")
    return hide(viewer)


def hide(_viewer: Viewer) -> dict[str, Any]:
    """Hide it until the page is opened anew."""
    return gr.update(visible=False)


def build_starter_notice(page: Page) -> StarterNotice:
    """Lay it out, above the tabs that :func:`connect_starter_notice` connects it to."""
    with gr.Row(visible=False, elem_id="starter") as line:
        gr.Markdown(page.label("starter.why"))
        better = gr.Button(page.label("starter.better"), elem_id="starter-better", size="sm")
        later = gr.Button(page.label("starter.later"), elem_id="starter-later", size="sm")
    return StarterNotice(line, better, later)


def connect_starter_notice(
    page: Page, notice: StarterNotice, blocks: gr.Blocks, tabs: gr.Tabs, settings: gr.Tab
) -> None:
    """Connect it with the page and its tabs.

    Args:
        page: The page.
        notice: The line.
        blocks: The whole page, with which it comes up.
        tabs: Of which one has the settings.
        settings: That one, where it isn't needed.
    """
    private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    blocks.load(page.handler(fresh), None, notice.line, **private)
    notice.better.click(page.handler(to_settings), None, tabs, **private).then(
        page.handler(hide), None, notice.line, **private
    ).then(None, js=TO_PACKS, api_visibility="private")
    notice.later.click(page.handler(put_away), None, notice.line, **private)
    settings.select(page.handler(hide), None, notice.line, **private)
