"""The tab that names the faces of a photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from face_process.draw import draw_faces
from face_process.face_recognize import recognize_image
from face_process.image_file import read_image
from face_process.types import Image, RecognizedFace
from UI.components import HEIGHT, Picture, picture_input, slot
from UI.markup import note, safe, table
from UI.queues import RECOGNISING
from UI.viewer import Page, Viewer

PhotoAnswer = tuple[Image | None, str, str]
"""The annotated picture, the summary and the table."""


@dataclass(frozen=True, slots=True)
class PhotoTab:
    """What others may listen to.

    Attributes:
        photo: The picture to recognise.
        result: The same picture with names.
        summary: One sentence about it.
        faces: The table of its faces.
    """

    photo: Picture
    result: Picture
    summary: gr.HTML
    faces: gr.HTML


def recognize_photo(viewer: Viewer, photo: Path | None) -> PhotoAnswer:
    """Answer a picture that was just put in, or taken out again."""
    if photo is None:
        return None, nobody_hint(viewer), ""
    image = read_image(photo)
    faces = recognize_image(viewer.service, image)
    summary = note(summarize(viewer, faces), "good" if faces else "plain")
    if faces and not any(face.nearest for face in faces):
        summary += nobody_hint(viewer)
    return draw_faces(image, faces, viewer.language), summary, face_table(viewer, faces)


def recognize_again(viewer: Viewer, photo: Path | None) -> PhotoAnswer:
    """Answer the button, as after somebody was enrolled."""
    if photo is None:
        gr.Info(viewer.say("photo.missing"), title=viewer.say("hint"))
    return recognize_photo(viewer, photo)


def nobody_hint(viewer: Viewer) -> str:
    """Return where to start while nobody is enrolled, else nothing."""
    return "" if viewer.page.store.people.all() else note(viewer.say("nobody"))


def summarize(viewer: Viewer, faces: Sequence[RecognizedFace]) -> str:
    """Return how many faces there are and whose, from left to right."""
    if not faces:
        return viewer.say("photo.no_face")
    names = viewer.say("list_separator").join(face.name or viewer.say("unknown") for face in faces)
    return viewer.say("photo.faces", count=len(faces), names=names)


def face_table(viewer: Viewer, faces: Sequence[RecognizedFace]) -> str:
    """Return every face, from left to right, with what its name rests on."""
    headers = [viewer.say(f"table.{key}") for key in ("number", "name", "similarity", "threshold")]
    rows = []
    for number, face in enumerate(faces, 1):
        similarity = f"{face.nearest.similarity:.2f}" if face.nearest else "–"
        rows.append((str(number), name_cell(viewer, face), similarity, f"{face.threshold:.2f}"))
    return table(headers, rows)


def name_cell(viewer: Viewer, face: RecognizedFace) -> str:
    """Return a face's name, or that it is unknown and who is nearest, as HTML."""
    if face.name:
        return f"<strong>{safe(face.name)}</strong>"
    unknown = f'<span class="fm-unknown">{safe(viewer.say("unknown"))}</span>'
    if face.nearest is None:
        return unknown
    nearest = safe(viewer.say("table.nearest", name=face.nearest.name))
    return f"{unknown}<small>{nearest}</small>"


def build_photo_tab(page: Page) -> PhotoTab:
    """Lay the tab out and connect it."""
    with gr.Row(equal_height=False):
        with gr.Column():
            photo = picture_input(page.label("photo.in"), "photo-in")
            again = gr.Button(page.label("photo.button"), variant="primary", elem_id="photo-button")
        with gr.Column():
            result = Picture(
                label=page.label("photo.out"),
                elem_id="photo-out",
                interactive=False,
                height=HEIGHT,
                buttons=["download", "fullscreen"],
            )
            summary = slot("photo-summary")
            faces = slot("photo-table")
    answer = [result, summary, faces]
    photo.change(
        page.handler(recognize_photo),
        photo,
        answer,
        trigger_mode="always_last",
        show_progress_on=result,
        api_visibility="private",
        **RECOGNISING.options,
    )
    again.click(
        page.handler(recognize_again),
        photo,
        answer,
        show_progress_on=result,
        api_visibility="private",
        **RECOGNISING.options,
    )
    return PhotoTab(photo, result, summary, faces)
