"""What the live window shows: a tile for each camera, its faces, a line of facts, help."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from camera.follower import Seen
from camera.video_capture import Camera, CameraState, Frame
from camera.view import (
    LIGHT,
    SOFT,
    Size,
    camera_words,
    dim,
    draw_banner,
    draw_caption,
    draw_plate,
    draw_portrait,
    draw_status,
    empty,
    place,
    trouble,
)
from camera.worker import Worker
from face_process.draw import draw_faces
from face_process.text_image import draw_text, text_size
from face_process.types import Image
from UI.texts import Language, text

RATE_SECONDS = 2.0
"""Over how long frames are counted."""
STALE_SECONDS = 1.0
"""Age from which an answer isn't shown any more: whoever was there may be gone."""
BANNER = 0.88
"""Where sentences stand: low, as faces and their names are mostly high."""
HELP_SHADE = 0.85
HELP_KEYS = ("quit", "pause", "save", "enrol", "help")
NOBODY = Seen()


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a camera's tile shows.

    Attributes:
        frame: The newest; None before the first one.
        seen: Who was in the newest frame that was thought about.
        latency: Seconds from that frame's coming to the answer; None without one.
        problem: Why there is nothing new; None where there is.
        live: Whether frames are coming.
    """

    frame: Frame | None = None
    seen: Seen = NOBODY
    latency: float | None = None
    problem: str | None = None
    live: bool = False


class LivePicture:
    """What the window shows at a moment.

    Args:
        cameras: One tile each.
        worker: Knows who is in their frames.
        language: Of the words.

    Attributes:
        shown: What each tile shows, until the next :meth:`update`.
        help: Whether the keys are listed.
    """

    def __init__(self, cameras: Sequence[Camera], worker: Worker[Seen], language: Language) -> None:
        self._cameras = list(cameras)
        self._worker = worker
        self._language = language
        self._shown_at: list[deque[float]] = [deque() for _ in self._cameras]
        self._latencies: deque[tuple[float, float]] = deque()
        self.shown = [Shown()] * len(self._cameras)
        self.help = False

    def update(self, now: float) -> bool:
        """Take the newest frames and answers; return whether there is a new frame.

        Args:
            now: By the steady clock that frames are stamped with.
        """
        before = self.shown
        self.shown = [self._look(index, now) for index in range(len(before))]
        news = False
        for old, new, times in zip(before, self.shown, self._shown_at, strict=True):
            if new.frame and (old.frame is None or new.frame.number > old.frame.number):
                news = True
                if self._worker.service:  # until then a file waits at its first frame
                    times.append(now)
            while times and times[0] < now - RATE_SECONDS:
                times.popleft()
        latencies = [shown.latency for shown in self.shown if shown.latency is not None]
        self._latencies.extend((now, latency) for latency in latencies)
        while self._latencies and self._latencies[0][0] < now - RATE_SECONDS:
            self._latencies.popleft()
        return news

    @property
    def shape(self) -> Size | None:
        """Width and height at which the tiles fit the first frame there is; None before any."""
        frame = next((shown.frame for shown in self.shown if shown.frame), None)
        if frame is None:
            return None
        columns, rows = grid(len(self.shown))
        return columns * frame.image.shape[1], rows * frame.image.shape[0]

    def still(self, size: Size) -> Image:
        """Return the frames with their faces and nothing else, to be kept.

        Args:
            size: Of the window; a single camera's picture is as large as the frame at least.
        """
        shape = self.shape
        if shape is None or len(self.shown) > 1:
            return self._tiled(size)
        scale = max(1.0, min(size[0] / shape[0], size[1] / shape[1]))
        return self._tiled((round(shape[0] * scale), round(shape[1] * scale)))

    def _tiled(self, size: Size) -> Image:
        if len(self.shown) == 1:
            return self._tile(0, size)
        canvas = empty(size)
        for index, (left, top, wide, tall) in enumerate(tiles(len(self.shown), size)):
            canvas[top : top + tall, left : left + wide] = self._tile(index, (wide, tall))
        return canvas

    def draw(self, size: Size, banner: str = "", portrait: Image | None = None) -> Image:
        """Return the whole picture at the window's size.

        Args:
            size: Of the window.
            banner: A sentence to show for now.
            portrait: The face that the sentence is about.
        """
        canvas = self._tiled(size)
        if portrait is not None:
            draw_portrait(canvas, portrait)
        if banner:
            draw_banner(canvas, banner, share=BANNER)
        if self.help:
            self._draw_help(canvas)
        draw_status(canvas, self._status(), text(self._language, "window.hint_help"))
        return canvas

    def _look(self, index: int, now: float) -> Shown:
        camera, answer = self._cameras[index], self._worker.answers[index]
        live = camera.state is CameraState.LIVE
        problem = trouble(camera, self._language, starting=self._worker.service is None)
        if camera.failure is not None:
            problem = camera.failure.sentence(self._language)
        if answer is None or not live or now - answer.came > STALE_SECONDS:
            return Shown(camera.newest, problem=problem, live=live)
        return Shown(camera.newest, answer.thought, answer.latency, problem, live)

    def _tile(self, index: int, size: Size) -> Image:
        camera, shown = self._cameras[index], self.shown[index]
        tile, faces = empty(size), []
        if shown.frame is not None:
            mirrored = camera.source.mirrored
            tile, placement = place(shown.frame.image, size, mirrored=mirrored)
            if shown.problem or not shown.live:
                dim(tile)
            else:
                faces = [placement.tracked(face) for face in shown.seen.faces]
        if len(self._cameras) > 1:  # below the names
            draw_caption(tile, camera_words(camera, self._language))
        tile = draw_faces(tile, faces, self._language)
        if shown.problem:
            draw_banner(tile, shown.problem, share=0.5)
        return tile

    def _status(self) -> str:
        words = camera_words(self._cameras[0], self._language)
        if len(self._cameras) > 1:
            words = text(self._language, "window.cameras", count=len(self._cameras))
        service = self._worker.service
        if service is None or not any(shown.latency is not None for shown in self.shown):
            return words
        # The longest of late: of frames whose faces are only followed, it is next to nothing.
        latency = max(seconds for _, seconds in self._latencies)
        count = sum(len(shown.seen.faces) for shown in self.shown)
        facts = [
            text(self._language, "window.faces", count=count),
            text(self._language, "window.rate", rate=round(self._rate())),
            text(self._language, "window.latency", milliseconds=round(1000 * latency)),
            f"{service.engine.identity.name}, {service.engine.device}",
            words,
        ]
        return " · ".join(facts)

    def _rate(self) -> float:
        """Return how many frames a second were shown lately, of the live cameras on average."""
        rates = [
            (len(times) - 1) / max(times[-1] - times[0], 1e-3) if len(times) > 1 else 0.0
            for shown, times in zip(self.shown, self._shown_at, strict=True)
            if shown.live
        ]
        return sum(rates) / len(rates)

    def _draw_help(self, canvas: Image) -> None:
        keys = [text(self._language, f"window.key_{key}") for key in HELP_KEYS]
        words = [text(self._language, f"window.help_{key}") for key in HELP_KEYS]
        size = min(max(14, canvas.shape[0] // 26), max(11, canvas.shape[1] // 22))
        column = max(text_size(key, size)[0] for key in keys) + 2 * size
        wide = column + max(text_size(line, size)[0] for line in words) + 3 * size
        step = round(1.7 * size)
        tall = step * len(keys) + 2 * size
        left, top = (
            (have - need) // 2 for have, need in zip(canvas.shape[1::-1], (wide, tall), strict=True)
        )
        draw_plate(canvas, (left, top), (wide, tall), size, HELP_SHADE)
        for number, (key, line) in enumerate(zip(keys, words, strict=True)):
            down = top + size + step * number + (step - size) // 3
            draw_text(canvas, key, (left + 3 * size // 2, down), size, SOFT)
            draw_text(canvas, line, (left + 3 * size // 2 + column, down), size, LIGHT)


def grid(count: int) -> tuple[int, int]:
    """Return how many columns and rows several tiles take: 2 stand side by side, 4 are 2 by 2."""
    columns = math.ceil(math.sqrt(count))
    return columns, math.ceil(count / columns)


def tiles(count: int, size: Size) -> list[tuple[int, int, int, int]]:
    """Return left, top, width and height of each of several tiles that fill a window."""
    columns, rows = grid(count)
    wide, tall = size[0] // columns, size[1] // rows
    return [
        ((number % columns) * wide, (number // columns) * tall, wide, tall)
        for number in range(count)
    ]
