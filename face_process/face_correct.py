"""Is a face's name right? It is confirmed or corrected.

Whatever is said here is known to every open gallery from its next look on.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from face_process.errors import GalleryError
from face_process.face_enroll import encode_crop
from face_process.face_service import FaceService
from face_process.face_why import explain
from face_process.photo_keep import SAME_FACE
from face_process.rejected_looks import TOLERANCE
from face_process.shown_face import ShownFace
from face_process.types import Match
from SQL.person_name import person_name
from SQL.rows import NewFace, StoredFace

SAME_PICTURE = 1 - TOLERANCE
"""Similarity from which an enrolled face is the very one shown: no rejection outweighs it."""


class Outcome(StrEnum):
    """What a correction came to."""

    KEPT = "kept"  # as another face of the person
    MOVED = "moved"  # from the person whom this very picture was enrolled as
    KNOWN = "known"  # nothing: the person has this look already
    REJECTED = "rejected"
    ASKS_RESEMBLES = "resembles"  # nothing yet: it looks like a third person
    ASKS_ENROLLED = "enrolled"  # nothing yet: this very picture is enrolled as that person


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of a correction.

    Attributes:
        outcome: What was done, or has to be answered first.
        name: Whom it was about.
        faces: How many faces are enrolled of them now.
        other: Whom the face looks like, or was enrolled as; None where that doesn't matter.
    """

    outcome: Outcome
    name: str
    faces: int = 0
    other: Match | None = None


def confirm(service: FaceService, shown: ShownFace, match: Match) -> Correction:
    """Keep a face as another one of the person it was rightly taken for.

    Nothing is kept where they have such a face already.

    Raises:
        GalleryError: The person was removed meanwhile.
        StoreError: Nothing was kept.
    """
    name = service.store.people.name_of(match.person_id)
    return _keep(service, shown.seen_by(service), name)


def reject(
    service: FaceService, shown: ShownFace, match: Match, *, anyway: bool = False
) -> Correction:
    """Keep that a face is not the person it was taken for: it is never again named so.

    Where this very picture is enrolled as that person, it has to be taken out of their faces,
    which is asked first.

    Args:
        service: The recogniser.
        shown: The face.
        match: The person.
        anyway: Take this very picture out of their faces.

    Raises:
        GalleryError: The person was removed meanwhile.
        StoreError: Nothing was kept.
    """
    people, shown = service.store.people, shown.seen_by(service)
    name = people.name_of(match.person_id)
    enrolled = _enrolled(service, shown, name)
    if enrolled and not anyway:
        return Correction(Outcome.ASKS_ENROLLED, name, len(people.faces(name)), match)
    # First what was said: without it the next best face of theirs would name this one again.
    _keep_against(service, shown, match)
    if enrolled:
        people.remove_face(*(face.id for face in enrolled))
        service.refresh()
    return Correction(Outcome.REJECTED, name, len(people.faces(name)))


def name_as(
    service: FaceService,
    shown: ShownFace,
    name: str,
    taken_for: Match | None = None,
    *,
    anyway: bool = False,
) -> Correction:
    """Enrol a face as somebody, known or new.

    Where it looks like a third person, that is asked first. It is never again taken for whom it
    was taken; where this very picture was enrolled as them, it goes over.

    Args:
        service: The recogniser.
        shown: The face.
        name: Who it is.
        taken_for: The person that it was wrongly taken for; None where it was unknown.
        anyway: Whoever it looks like.

    Raises:
        GalleryError: The name is none.
        StoreError: Nothing was kept.
    """
    name, shown = person_name(name), shown.seen_by(service)
    if not anyway and (other := _third_person(service, shown, name, taken_for)):
        return Correction(Outcome.ASKS_RESEMBLES, name, other=other)
    wrong = taken_for and _name_now(service, taken_for)
    if wrong and wrong != name:
        wrongly = [face.id for face in _enrolled(service, shown, wrong)]
        if wrongly:
            service.store.people.move_face(wrongly[0], name, *wrongly[1:])
            _take_back(service, shown, name)
            service.refresh()
            faces = len(service.store.people.faces(name))
            return Correction(Outcome.MOVED, name, faces, replace(taken_for, name=wrong))
    correction = _keep(service, shown, name)
    if wrong and wrong != name:
        with suppress(GalleryError):  # whoever was removed meanwhile is no answer anyway
            _keep_against(service, shown, taken_for)
    return correction


def _keep_against(service: FaceService, shown: ShownFace, match: Match) -> None:
    """Keep that a face is not a person."""
    crop = encode_crop(shown.crop)
    service.store.rejections.keep(match.person_id, crop, shown.vector, shown.model_id)
    service.refresh()


def _keep(service: FaceService, shown: ShownFace, name: str) -> Correction:
    """Enrol a face as a person; what was said against it before no longer holds."""
    store = service.store
    alike = _alike(service, shown, name, SAME_FACE)
    if alike and _is_nearest(service, shown, name):
        return Correction(Outcome.KNOWN, name, len(store.people.faces(name)))
    crop = encode_crop(shown.crop)
    face = NewFace(crop, shown.vector, shown.quality, shown.source, shown.photo_sha256)
    store.add_faces(name, [face], shown.model_id)
    _take_back(service, shown, name)
    service.refresh()
    return Correction(Outcome.KEPT, name, len(store.people.faces(name)))


def _name_now(service: FaceService, match: Match) -> str | None:
    """Return what a person is called now, whatever they were when they were shown."""
    try:
        return service.store.people.name_of(match.person_id)
    except GalleryError:
        return None


def _is_nearest(service: FaceService, shown: ShownFace, name: str) -> bool:
    nearest = explain(service, replace(shown, named_so=None)).named
    return nearest is not None and nearest.name == name


def _third_person(
    service: FaceService, shown: ShownFace, name: str, taken_for: Match | None
) -> Match | None:
    """Return whom else the face would be taken for, neither as it was nor as it is to be."""
    candidates = explain(service, shown).candidates
    passed = {taken_for.person_id} if taken_for else set()
    others = (one for one in candidates if one.person_id not in passed and one.name != name)
    other = next(others, None)
    return other if other and other.similarity >= service.threshold else None


def _enrolled(service: FaceService, shown: ShownFace, name: str) -> list[StoredFace]:
    """Return the faces of a person that are this very picture.

    Looks of one moment of a camera or film hardly differ: with one of them enrolled, what is said
    of the next would be forgotten with the one after.
    """
    least = SAME_FACE if shown.photo_sha256 is None else SAME_PICTURE
    return _alike(service, shown, name, least)


def _alike(service: FaceService, shown: ShownFace, name: str, least: float) -> list[StoredFace]:
    """Return a person's faces that are so similar; none where nobody has that name."""
    try:
        faces = {face.id: face for face in service.store.people.faces(name)}
    except GalleryError:
        return []
    kept = service.store.templates.of_faces(service.gallery.model_id, faces)
    alike = kept.vectors @ shown.vector >= least
    return [faces[face_id] for face_id in kept.face_ids[alike].tolist()]


def _take_back(service: FaceService, shown: ShownFace, name: str) -> None:
    """Forget that this very face is not a person's."""
    person = service.store.people.find(name)
    rejections = service.store.rejections
    rejected = rejections.of_model(service.gallery.model_id, person.id)
    rejections.remove(rejected.ids[rejected.vectors @ shown.vector >= SAME_FACE].tolist())
