"""Load the models and think about the newest frame, in a thread beside the window's."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from camera.video_capture import Camera, CameraState, Frame

if TYPE_CHECKING:
    from face_process.face_service import FaceService

log = logging.getLogger(__name__)

Thought = TypeVar("Thought")

LISTEN_SECONDS = 0.2
"""How soon it notices that it shall stop while no frame comes."""
JOIN_SECONDS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Answer(Generic[Thought]):
    """What was thought about a frame."""

    frame: Frame
    thought: Thought


class Worker(Generic[Thought]):
    """Opens the service, then asks ``think`` about the newest frame, again and again.

    Args:
        camera: Whose frames; a file is let run once the models are there.
        open_service: Loads the models.
        think: Is given the service and a frame; runs in the worker's thread only.
    """

    def __init__(
        self,
        camera: Camera,
        open_service: Callable[[], FaceService],
        think: Callable[[FaceService, Frame], Thought],
    ) -> None:
        self._camera = camera
        self._open_service = open_service
        self._think = think
        self._service: FaceService | None = None
        self._answer: Answer[Thought] | None = None
        self._error: Exception | None = None
        self._stop = threading.Event()
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
    def answer(self) -> Answer[Thought] | None:
        """The newest answer; None before the first one."""
        return self._answer

    @property
    def done(self) -> bool:
        """Whether no further answer will come."""
        return not self._thread.is_alive()

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
            self._camera.play()
            self._follow(self._service)
        except Exception as error:  # noqa: BLE001 - the thread's outermost level; check() raises it
            self._error = error

    def _follow(self, service: FaceService) -> None:
        seen = 0
        while not self._stop.is_set():
            ended = self._camera.state is CameraState.ENDED  # before looking for a last frame
            frame = self._camera.wait_newer(seen, LISTEN_SECONDS)
            if frame is not None:
                seen = frame.number
                self._answer = Answer(frame, self._think(service, frame))
            elif ended:
                return
