"""The tab that makes somebody known, from photos or in front of the camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from face_process.face_enroll import enrol
from face_process.image_file import PHOTO_SUFFIXES
from face_process.photo_seen import Proposal, SeenPhoto, propose, see_photo
from SQL.person_name import person_name
from UI.components import Picture, picture_input, slot, told
from UI.enrol_answer import EnrolAnswer, Question, nothing_changes
from UI.enrol_camera import build_enrol_camera
from UI.enrol_cards import cards, crops, doubt, not_used, people_list, portrait, success
from UI.guided_enrol import LooksDesk
from UI.look import PICK, STATIC
from UI.markup import note
from UI.queues import Share
from UI.viewer import Page, Viewer, complaint

SEVERAL = (STATIC / "several_photos.js").read_text("utf-8")
"""Hands several photos that are put into the place for one to the place for many."""
PHOTOS, CAMERA = "photos", "camera"
FOCUS_FORM = "() => document.querySelector('#enrol-way input:checked')?.focus()"
IN_TURN = {**Share("enrolling", 1).options, "api_visibility": "private"}
"""Steps end in the order in which they were begun: photos are seen before they are enrolled."""


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


def look(
    viewer: Viewer, photo: Path | None, more: list[str] | None, seen: Sequence[SeenPhoto]
) -> tuple[Any, ...]:
    """Show what photos show as soon as they are put in; a question about others is dropped."""
    now = _looked_at(viewer, photo, more, seen)
    if [one.file for one in now] == [one.file for one in seen]:
        return nothing_changes()
    said, finished = ("", False) if now else (None, None)  # of who was just stored it is still said
    return EnrolAnswer(said, cards(viewer, now), now, finished=finished).outputs()


def enrol_person(
    viewer: Viewer,
    photo: Path | None,
    more: list[str] | None,
    written: str,
    seen: Sequence[SeenPhoto],
) -> tuple[Any, ...]:
    """Store the faces of one person, or ask what has to be known first."""
    name = person_name(written or "")
    now = _looked_at(viewer, photo, more, seen)
    if not now:
        raise complaint(viewer, viewer.say("photo.missing"))
    return _store_or_ask(viewer, name, now).outputs()


def click_card(
    viewer: Viewer, seen: tuple[SeenPhoto, ...], question: Question | None
) -> tuple[Any, ...]:
    """Take the name that was offered, or the face that was clicked among several."""
    event = viewer.event
    if event.get("do") == "name":
        return EnrolAnswer(name=str(event.get("name", ""))).outputs()
    try:
        at, number = int(event["photo"]), int(event["number"])
        file = seen[at].file
    except (KeyError, ValueError, IndexError):
        file = None
    if file is None:
        raise complaint(viewer, viewer.say("enrol.gone"))
    now = (*seen[:at], see_photo(viewer.service, file, number), *seen[at + 1 :])
    looked = EnrolAnswer(None, cards(viewer, now), now)
    return (_store_or_ask(viewer, question.name, now) if question else looked).outputs()


def take_looks(viewer: Viewer, seen: Sequence[SeenPhoto], *, desk: LooksDesk) -> tuple[Any, ...]:
    """Take what the camera took in place of what it took before."""
    looks = desk.fetch(str(viewer.event.get("word", "")))
    if not looks:
        raise complaint(viewer, viewer.say("enrol.looks_gone"))
    now = (*(one for one in seen if one.file), *looks)
    said = note(viewer.say("enrol.looks_taken", count=len(looks)))
    return EnrolAnswer(said, cards(viewer, now), now).outputs()


def enrol_anyway(viewer: Viewer, question: Question | None) -> tuple[Any, ...]:
    """Store faces although they may be somebody else's."""
    if question is None or question.proposal is None:
        raise complaint(viewer, viewer.say("enrol.gone"))
    go_on = _store_unless_doubtful if question.leaves_out else _store
    return go_on(viewer, question.proposal).outputs()


def leave(viewer: Viewer) -> tuple[Any, ...]:
    """Drop the question; photo and name stay to be corrected."""
    return EnrolAnswer(note(viewer.say("enrol.left"))).outputs()


def forget(viewer: Viewer, question: Question | None) -> tuple[Any, ...]:
    """Drop a question about a name that has been changed since."""
    return nothing_changes() if question is None else EnrolAnswer().outputs()


def next_person(viewer: Viewer) -> tuple[Any, ...]:
    """Make room for somebody else."""
    return EnrolAnswer(stored=True).outputs()


