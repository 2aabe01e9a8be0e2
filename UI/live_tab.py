"""The tab that names people in front of the browser's camera as they are."""

from __future__ import annotations

import json

import gradio as gr

from face_process.draw import Look
from UI.camera_help import PREFIX, PROBLEMS
from UI.live_hub import kept_hint
from UI.live_socket import PATH
from UI.look import STATIC
from UI.markup import safe
from UI.texts import CATALOGUE, LANGUAGES
from UI.viewer import Page

SCRIPT = PROBLEMS + "".join(
    (STATIC / name).read_text("utf-8") for name in ("camera_frame.js", "live.js")
)
"""Opens the camera, sends small frames, draws the answers; runs where the tab is shown."""


def build_live_tab(page: Page) -> gr.HTML:
    """Lay the tab out; all it does happens in the browser and over the socket."""
    return gr.HTML(
        _markup(page),
        elem_id="live",
        elem_classes="fm-html",
        js_on_load=SCRIPT,
    )


def _markup(page: Page) -> str:
    words = {
        language: {
            key.removeprefix(PREFIX): sentences[number]
            for key, sentences in CATALOGUE.items()
            if key.startswith((PREFIX, "page.unknown", "page.looking"))
        }
        for number, language in enumerate(LANGUAGES)
    }
    for language, said in words.items():
        said["hint"] = kept_hint(language, page.settings)
    looks = {
        look.value: {
            "frame": _css(look.colour),
            "paper": _css(look.paper),
            "ink": _css(look.letters),
        }
        for look in Look
    }
    data = safe(json.dumps({"words": words, "looks": looks, "path": PATH}, ensure_ascii=False))
    return f"""
<div class="fm-live" data-live="{data}">
  <div class="fm-live-stage">
    <video id="live-video" muted playsinline></video>
    <div id="live-faces"></div>
  </div>
  <div class="fm-live-side">
    <div class="fm-live-buttons">
      <button id="live-start" class="lg primary" data-say="start"></button>
      <button id="live-stop" class="lg secondary" data-say="stop" hidden></button>
    </div>
    <p class="fm-note" id="live-note" role="status"></p>
    <form id="live-form" hidden>
      <input id="live-name" maxlength="64" autocomplete="off" data-placeholder="name">
      <button class="sm primary" id="live-enrol" data-say="enrol"></button>
      <button class="sm secondary" type="button" id="live-cancel" data-say="cancel"></button>
    </form>
    <h3 class="fm-title" data-say="in_view"></h3>
    <ul class="fm-people" id="live-list"></ul>
  </div>
</div>"""


def _css(colour: tuple[int, int, int]) -> str:
    blue, green, red = colour
    return f"rgb({red}, {green}, {blue})"
