"""Local recognition: a window that shows cameras and who is in front of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import cv2

from camera.live_enroll import LiveEnrolment
from camera.live_picture import LivePicture
from camera.source import SourceKind, parse_source
from camera.video_capture import Camera, CameraState, Frame
from camera.window import QUIT_KEYS, Window, require_screen
from camera.worker import Worker
from face_process.types import Image, TrackedFace
from merge.settings import Settings
from UI.texts import Language, text

if TYPE_CHECKING:
    from face_process.face_service import FaceService
    from face_process.face_track import LiveRecognizer
    from face_process.sightings import SightingLog
    from face_process.track import EndedTrack

KEY_MILLISECONDS = 8
"""Between looks for a new frame: short enough for 60 frames a second."""
REDRAW_SECONDS = 0.25
"""How often the window is drawn anew while no frame comes."""
BANNER_SECONDS = 4.0

PAUSE, SAVE_KEYS, ENROL_KEYS, HELP_KEYS = ord(" "), b"sS", b"eE", b"hH"


def run_recognize_window(settings: Settings, open_service: Callable[[], FaceService]) -> None:
    """Show the cameras with everyone's name, until Esc, Q, the close button or all files' ends.

    Args:
        settings: Whose cameras and language.
        open_service: Builds the recogniser; called in a thread while the window shows already.

    Raises:
        CameraError: There is no screen, or no camera can be opened.
        FaceMindError: The models can't be loaded, or the store can't be read.
    """
    sources = [parse_source(written) for written in settings.camera]
    require_screen()
    cameras = [Camera(source) for source in sources]
    with ExitStack() as stack:
        follower = stack.enter_context(_Follower(cameras, settings))
        worker = Worker(cameras, open_service, follower)
        for camera in cameras:
            stack.enter_context(camera)
        stack.enter_context(worker)
        window = stack.enter_context(Window(settings.language))
        _LiveWindow(window, cameras, worker, settings.language).run()
    worker.check()


class _Follower:
    """Follows the faces of each camera and keeps who was seen; runs in the worker's thread."""

    def __init__(self, cameras: Sequence[Camera], settings: Settings) -> None:
        self._cameras = cameras
        self._settings = settings
        self._followed: dict[int, tuple[LiveRecognizer, SightingLog]] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for index, (live, log) in self._followed.items():
            self._keep(log, live.finish(), index, time.monotonic())
        self._stack.close()

    def __call__(self, service: FaceService, index: int, frame: Frame) -> list[TrackedFace]:
        if index not in self._followed:
            # Their libraries load beside the window.
            from face_process.face_track import LiveRecognizer
            from face_process.sightings import SightingLog

            log = SightingLog(service, self._settings, self._cameras[index].source.label)
            self._followed[index] = LiveRecognizer(service), self._stack.enter_context(log)
        live, log = self._followed[index]
        faces = live.step(frame.image, frame.time)
        self._keep(log, live.take_ended(), index, frame.time)
        return faces

    def _keep(self, log: SightingLog, ended: list[EndedTrack], index: int, now: float) -> None:
        is_file = self._cameras[index].source.kind is SourceKind.FILE
        log.add(ended, None if is_file else now)


class _LiveWindow:
    """The window's life: frames, keys, sentences that come and go."""

    def __init__(
        self,
        window: Window,
        cameras: Sequence[Camera],
        worker: Worker[list[TrackedFace]],
        language: Language,
    ) -> None:
        self._window = window
        self._cameras = cameras
        self._worker = worker
        self._language = language
        self._picture = LivePicture(cameras, worker, language)
        self._frames: list[Frame | None] = [None] * len(cameras)
        self._canvas: Image | None = None
        self._paused = False
        self._banner, self._banner_until = "", 0.0
        self._enrolment: LiveEnrolment | None = None

    def run(self) -> None:
        """Keep the window up to date until it is left or all files end."""
        drawn_at = 0.0
        try:
            while any(camera.state is not CameraState.ENDED for camera in self._cameras):
                self._worker.check()
                self._step_enrolment()
                news = self._take_frames()
                now = time.monotonic()
                if news or now - drawn_at > REDRAW_SECONDS:
                    self._show(now)
                    drawn_at = now
                key = self._window.key(KEY_MILLISECONDS)
                if key in QUIT_KEYS or not self._window.is_open:
                    return
                if key is not None:
                    self._do(key)
        finally:
            if self._enrolment:
                self._enrolment.close()
        for camera in self._cameras:
            camera.check()

    def _take_frames(self) -> bool:
        """Take the newest frame of each camera; return whether there is a new one."""
        if self._paused:
            return False
        news = False
        for index, camera in enumerate(self._cameras):
            frame, before = camera.newest, self._frames[index]
            if frame is not None and (before is None or frame.number > before.number):
                if index == 0 and len(self._cameras) == 1:
                    self._window.fit(frame.image)
                self._frames[index] = frame
                self._picture.count(time.monotonic())
                news = True
        return news

    def _show(self, now: float) -> None:
        banner = self._banner if now < self._banner_until else ""
        if self._enrolment:
            banner = text(self._language, "window.type_name")
        if self._paused:
            banner = banner or text(self._language, "window.paused")
        if not self._paused or self._canvas is None or banner or self._picture.help:
            self._canvas = self._picture.draw(self._frames, self._window.size, banner)
        self._window.show(self._canvas)

    def _do(self, key: int) -> None:
        if key == PAUSE:
            self._paused = not self._paused
        elif key in HELP_KEYS:
            self._picture.help = not self._picture.help
        elif key in SAVE_KEYS and self._canvas is not None:
            self._say(save(self._picture.draw(self._frames, self._window.size), self._language))
        elif key in ENROL_KEYS and self._enrolment is None and self._worker.service:
            service, answers = self._worker.service, self._worker.answers
            self._enrolment = LiveEnrolment(service, answers, self._language)

    def _step_enrolment(self) -> None:
        if self._enrolment is None:
            return
        self._enrolment.step()
        if self._enrolment.done:
            self._say(self._enrolment.done)
            self._enrolment = None

    def _say(self, sentence: str) -> None:
        self._banner, self._banner_until = sentence, time.monotonic() + BANNER_SECONDS


def save(picture: Image, language: Language) -> str:
    """Keep a picture among the user's pictures; return what to tell about it."""
    from platformdirs import user_pictures_path

    folder = user_pictures_path() / "FaceMind"
    file = folder / f"{datetime.now().astimezone():%Y-%m-%d %H.%M.%S}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        Path(file).write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    except OSError:
        return text(language, "window.not_saved", folder=folder)
    return text(language, "window.saved", file=file)
