"""The part of the enrolment tab that guides somebody in front of the browser's camera."""

from __future__ import annotations

import json

import gradio as gr

from face_process.enrol_guide import Advice
from face_process.varied_looks import FEWEST
from UI.camera_help import PREFIX, PROBLEMS, REASONS
from UI.guided_enrol import PATH
from UI.look import STATIC
from UI.markup import safe
from UI.texts import CATALOGUE, LANGUAGES, Language, text

OWN = "page.guide."
SCRIPT = PROBLEMS + "".join(
    (STATIC / name).read_text("utf-8") for name in ("camera_frame.js", "guided.js")
)
"""Opens the camera, sends frames, shows hints and the looks that were taken."""


def build_enrol_camera() -> gr.HTML:
    """Lay it out; its click says that looks were taken, with the word that fetches them."""
    return gr.HTML(_markup(), elem_id="enrol-camera", elem_classes="fm-html", js_on_load=SCRIPT)


def advice_sentence(language: Language, advice: Advice) -> str:
    """Return what somebody should do: as a window says it, or in the page's own words."""
    own = f"{OWN}{advice}"
    return text(language, own if own in CATALOGUE else f"window.{advice}")


def _markup() -> str:
    words = {language: _words(language) for language in LANGUAGES}
    data = safe(json.dumps({"words": words, "path": PATH, "fewest": FEWEST}, ensure_ascii=False))
    return f"""
<div class="fm-guide" data-guide="{data}">
  <div class="fm-guide-stage">
    <video id="guide-video" muted playsinline></video>
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <rect id="guide-ring" rx="8" ry="10" pathLength="100"/></svg>
    <p id="guide-hint" role="status" aria-live="polite"></p>
  </div>
  <ol class="fm-guide-looks" id="guide-looks"></ol>
  <button type="button" id="guide-start" class="lg primary" data-say="start"></button>
  <button type="button" id="guide-stop" class="lg secondary" data-say="stop" hidden></button>
</div>"""


def _words(language: Language) -> dict[str, str]:
    own = {key.removeprefix(OWN): text(language, key) for key in CATALOGUE if key.startswith(OWN)}
    reasons = {key: text(language, PREFIX + key) for key in (*REASONS, "ended")}
    return reasons | own | {advice: advice_sentence(language, advice) for advice in Advice}
