"""The welcome: two steps from nobody known to the first face that is recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
import numpy as np

from face_process.face_enroll import enrol, examine
from face_process.types import Image
from UI.components import told
from UI.enrol_cards import people_list
from UI.enrol_tab import EnrolTab
from UI.markup import note
from UI.photo_tab import PhotoTab
from UI.viewer import Page, Viewer

EXAMPLE = "astronaut.png"


@dataclass(frozen=True, slots=True)
class Welcome:
    """What its steps are connected to the tabs by.

    Attributes:
        panel: All of it.
        said: What came of a step.
        example: Enrols the example.
        own: Leads to the tab where people are enrolled.
        recognize: Recognises the example.
        live: Leads to the camera.
        close: Puts it away.
    """

    panel: gr.Column
    said: gr.HTML
    example: gr.Button
    own: gr.Button
    recognize: gr.Button
    live: gr.Button
    close: gr.Button


def example_photo() -> Image:
    """Return NASA's portrait of Eileen Collins, in the public domain, which scikit-image ships."""
    from skimage import data  # takes a moment, and only newcomers need it

    return np.ascontiguousarray(data.astronaut()[:, :, ::-1])


def welcome_newcomer(viewer: Viewer) -> dict[str, Any]:
    """Show the welcome while nobody is known."""
    return gr.update(visible=not viewer.page.store.people.all())


def enrol_example(viewer: Viewer) -> tuple[str, str]:
    """Make the person on the example known."""
    name = viewer.say("welcome.example_name")
    if all(person.name != name for person in viewer.page.store.people.all()):
        candidate = examine(viewer.service, example_photo(), name, source=EXAMPLE)
        enrol(viewer.service, name, [candidate])
    return note(viewer.say("welcome.known", name=name), "good"), people_list(viewer)


def recognize_example(viewer: Viewer) -> tuple[Any, ...]:
    """Put the example into the tab for photos, which recognises it, and make room."""
    if not viewer.page.store.people.all():
        return gr.skip(), gr.skip(), gr.skip(), note(viewer.say("welcome.first"), "warn")
    return gr.update(visible=False), gr.update(selected="photo"), example_photo(), ""


def to_enrol(viewer: Viewer) -> dict[str, Any]:
    """Open the tab where people are enrolled."""
    return gr.update(selected="enrol")


def to_live(viewer: Viewer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put the welcome away and open the tab with the camera."""
    return gr.update(visible=False), gr.update(selected="live")


def put_away(viewer: Viewer) -> dict[str, Any]:
    """Hide the welcome."""
    return gr.update(visible=False)


def open_again(viewer: Viewer) -> tuple[dict[str, Any], str]:
    """Show the welcome from its beginning."""
    return gr.update(visible=True), ""


def build_welcome(page: Page) -> Welcome:
    """Lay it out, above the tabs that :func:`connect_welcome` connects it to."""
    with gr.Column(visible=False, elem_id="welcome") as panel:
        gr.Markdown(page.label("welcome.title"), elem_classes="fm-welcome-title")
        gr.Markdown(page.label("welcome.why"))
        with gr.Row(equal_height=True):
            with gr.Column(variant="panel"):
                _explain(page, "enrol")
                example = gr.Button(
                    page.label("welcome.example"), variant="primary", elem_id="welcome-example"
                )
                own = gr.Button(page.label("welcome.own"), elem_id="welcome-enrol")
            with gr.Column(variant="panel"):
                _explain(page, "recognize")
                recognize = gr.Button(
                    page.label("welcome.recognize"), variant="primary", elem_id="welcome-recognize"
                )
                live = gr.Button(page.label("welcome.live"), elem_id="welcome-live")
        said = told("welcome-said")
        close = gr.Button(page.label("welcome.close"), elem_id="welcome-close", size="sm")
    return Welcome(panel, said, example, own, recognize, live, close)


def connect_welcome(
    page: Page, welcome: Welcome, tabs: gr.Tabs, photo_tab: PhotoTab, enrol_tab: EnrolTab
) -> None:
    """Connect the steps with the tabs, and add what opens the welcome again, below them."""
    again = gr.Button(page.label("welcome.open"), elem_id="welcome-open", size="sm")
    panel, said = welcome.panel, welcome.said
    steps = {
        welcome.example: (enrol_example, [said, enrol_tab.people]),
        welcome.own: (to_enrol, tabs),
        welcome.recognize: (recognize_example, [panel, tabs, photo_tab.photo, said]),
        welcome.live: (to_live, [panel, tabs]),
        welcome.close: (put_away, panel),
        again: (open_again, [panel, said]),
    }
    for button, (step, changed) in steps.items():
        button.click(
            page.handler(step),
            None,
            changed,
            show_progress_on=said,
            api_visibility="private",
        )


def _explain(page: Page, step: str) -> None:
    """Say what a step is; each sentence by itself, as Gradio translates one label a component."""
    gr.Markdown(page.label(f"welcome.{step}_title"), elem_classes="fm-way")
    gr.Markdown(page.label(f"welcome.{step}_why"))
