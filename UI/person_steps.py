"""What is done with a person on their page: note, name, faces and merging."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate

from face_process.errors import GalleryError
from SQL.directory import Listed
from SQL.person_name import person_name
from UI.markup import note
from UI.people_view import Opened, PeopleParts, gone, person_shown
from UI.person_questions import Merge, asking
from UI.viewer import Viewer, complaint

MISSING = frozenset({"person_missing", "face_missing"})


Step = Callable[..., PeopleParts]


def on_person(
    step: Callable[Concatenate[Viewer, Listed, Opened, ...], PeopleParts],
) -> Step:
    """Return a step that is done only with the person who is shown.

    Who was renamed, removed or changed meanwhile by others is shown as they are now.
    """

    @wraps(step)
    def done(viewer: Viewer, opened: Opened | None, *inputs: Any) -> PeopleParts:  # noqa: ANN401 - whatever the components give
        if opened is None:
            raise complaint(viewer, viewer.say("people.out_of_date"))
        person = viewer.page.store.directory.find(opened.person_id)
        if person is None:
            return gone(viewer, opened)
        if person.name != opened.name:
            facts = {"name": opened.name, "new_name": person.name}
            return person_shown(viewer, opened, _warn(viewer, "now_called", **facts))
        try:
            return step(viewer, person, opened, *inputs)
        except GalleryError as error:
            if error.key not in MISSING:
                raise
            return person_shown(viewer, opened, _warn(viewer, "changed"))

    return done


@on_person
def save_note(viewer: Viewer, person: Listed, opened: Opened, written: str) -> PeopleParts:
    """Keep the note about a person; an empty one takes it away."""
    viewer.page.store.people.set_note(person.name, written.strip())
    key = "people.noted" if written.strip() else "people.note_removed"
    return PeopleParts(note(viewer.say(key, name=person.name), "good"), note=written.strip())


@on_person
def rename(viewer: Viewer, person: Listed, opened: Opened, written: str) -> PeopleParts:
    """Give a person another name, or offer to merge them with whom it belongs to."""
    new_name = person_name(written or "")
    if new_name == person.name:
        return PeopleParts(note(viewer.say("people.same_name", name=person.name)))
    try:
        viewer.page.store.people.rename(person.name, new_name)
    except GalleryError as error:
        if error.key != "name_taken":
            raise
        taken = viewer.say("people.name_taken", into=new_name)
        return _ask_merge(viewer, person, new_name, taken)
    facts = {"name": person.name, "new_name": new_name}
    said = note(viewer.say("people.renamed", **facts), "good")
    return person_shown(viewer, opened, said)._replace(name=new_name)


@on_person
def ask_merge(viewer: Viewer, person: Listed, opened: Opened, into: str | None) -> PeopleParts:
    """Ask whether a person is to become part of another one."""
    if not (into or "").strip():
        raise complaint(viewer, viewer.say("people.merge_whom"))
    into = person_name(into)
    try:
        viewer.page.store.people.find(into)
    except GalleryError as error:
        sentence = viewer.say("people.nobody_called", name=into)
        raise complaint(viewer, sentence) from error
    if into == person.name:
        raise GalleryError("merge_same", name=into)
    return _ask_merge(viewer, person, into)


def _ask_merge(viewer: Viewer, person: Listed, into: str, before: str = "") -> PeopleParts:
    facts = {"name": person.name, "into": into, "what": what_is_kept(viewer, person)}
    sentences = [before, viewer.say("people.ask_merge", **facts)]
    return asking(viewer, Merge(into), sentences, "do_merge")


@on_person
def choose_portrait(viewer: Viewer, person: Listed, opened: Opened, chosen: str) -> PeopleParts:
    """Let the chosen face stand for its person."""
    faces = chosen_faces(viewer, person, chosen)
    if len(faces) > 1:
        raise complaint(viewer, viewer.say("people.portrait_one"))
    viewer.page.store.people.set_portrait(faces[0])
    said = viewer.say("people.portrait_set", name=person.name)
    return person_shown(viewer, opened, note(said, "good"))


@on_person
def move_faces(
    viewer: Viewer, person: Listed, opened: Opened, chosen: str, whose: str | None
) -> PeopleParts:
    """Give the chosen faces to somebody else, known or new."""
    faces = chosen_faces(viewer, person, chosen)
    if not (whose or "").strip():
        raise complaint(viewer, viewer.say("people.move_whom"))
    name = person_name(whose)
    if name == person.name:
        raise complaint(viewer, viewer.say("people.move_same", name=name))
    viewer.page.store.people.move_face(faces[0], name, *faces[1:])
    said = viewer.say("people.moved", name=name, count=len(faces))
    return person_shown(viewer, opened, note(said, "good"))


def chosen_faces(viewer: Viewer, person: Listed, chosen: str) -> tuple[int, ...]:
    """Return the rows of the faces that were chosen.

    Args:
        viewer: Who chose them.
        person: Whose they are.
        chosen: The same as the browser tells them: ``3,7``.

    Raises:
        GalleryError: Some are gone or somebody else's meanwhile.
    """
    faces = tuple(int(face) for face in (chosen or "").split(",") if face.isdecimal())
    if not faces:
        raise complaint(viewer, viewer.say("people.choose_first"))
    check_owned(viewer, person, faces)
    return faces


def check_owned(viewer: Viewer, person: Listed, faces: Sequence[int]) -> None:
    """See that faces are still a person's, whatever others did meanwhile.

    Raises:
        GalleryError: Some are gone or somebody else's.
    """
    if not viewer.page.store.directory.owns(person.id, faces):
        raise GalleryError("face_missing", number=faces[0])


def merge(viewer: Viewer, person: Listed, opened: Opened, into: str) -> PeopleParts:
    """Give all that is one person's to another, and show that one."""
    merged = viewer.page.store.people.merge(person.name, into)
    said = note(viewer.say("people.merged", name=person.name, into=merged.name), "good")
    return person_shown(viewer, Opened(merged.id, merged.name, opened.place), said, entered=True)


def what_is_kept(viewer: Viewer, person: Listed) -> str:
    """Return what is kept of a person, in words."""
    kept = [viewer.say("people.faces", count=person.faces)]
    if sightings := viewer.page.store.directory.sightings(person.id):
        kept.append(viewer.say("people.what_sightings", count=sightings))
    if person.note:
        kept.append(viewer.say("people.what_note"))
    *first, last = kept
    if not first:
        return last
    return viewer.say("people.and", first=viewer.say("list_separator").join(first), last=last)


def _warn(viewer: Viewer, key: str, **values: object) -> str:
    return note(viewer.say(f"people.{key}", **values), "warn")