def choose_way(viewer: Viewer, way: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Show the place for photos or the camera."""
    return gr.update(visible=way == PHOTOS), gr.update(visible=way == CAMERA)


def _looked_at(
    viewer: Viewer, photo: Path | None, more: list[str] | None, seen: Sequence[SeenPhoto]
) -> tuple[SeenPhoto, ...]:
    """Return what the photos show that are in now, then the camera's looks; each is read once."""
    known = {one.file: one for one in seen}
    files = dict.fromkeys([*([photo] if photo else []), *map(Path, more or [])])
    photos = [known.get(file) or see_photo(viewer.service, file) for file in files]
    return *photos, *(one for one in seen if one.file is None)


def _store_or_ask(viewer: Viewer, name: str, seen: tuple[SeenPhoto, ...]) -> EnrolAnswer:
    if len(seen) == 1 and seen[0].error:
        raise seen[0].error
    proposal = propose(viewer.service, name, seen)
    asked = next((one for one in seen if one.undecided), None)
    if asked:
        return _ask_for_face(viewer, proposal, asked, seen)
    if proposal.candidates:
        return _store_unless_doubtful(viewer, proposal)
    said = note(viewer.say("enrol.left")) + not_used(viewer, proposal)
    return EnrolAnswer(said, cards(viewer, seen), seen)


def _ask_for_face(
    viewer: Viewer, proposal: Proposal, asked: SeenPhoto, seen: tuple[SeenPhoto, ...]
) -> EnrolAnswer:
    """Ask which face is meant; where others are clear, that photo may be left out."""
    about = {"file": asked.label, "count": len(asked.faces), "name": proposal.name}
    clear = proposal if proposal.candidates else None
    said = viewer.say("enrol.choose_or_leave_out" if clear else "enrol.choose", **about)
    question = Question(proposal.name, clear, leaves_out=clear is not None)
    return EnrolAnswer(note(said, "warn"), cards(viewer, seen), seen, question)


def _store_unless_doubtful(viewer: Viewer, proposal: Proposal) -> EnrolAnswer:
    """Store the faces, or ask first where one may be somebody else's."""
    asked = doubt(viewer, proposal)
    if asked is None:
        return _store(viewer, proposal)
    said = note(asked.words, "warn") + crops([asked.candidate], portrait(viewer, asked.beside))
    return EnrolAnswer(said, question=Question(proposal.name, proposal))


def _store(viewer: Viewer, proposal: Proposal) -> EnrolAnswer:
    enrol(viewer.service, proposal.name, proposal.candidates)
    said = success(viewer, proposal.name, proposal.candidates) + not_used(viewer, proposal)
    return EnrolAnswer(said, stored=True, finished=True, people=people_list(viewer))


def build_enrol_tab(page: Page, desk: LooksDesk) -> EnrolTab:
    """Lay the tab out and connect it.

    Args:
        page: The page.
        desk: Where the camera's line leaves what it took.
    """
    with gr.Row(equal_height=False):
        with gr.Column():
            ways = [(page.label(f"enrol.way_{way}"), way) for way in (PHOTOS, CAMERA)]
            way = gr.Radio(
                ways,
                value=PHOTOS,
                label=page.label("enrol.way"),
                elem_id="enrol-way",
                elem_classes="fm-segments",
            )
            with gr.Column() as by_photos:
                photo = picture_input(page.label("enrol.in"), "enrol-in")
                with gr.Accordion(page.label("enrol.more"), open=False, elem_id="enrol-more"):
                    more = _many_photos()
            with gr.Column(visible=False) as by_camera:
                camera = build_enrol_camera()
        with gr.Column():
            shown = slot("enrol-faces", js_on_load=PICK + SEVERAL)
            name = gr.Textbox(
                label=page.label("enrol.name"),
                placeholder=page.label("enrol.name_placeholder"),
                elem_id="enrol-name",
                max_lines=1,
            )
            button = gr.Button(
                page.label("enrol.button"), variant="primary", elem_id="enrol-button"
            )
            message = told("enrol-message")
            with gr.Row(visible=False) as asking:
                anyway = gr.Button(
                    page.label("enrol.anyway"), variant="primary", elem_id="enrol-anyway"
                )
                no = gr.Button(page.label("enrol.leave"), elem_id="enrol-leave")
            another = gr.Button(page.label("enrol.next"), visible=False, elem_id="enrol-next")
            people = slot("people")
    question, seen = gr.State(None), gr.State(())
    answer = [message, shown, asking, another, question, seen, photo, more, name, people]
    given, quiet = [photo, more, seen], {"show_progress": "hidden", **IN_TURN}
    said = {"show_progress_on": message, **IN_TURN}
    way.change(page.handler(choose_way), way, [by_photos, by_camera], **quiet)
    for put_in in (photo.change, more.change):
        put_in(page.handler(look), given, answer, show_progress_on=shown, **IN_TURN)
    for go in (button.click, name.submit):
        go(page.handler(enrol_person), [photo, more, name, seen], answer, **said)
    shown.click(page.handler(click_card), [seen, question], answer, **said)
    camera.click(page.handler(partial(take_looks, desk=desk)), seen, answer, **said)
    anyway.click(page.handler(enrol_anyway), question, answer, **said)
    no.click(page.handler(leave), None, answer, **said)
    another.click(page.handler(next_person), None, answer, js=FOCUS_FORM, **quiet)
    name.change(page.handler(forget), question, answer, **quiet)
    return EnrolTab(photo, name, people)


def _many_photos() -> gr.File:
    return gr.File(
        show_label=False,
        file_count="multiple",
        file_types=["image", *sorted(PHOTO_SUFFIXES)],
        elem_id="enrol-files",
        height=140,
    )
