"""Draw boxes and names, in any script, onto an image.

Known, unknown and undecided differ in form and brightness, not in hue alone: a closed box with a
filled label, open corners with a dark label, thin corners.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np

from face_process.text_image import draw_text, text_size
from face_process.types import Image, RecognizedFace, TrackedFace
from UI.texts import Language, text

Colour = tuple[int, int, int]
"""Blue, green, red."""

AnyFace = RecognizedFace | TrackedFace

WHITE: Colour = (255, 255, 255)
DARK: Colour = (32, 26, 24)
SMALLEST_LETTERS = 11
"""Pixels below which nobody reads anything."""


class Look(Enum):
    """How sure the answer is; colours of Okabe and Ito, told apart by the colour-blind too."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    UNDECIDED = "undecided"

    @property
    def colour(self) -> Colour:
        """Of the frame."""
        return {"known": (115, 158, 0), "unknown": (0, 159, 230)}.get(self.value, (200, 200, 200))

    @property
    def paper(self) -> Colour:
        """Behind the letters: dark enough for them."""
        return (88, 120, 0) if self is Look.KNOWN else DARK

    @property
    def letters(self) -> Colour:
        """Of the words."""
        return {"known": WHITE, "unknown": (60, 190, 255)}.get(self.value, (225, 225, 225))


@dataclass(frozen=True, slots=True)
class Area:
    """Whole pixels of an image, left and top included, right and bottom not."""

    left: int
    top: int
    right: int
    bottom: int

    def overlaps(self, other: Area) -> bool:
        """Return whether both share pixels."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def draw_faces(image: Image, faces: Sequence[AnyFace], language: Language) -> Image:
    """Return a copy of an image with a frame and a label around every face.

    Args:
        image: (h, w, 3) uint8 BGR.
        faces: Their boxes are in pixels of this image.
        language: Of the word for a stranger.
    """
    drawn = image.copy()
    for face in faces:
        draw_frame(drawn, face.box, look_of(face))
    framed = [Area(*_pixels(face.box)) for face in faces]
    labels: list[Area] = []
    for index, face in enumerate(faces):  # after the frames, none of which then crosses a name
        others = framed[:index] + framed[index + 1 :]
        words = label(face, language)
        labels.append(draw_label(drawn, face.box, words, look_of(face), labels + others))
    return drawn


def look_of(face: AnyFace) -> Look:
    """Return how a face is to look."""
    if face.name is not None:
        return Look.KNOWN
    return Look.UNKNOWN if face.decided else Look.UNDECIDED


def label(face: AnyFace, language: Language) -> str:
    """Return what stands above a face: name and similarity, unknown, or still looking."""
    if face.name is None and not face.decided:
        return text(language, "page.looking")
    name = face.name or text(language, "page.unknown")
    return name if face.nearest is None else f"{name} {face.nearest.similarity:.2f}"


def draw_frame(image: Image, box: Sequence[float], look: Look) -> None:
    """Draw a frame around a face in place: closed for the known, else only its corners.

    Args:
        image: (h, w, 3) uint8 BGR, changed.
        box: ``x1, y1, x2, y2`` in pixels.
        look: How sure the answer is.
    """
    x1, y1, x2, y2 = _pixels(box)
    line = _line_width(image, x2 - x1)
    if look is Look.UNDECIDED:
        line = -(-line // 2)
    reach = max(2, min(x2 - x1, y2 - y1) // 4)
    corners = [
        np.array([(x + right * reach, y), (x, y), (x, y + down * reach)], np.int32)
        for x, right in ((x1, 1), (x2, -1))
        for y, down in ((y1, 1), (y2, -1))
    ]
    closed = np.array([(x1, y1), (x2, y1), (x2, y2), (x1, y2)], np.int32)
    for colour, more in ((DARK, 2), (look.colour, 0)):  # the dark rim shows it on any background
        width = line + more * max(1, line // 4)
        if look is Look.KNOWN:
            cv2.polylines(image, [closed], True, colour, width, cv2.LINE_AA)
        else:
            cv2.polylines(image, corners, False, colour, width, cv2.LINE_AA)


def draw_label(
    image: Image, box: Sequence[float], words: str, look: Look, avoid: Sequence[Area] = ()
) -> Area:
    """Draw words at a face in place: above its box, else below, else in it.

    Args:
        image: (h, w, 3) uint8 BGR, changed.
        box: ``x1, y1, x2, y2`` of the face in pixels.
        words: What doesn't fit is shortened.
        look: How sure the answer is.
        avoid: Other faces and labels, which it leaves free where it can.

    Returns:
        What the label covers.
    """
    words, size = _fitted(words, _letter_size(image, box), image.shape[1])
    wide, tall = text_size(words, size)
    margin = max(2, size // 4)
    wide, tall = wide + 2 * margin, tall + 2 * (margin // 2)
    area = _place(image, box, (wide, tall), avoid)
    if not words:
        return Area(area.left, area.top, area.left, area.top)
    image[max(0, area.top) : area.bottom, max(0, area.left) : area.right] = look.paper
    draw_text(image, words, (area.left + margin, area.top + margin // 2), size, look.letters)
    return area


def _place(
    image: Image, box: Sequence[float], size: tuple[int, int], avoid: Sequence[Area]
) -> Area:
    """Return where a label of ``size`` (width, height) stands best."""
    height, width = image.shape[:2]
    x1, y1, x2, y2 = _pixels(box)
    rim = _line_width(image, x2 - x1)
    left = max(0, min(x1 - rim, width - size[0]))
    tops = (y1 - rim - size[1], y2 + rim, max(0, min(y1 + rim, height - size[1])))
    areas = [Area(left, top, left + size[0], top + size[1]) for top in tops]
    inside = [one for one in areas if one.top >= 0 and one.bottom <= height] or areas[-1:]
    return min(inside, key=lambda one: sum(one.overlaps(other) for other in avoid))


def _letter_size(image: Image, box: Sequence[float]) -> int:
    """Return the height of letters: by the face, but readable when the image fills a screen."""
    longest = max(image.shape[:2])
    wanted = float(box[2] - box[0]) / 7
    return round(min(max(wanted, 13, longest / 55), max(18, longest / 26)))


def _fitted(words: str, size: int, width: int) -> tuple[str, int]:
    """Return words and letter size that fit a width: smaller letters first, then fewer."""
    room = width - 2 * max(2, size // 4)
    wide = text_size(words, size)[0]
    if wide > room:
        size = max(SMALLEST_LETTERS, int(size * room / wide))
    name, _, similarity = words.rpartition(" ")
    while len(name) > 1 and text_size(words, size)[0] > room:
        name = name[:-1]
        words = f"{name}… {similarity}"
    return words, size


def _line_width(image: Image, face_width: int) -> int:
    """Return the width of a frame's line: seen when the image fills a screen, but no wall."""
    return max(2, round(min(max(image.shape[:2]) / 320, face_width / 14)))


def _pixels(box: Sequence[float]) -> tuple[int, int, int, int]:
    x1, y1, x2, y2 = (round(float(value)) for value in box)
    return x1, y1, x2, y2
