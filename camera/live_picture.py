"""What the live window shows: a tile for each camera, its faces, a line of facts, help."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np

from camera.video_capture import Camera, CameraState, Frame
from camera.view import (
    LIGHT,
    SHADE,
    Size,
    camera_words,
    dim,
    draw_banner,
    draw_status,
    empty,
    place,
    trouble,
)
from camera.worker import Worker
from face_process.draw import draw_faces
from face_process.text_image import draw_text, text_size
from face_process.types import Image, TrackedFace
from UI.texts import Language, text

RATE_SECONDS = 2.0
"""Over how long frames are counted."""
HELP_KEYS = ("quit", "pause", "save", "enrol", "help")


class LivePicture:
    """What the window shows at a moment.

    Args:
        cameras: One tile each.
        worker: Knows who is in their frames.
        language: Of the words.
    """

    def __init__(
        self, cameras: Sequence[Camera], worker: Worker[list[TrackedFace]], language: Language
    ) -> None:
        self._cameras = list(cameras)
        self._worker = worker
        self._language = language
        self._shown_at: deque[float] = deque()
        self.help = False

    def count(self, now: float) -> None:
        """Take note that a new frame was shown; a file only runs once the models are there."""
        if self._worker.service is None:
            return
        self._shown_at.append(now)
        while self._shown_at[0] < now - RATE_SECONDS:
            self._shown_at.popleft()

    def draw(self, frames: Sequence[Frame | None], size: Size, banner: str = "") -> Image:
        """Return the newest frames with the newest answers, at the window's size.

        Args:
            frames: The newest of each camera.
            size: Of the window.
            banner: A sentence to show for now.
        """
        canvas = empty(size)
        for index, (left, top, wide, tall) in enumerate(tiles(len(frames), size)):
            tile = self._tile(index, frames[index], (wide, tall))
            canvas[top : top + tall, left : left + wide] = tile
        if banner:
            draw_banner(canvas, banner)
        if self.help:
            self._draw_help(canvas)
        draw_status(canvas, self._status(), text(self._language, "window.hint_help"))
        return canvas

    def faces(self) -> list[list[TrackedFace]]:
        """Return who is in front of each camera."""
        return [answer.thought if answer else [] for answer in self._worker.answers]

    def _tile(self, index: int, frame: Frame | None, size: Size) -> Image:
        camera, alone = self._cameras[index], len(self._cameras) == 1
        starting = self._worker.service is None
        problem = trouble(camera, self._language, starting=starting)
        if not alone and camera.failure is not None:
            problem = camera.failure.sentence(self._language)
        if frame is None:
            tile = empty(size)
        else:
            tile, placement = place(frame.image, size, mirrored=camera.source.mirrored)
            if problem or camera.state is CameraState.ENDED:
                dim(tile)
            else:
                faces = [placement.tracked(face) for face in self.faces()[index]]
                tile = draw_faces(tile, faces, self._language)
        if problem:
            draw_banner(tile, problem, share=0.5)
        if not alone:
            _caption(tile, camera_words(camera, self._language))
        return tile

    def _status(self) -> str:
        answers = [answer for answer in self._worker.answers if answer]
        words = camera_words(self._cameras[0], self._language)
        if len(self._cameras) > 1:
            words = text(self._language, "window.cameras", count=len(self._cameras))
        live = sum(camera.state is CameraState.LIVE for camera in self._cameras)
        service = self._worker.service
        if not answers or service is None or not live:
            return words
        count = sum(len(answer.thought) for answer in answers)
        faces = text(
            self._language, "window.one_face" if count == 1 else "window.faces", count=count
        )
        late = round(1000 * max(answer.latency for answer in answers))
        facts = [
            faces,
            text(self._language, "window.rate", rate=round(self._rate() / live)),
            text(self._language, "window.latency", milliseconds=late),
            f"{service.engine.identity.name}, {service.engine.device}",
            words,
        ]
        return " · ".join(facts)

    def _rate(self) -> float:
        if len(self._shown_at) < 2:
            return 0.0
        return (len(self._shown_at) - 1) / max(self._shown_at[-1] - self._shown_at[0], 1e-3)

    def _draw_help(self, canvas: Image) -> None:
        lines = [text(self._language, f"window.help_{key}") for key in HELP_KEYS]
        size = max(16, round(canvas.shape[0] / 26))
        wide = max(text_size(line, size)[0] for line in lines) + 3 * size
        tall = round(1.7 * size * len(lines)) + 2 * size
        left, top = (canvas.shape[1] - wide) // 2, max(0, (canvas.shape[0] - tall) // 2)
        area = canvas[top : top + tall, max(0, left) : left + wide]
        area[:] = (area * (1 - SHADE) ** 2).astype(np.uint8)
        for number, line in enumerate(lines):
            at = (max(0, left) + 3 * size // 2, top + size + round(1.7 * size * number))
            draw_text(canvas, line, at, size, LIGHT)


def tiles(count: int, size: Size) -> list[tuple[int, int, int, int]]:
    """Return left, top, width and height of each of several tiles that fill a window."""
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    wide, tall = size[0] // columns, size[1] // rows
    return [
        ((number % columns) * wide, (number // columns) * tall, wide, tall)
        for number in range(count)
    ]


def _caption(tile: Image, words: str) -> None:
    size = max(13, round(tile.shape[0] / 26))
    wide, tall = text_size(words, size)
    area = tile[: tall + size, : wide + 2 * size]
    area[:] = (area * (1 - SHADE)).astype(np.uint8)
    draw_text(tile, words, (size, size // 2), size, LIGHT)
