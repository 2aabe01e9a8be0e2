"""Where somebody was seen, by the one name that the whole page has for it."""

from __future__ import annotations

from UI.live_hub import SOURCE as BROWSER
from UI.viewer import Viewer


def place(viewer: Viewer, source: str) -> str:
    """Return where somebody was seen, as people call it.

    Args:
        viewer: Who reads it.
        source: As it is kept: a camera's number, the browser's camera, a video's name or a
            stream's address; the last two are their own names.
    """
    if source.isascii() and source.isdigit():
        return viewer.say("place.camera", number=source)
    return viewer.say("place.browser") if source == BROWSER else source
