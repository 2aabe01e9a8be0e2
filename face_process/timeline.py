"""When was who in a video? Frames in, appearances out."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import StringIO

import cv2

from face_process.align import align
from face_process.spreadsheet import as_cell
from face_process.types import Image, Match, TrackedFace
from face_process.video_recognize import VideoFrame

BRIDGED = 1.0
"""Seconds without somebody that don't end an appearance: they blinked or turned away."""
PICTURE_HEIGHT = 160
PICTURE_MARGIN = 0.35
"""What a picture shows around a face, in shares of its box."""
CLEARLY_BETTER = 0.02
"""How much a similarity must rise for a new picture to be worth cutting out."""


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """A stretch of a video that shows somebody.

    Attributes:
        start: When they are first recognised, in seconds by a player's clock.
        end: When they are last recognised.
        best: Who, with the highest similarity in between.
        least: What that had to reach.
        picture: The face when it was most similar, up to 160 pixels high, uint8 BGR.
        crop: The same aligned, (112, 112, 3) uint8 BGR; None where it was only followed.
    """

    start: float
    end: float
    best: Match
    least: float
    picture: Image
    crop: Image | None

    @property
    def name(self) -> str:
        """Who."""
        return self.best.name

    @property
    def best_similarity(self) -> float:
        """The highest cosine similarity in between."""
        return self.best.similarity


class Timeline:
    """Collects who appears when; it grows with appearances, not with frames."""

    def __init__(self) -> None:
        self._ended: list[Appearance] = []
        self._current: dict[int, Appearance] = {}  # by person

    def add(self, frame: VideoFrame) -> None:
        """Take in the next frame; strangers leave no mark."""
        now = frame.time + frame.ahead
        for face in frame.faces:
            if face.name is None or face.nearest is None:
                continue
            before = self._current.get(face.nearest.person_id)
            if before is not None and now - before.end > BRIDGED:
                self._ended.append(before)
                before = None
            seen = _begun(frame, face) if before is None else _gone_on(before, frame, face)
            self._current[face.nearest.person_id] = seen

    def appearances(self) -> list[Appearance]:
        """Return every appearance so far, in order of their starts."""
        found = [*self._ended, *self._current.values()]
        return sorted(found, key=lambda one: (one.start, one.name))


def appearances_csv(appearances: Iterable[Appearance]) -> str:
    """Return appearances as a table that spreadsheets read: seconds with two decimals."""
    written = StringIO(newline="")
    table = csv.writer(written)
    table.writerow(["name", "from", "to", "best_similarity"])
    for one in appearances:
        numbers = (one.start, one.end, one.best_similarity)
        table.writerow([as_cell(one.name), *(f"{number:.2f}" for number in numbers)])
    return written.getvalue()


def _begun(frame: VideoFrame, face: TrackedFace) -> Appearance:
    """Return the appearance that begins with a frame."""
    now, image = frame.time + frame.ahead, frame.image
    picture, crop = _cut_out(image, face), _aligned(image, face)
    return Appearance(now, now, face.nearest, face.threshold, picture, crop)


def _gone_on(before: Appearance, frame: VideoFrame, face: TrackedFace) -> Appearance:
    """Return an appearance that goes on in a frame."""
    similarity = face.nearest.similarity
    seen = replace(before, end=frame.time + frame.ahead)
    if similarity > before.best_similarity + CLEARLY_BETTER:
        crop = _aligned(frame.image, face)
        crop = before.crop if crop is None else crop
        seen = replace(seen, picture=_cut_out(frame.image, face), crop=crop)
    elif before.crop is None:
        seen = replace(seen, crop=_aligned(frame.image, face))
    if similarity > before.best_similarity:
        seen = replace(seen, best=face.nearest, least=face.threshold)
    return seen


def _aligned(image: Image, face: TrackedFace) -> Image | None:
    """Return a face as models see it; None where it was followed, not detected."""
    return None if face.detected is None else align(image, face.detected.landmarks)


def _cut_out(image: Image, face: TrackedFace) -> Image:
    """Return a face with something around it, as a small picture of its own."""
    height, width = image.shape[:2]
    x1, y1, x2, y2 = (float(value) for value in face.box)
    margin = PICTURE_MARGIN * max(x2 - x1, y2 - y1)
    left, top = max(0, int(x1 - margin)), max(0, int(y1 - margin))
    right, bottom = min(width, int(x2 + margin) + 1), min(height, int(y2 + margin) + 1)
    piece = image[top:bottom, left:right]
    scale = min(1.0, PICTURE_HEIGHT / piece.shape[0])
    size = (max(1, round(piece.shape[1] * scale)), max(1, round(piece.shape[0] * scale)))
    return cv2.resize(piece, size, interpolation=cv2.INTER_AREA)
