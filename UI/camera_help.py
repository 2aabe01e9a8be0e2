"""Says in the page's inputs why there is no camera, which Gradio keeps to itself."""

from __future__ import annotations

import json

import gradio as gr

from UI.look import STATIC
from UI.markup import safe
from UI.texts import CATALOGUE, LANGUAGES

PREFIX = "page.live."
REASONS = ("denied", "no_camera", "busy", "insecure", "failed")
PROBLEMS = (STATIC / "camera_problem.js").read_text("utf-8")
"""Gives scripts the function that knows what the browser's errors mean."""
SCRIPT = PROBLEMS + (STATIC / "camera_help.js").read_text("utf-8")


def build_camera_help() -> gr.HTML:
    """Watch the page's inputs; nothing is to be seen until a camera is missed."""
    words = {
        language: {reason: CATALOGUE[PREFIX + reason][number] for reason in REASONS}
        for number, language in enumerate(LANGUAGES)
    }
    data = safe(json.dumps(words, ensure_ascii=False))
    return gr.HTML(f'<i data-words="{data}"></i>', elem_classes="fm-camera-help", js_on_load=SCRIPT)
