"""The tab that makes somebody known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from face_process.errors import ImageError
from face_process.face_enroll import EnrolCandidate, enrol, examine_file
from face_process.image_file import PHOTO_SUFFIXES, read_image
from SQL.person_name import person_name
from UI.components import Picture, picture_input, slot
from UI.enrol_photos import (
    Question,
    examine_photos,
    face_chooser,
    people_list,
    resemblance,
    success,
)
from UI.markup import note
from UI.viewer import Page, Viewer, complaint

EnrolAnswer = tuple[Any, ...]
"""Message, chooser, the row that asks, the question; photo, more photos, name; people."""

CHOOSE_FACE = """element.addEventListener('click', (clicked) => {
  const face = clicked.target.closest('[data-face]');
  if (face) trigger('click', {number: Number(face.dataset.face)});
});"""


@dataclass(frozen=True, slots=True)
class EnrolTab:
    """What others may listen to.

    Attributes:
        photo: The picture of the person.
        name: Their name.
        people: The list of those who are known.
    """

    photo: Picture
    name: gr.Textbox
    people: gr.HTML


def enrol_person(
    viewer: Viewer, photo: Path | None, more: list[str] | None, written: str
) -> EnrolAnswer:
    """Store the faces of one person, or ask what has to be known first."""
    name = person_name(written or "")
    photos = [photo] if photo else []
    photos += [Path(file) for file in more or []]
    if not photos:
        raise complaint(viewer, viewer.say("photo.missing"))
    if len(photos) > 1:
        found, refused = examine_photos(viewer, name, photos)
        return _store_or_ask(viewer, name, found, refused)
    try:
        candidate = examine_file(viewer.service, photos[0], name)
    except ImageError as error:
        if error.key != "several_faces":
            raise
        image = read_image(photos[0])
        faces = viewer.service.engine.detect(image)
        words = viewer.say("enrol.choose", count=len(faces), name=name)
        chooser = face_chooser(viewer, image, faces)
        return _answer(note(words, "warn"), chooser=chooser, question=Question(name, photos[0]))
    return _store_or_ask(viewer, name, [candidate])


def enrol_clicked(viewer: Viewer, question: Question | None) -> EnrolAnswer:
    """Go on with the face that was clicked among several."""
    number = viewer.event.get("number")
    if question is None or question.photo is None or not isinstance(number, int):
        raise complaint(viewer, viewer.say("enrol.gone"))
    candidate = examine_file(viewer.service, question.photo, question.name, number=number)
    return _store_or_ask(viewer, question.name, [candidate])


def enrol_anyway(viewer: Viewer, question: Question | None) -> EnrolAnswer:
    """Store faces although they look like somebody else's."""
    if question is None or not question.candidates:
        raise complaint(viewer, viewer.say("enrol.gone"))
    return _store(viewer, question.name, question.candidates, question.refused)


def leave(viewer: Viewer) -> EnrolAnswer:
    """Drop the question; photo and name stay to be corrected."""
    return _answer(note(viewer.say("enrol.left")))


def forget(viewer: Viewer, question: Question | None) -> EnrolAnswer:
    """Drop a question about a photo or name that has been changed since."""
    return tuple(gr.skip() for _ in range(4)) if question is None else _answer()[:4]


def _store_or_ask(
    viewer: Viewer, name: str, found: Sequence[EnrolCandidate], refused: Sequence[str] = ()
) -> EnrolAnswer:
    if not found:
        refusals = "".join(note(sentence, "bad") for sentence in refused)
        return _answer(note(viewer.say("enrol.left")) + refusals)
    doubtful = next((one for one in found if one.resembles), None)
    if doubtful is None:
        return _store(viewer, name, found, refused)
    question = Question(name, None, tuple(found), tuple(refused))
    return _answer(resemblance(viewer, name, doubtful), asks=True, question=question)


def _store(
    viewer: Viewer, name: str, found: Sequence[EnrolCandidate], refused: Sequence[str]
) -> EnrolAnswer:
    enrol(viewer.service, name, found)
    message = success(viewer, name, found, refused)
    return _answer(message, stored=True, people=people_list(viewer))


def _answer(
    message: str = "",
    *,
    chooser: str = "",
    asks: bool = False,
    question: Question | None = None,
    stored: bool = False,
    people: str | None = None,
) -> EnrolAnswer:
    inputs = (None, None, "") if stored else (gr.skip(),) * 3
    known = gr.skip() if people is None else people
    return message, chooser, gr.update(visible=asks), question, *inputs, known


def build_enrol_tab(page: Page) -> EnrolTab:
    """Lay the tab out and connect it."""
    with gr.Row(equal_height=False):
        with gr.Column():
            photo = picture_input(page.label("enrol.in"), "enrol-in")
            name = gr.Textbox(
                label=page.label("enrol.name"),
                placeholder=page.label("enrol.name_placeholder"),
                elem_id="enrol-name",
                max_lines=1,
            )
            button = gr.Button(
                page.label("enrol.button"), variant="primary", elem_id="enrol-button"
            )
            with gr.Accordion(page.label("enrol.more"), open=False, elem_id="enrol-more"):
                more = gr.File(
                    show_label=False,
                    file_count="multiple",
                    file_types=["image", *sorted(PHOTO_SUFFIXES)],
                    elem_id="enrol-files",
                    height=140,
                )
        with gr.Column():
            message = slot("enrol-message")
            chooser = slot("enrol-faces", js_on_load=CHOOSE_FACE)
            with gr.Row(visible=False) as asking:
                anyway = gr.Button(
                    page.label("enrol.anyway"), variant="primary", elem_id="enrol-anyway"
                )
                no = gr.Button(page.label("enrol.leave"), elem_id="enrol-leave")
            people = slot("people")
    question = gr.State(None)
    asked = [message, chooser, asking, question]
    answer = [*asked, photo, more, name, people]
    given = [photo, more, name]
    shown = {"show_progress_on": message, "api_visibility": "private"}
    button.click(page.handler(enrol_person), given, answer, **shown)
    name.submit(page.handler(enrol_person), given, answer, **shown)
    chooser.click(page.handler(enrol_clicked), question, answer, **shown)
    anyway.click(page.handler(enrol_anyway), question, answer, **shown)
    no.click(page.handler(leave), None, answer, **shown)
    for changed in (photo.change, more.change, name.change):
        changed(
            page.handler(forget),
            question,
            asked,
            show_progress="hidden",
            api_visibility="private",
        )
    return EnrolTab(photo, name, people)
