"""The API for enrolling: it stores, or says what has to be known first."""

from __future__ import annotations

from pathlib import Path

from face_process.documents import rounded_box
from face_process.face_enroll import EnrolCandidate, enrol
from face_process.photo_seen import Proposal, SeenPhoto, propose, see_photo
from face_process.store_documents import Document, person_document
from SQL.person_name import person_name
from UI.texts import text
from UI.viewer import Viewer


def enroll(
    viewer: Viewer, photos: list[Path], name: str, face: int | None = None, anyway: bool = False
) -> Document:
    """Make somebody known from photos of them; a name that is known gets further faces.

    Args:
        photos: One picture or a list of them.
        name: Whom they show.
        face: Which face of each photo, from the left from 1; null takes the one that stands out.
        anyway: Whether to store faces that may be somebody else's, too.

    Returns:
        stored: the faces that are stored now (number, file, quality, doubts), already: files
        that this person was enrolled from before, refused: files that are of no use (file, key,
        error), person: who it is (null where nothing is stored), question: null, or why nothing
        was stored. kind "several_faces" lists them (number, box): call again with face. kind
        "looks_like" names somebody for each such file (file, name, similarity), kind "unlike"
        lists files (file, similarity) that look like no other face of this person: call again
        with anyway=true if it is right.
    """
    service, name = viewer.service, person_name(name)
    proposal = propose(service, name, [see_photo(service, file, face) for file in photos])
    answer = {
        "stored": [],
        "already": [photo.label for photo in proposal.repeated],
        "refused": [_refused(viewer, photo) for photo in proposal.unused],
        "person": None,
        "question": _question(proposal, anyway=anyway),
    }
    if answer["question"] is not None:
        return answer
    if proposal.candidates:
        enrolment = enrol(service, name, proposal.candidates)
        pairs = zip(enrolment.face_ids, proposal.candidates, strict=True)
        answer["stored"] = [_stored(viewer, number, one) for number, one in pairs]
    if answer["stored"] or proposal.repeated:
        answer["person"] = person_document(viewer.page.store.people.find(name))
    return answer


def _question(proposal: Proposal, *, anyway: bool) -> Document | None:
    alone = len(proposal.unused) == 1 and not proposal.candidates and not proposal.repeated
    if alone and proposal.unused[0].undecided:
        (photo,) = proposal.unused
        boxes = [rounded_box(one.box) for one in photo.faces]
        listed = [{"number": number, "box": box} for number, box in enumerate(boxes, 1)]
        return {"kind": "several_faces", "file": photo.label, "faces": listed}
    alike = [
        {
            "file": one.source,
            "name": one.resembles.name,
            "similarity": round(one.resembles.similarity, 4),
        }
        for one in proposal.candidates
        if one.resembles
    ]
    unlike = [
        {"file": one.candidate.source, "similarity": round(one.similarity, 4)}
        for one in proposal.unlike
    ]
    if anyway or not (alike or unlike):
        return None
    return {"kind": "looks_like", "faces": alike} if alike else {"kind": "unlike", "faces": unlike}


def _stored(viewer: Viewer, number: int, one: EnrolCandidate) -> Document:
    doubts = [
        {"key": str(doubt), "sentence": text(viewer.language, f"quality.{doubt}")}
        for doubt in one.quality.doubts
    ]
    return {
        "number": number,
        "file": one.source,
        "quality": round(one.quality.score, 4),
        "doubts": doubts,
    }


def _refused(viewer: Viewer, photo: SeenPhoto) -> Document:
    error = photo.refusal
    return {"file": photo.label, "key": error.key, "error": viewer.explain(error)}
