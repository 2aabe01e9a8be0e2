"""Local recognition: a window that shows cameras and who is in front of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import cv2

from camera.follower import Follower, Seen
from camera.live_enroll import LiveEnrolment
from camera.live_picture import LivePicture
from camera.source import parse_source
from camera.video_capture import Camera, CameraState, opened
from camera.window import QUIT_KEYS, Window, require_screen
from camera.worker import Worker
from face_process.types import Image
from merge.settings import Settings
from UI.texts import Language, text

if TYPE_CHECKING:
    from face_process.face_service import FaceService

KEY_MILLISECONDS = 8
"""Between looks for a new frame: short enough for 60 frames a second."""
REDRAW_SECONDS = 0.1
"""How often the window is drawn anew while no frame comes."""
SAVED_SECONDS, ENROLLED_SECONDS = 3.0, 5.0
"""How long a sentence about it stays."""

PAUSE, SAVE_KEYS, ENROL_KEYS, HELP_KEYS = ord(" "), b"sS", b"eE", b"hH"


def run_recognize_window(settings: Settings, open_service: Callable[[], FaceService]) -> None:
    """Show the cameras with everyone's name, until Esc, Q, the close button or all files' ends.

    Args:
        settings: Whose cameras and language.
        open_service: Builds the recogniser; called in a thread while the window shows already.

    Raises:
        CameraError: There is no screen, or the only camera or a file can't be opened; of several
            cameras, those that can't be opened are tried again.
        FaceMindError: The models can't be loaded, or the store can't be read.
    """
    alone = len(settings.camera) == 1
    sources = [parse_source(written, required=alone) for written in settings.camera]
    require_screen()
    cameras = [Camera(source, patient=not alone) for source in sources]
    follower = Follower(cameras, settings)
    worker = Worker(cameras, open_service, follower)
    with follower, opened(cameras), worker, Window(settings.language) as window:
        _LiveWindow(window, cameras, worker, settings.language).run()
    worker.check()


class _LiveWindow:
    """The window's life: frames, keys, sentences that come and go."""

    def __init__(
        self,
        window: Window,
        cameras: Sequence[Camera],
        worker: Worker[Seen],
        language: Language,
    ) -> None:
        self._window = window
        self._cameras = cameras
        self._worker = worker
        self._language = language
        self._picture = LivePicture(cameras, worker, language)
        self._paused = False
        self._banner, self._banner_until = "", 0.0
        self._enrolment: LiveEnrolment | None = None

    def run(self) -> None:
        """Keep the window up to date until it is left or all files end."""
        try:
            self._run()
        finally:
            if self._enrolment:
                self._enrolment.close()

    def _run(self) -> None:
        drawn_at = 0.0
        while self._has_more:
            self._check()
            self._step_enrolment()
            now = time.monotonic()
            news = not self._paused and self._picture.update(now)
            if self._picture.shape:
                self._window.fit(*self._picture.shape)
            if news or now - drawn_at > REDRAW_SECONDS:
                self._show(now)
                drawn_at = now
            key = self._window.key(KEY_MILLISECONDS)
            if key in QUIT_KEYS or not self._window.is_open:
                return
            if key is not None:
                self._do(key)
        for camera in self._cameras:
            camera.check()

    def _check(self) -> None:
        """Raise what can't be told in a tile."""
        self._worker.check()
        for camera in self._cameras:
            if camera.failure is None:
                camera.check()

    @property
    def _has_more(self) -> bool:
        """Whether anything may change: frames come, or the user is busy with one."""
        busy = self._paused or self._enrolment is not None
        if busy or time.monotonic() < self._banner_until:
            return True
        return any(camera.state is not CameraState.ENDED for camera in self._cameras)

    def _show(self, now: float) -> None:
        banner, portrait = self._banner if now < self._banner_until else "", None
        if self._enrolment:
            banner, portrait = self._enrolment.sentence, self._enrolment.portrait
        elif self._paused:
            banner = banner or text(self._language, "window.paused")
        self._window.show(self._picture.draw(self._window.size, banner, portrait))

    def _do(self, key: int) -> None:
        if key == PAUSE:
            self._paused = not self._paused
        elif key in HELP_KEYS:
            self._picture.help = not self._picture.help
        elif key in SAVE_KEYS and self._picture.shape:
            said = save(self._picture.still(self._window.size), self._language)
            self._say(said, SAVED_SECONDS)
        elif key in ENROL_KEYS and self._worker.service is None:
            self._say(text(self._language, "window.starting"), SAVED_SECONDS)
        elif key in ENROL_KEYS and self._enrolment is None:
            seen = [shown.seen for shown in self._picture.shown]
            self._enrolment = LiveEnrolment(self._worker, seen, self._language)

    def _step_enrolment(self) -> None:
        if self._enrolment is None:
            return
        self._enrolment.step()
        if self._enrolment.done:
            self._say(self._enrolment.done, ENROLLED_SECONDS)
            self._enrolment = None

    def _say(self, sentence: str, seconds: float) -> None:
        self._banner, self._banner_until = sentence, time.monotonic() + seconds


def save(picture: Image, language: Language) -> str:
    """Keep a picture among the user's pictures; return what to tell about it."""
    from platformdirs import user_pictures_path

    folder = user_pictures_path() / "FaceMind"
    moment = datetime.now().astimezone().strftime("%Y-%m-%d %H.%M.%S.%f")[:-3]
    file = folder / f"{moment}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    except OSError:
        return text(language, "window.not_saved", folder=folder)
    return text(language, "window.saved", file=file)
