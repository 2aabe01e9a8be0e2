"""Local recognition: a window that shows the camera and who is in front of it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from camera.source import parse_source
from camera.video_capture import Camera, CameraState, Frame
from camera.view import camera_words, dim, draw_banner, draw_status, empty, place, trouble
from camera.window import QUIT_KEYS, Window, require_screen
from camera.worker import Worker
from face_process.draw import draw_faces
from face_process.types import Image, RecognizedFace
from merge.settings import Settings
from UI.texts import Language, text

if TYPE_CHECKING:
    from face_process.face_service import FaceService

KEY_MILLISECONDS = 8
"""Between looks for a new frame: short enough for 60 frames a second."""
REDRAW_SECONDS = 0.25
"""How often the window is drawn anew while no frame comes."""
RATE_SECONDS = 2.0


def run_recognize_window(settings: Settings, open_service: Callable[[], FaceService]) -> None:
    """Show the camera with everyone's name, until Esc, Q, the close button or a file's end.

    Args:
        settings: Whose camera and language.
        open_service: Builds the recogniser; called in a thread while the window shows already.

    Raises:
        CameraError: There is no screen, or the camera can't be opened.
        FaceMindError: The models can't be loaded, or the store can't be read.
    """
    source = parse_source(settings.camera)
    require_screen()
    camera = Camera(source)
    worker = Worker(camera, open_service, _recognize)
    with camera, worker, Window(settings.language) as window:
        _show(window, _Picture(camera, worker, settings.language))
    worker.check()


def _recognize(service: FaceService, frame: Frame) -> list[RecognizedFace]:
    from face_process.face_recognize import recognize_image  # its libraries load beside the window

    return recognize_image(service, frame.image)


class _Picture:
    """What the window shows at a moment."""

    def __init__(
        self, camera: Camera, worker: Worker[list[RecognizedFace]], language: Language
    ) -> None:
        self.camera = camera
        self.worker = worker
        self._language = language
        self._shown_at: deque[float] = deque()

    def draw(self, frame: Frame | None, size: tuple[int, int]) -> Image:
        """Return the newest frame with the newest answer, at the window's size."""
        starting = self.worker.service is None
        problem = trouble(self.camera, self._language, starting=starting)
        if frame is None:
            canvas = empty(size)
        else:
            mirrored = self.camera.source.mirrored
            canvas, placement = place(frame.image, size, mirrored=mirrored)
            if problem:
                dim(canvas)
            else:
                faces = [placement.recognized(face) for face in self._faces()]
                canvas = draw_faces(canvas, faces, self._language)
        if problem:
            draw_banner(canvas, problem, share=0.5)
        draw_status(canvas, self._status(), text(self._language, "window.hint_quit"))
        return canvas

    def count(self, now: float) -> None:
        """Take note that a new frame was shown; a file only runs once the models are there."""
        if self.worker.service is None:
            return
        self._shown_at.append(now)
        while self._shown_at[0] < now - RATE_SECONDS:
            self._shown_at.popleft()

    def _faces(self) -> list[RecognizedFace]:
        answer = self.worker.answer
        return answer.thought if answer else []

    def _status(self) -> str:
        name = camera_words(self.camera, self._language)
        if self.worker.answer is None or self.camera.state is not CameraState.LIVE:
            return name
        count = len(self._faces())
        key = "window.one_face" if count == 1 else "window.faces"
        faces = text(self._language, key, count=count)
        span = max(self._shown_at[-1] - self._shown_at[0], 1e-3) if self._shown_at else 1.0
        rate = (len(self._shown_at) - 1) / span if len(self._shown_at) > 1 else 0
        return f"{faces} · {text(self._language, 'window.rate', rate=round(rate))} · {name}"


def _show(window: Window, picture: _Picture) -> None:
    """Keep the window up to date until it is left or the file ends."""
    camera, seen, drawn_at = picture.camera, 0, 0.0
    while camera.state is not CameraState.ENDED:
        picture.worker.check()
        frame, now = camera.newest, time.monotonic()
        is_new = frame is not None and frame.number > seen
        if is_new:
            window.fit(frame.image)
            seen = frame.number
            picture.count(now)
        if is_new or now - drawn_at > REDRAW_SECONDS:
            window.show(picture.draw(frame, window.size))
            drawn_at = now
        if window.key(KEY_MILLISECONDS) in QUIT_KEYS or not window.is_open:
            return
    camera.check()
