"""Open any video file, upright and picture by picture, however broken it may be."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.container import InputContainer
from av.stream import Disposition

from face_process.errors import VideoError
from face_process.types import Image

log = logging.getLogger(__name__)

CONTAINERS = "mov,matroska,avi,asf,flv,mpeg,mpegts,mpegvideo,ogg,m4v,h264,hevc,rm,mxf,dv"
"""FFmpeg takes pictures, play lists and plain text for videos too: only these are let in."""
OPTIONS = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file"}
MOST_FRAMES_A_SECOND = 240
USUAL_RATE = Fraction(30)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture of a video.

    Attributes:
        image: (h, w, 3) uint8 BGR, upright.
        ticks: When it is shown, in the video's time base, from its start.
        time: The same in seconds.
    """

    image: Image
    ticks: int
    time: float


class VideoReader:
    """An open video file; a context manager.

    Its pictures are decoded ahead in FFmpeg's own threads, which end with it.

    Attributes:
        video: The stream of pictures.
        sound: The stream of sound, None where there is none that can be decoded.
        rate: Pictures a second, on average.
        duration: Seconds, None where the file doesn't say, as recordings of browsers don't.
        total: Number of pictures, None where the file doesn't say.
        start: When the file starts, in seconds: many don't start at 0.
    """

    def __init__(self, file: Path) -> None:
        """Open a file.

        Raises:
            VideoError: There is no such file, or it is no video, or holds no pictures.
        """
        self.file = file
        self._container = _open(file)
        videos = [
            stream
            for stream in self._container.streams.video
            if stream.codec_context and not stream.disposition & Disposition.attached_pic
        ]
        if not videos:
            self._container.close()
            raise VideoError("video_without_frames", file=file)
        self.video = videos[0]
        self.video.thread_type = "AUTO"
        sounds = [stream for stream in self._container.streams.audio if stream.codec_context]
        self.sound = sounds[0] if sounds else None
        rate = self.video.average_rate or self.video.guessed_rate or USUAL_RATE
        self.rate = rate if 0 < rate <= MOST_FRAMES_A_SECOND else USUAL_RATE
        length, start = self._container.duration, self._container.start_time
        self.duration = length / av.time_base if length and length > 0 else None
        self.start = Fraction(start or 0, av.time_base)
        self.total = self.video.frames or None
        self._next_ticks = 0

    def __enter__(self) -> VideoReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._container.close()

    def play(self, *, sound: bool) -> Iterator[Picture | av.Packet]:
        """Yield every picture and, if asked for, the packets of sound between them.

        What is damaged is left out, and a file that was cut off ends where it was cut.
        """
        streams = [self.video, self.sound] if sound and self.sound else [self.video]
        for packet in self._packets(streams):
            if packet.stream is not self.video:
                yield packet
                continue
            for frame in self._decode(packet):
                yield self._picture(frame)
        for frame in self._decode(None):
            yield self._picture(frame)

    def _packets(self, streams: list[av.stream.Stream]) -> Iterator[av.Packet]:
        try:
            yield from self._container.demux(streams)
        except av.FFmpegError:
            log.info("a video ends before its end", exc_info=True)

    def _decode(self, packet: av.Packet | None) -> list[av.VideoFrame]:
        """Return the pictures that a packet completes; None asks for those held back."""
        with suppress(av.FFmpegError):  # a damaged picture, or all were given already
            return self.video.codec_context.decode(packet)
        return []

    def _picture(self, frame: av.VideoFrame) -> Picture:
        base = self.video.time_base
        ticks = self._next_ticks if frame.pts is None else frame.pts - round(self.start / base)
        ticks = max(ticks, self._next_ticks)  # files with times that go back do exist
        self._next_ticks = (
            ticks + 1 if frame.pts is not None else ticks + round(1 / self.rate / base)
        )
        image = frame.to_ndarray(format="bgr24")
        if frame.rotation:
            image = np.rot90(image, frame.rotation // 90)
        return Picture(np.ascontiguousarray(image), ticks, float(ticks * base))


def _open(file: Path) -> InputContainer:
    try:
        return av.open(str(file.absolute()), options=OPTIONS, metadata_errors="replace")
    except FileNotFoundError as error:
        raise VideoError("image_missing", file=file) from error
    except (av.FFmpegError, OSError, ValueError) as error:
        raise VideoError("video_unreadable", file=file) from error
