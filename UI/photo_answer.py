"""A photo whose faces are shown: drawn, told in a table, and found again where it is clicked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from face_process.draw import draw_faces
from face_process.face_recognize import SeenFace, name_faces, see_faces
from face_process.image_file import decode_image, read_content
from face_process.shown_face import ShownFace, photo_face
from face_process.types import DetectedFace, Image, RecognizedFace
from UI.markup import note, safe, table
from UI.viewer import Viewer

LARGEST_SHOWN = 1600
"""Longest side, in pixels, of a picture that is shown: larger ones take long to send and to show.
Faces are found in the photo as it is."""
REACH = 0.15
"""How far beside its box, in box sizes, a click still means a face."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenPhoto:
    """A photo that is shown to one visitor.

    Attributes:
        source: Its file's name.
        sha256: Hex digest of the file.
        picture: (h, w, 3) uint8 BGR, of a size to be shown.
        scale: Pixels of the picture by pixels of the photo.
        seen: Its faces, from left to right.
        named: Whose they are.
    """

    source: str
    sha256: str
    picture: Image
    scale: float
    seen: tuple[SeenFace, ...]
    named: tuple[RecognizedFace, ...]

    def drawn(self, viewer: Viewer) -> Image:
        """Return the picture with names, (h, w, 3) uint8 BGR."""
        faces = [replace(one, face=_scaled(one, self.scale)) for one in self.named]
        return draw_faces(self.picture, faces, viewer.language)

    def face_at(self, x: float, y: float) -> int | None:
        """Return the place of the face that is shown at a point of the picture; None: none is.

        Of several the smallest counts: it would be hidden by the others.
        """
        here = []
        for place, one in enumerate(self.seen):
            left, top, right, bottom = one.face.box * self.scale
            across, down = REACH * (right - left), REACH * (bottom - top)
            if left - across <= x <= right + across and top - down <= y <= bottom + down:
                here.append(((right - left) * (bottom - top), place))
        return min(here)[1] if here else None

    def face(self, place: int) -> ShownFace:
        """Return a face as it is to be questioned."""
        return photo_face(self.seen[place], self.source, self.sha256)

    def again(self, viewer: Viewer) -> OpenPhoto:
        """Return the photo with the names that its faces have now."""
        return replace(self, named=tuple(name_faces(viewer.service, self.seen)))


def open_photo(viewer: Viewer, file: Path, seen: Sequence[SeenFace] | None = None) -> OpenPhoto:
    """Read a photo and name its faces.

    Args:
        viewer: Who is to see it.
        file: The photo.
        seen: Its faces, where they were found before.

    Raises:
        ImageError: It can't be read.
    """
    content = read_content(file)
    image = decode_image(content, str(file))
    faces = tuple(see_faces(viewer.service, image) if seen is None else seen)
    scale = min(1.0, LARGEST_SHOWN / max(image.shape[:2]))
    picture = image
    if scale < 1:
        picture = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    named = tuple(name_faces(viewer.service, faces))
    digest = hashlib.sha256(content).hexdigest()
    return OpenPhoto(file.name, digest, picture, scale, faces, named)


def summary(viewer: Viewer, faces: Sequence[RecognizedFace]) -> str:
    """Return in a sentence how many faces there are and whose, as HTML."""
    if not faces:
        return note(viewer.say("photo.no_face"))
    words = viewer.say("photo.faces", count=len(faces), names=names(viewer, faces))
    hint = safe(viewer.say("photos.hint"))
    return f'{note(words, "good")}<p class="fm-hint">{hint}</p>'


def names(viewer: Viewer, faces: Sequence[RecognizedFace]) -> str:
    """Return whose the faces are, from left to right."""
    said = (face.name or viewer.say("unknown") for face in faces)
    return viewer.say("list_separator").join(said)


def face_table(viewer: Viewer, faces: Sequence[RecognizedFace]) -> str:
    """Return every face, from left to right, with what its name rests on, as HTML."""
    keys = ("number", "name", "similarity", "threshold")
    headers = [*(viewer.say(f"table.{key}") for key in keys), ""]
    rows = []
    for number, face in enumerate(faces, 1):
        similarity = f"{face.nearest.similarity:.2f}" if face.nearest else "–"
        cells = (str(number), _name_cell(viewer, face), similarity, f"{face.threshold:.2f}")
        rows.append((*cells, _why_button(viewer, number, face)))
    return table(headers, rows)


def _name_cell(viewer: Viewer, face: RecognizedFace) -> str:
    """Return a face's name, or that it is unknown and who is nearest, as HTML."""
    if face.name:
        return f"<strong>{safe(face.name)}</strong>"
    unknown = f'<span class="fm-unknown">{safe(viewer.say("unknown"))}</span>'
    if face.nearest is None:
        return unknown
    nearest = safe(viewer.say("table.nearest", name=face.nearest.name))
    return f"{unknown}<small>{nearest}</small>"


def _why_button(viewer: Viewer, number: int, face: RecognizedFace) -> str:
    name = face.name or viewer.say("unknown")
    spoken = safe(viewer.say("photos.why_face", number=number, name=name))
    return (
        f'<button type="button" class="fm-row-why" data-do="why" data-face="{number}" '
        f'aria-label="{spoken}">{safe(viewer.say("photos.why"))}</button>'
    )


def _scaled(one: RecognizedFace, scale: float) -> DetectedFace:
    return replace(one.face, box=one.face.box * scale, landmarks=one.face.landmarks * scale)
