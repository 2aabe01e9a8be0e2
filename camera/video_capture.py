"""Read a camera in its own thread and keep only the newest frame."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

import cv2

from camera.source import ANSWER_MILLISECONDS, Feed, Source, SourceKind, open_feed
from face_process.errors import FaceMindError
from face_process.types import Image

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds between attempts to reach a lost camera; each pause is twice the last one."""
LONGEST_FREEZE = 0.25
"""Seconds after which a file shows a frame even where the machine is too slow for its speed."""
JOIN_SECONDS = ANSWER_MILLISECONDS / 1000 + 3
"""A read that hangs ends by itself within the stream's limit."""


class CameraState(Enum):
    """What a camera is doing."""

    OPENING = "opening"
    LIVE = "live"
    LOST = "lost"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a camera.

    Attributes:
        image: (h, w, 3) uint8 BGR, upright and not mirrored.
        number: Grows by at least one from frame to frame, from 1.
        time: Seconds; of a file since its start, else of a steady clock.
        taken: When it came from the camera, in seconds of the steady clock.
        opening: How often the camera had been opened by then: grows when a lost one came back.
    """

    image: Image
    number: int
    time: float
    taken: float = 0.0
    opening: int = 1


class Camera:
    """A source that is read while the context is open, and released however it is left.

    A file waits at its first frame for :meth:`play`, is played once at its own speed, then ends.
    Webcams and streams that fall silent are reopened, with growing pauses, until they answer.

    Args:
        source: What to read.
        first_pause: Seconds before the first attempt to reopen it.
        patient: Whether a webcam or stream that can't be opened at first is tried again too.
    """

    def __init__(
        self, source: Source, first_pause: float = FIRST_PAUSE, *, patient: bool = False
    ) -> None:
        self.source = source
        self._first_pause = first_pause
        self._patient = patient and source.kind is not SourceKind.FILE
        self._news = threading.Condition()
        self._frame: Frame | None = None
        self._state = CameraState.OPENING
        self._lost_at = 0.0
        self._opening, self._finite = 0, True
        self._error: Exception | None = None
        self._stop, self._play = threading.Event(), threading.Event()
        self._opened: Feed | None = None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def __enter__(self) -> Self:
        # macOS asks for leave to use a webcam only in the main thread.
        if sys.platform == "darwin" and self.source.kind is SourceKind.WEBCAM:
            self._opened = open_feed(self.source)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leave()
        self._thread.join(JOIN_SECONDS)
        if self._thread.is_alive():
            log.warning("the camera's driver does not answer; it is left to the system")

    def leave(self) -> None:
        """Have it end soon, without waiting for that."""
        self._stop.set()
        self._play.set()

    @property
    def state(self) -> CameraState:
        """What it is doing now."""
        return self._state

    @property
    def newest(self) -> Frame | None:
        """The newest frame; None before the first one."""
        return self._frame

    @property
    def lost_seconds(self) -> float:
        """For how long it has been silent; 0 unless it is lost."""
        return time.monotonic() - self._lost_at if self._state is CameraState.LOST else 0.0

    @property
    def waited_seconds(self) -> float:
        """For how long no frame has come, while it isn't known to be lost; 0 of a file."""
        waits = self._state is CameraState.LIVE and not self._finite and self._frame
        return time.monotonic() - self._frame.taken if waits else 0.0

    @property
    def failure(self) -> FaceMindError | None:
        """Why it can't be opened, where that is so."""
        return self._error if isinstance(self._error, FaceMindError) else None

    def play(self) -> None:
        """Let a file run; cameras run anyway."""
        self._play.set()

    def check(self) -> None:
        """Raise what went wrong in the camera's thread.

        Raises:
            CameraError: It couldn't be opened.
        """
        if self._error is not None:
            raise self._error

    def wait_newer(self, than: int, timeout: float) -> Frame | None:
        """Return a frame whose number is above ``than``; None if none comes in time or ever."""
        with self._news:
            self._news.wait_for(
                lambda: self._state is CameraState.ENDED or self._number > than, timeout
            )
            return self._frame if self._number > than else None

    @property
    def _number(self) -> int:
        return self._frame.number if self._frame else 0

    def _run(self) -> None:
        try:
            self._follow()
        except Exception as error:  # noqa: BLE001 - the thread's outermost level; check() raises it
            self._error = error
        finally:
            self._enter(CameraState.ENDED)

    def _follow(self) -> None:
        feed, self._opened = self._opened or open_feed(self.source), None
        if feed is None and not self._patient:
            raise self.source.open_error()
        feed = feed or self._reopen()
        while feed is not None:
            self._opening += 1
            self._finite = feed.finite
            self._enter(CameraState.LIVE)
            try:
                if feed.finite:
                    self._play_once(feed)
                    return
                self._stream(feed)
            finally:
                feed.capture.release()
            feed = self._reopen()

    def _stream(self, feed: Feed) -> None:
        """Publish pictures as they come until one fails."""
        read, image = True, feed.first
        while read and not self._stop.is_set():
            self._publish(image, time.monotonic())
            read, image = feed.capture.read()

    def _reopen(self) -> Feed | None:
        """Return the feed once the source answers again, None when told to stop."""
        self._lost_at = time.monotonic()
        if not self._stop.is_set():
            self._enter(CameraState.LOST)
            log.warning("lost the camera, trying to reach it again")
        pause = self._first_pause
        while not self._stop.wait(pause):
            feed = open_feed(self.source)
            if feed is not None:
                return feed
            pause = min(2 * pause, LONGEST_PAUSE)
        return None

    def _play_once(self, feed: Feed) -> None:
        """Publish a file's frames when they are due; of frames that are late, only a few."""
        capture, step = feed.capture, 1 / feed.rate
        offset, at = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, 0.0
        self._publish(feed.first, at)
        self._play.wait()
        started = shown = time.monotonic()
        while not self._stop.is_set() and capture.grab():
            said = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000 - offset
            at = said if said > at else at + step
            now = time.monotonic()
            if now - started > at + step and now - shown < LONGEST_FREEZE:
                continue
            read, image = capture.retrieve()
            if not read or self._stop.wait(max(0.0, started + at - time.monotonic())):
                continue
            self._publish(image, at)
            shown = time.monotonic()
        self._stop.wait(step)  # the last frame is seen as long as any other

    def _publish(self, image: Image, at: float) -> None:
        with self._news:
            self._frame = Frame(image, self._number + 1, at, time.monotonic(), self._opening)
            self._news.notify_all()

    def _enter(self, state: CameraState) -> None:
        with self._news:
            self._state = state
            self._news.notify_all()


@contextmanager
def opened(cameras: Sequence[Camera]) -> Iterator[None]:
    """Read several cameras while the context is open; all of them end at the same time."""
    with ExitStack() as stack:
        for camera in cameras:
            stack.enter_context(camera)
        try:
            yield
        finally:
            for camera in cameras:
                camera.leave()
