"""Enrolling on the page: from photos to a stored face, to a question, or to a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from face_process.errors import FaceMindError, ImageError
from face_process.face_enroll import EnrolCandidate, examine_file
from face_process.types import DetectedFace, Image
from UI.markup import note, picture_source, safe
from UI.texts import text
from UI.viewer import Viewer

LARGEST_SHOWN = 1200
"""Longest side, in pixels, of a picture whose faces can be clicked."""
PEOPLE_SHOWN = 60


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What the page asks before it stores anything.

    Attributes:
        name: Whom the faces are to show.
        photo: Its faces are several, and one has to be clicked; None for the other question.
        candidates: They resemble somebody else; stored if that is right.
        refused: Other photos that weren't used, one sentence each.
    """

    name: str
    photo: Path | None = None
    candidates: tuple[EnrolCandidate, ...] = ()
    refused: tuple[str, ...] = ()


def examine_photos(
    viewer: Viewer, name: str, photos: Sequence[Path]
) -> tuple[list[EnrolCandidate], list[str]]:
    """Return the faces of one person's photos, and a sentence for each photo that is no use.

    Raises:
        GalleryError: The name is none.
    """
    found: list[EnrolCandidate] = []
    refused: list[str] = []
    for photo in photos:
        try:
            found.append(examine_file(viewer.service, photo, name))
        except ImageError as error:
            reason = _reason(viewer, error)
            refused.append(viewer.say("enrol.refused", file=photo.name, reason=reason))
    return found, refused


def _reason(viewer: Viewer, error: FaceMindError) -> str:
    if error.key == "several_faces":
        return viewer.say("enrol.several", count=error.values["count"])
    return viewer.explain(error)


def face_chooser(viewer: Viewer, image: Image, faces: Sequence[DetectedFace]) -> str:
    """Return a picture with a numbered button on every face, as HTML."""
    height, width = image.shape[:2]
    scale = min(1.0, LARGEST_SHOWN / max(height, width))
    shown = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    buttons = "".join(
        f'<button type="button" data-face="{number}" '
        f'aria-label="{safe(viewer.say("enrol.face", number=number))}" '
        f'style="left:{face.box[0] / width:.2%};top:{face.box[1] / height:.2%};'
        f'width:{face.width / width:.2%};height:{face.height / height:.2%}">'
        f"<b>{number}</b></button>"
        for number, face in enumerate(faces, 1)
    )
    return f'<div class="fm-choose"><img alt="" src="{picture_source(shown)}">{buttons}</div>'


def success(
    viewer: Viewer, name: str, stored: Sequence[EnrolCandidate], refused: Sequence[str]
) -> str:
    """Return what was stored and what to do better, as HTML."""
    faces = viewer.page.store.people.find(name).faces
    parts = [note(viewer.say("enrol.created", name=name, count=faces), "good")]
    doubts = dict.fromkeys(doubt for one in stored for doubt in one.quality.doubts)
    parts += [note(text(viewer.language, f"quality.{doubt}"), "warn") for doubt in doubts]
    parts += [note(sentence, "bad") for sentence in refused]
    return "".join(parts) + crops(stored)


def resemblance(viewer: Viewer, name: str, candidate: EnrolCandidate) -> str:
    """Return the question whether a face that looks like somebody else's is right, as HTML."""
    other = candidate.resembles
    similarity = f"{other.similarity:.2f}"
    words = viewer.say("enrol.resembles", other=other.name, similarity=similarity, name=name)
    return note(words, "warn") + crops([candidate])


def crops(candidates: Sequence[EnrolCandidate]) -> str:
    """Return faces as they are kept, as HTML."""
    images = (f'<img alt="" src="{picture_source(one.crop, ".png")}">' for one in candidates)
    return f'<div class="fm-crops">{"".join(images)}</div>'


def people_list(viewer: Viewer) -> str:
    """Return everybody who is known, as HTML."""
    people = viewer.page.store.people.all()
    title = f'<h3 class="fm-title">{safe(viewer.say("people"))}</h3>'
    if not people:
        return title + note(viewer.say("people.none"))
    chips = [
        f"<li>{safe(person.name)}<small>{person.faces}</small></li>"
        for person in people[:PEOPLE_SHOWN]
    ]
    if len(people) > PEOPLE_SHOWN:
        more = viewer.say("people.more", count=len(people) - PEOPLE_SHOWN)
        chips.append(f"<li>{safe(more)}</li>")
    return f'{title}<ul class="fm-people">{"".join(chips)}</ul>'
