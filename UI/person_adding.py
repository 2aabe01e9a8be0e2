"""Add faces to a person from photos that are put on their page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from face_process.face_enroll import enrol
from face_process.photo_seen import SeenPhoto, propose, see_photo
from SQL.directory import Listed
from UI.enrol_cards import crops, doubt, face_chooser, reason
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
        photos: What they show; the first undecided one is being asked about.
    """

    photos: tuple[SeenPhoto, ...]

    @property
    def asked(self) -> int | None:
        """Which photo is being asked about; None where nothing is open."""
        return next((at for at, one in enumerate(self.photos) if one.undecided), None)


@on_person
def add_photos(
    viewer: Viewer, person: Listed, opened: Opened, files: Sequence[str] | None
) -> PeopleParts:
    """Look at photos and keep their faces, or ask what has to be known first."""
    photos = tuple(see_photo(viewer.service, Path(file)) for file in files or [])
    return _go_on(viewer, person, opened, Adding(photos))


@on_person
def add_clicked(
    viewer: Viewer, person: Listed, opened: Opened, adding: Adding | None
) -> PeopleParts:
    """Go on with the face that was clicked among several."""
    number = viewer.event.get("number", "")
    if adding is None or adding.asked is None or not str(number).isdecimal():
        raise complaint(viewer, viewer.say("people.out_of_date"))
    photos = list(adding.photos)
    at = adding.asked
    photos[at] = see_photo(viewer.service, photos[at].file, int(number))
    return _go_on(viewer, person, opened, Adding(tuple(photos)))


@on_person
def skip_photo(
    viewer: Viewer, person: Listed, opened: Opened, adding: Adding | None
) -> PeopleParts:
    """Go on without the photo that is being asked about."""
    if adding is None or adding.asked is None:
        raise complaint(viewer, viewer.say("people.out_of_date"))
    at = adding.asked
    return _go_on(viewer, person, opened, Adding(adding.photos[:at] + adding.photos[at + 1 :]))


def keep_faces(viewer: Viewer, person: Listed, opened: Opened, asked: Add) -> PeopleParts:
    """Keep faces, and show the person with them."""
    enrol(viewer.service, person.name, asked.found)
    said = viewer.say("people.added", name=person.name, count=len(asked.found))
    doubts = dict.fromkeys(doubt for one in asked.found for doubt in one.quality.doubts)
    advice = (note(text(viewer.language, f"quality.{doubt}"), "warn") for doubt in doubts)
    words = note(said, "good") + "".join(advice) + _told(asked.refused)
    return person_shown(viewer, replace(opened, offset=0), words)


def _go_on(viewer: Viewer, person: Listed, opened: Opened, adding: Adding) -> PeopleParts:
    """Ask what is still to be asked; keep the faces when nothing is."""
    if adding.asked is not None:
        return _which_face(viewer, person, adding)
    proposal = propose(viewer.service, person.name, adding.photos)
    already = viewer.say("people.already", name=person.name)
    refused = [
        viewer.say("enrol.refused", file=photo.label, reason=already) for photo in proposal.repeated
    ]
    refused += [reason(viewer, photo) for photo in proposal.unused]
    asked = Add(proposal.candidates, tuple(refused))
    if not asked.found:
        return PeopleParts(note(viewer.say("people.nothing_added")) + _told(asked.refused))
    doubted = doubt(viewer, proposal)
    if doubted is None:
        return keep_faces(viewer, person, opened, asked)
    question = asking(viewer, asked, [doubted.words], "do_add")
    return question._replace(chooser=crops([doubted.candidate]))


def _which_face(viewer: Viewer, person: Listed, adding: Adding) -> PeopleParts:
    """Ask which face of a photo is meant."""
    photo = adding.photos[adding.asked]
    words = viewer.say("enrol.choose", count=len(photo.faces), name=person.name)
    chooser = note(words, "warn") + face_chooser(viewer, adding.asked, photo)
    return PeopleParts(adding=SHOWN, chooser=chooser, added=adding)


def _told(sentences: Sequence[str]) -> str:
    return "".join(note(sentence, "bad") for sentence in sentences)
