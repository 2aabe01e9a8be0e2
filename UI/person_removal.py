"""Delete a person, or faces of theirs, from everywhere they are kept."""

from __future__ import annotations

import gradio as gr

from face_process.errors import StoreError
from face_process.people_erase import erase_person, likenesses_of
from SQL.copies import copies_holding, purge_copies
from SQL.directory import Listed
from SQL.removed import Removed
from UI.copies_told import TRACES, as_html, copy_names, held_told, purged_told
from UI.markup import note
from UI.people_view import Opened, PeopleParts, people_shown, person_shown
from UI.person_questions import Delete, Purge, asking
from UI.person_steps import check_owned, chosen_faces, on_person, what_is_kept
from UI.viewer import Viewer


@on_person
def ask_delete(viewer: Viewer, person: Listed, opened: Opened) -> PeopleParts:
    """Ask whether a person is to go, and say what goes with them."""
    store = viewer.page.store
    shown_by = likenesses_of(store, person.name, viewer.page.settings.threshold)
    removed = store.directory.what_goes(person.name, shown_by=shown_by)
    what = what_is_kept(viewer, person)
    sentences = [viewer.say("people.ask_delete", name=person.name, what=what)]
    if count := len(shown_by.sightings):
        sentences.append(viewer.say("people.ask_unknown", name=person.name, count=count))
    return _ask(viewer, Delete((), removed), sentences)


@on_person
def ask_delete_faces(viewer: Viewer, person: Listed, opened: Opened, chosen: str) -> PeopleParts:
    """Ask whether the chosen faces are to go."""
    faces = chosen_faces(viewer, person, chosen)
    removed = viewer.page.store.directory.what_goes(person.name, faces)
    sentences = [viewer.say("people.ask_faces", name=person.name, count=len(faces))]
    if len(faces) >= person.faces:
        sentences.append(viewer.say("people.ask_last_faces", name=person.name))
    return _ask(viewer, Delete(faces, removed), sentences)


def _ask(viewer: Viewer, asked: Delete, sentences: list[str]) -> PeopleParts:
    """Ask whether something is to go, and whether from copies of the database, too."""
    holding = copies_holding(viewer.page.store.file, asked.removed)
    if holding:
        sentences.append(viewer.say("people.held_by", files=copy_names(viewer, holding)))
    question = asking(viewer, asked, sentences, "do_delete")
    return question._replace(purge=gr.update(visible=bool(holding), value=False))


def delete(
    viewer: Viewer, person: Listed, opened: Opened, asked: Delete, purge: bool
) -> PeopleParts:
    """Remove a person or faces of theirs, also from copies where that is wanted."""
    store, gone, left = viewer.page.store, asked.removed, ""
    check_owned(viewer, person, asked.faces)
    try:
        if asked.faces:
            gone = store.people.remove_face(*asked.faces)
        else:
            gone = erase_person(store, person.name, viewer.page.settings.threshold)
    except StoreError as error:
        if error.key not in TRACES:
            raise
        left = note(viewer.explain(error), "warn")
    key = "people.faces_deleted" if asked.faces else "people.deleted"
    said = note(viewer.say(key, name=person.name, count=len(asked.faces)), "good") + left
    if asked.faces:
        shown = person_shown(viewer, opened, said)
    else:
        shown = people_shown(viewer, opened.place, said)
    if purge:
        return purge_removed(viewer, gone, shown)
    return shown._replace(said=said + as_html(held_told(viewer, gone)))


def purge_removed(
    viewer: Viewer, removed: Removed, shown: PeopleParts | None = None
) -> PeopleParts:
    """Take what was removed out of copies, and ask again where that fails.

    Args:
        viewer: Who wants it.
        removed: What.
        shown: What else is shown.
    """
    shown = shown or PeopleParts()
    database = viewer.page.store.file
    try:
        purged = purge_copies(database, removed)
    except StoreError as error:
        if error.key != "copies_left":
            raise
        files = copy_names(viewer, copies_holding(database, removed))
        sentence = viewer.say("people.purge_again", files=files)
        return asking(viewer, Purge(removed), [sentence], "do_purge", shown)
    return shown._replace(said=shown.said + as_html(purged_told(viewer, purged)))
