"""Load the models and think about the newest frames, in a thread beside the window's."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from camera.video_capture import Camera, CameraState, Frame

if TYPE_CHECKING:
    from face_process.face_service import FaceService

log = logging.getLogger(__name__)

Thought = TypeVar("Thought")
Result = TypeVar("Result")

LISTEN_SECONDS = 0.2
"""How soon it notices that it shall stop while no frame comes."""
PATIENCE = 0.004
"""Seconds between looks for news where several cameras are waited for."""
JOIN_SECONDS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Answer(Generic[Thought]):
    """What was thought about a frame.

    Attributes:
        frame: The frame.
        thought: What was thought.
        latency: Seconds from the frame's coming to this answer.
    """

    frame: Frame
    thought: Thought
    latency: float

    @property
    def came(self) -> float:
        """When it came, in seconds of the steady clock."""
        return self.frame.taken + self.latency


class Worker(Generic[Thought]):
    """Opens the service, then asks ``think`` about the newest frames, again and again, in turn.

    Args:
        cameras: Whose frames; files are let run once the models are there.
        open_service: Loads the models.
        think: Is given the service, the camera's place in the list and a frame; runs in the
            worker's thread only.

    Attributes:
        answers: The newest answer about each camera; None before its first one.
    """

    def __init__(
        self,
        cameras: Sequence[Camera],
        open_service: Callable[[], FaceService],
        think: Callable[[FaceService, int, Frame], Thought],
    ) -> None:
        self._cameras = list(cameras)
        self._open_service = open_service
        self._think = think
        self._service: FaceService | None = None
        self.answers: list[Answer[Thought] | None] = [None] * len(self._cameras)
        self._error: Exception | None = None
        self._jobs: queue.SimpleQueue[tuple[Callable[[FaceService], Any], Future[Any]]] = (
            queue.SimpleQueue()
        )
        self._stop, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="recognition", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(JOIN_SECONDS)
        if self._thread.is_alive():
            log.warning("leaving while the models are still being loaded")

    @property
    def service(self) -> FaceService | None:
        """The service; None while the models load."""
        return self._service

    @property
    def done(self) -> bool:
        """Whether no further answer will come."""
        return self._done.is_set()

    def ask(self, job: Callable[[FaceService], Result]) -> Future[Result]:
        """Have something done between two frames, or after the last one, in the worker's thread.

        Args:
            job: Is given the service.
        """
        result: Future[Result] = Future()
        self._jobs.put((job, result))
        return result

    def check(self) -> None:
        """Raise what went wrong in the worker's thread.

        Raises:
            FaceMindError: The models can't be loaded or the store can't be read.
        """
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            self._service = self._open_service()
            for camera in self._cameras:
                camera.play()
            self._follow(self._service)
            self._done.set()
            while not self._stop.is_set():
                self._do_jobs(self._service, LISTEN_SECONDS)
        except Exception as error:  # noqa: BLE001 - the thread's outermost level; check() raises it
            self._error = error
        finally:
            self._done.set()

    def _follow(self, service: FaceService) -> None:
        seen = [0] * len(self._cameras)
        patience = LISTEN_SECONDS if len(self._cameras) == 1 else PATIENCE
        while not self._stop.is_set():
            # Asked before looking for last frames.
            ended = all(camera.state is CameraState.ENDED for camera in self._cameras)
            news = False
            for index, camera in enumerate(self._cameras):
                frame = camera.wait_newer(seen[index], patience)
                if frame is None:
                    continue
                news, seen[index] = True, frame.number
                thought = self._think(service, index, frame)
                latency = time.monotonic() - frame.taken
                self.answers[index] = Answer(frame, thought, latency)
            self._do_jobs(service)
            if ended and not news:
                return

    def _do_jobs(self, service: FaceService, patience: float = 0.0) -> None:
        """Do what was asked for, waiting for something to be asked for as long as given."""
        try:
            while not self._stop.is_set():
                job, result = self._jobs.get(timeout=patience)
                try:
                    result.set_result(job(service))
                except Exception as error:  # noqa: BLE001 - whoever asked is told
                    result.set_exception(error)
        except queue.Empty:
            return
