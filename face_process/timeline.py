"""When was who in a video? Frames in, appearances out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from face_process.video_recognize import VideoFrame

BRIDGED = 1.0
"""Seconds without somebody that don't end an appearance: they blinked or turned away."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A stretch of a video that shows somebody.

    Attributes:
        name: Who.
        start: Seconds from the start of the video at which they are first recognised.
        end: Seconds at which they are last recognised.
        best_similarity: The highest cosine similarity in between.
    """

    name: str
    start: float
    end: float
    best_similarity: float


class Timeline:
    """Collects who appears when; it grows with appearances, not with frames."""

    def __init__(self) -> None:
        self._ended: list[Appearance] = []
        self._current: dict[int, Appearance] = {}  # by person

    def add(self, frame: VideoFrame) -> None:
        """Take in the next frame; strangers leave no mark."""
        for face in frame.faces:
            if face.name is None or face.nearest is None:
                continue
            seen = Appearance(face.name, frame.time, frame.time, face.nearest.similarity)
            before = self._current.get(face.nearest.person_id)
            if before is not None and seen.start - before.end <= BRIDGED:
                best = max(before.best_similarity, seen.best_similarity)
                seen = replace(before, end=seen.end, best_similarity=best)
            elif before is not None:
                self._ended.append(before)
            self._current[face.nearest.person_id] = seen

    def appearances(self) -> list[Appearance]:
        """Return every appearance so far, in order of their starts."""
        found = [*self._ended, *self._current.values()]
        return sorted(found, key=lambda one: (one.start, one.name))
