"""The API for questioning a name: why it was given, whether it is right, who it is instead."""

from __future__ import annotations

import hashlib
from pathlib import Path

from face_process.documents import match_document
from face_process.errors import GalleryError, ImageError
from face_process.face_correct import Correction, confirm, name_as
from face_process.face_correct import reject as reject_name
from face_process.face_recognize import see_faces
from face_process.face_why import explain
from face_process.image_file import decode_image, read_content
from face_process.shown_face import ShownFace, photo_face
from face_process.store_documents import Document
from face_process.types import Match
from UI.viewer import Viewer


def explain_face(viewer: Viewer, photo: Path, face: int = 1) -> Document:
    """Why has a face of a photo its name?

    Args:
        photo: A picture.
        face: Which of its faces, from the left from 1.

    Returns:
        threshold, name (null: unknown) and candidates: the three nearest people (name,
        similarity, number of the enrolled face that matched best: see `face_picture`).
    """
    why = explain(viewer.service, _shown(viewer, photo, face))
    return {
        "threshold": why.threshold,
        "name": why.named.name if why.named else None,
        "candidates": [match_document(match) for match in why.candidates],
    }


def confirm_face(viewer: Viewer, photo: Path, face: int = 1) -> Document:
    """Say that a face is rightly named: it is kept as another one of that person.

    Args:
        photo: A picture.
        face: Which of its faces, from the left from 1.

    Returns:
        outcome: kept or known (nothing new), name, and faces: how many they have now.
    """
    shown = _shown(viewer, photo, face)
    return correction_document(confirm(viewer.service, shown, _named(viewer, shown)))


def reject_face(viewer: Viewer, photo: Path, face: int = 1, anyway: bool = False) -> Document:
    """Say that a face is not the person it is named as: it is never again named so.

    Args:
        photo: A picture.
        face: Which of its faces, from the left from 1.
        anyway: Whether to take this very picture out of that person's faces, if it is there.

    Returns:
        outcome: rejected, or enrolled: nothing was done, since this very picture is one of
        theirs; call again with anyway=true. name, and faces: how many they have now.
    """
    shown = _shown(viewer, photo, face)
    match = _named(viewer, shown)
    return correction_document(reject_name(viewer.service, shown, match, anyway=anyway))


def name_face(
    viewer: Viewer, photo: Path, name: str, face: int = 1, anyway: bool = False
) -> Document:
    """Say who a face is: it is enrolled as them, whatever it was named before.

    Args:
        photo: A picture.
        name: Who it is, known or new.
        face: Which of its faces, from the left from 1.
        anyway: Whether to enrol it although it looks like a third person.

    Returns:
        outcome: kept, moved (this very picture was somebody else's), known (nothing new), or
        resembles: nothing was done; call again with anyway=true. name, faces: how many they have
        now, and other: whom it looks like or was taken from, or null.
    """
    shown = _shown(viewer, photo, face)
    taken_for = explain(viewer.service, shown).named
    return correction_document(name_as(viewer.service, shown, name, taken_for, anyway=anyway))


def _shown(viewer: Viewer, photo: Path, number: int) -> ShownFace:
    content = read_content(photo)
    seen = see_faces(viewer.service, decode_image(content, str(photo)))
    if not seen:
        raise ImageError("no_face")
    if not 1 <= number <= len(seen):
        raise ImageError("face_number", number=number, count=len(seen))
    return photo_face(seen[number - 1], photo.name, hashlib.sha256(content).hexdigest())


def _named(viewer: Viewer, shown: ShownFace) -> Match:
    named = explain(viewer.service, shown).named
    if named is None:
        raise GalleryError("face_unnamed")
    return named


def correction_document(correction: Correction) -> Document:
    """Return what became of a correction."""
    return {
        "outcome": str(correction.outcome),
        "name": correction.name,
        "faces": correction.faces,
        "other": match_document(correction.other) if correction.other else None,
    }
