"""Several photos recognised one after the other, shown side by side with their names."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import gradio as gr

from face_process.errors import FaceMindError
from face_process.face_recognize import SeenFace, name_faces, see_faces
from face_process.image_file import read_image
from face_process.types import Image, RecognizedFace
from UI.components import kept_jpeg
from UI.markup import note, progress
from UI.photo_answer import names
from UI.viewer import Viewer

LONGEST_SIDE = 480
"""Pixels of the small pictures."""
SHOW_EVERY = 0.4
"""Seconds between two looks at what is done: all small pictures are told again each time."""

ManyAnswer = tuple[Any, str, "tuple[OnePhoto, ...]"]
"""The small pictures, the words above them, and the photos."""


@dataclass(frozen=True, slots=True, eq=False)
class OnePhoto:
    """One photo of several.

    Attributes:
        file: The photo.
        small: A small picture of it.
        seen: Its faces, from left to right.
        named: Whose they are.
    """

    file: Path
    small: Path
    seen: tuple[SeenFace, ...]
    named: tuple[RecognizedFace, ...]

    def again(self, viewer: Viewer) -> OnePhoto:
        """Return the photo with the names that its faces have now."""
        return replace(self, named=tuple(name_faces(viewer.service, self.seen)))


def recognize_many(viewer: Viewer, files: Sequence[str] | None) -> Iterator[ManyAnswer]:
    """Recognise photos one by one; one that can't be read is told, and the others go on."""
    photos: list[OnePhoto] = []
    refused = ""
    shown_at = 0.0
    files = [Path(file) for file in files or []]
    for done, file in enumerate(files):
        if done == 0 or time.monotonic() - shown_at >= SHOW_EVERY:
            words = viewer.say("photos.progress", done=done, count=len(files))
            yield shown(viewer, photos, progress(words, done / len(files)) + refused)
            shown_at = time.monotonic()
        try:
            photos.append(_recognized(viewer, file))
        except FaceMindError as error:
            reason = viewer.explain(error)
            refused += note(viewer.say("photos.unread", file=file.name, reason=reason), "bad")
    said = ""
    if files:
        key = "photos.done" if photos else "photos.none"
        said = note(viewer.say(key, count=len(photos)), "good" if photos else "plain")
    yield shown(viewer, photos, said + refused)


def shown(viewer: Viewer, photos: Sequence[OnePhoto], said: Any) -> ManyAnswer:  # noqa: ANN401
    """Return the small pictures with the names of who is in them.

    Args:
        viewer: Who is to see them.
        photos: The photos.
        said: What stands above, HTML or what leaves it as it is.
    """
    pictures = [(one.small, _caption(viewer, one)) for one in photos]
    return gr.update(value=pictures, visible=bool(pictures)), said, tuple(photos)


def _recognized(viewer: Viewer, file: Path) -> OnePhoto:
    image = read_image(file)
    seen = tuple(see_faces(viewer.service, image))
    named = tuple(name_faces(viewer.service, seen))
    return OnePhoto(file, _kept_small(viewer, image), seen, named)


def _kept_small(viewer: Viewer, image: Image) -> Path:
    """Return the file of a small picture, in Gradio's folder, which it cleans up."""
    scale = min(1.0, LONGEST_SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return kept_jpeg(small, viewer.page.temporary, "photo.jpg")


def _caption(viewer: Viewer, photo: OnePhoto) -> str:
    return names(viewer, photo.named) if photo.named else viewer.say("photos.no_face")
