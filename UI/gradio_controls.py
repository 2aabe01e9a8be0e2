"""The names of Gradio's own controls, in the visitor's language."""

from __future__ import annotations

import json

from UI.look import STATIC
from UI.texts import CATALOGUE, LANGUAGES

GRADIOS = {
    "Upload file": "upload",
    "common.upload": "upload",
    "Click to upload or drop files": "drop",
    "Capture from camera": "camera",
    "Paste from clipboard": "paste",
    "capture photo": "take",
    "start recording": "record",
    "select input source": "camera_choice",
    "Remove Image": "remove_image",
    "Remove this file": "remove_file",
    "Clear": "clear",
    "Fullscreen": "fullscreen",
    "View in full screen": "fullscreen",
    "full-screen": "fullscreen",
    "Exit fullscreen mode": "exit_fullscreen",
    "Download": "download",
    "Reset video to initial value": "reset",
    "Trim video to selection": "trim",
    "play-pause-replay-button": "play",
    "Adjust volume": "volume",
    "Empty value": "empty",
    "Thumbnail": "thumbnail",
}
"""What Gradio calls them in every language, and the keys of what we do."""


def translated_controls() -> str:
    """Return a script that renames Gradio's controls, for tips and for screen readers."""
    words = {
        language: {
            theirs: CATALOGUE[f"page.controls.{ours}"][place] for theirs, ours in GRADIOS.items()
        }
        for place, language in enumerate(LANGUAGES)
    }
    script = (STATIC / "labels.js").read_text("utf-8")
    return f"const CONTROLS = {json.dumps(words, ensure_ascii=False)};\n{script}"
