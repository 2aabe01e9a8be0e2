"""Add faces to a person from photos that are put on their page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from face_process.errors import ImageError
from face_process.face_enroll import EnrolCandidate, enrol, examine_file
from face_process.image_file import read_image
from SQL.directory import Listed
from UI.enrol_photos import crops, face_chooser
from UI.markup import note
from UI.people_view import SHOWN, Opened, PeopleParts, person_shown
from UI.person_questions import Add, asking
from UI.person_steps import on_person
from UI.texts import text
from UI.viewer import Viewer, complaint


@dataclass(frozen=True, slots=True, eq=False)
class Adding:
    """Photos that are on their way to a person.

    Attributes:
        found: Faces that are to be kept.
        refused: One sentence for each photo that is no use.
        unclear: Photos with several faces, of which the first is being asked about.
    """

    found: tuple[EnrolCandidate, ...] = ()
    refused: tuple[str, ...] = ()
    unclear: tuple[Path, ...] = ()


@on_person
def add_photos(
    viewer: Viewer, person: Listed, opened: Opened, files: Sequence[str] | None
) -> PeopleParts:
    """Look at photos and keep their faces, or ask what has to be known first."""
    adding = Adding()
    for photo in map(Path, files or []):
        try:
            adding = _looked_at(viewer, person, photo, adding)
        except ImageError as error:
            if error.key == "several_faces":
                adding = replace(adding, unclear=(*adding.unclear, photo))
                continue
            sentence = _refused(viewer, photo, viewer.explain(error))
            adding = replace(adding, refused=(*adding.refused, sentence))
    return _go_on(viewer, person, opened, adding)


@on_person
def add_clicked(
    viewer: Viewer, person: Listed, opened: Opened, adding: Adding | None
) -> PeopleParts:
    """Go on with the face that was clicked among several."""
    number = viewer.event.get("number")
    if adding is None or not adding.unclear or not isinstance(number, int):
        raise complaint(viewer, viewer.say("people.out_of_date"))
    photo, *unclear = adding.unclear
    adding = replace(adding, unclear=tuple(unclear))
    return _go_on(viewer, person, opened, _looked_at(viewer, person, photo, adding, number))


@on_person
def skip_photo(
    viewer: Viewer, person: Listed, opened: Opened, adding: Adding | None
) -> PeopleParts:
    """Go on without the photo that is being asked about."""
    if adding is None or not adding.unclear:
        raise complaint(viewer, viewer.say("people.out_of_date"))
    return _go_on(viewer, person, opened, replace(adding, unclear=adding.unclear[1:]))


def keep_faces(viewer: Viewer, person: Listed, opened: Opened, asked: Add) -> PeopleParts:
    """Keep faces, and show the person with them."""
    enrol(viewer.service, person.name, asked.found)
    said = viewer.say("people.added", name=person.name, count=len(asked.found))
    doubts = dict.fromkeys(doubt for one in asked.found for doubt in one.quality.doubts)
    advice = (note(text(viewer.language, f"quality.{doubt}"), "warn") for doubt in doubts)
    words = note(said, "good") + "".join(advice) + _told(asked.refused)
    return person_shown(viewer, replace(opened, offset=0), words)


def _looked_at(
    viewer: Viewer, person: Listed, photo: Path, adding: Adding, number: int | None = None
) -> Adding:
    """Return what is on its way with a photo looked at.

    Raises:
        ImageError: It can't be read, or it isn't clear whose face is meant.
    """
    candidate = examine_file(viewer.service, photo, person.name, number=number)
    known = viewer.page.store.faces_of_photos([candidate.photo_sha256])
    names = {face.name for face in known}
    if person.name in names:
        reason = viewer.say("people.already", name=person.name)
        return replace(adding, refused=(*adding.refused, _refused(viewer, photo, reason)))
    return replace(adding, found=(*adding.found, candidate))


def _refused(viewer: Viewer, photo: Path, reason: str) -> str:
    return viewer.say("enrol.refused", file=photo.name, reason=reason)


def _go_on(viewer: Viewer, person: Listed, opened: Opened, adding: Adding) -> PeopleParts:
    """Ask what is still to be asked; keep the faces when nothing is."""
    if adding.unclear:
        return _which_face(viewer, person, adding)
    asked = Add(adding.found, adding.refused)
    if not adding.found:
        return PeopleParts(note(viewer.say("people.nothing_added")) + _told(adding.refused))
    doubtful = next((one for one in adding.found if one.resembles), None)
    if doubtful is None:
        return keep_faces(viewer, person, opened, asked)
    other = doubtful.resembles
    facts = {"other": other.name, "similarity": f"{other.similarity:.2f}", "name": person.name}
    question = asking(viewer, asked, [viewer.say("enrol.resembles", **facts)], "do_add")
    return question._replace(chooser=crops([doubtful]))


def _which_face(viewer: Viewer, person: Listed, adding: Adding) -> PeopleParts:
    """Ask which face of a photo is meant."""
    image = read_image(adding.unclear[0])
    faces = viewer.service.engine.detect(image)
    words = viewer.say("enrol.choose", count=len(faces), name=person.name)
    chooser = note(words, "warn") + face_chooser(viewer, image, faces)
    return PeopleParts(adding=SHOWN, chooser=chooser, added=adding)


def _told(sentences: Sequence[str]) -> str:
    return "".join(note(sentence, "bad") for sentence in sentences)
