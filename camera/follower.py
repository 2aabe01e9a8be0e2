"""Follow the faces of every camera, keep who was seen, and how each of them looked best."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from camera.source import SourceKind
from camera.video_capture import Camera, Frame
from face_process.recent_looks import Look, RecentLooks
from face_process.types import TrackedFace
from merge.settings import Settings

if TYPE_CHECKING:
    from face_process.ended_tracks import EndedTrack
    from face_process.face_service import FaceService
    from face_process.face_track import LiveRecognizer
    from face_process.sightings import SightingLog


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Who is in front of a camera.

    Attributes:
        faces: From left to right.
        looks: The best recent look of each, by the number of its track.
    """

    faces: Sequence[TrackedFace] = ()
    looks: Mapping[int, Look] = field(default_factory=dict)


class Follower:
    """Follows the faces of each camera and keeps sightings; called in the worker's thread only.

    Args:
        cameras: Whose frames will come.
        settings: Whether and for how long sightings are kept.
    """

    def __init__(self, cameras: Sequence[Camera], settings: Settings) -> None:
        self._cameras = cameras
        self._settings = settings
        self._followed: dict[int, _Followed] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._stack:
            for followed in self._followed.values():
                followed.finish()

    def __call__(self, service: FaceService, index: int, frame: Frame) -> Seen:
        """Return who is in a frame of the camera with this place in the list."""
        if index not in self._followed:
            # Their libraries load beside the window.
            from face_process.face_track import LiveRecognizer
            from face_process.film import Film
            from face_process.sightings import SightingLog

            source = self._cameras[index].source
            is_live = source.kind is not SourceKind.FILE
            film = None if is_live else Film(Path(source.written))
            log = SightingLog(service, self._settings, source.label, film)
            self._stack.enter_context(log)
            self._followed[index] = _Followed(LiveRecognizer(service), log, is_live)
        return self._followed[index].step(frame)


class _Followed:
    """One camera's faces."""

    def __init__(self, live: LiveRecognizer, log: SightingLog, is_live: bool) -> None:
        self._live = live
        self._log = log
        self._is_live = is_live
        self._opening = 0
        self._looks = RecentLooks()

    def step(self, frame: Frame) -> Seen:
        if frame.opening != self._opening:
            self._live.reset()  # while it was lost, anything may have happened
            self._opening = frame.opening
        faces = self._live.step(frame.image, frame.time)
        self._keep(self._live.take_ended(), frame.time)
        self._looks.take(frame.image, faces, frame.time)
        return Seen(faces, self._looks.of_all(faces))

    def finish(self) -> None:
        self._keep(self._live.finish(), time.monotonic())

    def _keep(self, ended: list[EndedTrack], now: float) -> None:
        self._log.add(ended, now if self._is_live else None)
