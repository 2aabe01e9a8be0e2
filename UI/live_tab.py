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
    (STATIC / name).read_text("utf-8") for name in ("camera_frame.js", "live.js", "live_why.js")
)
"""Opens the camera, sends small frames, draws and questions the answers; runs in the tab."""

OTHERS = {
    *("page.unknown", "page.looking"),
    *(f"page.why.{key}" for key in ("who", "who_else", "save", "close")),
}
"""Sentences of other parts of the page that the live one says, too."""


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
            if key.startswith(PREFIX) or key in OTHERS
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
    <section class="fm-why" id="live-why" hidden>
      <div id="live-why-faces"></div>
      <div id="live-verdict" hidden>
        <button class="sm primary" type="button" id="live-right"></button>
        <button class="sm secondary" type="button" id="live-not"></button>
      </div>
      <form id="live-form">
        <label for="live-name" id="live-who"></label>
        <input id="live-name" maxlength="64" autocomplete="off" list="live-names">
        <datalist id="live-names"></datalist>
        <button class="sm primary" id="live-enrol"></button>
        <button class="sm secondary" type="button" id="live-cancel"
          data-say="page.why.close"></button>
      </form>
    </section>
    <h3 class="fm-title" data-say="in_view"></h3>
    <ul class="fm-people" id="live-list"></ul>
  </div>
</div>"""


def _css(colour: tuple[int, int, int]) -> str:
    blue, green, red = colour
    return f"rgb({red}, {green}, {blue})"
