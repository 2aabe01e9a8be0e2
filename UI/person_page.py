"""One person's page within the people's tab: the parts of it, and what they do."""

from __future__ import annotations

from dataclasses import dataclass, replace

import gradio as gr

from face_process.image_file import PHOTO_SUFFIXES
from SQL.directory import Listed
from UI.components import slot
from UI.look import PICK, STATIC
from UI.name_box import name_box
from UI.people_view import IN_TURN, Opened, PeopleParts, Place, people_shown, person_shown
from UI.person_adding import add_clicked, add_photos, keep_faces, skip_photo
from UI.person_questions import Add, Asked, Delete, Merge, Purge
from UI.person_removal import ask_delete, ask_delete_faces, delete, purge_removed
from UI.person_steps import (
    ask_merge,
    choose_portrait,
    merge,
    move_faces,
    on_person,
    rename,
    save_note,
)
from UI.viewer import Page, Viewer, complaint

FACES = (STATIC / "person_faces.js").read_text("utf-8")
"""Faces stay down when they are clicked; which are is read by CHOSEN."""
CHOSEN = (STATIC / "person_chosen.js").read_text("utf-8")
TOLD = (STATIC / "person_told.js").read_text("utf-8")
"""Leads to what was said or asked, wherever on the page the button was."""
BACK = (STATIC / "person_back.js").read_text("utf-8")
"""Leads to where the list of people was left."""


@dataclass(frozen=True, slots=True)
class PersonButtons:
    """What is pressed on a person's page.

    Attributes:
        back: Leads to everybody.
        add: Takes photos.
        skip: Leaves out a photo with several faces.
        portrait: Makes the chosen face the portrait.
        delete_faces: Deletes the chosen faces.
        move: Gives the chosen faces to somebody else.
        save_note: Keeps the note.
        rename: Gives another name.
        merge: Makes the person part of another one.
        delete: Deletes the person.
        chosen: Which faces are chosen, told by the browser.
    """

    back: gr.Button
    add: gr.UploadButton
    skip: gr.Button
    portrait: gr.Button
    delete_faces: gr.Button
    move: gr.Button
    save_note: gr.Button
    rename: gr.Button
    merge: gr.Button
    delete: gr.Button
    chosen: gr.Textbox


def go_back(viewer: Viewer, where: Place) -> PeopleParts:
    """Show everybody again, from where the person was opened."""
    return people_shown(viewer, where)


@on_person
def turn_faces(viewer: Viewer, person: Listed, opened: Opened) -> PeopleParts:
    """Show another page of the person's faces."""
    first = int(viewer.event.get("first") or 0)
    return person_shown(viewer, replace(opened, offset=first))


def confirm(viewer: Viewer, opened: Opened | None, asked: Asked | None, purge: bool) -> PeopleParts:
    """Do what was asked about."""
    match asked:
        case Purge(removed):
            return purge_removed(viewer, removed)
        case None:
            raise complaint(viewer, viewer.say("people.out_of_date"))
    return _confirmed(viewer, opened, asked, purge)


@on_person
def _confirmed(
    viewer: Viewer, person: Listed, opened: Opened, asked: Asked, purge: bool
) -> PeopleParts:
    match asked:
        case Merge(into):
            return merge(viewer, person, opened, into)
        case Delete():
            return delete(viewer, person, opened, asked, purge)
        case Add():
            return keep_faces(viewer, person, opened, asked)


def cancel(viewer: Viewer) -> PeopleParts:
    """Leave everything as it is."""
    return PeopleParts()


