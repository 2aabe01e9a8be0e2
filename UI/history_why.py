"""Why a visit is somebody's, and that it is rightly so."""

from __future__ import annotations

import gradio as gr

from face_process.errors import GalleryError
from face_process.face_why import explain
from face_process.visit_correct import confirm_visit, visit_face
from face_process.visits import Visit
from UI.markup import safe
from UI.viewer import Viewer
from UI.why_markup import Reader, explanation, outcome_words


def why(viewer: Viewer, visit: Visit) -> str:
    """Return what a visit's name rests on, as HTML."""
    face = visit_face(viewer.service, visit)
    told = explain(viewer.service, face)
    reader = Reader(viewer.language, viewer.page.store)
    return f'<div class="fm-why">{explanation(reader, face, told, opened=False)}</div>'


def agree(viewer: Viewer, visit: Visit | None) -> str:
    """Keep the visit's best look as another face of whoever came."""
    visit = still_open(visit)
    correction = confirm_visit(viewer.service, visit)
    tell(viewer, outcome_words(Reader(viewer.language, viewer.page.store), correction))
    return why(viewer, visit)


def choose(viewer: Viewer, visit: Visit | None) -> str:
    """Put one of the next nearest people into the box for the name."""
    place = str(viewer.event.get("place", ""))
    face = visit_face(viewer.service, still_open(visit))
    candidates = explain(viewer.service, face).candidates
    if not place.isdecimal() or int(place) >= len(candidates):
        raise GalleryError("visit_gone")
    return candidates[int(place)].name


def still_open(visit: Visit | None) -> Visit:
    """Return the visit that is open, or raise where none is any more."""
    if visit is None:
        raise GalleryError("visit_gone")
    return visit


def tell(viewer: Viewer, sentence: str) -> None:
    """Say a sentence in a toast."""
    gr.Info(safe(sentence).replace("\n", "<br>"), title=viewer.say("history.tab"))
