"""The tab that names the faces of photos, and lets their names be questioned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from face_process.image_file import PHOTO_SUFFIXES
from UI.components import HEIGHT, Picture, picture_input, slot, told
from UI.look import PICK, STATIC
from UI.markup import note
from UI.photo_answer import OpenPhoto, face_table, open_photo, summary
from UI.photo_many import ManyAnswer, OnePhoto, recognize_many, shown
from UI.queues import RECOGNISING, VIDEOS
from UI.viewer import Page, Viewer, complaint
from UI.why_panel import WhyAnswer, build_why_panel, hide_why, show_why

PhotoAnswer = tuple[Any, str, str, OpenPhoto | None]
"""The picture with names, the summary, the table, and the photo that they are of."""

DROP = (STATIC / "photo_drop.js").read_text("utf-8")
SHOW_ANSWER = (
    "(photo) => photo && requestAnimationFrame(() => "
    "document.getElementById('photo-summary').scrollIntoView({block: 'nearest'}))"
)
"""On a phone the answer is far below the photo."""
SHOW_RESULT = "() => document.getElementById('photo-out').scrollIntoView({block: 'nearest'})"
QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True, slots=True)
class PhotoTab:
    """What others may listen to.

    Attributes:
        photo: The picture to recognise.
        result: The same picture with names.
        summary: One sentence about it.
        faces: The table of its faces.
        files: Several pictures to recognise.
    """

    photo: Picture
    result: Picture
    summary: gr.HTML
    faces: gr.HTML
    files: gr.File


def recognize_photo(viewer: Viewer, photo: Path | None) -> tuple[Any, ...]:
    """Answer a picture that was just put in, or taken out again."""
    if photo is None:
        return None, nobody_hint(viewer), "", None, *hide_why()
    return *_answer(viewer, open_photo(viewer, photo)), *hide_why()


def recognize_again(viewer: Viewer, photo: Path | None) -> tuple[Any, ...]:
    """Answer the button, as after somebody was enrolled."""
    if photo is None:
        gr.Info(viewer.say("photo.missing"), title=viewer.say("hint"))
    return recognize_photo(viewer, photo)


def recognize_files(viewer: Viewer, files: list[str] | None) -> Iterator[ManyAnswer]:
    """Answer several pictures that were put in, as they are done."""
    yield from recognize_many(viewer, files)


def open_one(viewer: Viewer, photos: tuple[OnePhoto, ...]) -> tuple[Any, ...]:
    """Show the photo that was chosen among several."""
    place = viewer.event.get("index")
    if not isinstance(place, int) or not 0 <= place < len(photos):
        raise complaint(viewer, viewer.say("why.gone"))
    one = photos[place]
    return *_answer(viewer, open_photo(viewer, one.file, one.seen)), *hide_why()


def question_in_picture(viewer: Viewer, photo: OpenPhoto | None) -> WhyAnswer:
    """Say why the face that was clicked in the picture has its name."""
    point = viewer.event.get("index")
    place = photo.face_at(*point) if photo and isinstance(point, list) else None
    return hide_why() if place is None else show_why(viewer, photo.face(place))


def question_in_table(viewer: Viewer, photo: OpenPhoto | None) -> WhyAnswer:
    """Say why the face whose row's button was pressed has its name."""
    number = str(viewer.event.get("face", ""))
    if photo is None or not number.isdecimal() or not 1 <= int(number) <= len(photo.seen):
        raise complaint(viewer, viewer.say("why.gone"))
    return show_why(viewer, photo.face(int(number) - 1))


def name_again(
    viewer: Viewer, photo: OpenPhoto | None, photos: tuple[OnePhoto, ...]
) -> tuple[Any, ...]:
    """Show all that is open with the names of now, after one was corrected."""
    answer = (gr.skip(),) * 4 if photo is None else _answer(viewer, photo.again(viewer))
    if not photos:
        return *answer, gr.skip(), gr.skip(), gr.skip()
    return *answer, *shown(viewer, [one.again(viewer) for one in photos], gr.skip())


