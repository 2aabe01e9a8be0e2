"""The API for enrolling: it stores, or says what has to be known first."""

from __future__ import annotations

from pathlib import Path

from face_process.documents import rounded_box
from face_process.enrol_review import EnrolReview, Refusal, review_photos
from face_process.face_enroll import EnrolCandidate, enrol
from face_process.image_file import read_image
from face_process.store_documents import Document, person_document
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
        anyway: Whether to store faces that look like somebody else, too.

    Returns:
        stored: the faces that are stored now (number, file, quality, doubts), already: files
        that this person was enrolled from before, refused: files that are of no use (file, key,
        error), person: who it is (null where nothing is stored), question: null, or why nothing
        was stored. kind "several_faces" lists them (number, box): call again with face. kind
        "looks_like" names somebody for each such file (file, name, similarity): call again with
        anyway=true if it is right.
    """
    review = review_photos(viewer.service, name, photos, face)
    answer = {
        "stored": [],
        "already": [file.name for file in review.already],
        "refused": [_refused(viewer, one) for one in review.refused],
        "person": None,
        "question": _question(viewer, review, anyway=anyway),
    }
    if answer["question"] is None and review.found:
        enrolment = enrol(viewer.service, review.name, review.found)
        pairs = zip(enrolment.face_ids, review.found, strict=True)
        answer["stored"] = [_stored(viewer, number, one) for number, one in pairs]
    if answer["stored"] or review.already:
        answer["person"] = person_document(viewer.page.store.people.find(review.name))
    return answer


def _question(viewer: Viewer, review: EnrolReview, *, anyway: bool) -> Document | None:
    if review.to_choose:
        file = review.to_choose.file
        faces = viewer.service.engine.detect(read_image(file))
        listed = [
            {"number": number, "box": rounded_box(one.box)} for number, one in enumerate(faces, 1)
        ]
        return {"kind": "several_faces", "file": file.name, "faces": listed}
    if review.resembling and not anyway:
        alike = [
            {
                "file": one.source,
                "name": one.resembles.name,
                "similarity": round(one.resembles.similarity, 4),
            }
            for one in review.resembling
        ]
        return {"kind": "looks_like", "faces": alike}
    return None


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


def _refused(viewer: Viewer, one: Refusal) -> Document:
    return {"file": one.file.name, "key": one.error.key, "error": viewer.explain(one.error)}
