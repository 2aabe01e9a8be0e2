"""How a frame lies in the window, and the words and shapes drawn over it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.source import SourceKind
from camera.video_capture import Camera, CameraState
from face_process.text_image import draw_text, text_size
from face_process.types import DetectedFace, Image, TrackedFace
from UI.texts import Language, text

Colour = tuple[int, int, int]
Size = tuple[int, int]
"""Width, height in pixels."""

DARK: Colour = (28, 24, 22)
LIGHT: Colour = (245, 245, 245)
SOFT: Colour = (190, 190, 190)
SHADE = 0.62
"""How much of the picture a strip of words hides."""
DIMMED = 0.45
SMALL, SMALLEST = 15, 11
"""Height of letters at which a long sentence is broken, and at which a long word goes beyond."""
BREAKABLE = re.compile(r"[\u2e80-\uffef]|[^\s/\u2e80-\uffef]+[\s/]*|[\s/]+")
PORTRAIT = 0.24
"""Side of the face that a question is about, in shorter sides of the window."""
SHORT_SILENCE = 1.5
"""Seconds after which a camera that sends nothing shows a picture of the past."""
LONG_SILENCE = 10.0
"""Seconds after which a lost camera is more than a short break."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a frame lies on the canvas.

    Attributes:
        scale: Canvas pixels for a pixel of the frame.
        left: Canvas pixels before it.
        top: Canvas pixels above it.
        mirrored_width: The frame's width where it is shown as in a mirror, else None.
    """

    scale: float
    left: int
    top: int
    mirrored_width: int | None

    def face(self, face: DetectedFace) -> DetectedFace:
        """Return a face of the frame as it lies on the canvas."""
        landmarks = self._points(face.landmarks)
        if self.mirrored_width is not None:
            landmarks = landmarks[[1, 0, 2, 4, 3]]
        return DetectedFace(self._box(face.box), landmarks.astype(np.float32), face.score)

    def tracked(self, face: TrackedFace) -> TrackedFace:
        """Return a followed face of the frame as it lies on the canvas."""
        detected = self.face(face.detected) if face.detected else None
        return replace(face, box=self._box(face.box), detected=detected)

    def _box(self, box: NDArray[np.float32]) -> NDArray[np.float32]:
        corners = self._points(box.reshape(2, 2))  # (2, 2)
        if self.mirrored_width is not None:
            corners = np.array([[corners[1, 0], corners[0, 1]], [corners[0, 0], corners[1, 1]]])
        return corners.reshape(4).astype(np.float32)

    def _points(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        moved = points.astype(np.float32)
        if self.mirrored_width is not None:
            moved = [self.mirrored_width, 0] + moved * [-1, 1]
        return moved * self.scale + [self.left, self.top]


def place(image: Image, canvas_size: Size, *, mirrored: bool) -> tuple[Image, Placement]:
    """Return a frame on a canvas of the window's size, as large as fits, and where it lies.

    Drawing on the canvas keeps words sharp whatever the camera's own size.
    """
    height, width = image.shape[:2]
    wide, tall = canvas_size
    scale = min(wide / width, tall / height)
    shown = (max(1, round(width * scale)), max(1, round(height * scale)))
    if mirrored:
        image = cv2.flip(image, 1)
    while min(image.shape[:2]) >= 2 * min(shown):
        # Halves are averaged quickly; INTER_AREA takes long for any other scale.
        image = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    scaled = cv2.resize(image, shown, interpolation=cv2.INTER_LINEAR)
    canvas, left, top = scaled, (wide - shown[0]) // 2, (tall - shown[1]) // 2
    if shown != canvas_size:
        canvas = empty(canvas_size)
        canvas[top : top + shown[1], left : left + shown[0]] = scaled
    return canvas, Placement(scale, left, top, width if mirrored else None)


def empty(canvas_size: Size) -> Image:
    """Return a canvas with nothing on it."""
    row = np.tile(np.array(DARK, np.uint8), canvas_size[0])
    # A row at a time: many times as fast as a pixel at a time.
    return np.tile(row, (canvas_size[1], 1)).reshape(canvas_size[1], canvas_size[0], 3)


def dim(canvas: Image) -> None:
    """Darken the picture, in place: it stands still."""
    cv2.convertScaleAbs(canvas, dst=canvas, alpha=DIMMED)


def draw_banner(canvas: Image, words: str, share: float = 0.08, colour: Colour = LIGHT) -> None:
    """Draw a sentence on a rounded plate, in place.

    Args:
        canvas: (h, w, 3) uint8 BGR, changed.
        words: They get smaller where they are too long, then take several lines.
        share: Where the plate's middle lies, from the top (0) to the bottom (1).
        colour: BGR.
    """
    tall, wide = canvas.shape[:2]
    lines, size = _fitted(words, max(16, round(tall / 22)), wide)
    widths = [text_size(line, size)[0] for line in lines]
    step = round(1.35 * size)
    height = step * (len(lines) - 1) + text_size(words, size)[1]
    left, middle = (wide - max(widths)) // 2, round(tall * share)
    top = max(size // 3, min(max(middle - height // 2, size), tall - height - size))
    plate = (max(widths) + 2 * size, height + 2 * (size // 3))
    draw_plate(canvas, (left - size, top - size // 3), plate, size)
    for number, (line, width) in enumerate(zip(lines, widths, strict=True)):
        draw_text(canvas, line, ((wide - width) // 2, top + step * number), size, colour)


def draw_caption(canvas: Image, words: str) -> None:
    """Draw what a tile shows into its upper left corner, in place."""
    size = max(13, round(canvas.shape[0] / 26))
    wide, tall = text_size(words, size)
    area = canvas[: tall + size, : wide + 2 * size]
    area[:] = (area * (1 - SHADE)).astype(np.uint8)
    draw_text(canvas, words, (size, size // 2), size, LIGHT)


def draw_portrait(canvas: Image, crop: Image) -> None:
    """Draw a face into the upper right corner, in place: the one that a question is about.

    Args:
        canvas: (h, w, 3) uint8 BGR, changed.
        crop: (112, 112, 3) uint8 BGR, aligned.
    """
    tall, wide = canvas.shape[:2]
    side = max(48, round(min(tall, wide) * PORTRAIT))
    rim = max(2, side // 40)
    left, top = wide - side - 4 * rim, round(0.15 * tall)
    canvas[top - rim : top + side + rim, left - rim : left + side + rim] = LIGHT
    portrait = cv2.resize(crop, (side, side), interpolation=cv2.INTER_CUBIC)
    canvas[top : top + side, left : left + side] = portrait


def draw_status(canvas: Image, facts: str, hint: str) -> None:
    """Draw a strip along the bottom, in place: facts on the left, a hint on the right."""
    tall, wide = canvas.shape[:2]
    size = max(13, round(tall / 40))
    margin = size // 2
    top = tall - size - 2 * margin
    strip = canvas[top:]
    cv2.addWeighted(strip, 1 - SHADE, np.full_like(strip, DARK), SHADE, 0, dst=strip)
    hint_left = wide - text_size(hint, size)[0] - size
    draw_text(canvas, hint, (hint_left, top + margin), size, SOFT)
    if text_size(facts, size)[0] + 2 * size <= hint_left:
        draw_text(canvas, facts, (size, top + margin), size, LIGHT)


def camera_words(camera: Camera, language: Language) -> str:
    """Return what a camera is called in the status line."""
    label = camera.source.label
    if camera.source.kind is SourceKind.WEBCAM:
        return text(language, "window.webcam", camera=label)
    return label


def trouble(camera: Camera, language: Language, *, starting: bool) -> str | None:
    """Return what to tell about a camera that shows nothing new, or models that still load."""
    if camera.state is CameraState.LOST:
        long = camera.lost_seconds > LONG_SILENCE
        key = "window.camera_silent" if long else "window.reconnecting"
        return text(language, key, camera=camera_words(camera, language))
    if camera.newest is None:
        return text(language, "window.opening_camera")
    if camera.waited_seconds > SHORT_SILENCE:
        return text(language, "window.no_picture", camera=camera_words(camera, language))
    return text(language, "window.starting") if starting else None


def _fitted(words: str, size: int, wide: int) -> tuple[list[str], int]:
    """Return lines that fit a canvas, and the size of their letters."""
    while size > SMALL and text_size(words, size)[0] + 2 * size > 0.96 * wide:
        size -= 1
    lines = _lines(words, size, 0.96 * wide - 2 * size)
    while size > SMALLEST and any(
        text_size(line, size)[0] + 2 * size > 0.96 * wide for line in lines
    ):
        size -= 1
    return lines, size


def _lines(words: str, size: int, room: float) -> list[str]:
    """Break words at spaces, at a path's slashes, and anywhere in Chinese."""
    lines = [""]
    for part in BREAKABLE.findall(words):
        if lines[-1] and text_size((lines[-1] + part).rstrip(), size)[0] > room:
            lines.append("")
        lines[-1] += part
    return [line.rstrip() for line in lines]


def draw_plate(
    canvas: Image, top_left: tuple[int, int], size: Size, most_round: int, shade: float = SHADE
) -> None:
    """Darken a rounded rectangle of the canvas, in place.

    Args:
        canvas: (h, w, 3) uint8 BGR, changed.
        top_left: May lie outside, as its end may.
        size: Width, height.
        most_round: Largest radius of its corners.
        shade: How much of the picture it hides.
    """
    left, top = max(0, top_left[0]), max(0, top_left[1])
    right = min(canvas.shape[1], top_left[0] + size[0])
    bottom = min(canvas.shape[0], top_left[1] + size[1])
    area = canvas[top:bottom, left:right]
    height, width = area.shape[:2]
    radius = min(height // 2, width // 2, most_round)
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - radius, height), 255, cv2.FILLED)
    cv2.rectangle(mask, (0, radius), (width, height - radius), 255, cv2.FILLED)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, cv2.FILLED, cv2.LINE_AA)
    share = (mask[:, :, None] / 255 * shade).astype(np.float32)
    area[:] = area * (1 - share) + np.float32(DARK) * share
