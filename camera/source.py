"""What ``--camera`` names: a webcam, a video file or a stream, and how each is opened."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

import cv2

from face_process.errors import CameraError
from face_process.types import Image

ANSWER_MILLISECONDS = 5000
"""How long a stream may take to connect, and to send its next picture."""
USUAL_RATE = 25.0
SLOWEST_RATE, FASTEST_RATE = 1.0, 240.0
"""Frames a second; what a file says beyond these is not believed (a still says 90,000)."""
MOST_FRAMES = 1e9
"""Files and streams without a length claim ±9e18 frames or none."""


class SourceKind(Enum):
    """Where pictures come from."""

    WEBCAM = "webcam"
    FILE = "file"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Source:
    """A camera as the user named it.

    Attributes:
        written: The value of ``--camera``.
        kind: What it names.
    """

    written: str
    kind: SourceKind

    @property
    def label(self) -> str:
        """What to call it on screens: never the name and password inside a stream's address."""
        if self.kind is SourceKind.FILE:
            return Path(self.written).name
        if self.kind is SourceKind.WEBCAM:
            return self.written
        try:
            address = urlsplit(self.written)
        except ValueError:
            return self.written.rpartition("@")[2]
        return address.netloc.rpartition("@")[2] or address.scheme

    @property
    def mirrored(self) -> bool:
        """Whether people expect to see themselves as in a mirror."""
        return self.kind is SourceKind.WEBCAM

    @property
    def is_file_there(self) -> bool:
        """Whether there is something to read at a file's path: a file, a pipe, no folder."""
        file = Path(self.written)
        return bool(self.written) and file.exists() and not file.is_dir()

    def open_error(self) -> CameraError:
        """Return what to tell when it can't be opened."""
        if self.kind is SourceKind.FILE:
            if not self.is_file_there:
                return CameraError("camera_file_missing", camera=self.written)
            return CameraError("camera_file_unreadable", camera=self.written)
        return CameraError("camera_missing", camera=self.label)


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """An opened source that has given its first picture.

    Attributes:
        capture: To read on from; whoever takes the feed releases it.
        first: (h, w, 3) uint8 BGR, the first picture.
        rate: Frames a second as the source says, or a usual rate.
        finite: It has an end, and a speed of its own at which it is to be played.
    """

    capture: cv2.VideoCapture
    first: Image
    rate: float
    finite: bool


def parse_source(written: str, *, required: bool = True) -> Source:
    """Return what ``--camera`` names.

    Args:
        written: The value of ``--camera``.
        required: Whether a file has to be there already; else that shows when it is opened.

    Raises:
        CameraError: It is a file that isn't there.
    """
    written = written.strip()
    if written.isascii() and written.isdigit():
        return Source(written, SourceKind.WEBCAM)
    if written.startswith("/dev/"):
        return Source(written, SourceKind.WEBCAM)
    if "://" in written:
        return Source(written, SourceKind.STREAM)
    source = Source(str(Path(written).expanduser()), SourceKind.FILE)
    if required and not source.is_file_there:
        raise source.open_error()
    return source


def open_feed(source: Source) -> Feed | None:
    """Open a source and read its first picture, or return None where it gives none.

    OpenCV calls broken files and busy cameras opened: only a picture proves it.
    """
    _silence()
    capture = _capture(source)
    try:
        read, first = capture.read() if capture.isOpened() else (False, None)
    except BaseException:
        capture.release()
        raise
    if not read:
        capture.release()
        return None
    rate = capture.get(cv2.CAP_PROP_FPS)
    believable = SLOWEST_RATE <= rate <= FASTEST_RATE
    # A video file served over HTTP has a length, a live stream has none.
    ends = 0 < capture.get(cv2.CAP_PROP_FRAME_COUNT) < MOST_FRAMES
    finite = source.kind is SourceKind.FILE or (source.kind is SourceKind.STREAM and ends)
    return Feed(capture, first, rate if believable else USUAL_RATE, finite)


def _capture(source: Source) -> cv2.VideoCapture:
    if source.kind is SourceKind.WEBCAM and source.written.isdigit():
        return cv2.VideoCapture(int(source.written))
    if source.kind is SourceKind.STREAM:
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, ANSWER_MILLISECONDS]
        limits += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, ANSWER_MILLISECONDS]
        return cv2.VideoCapture(source.written, cv2.CAP_FFMPEG, limits)
    # An absolute path: FFmpeg takes ``a:b.mp4`` for an address.
    return cv2.VideoCapture(str(Path(source.written).absolute()))


def _silence() -> None:
    """Keep OpenCV and FFmpeg from writing to the terminal: failures become our sentences."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
