"""What the enrolment window shows: the person, what to do, and how far they are."""

from __future__ import annotations

import cv2
import numpy as np

from camera.view import (
    LIGHT,
    SOFT,
    Colour,
    Placement,
    Size,
    draw_banner,
    draw_status,
    empty,
)
from face_process.draw import Look
from face_process.enrol_guide import PICTURES, Advice, Guidance
from face_process.text_image import draw_text, text_size
from face_process.types import DetectedFace, Image
from UI.texts import Language, text

GOOD, WAITING = Look.KNOWN.colour, Look.UNKNOWN.colour
RING_REACH = 0.72
"""Radius of the ring around a face, in heights of its box."""
GUIDE_WIDTH, GUIDE_HEIGHT = 0.2, 0.34
"""Half axes of the oval that says where a face belongs, in heights of the window."""
PORTRAIT = 0.42
"""Side of the picture at the end, in heights of the window."""


def draw_guidance(
    canvas: Image, guidance: Guidance | None, placement: Placement, language: Language
) -> None:
    """Draw what the person should do, and a ring that closes as pictures are taken, in place."""
    face = guidance.face if guidance else None
    taken = len(guidance.shots) if guidance else 0
    good = guidance is not None and guidance.advice is Advice.GOOD
    if face is None:
        _oval(canvas)
    else:
        _ring(canvas, placement.face(face), taken / PICTURES, LIGHT if good else WAITING)
    if guidance:
        done = "all_taken" if guidance.complete else guidance.advice.value
        draw_banner(canvas, text(language, f"window.{done}"), colour=LIGHT)


def draw_footer(canvas: Image, name: str | None, taken: int, language: Language) -> None:
    """Draw the strip along the bottom: who is enrolled and how far that is, in place."""
    who = (
        text(language, "window.enrolling_name", name=name)
        if name
        else text(language, "window.enrolling")
    )
    progress = text(language, "window.progress", count=taken, total=PICTURES)
    draw_status(canvas, f"{who} · {progress}", text(language, "window.hint_quit"))


def ending(crop: Image, words: str, canvas_size: Size) -> Image:
    """Return the last picture: the face that was enrolled and a sentence.

    Args:
        crop: (112, 112, 3) uint8 BGR, aligned.
        words: Whom it shows.
        canvas_size: Of the window.
    """
    canvas = empty(canvas_size)
    wide, tall = canvas_size
    side = max(64, round(min(wide, tall) * PORTRAIT))
    portrait = cv2.resize(crop, (side, side), interpolation=cv2.INTER_CUBIC)
    left, top = (wide - side) // 2, round(tall * 0.45) - side // 2
    mask = np.zeros((side, side, 1), np.float32)
    cv2.circle(mask, (side // 2, side // 2), side // 2 - 2, 1.0, cv2.FILLED, cv2.LINE_AA)
    area = canvas[top : top + side, left : left + side]
    area[:] = portrait * mask + area * (1 - mask)
    middle = (left + side // 2, top + side // 2)
    cv2.circle(canvas, middle, side // 2 + 6, GOOD, max(4, side // 40), cv2.LINE_AA)
    size = max(16, round(tall / 18))
    width = text_size(words, size)[0]
    while size > 11 and width > 0.94 * wide:
        size -= 1
        width = text_size(words, size)[0]
    draw_text(canvas, words, ((wide - width) // 2, top + side + size), size, LIGHT)
    return canvas


def _ring(canvas: Image, face: DetectedFace, share: float, colour: Colour) -> None:
    """Draw a thin ring around a face, and as much of it thick as pictures are taken."""
    middle = tuple(round(value) for value in face.centre)
    reach = round(RING_REACH * face.height)
    thin = max(2, canvas.shape[0] // 240)
    cv2.circle(canvas, middle, reach, colour, thin, cv2.LINE_AA)
    if share > 0:
        axes = (reach, reach)
        cv2.ellipse(canvas, middle, axes, -90, 0, 360 * share, GOOD, 4 * thin, cv2.LINE_AA)


def _oval(canvas: Image) -> None:
    """Draw where a face belongs."""
    height, width = canvas.shape[:2]
    axes = (round(GUIDE_WIDTH * height), round(GUIDE_HEIGHT * height))
    for start in range(0, 360, 12):
        cv2.ellipse(
            canvas, (width // 2, height // 2), axes, 0, start, start + 6, SOFT, 2, cv2.LINE_AA
        )