def build_person_page(page: Page) -> tuple[dict[str, object], PersonButtons]:
    """Lay a person's page out.

    Returns:
        Its parts by their names in PeopleParts, and its buttons.
    """
    with gr.Column(visible=False, elem_id="person") as one:
        back = gr.Button(
            page.label("people.back"), size="sm", elem_id="person-back", elem_classes="fm-back"
        )
        head = slot("person-head")
        with gr.Row(equal_height=False):
            with gr.Column(scale=3):
                faces = slot("person-faces", js_on_load=FACES)
                with gr.Column(elem_id="person-chosen"):
                    with gr.Row(elem_classes="fm-actions"):
                        portrait = gr.Button(
                            page.label("people.make_portrait"), elem_id="person-portrait"
                        )
                        delete_faces = gr.Button(
                            page.label("people.delete_faces"), elem_id="person-delete-faces"
                        )
                    with gr.Row(equal_height=True, elem_classes="fm-beside"):
                        move_to = name_box(page, "person-move-to")
                        move = gr.Button(page.label("people.move"), elem_id="person-move")
                chosen = gr.Textbox(visible=False)
                add = gr.UploadButton(
                    page.label("people.add"),
                    file_count="multiple",
                    file_types=["image", *sorted(PHOTO_SUFFIXES)],
                    elem_id="person-add",
                )
                chooser = slot("person-chooser", js_on_load=PICK)
                with gr.Row(visible=False) as adding:
                    skip = gr.Button(page.label("people.skip"), elem_id="person-skip")
            with gr.Column(scale=2):
                side, buttons = _build_side(page)
    parts = {
        "one": one, "head": head, "faces": faces, "move_to": move_to, "chooser": chooser,
        "adding": adding, **side,
    }  # fmt: skip
    return parts, PersonButtons(
        back, add, skip, portrait, delete_faces, move, **buttons, chosen=chosen
    )


def _build_side(page: Page) -> tuple[dict[str, object], dict[str, gr.Button]]:
    """Lay out what stands beside the faces."""
    note = gr.Textbox(
        label=page.label("people.note"),
        placeholder=page.label("people.note_placeholder"),
        lines=3,
        max_lines=12,
        elem_id="person-note",
    )
    save = gr.Button(page.label("people.save_note"), elem_id="person-save-note")
    with gr.Row(equal_height=True, elem_classes="fm-beside"):
        name = gr.Textbox(
            label=page.label("people.name"), max_lines=1, elem_id="person-name", scale=3
        )
        rename = gr.Button(
            page.label("people.rename"), elem_id="person-rename", scale=1, min_width=110
        )
    seen = slot("person-seen")
    with gr.Accordion(page.label("people.merge_title"), open=False, elem_id="person-merging"):
        merge_into = name_box(page, "person-merge-into")
        merge = gr.Button(page.label("people.merge"), elem_id="person-merge")
    delete = gr.Button(page.label("people.delete"), variant="stop", elem_id="person-delete")
    parts = {"note": note, "name": name, "seen": seen, "merge_into": merge_into}
    return parts, {"save_note": save, "rename": rename, "merge": merge, "delete": delete}


def connect_person_page(
    page: Page, parts: PeopleParts, buttons: PersonButtons, no: gr.Button
) -> None:
    """Connect a person's page.

    Args:
        page: The page that all share.
        parts: Every part of the tab.
        buttons: What is pressed on the person's page.
        no: The answer that leaves everything as it is.
    """
    opened, chosen = parts.opened, buttons.chosen
    shown = {"outputs": list(parts), "show_progress_on": parts.said, "api_visibility": "private"}
    at_once = {**shown, "show_progress": "hidden"}
    steps = [
        (buttons.add.upload, add_photos, [opened, buttons.add], None),
        (parts.chooser.click, add_clicked, [opened, parts.added], None),
        (buttons.skip.click, skip_photo, [opened, parts.added], None),
        (buttons.portrait.click, choose_portrait, [opened, chosen], CHOSEN),
        (buttons.delete_faces.click, ask_delete_faces, [opened, chosen], CHOSEN),
        (buttons.move.click, move_faces, [opened, chosen, parts.move_to], CHOSEN),
        (buttons.save_note.click, save_note, [opened, parts.note], None),
        (buttons.rename.click, rename, [opened, parts.name], None),
        (parts.name.submit, rename, [opened, parts.name], None),
        (buttons.merge.click, ask_merge, [opened, parts.merge_into], None),
        (buttons.delete.click, ask_delete, [opened], None),
        (parts.confirm.click, confirm, [opened, parts.asked, parts.purge], None),
        (parts.faces.click, turn_faces, [opened], None),
    ]
    for event, step, inputs, script in steps:
        done = event(page.handler(step), inputs, js=script, **shown)
        done.success(None, js=TOLD, api_visibility="private")
    no.click(page.handler(cancel), None, **at_once)
    back = buttons.back.click(page.handler(go_back), parts.place, **at_once, **IN_TURN)
    back.success(None, js=BACK, api_visibility="private")