def nobody_hint(viewer: Viewer) -> str:
    """Return where to start while nobody is enrolled, else nothing."""
    return "" if viewer.page.store.people.all() else note(viewer.say("nobody"))


def _answer(viewer: Viewer, photo: OpenPhoto) -> PhotoAnswer:
    said = summary(viewer, photo.named)
    if photo.named and not any(face.nearest for face in photo.named):
        said += nobody_hint(viewer)
    return photo.drawn(viewer), said, face_table(viewer, photo.named), photo


def build_photo_tab(page: Page) -> PhotoTab:
    """Lay the tab out and connect it."""
    with gr.Row(equal_height=False):
        with gr.Column():
            photo = picture_input(page.label("photo.in"), "photo-in")
            again = gr.Button(page.label("photo.button"), variant="primary", elem_id="photo-button")
            files = _files_input(page)
        with gr.Column():
            result = Picture(
                label=page.label("photo.out"),
                elem_id="photo-out",
                interactive=False,
                height=HEIGHT,
                buttons=["download", "fullscreen"],
            )
            said = told("photo-summary")
            faces = slot("photo-table", js_on_load=PICK)
    tab = PhotoTab(photo, result, said, faces, files)
    several = _several(page)
    _connect(page, tab, again, several)
    return tab


def _files_input(page: Page) -> gr.File:
    """Return the box for several photos, which also takes what is dropped onto the one."""
    with gr.Accordion(page.label("photos.more"), open=False, elem_id="photo-more"):
        files = gr.File(
            show_label=False,
            file_count="multiple",
            file_types=["image", *sorted(PHOTO_SUFFIXES)],
            elem_id="photo-files",
            height=140,
        )
    gr.HTML(elem_classes="fm-script", js_on_load=DROP)
    return files


def _several(page: Page) -> list[gr.components.Component]:
    """Return the small pictures, the words above them, and the photos that they are of."""
    said = told("photo-many-said")
    many = gr.Gallery(
        label=page.label("photos.results"),
        elem_id="photo-many",
        columns=5,
        fit_columns=False,
        show_label=False,
        object_fit="cover",
        allow_preview=False,
        visible=False,
        interactive=False,
        buttons=[],
    )
    return [many, said, gr.State(())]


def _connect(
    page: Page, tab: PhotoTab, again: gr.Button, several: list[gr.components.Component]
) -> None:
    panel = build_why_panel(page, "photo")
    many, _, photos = several
    opened = gr.State(None)
    answer = [tab.result, tab.summary, tab.faces, opened]
    everything, why = [*answer, *panel.outputs], list(panel.outputs)
    private = {"api_visibility": "private"}
    busy = {"show_progress_on": tab.result, **private, **RECOGNISING.options}
    latest = {"trigger_mode": "always_last"}
    for answered in (
        tab.photo.change(page.handler(recognize_photo), tab.photo, everything, **latest, **busy),
        again.click(page.handler(recognize_again), tab.photo, everything, **busy),
    ):
        answered.success(None, tab.photo, js=SHOW_ANSWER, api_visibility="private")
    # Many take long: they wait where films do, and hold up nobody's one photo.
    beside = {**latest, **QUIETLY, **VIDEOS.options}
    tab.files.change(page.handler(recognize_files), tab.files, several, **beside)
    many.select(page.handler(open_one), photos, everything, **latest, **busy)
    many.select(None, js=SHOW_RESULT, api_visibility="private")
    # Of several clicks the last counts; Gradio would drop those that come while one is answered.
    tab.result.select(page.handler(question_in_picture), opened, why, **latest, **QUIETLY)
    tab.faces.click(page.handler(question_in_table), opened, why, **latest, **QUIETLY)
    for corrected in panel.done:
        named = [*answer, *several]
        corrected.success(page.handler(name_again), [opened, photos], named, **QUIETLY)
