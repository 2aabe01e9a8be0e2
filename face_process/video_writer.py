"""Write a video that every browser plays: H.264 and AAC, its sound and its timing kept."""

from __future__ import annotations

import errno
import logging
import os
import uuid
from pathlib import Path
from types import TracebackType

import av
import cv2
from av.video.reformatter import ColorRange
from av.video.stream import VideoStream

from face_process.errors import VideoError
from face_process.types import Image
from face_process.video_file import VideoReader
from face_process.video_sound import SoundTrack

log = logging.getLogger(__name__)

MATRICES = frozenset((1, 4, 5, 6, 7, 9))
"""ITU-T H.273: BT.709, FCC, BT.601 (PAL, NTSC), SMPTE 240M, BT.2020."""
X264 = {"crf": "23", "preset": "veryfast"}


class VideoWriter:
    """An MP4 file in the making; a context manager.

    It grows under another name beside its place and is moved there when it is finished;
    left by an exception, it is removed.
    """

    def __init__(self, file: Path, source: VideoReader) -> None:
        """Begin a file.

        Args:
            file: Where the finished video appears; a file there is replaced.
            source: The video whose pictures and sound go into it.

        Raises:
            VideoError: It can't be written there, or it is the source.
        """
        self._file = file
        self._source = source
        if file.exists() and file.samefile(source.file):
            raise self._unwritable(FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)))
        self._unfinished = file.with_name(f".{uuid.uuid4().hex}.part")
        try:
            self._container = av.open(
                str(self._unfinished.absolute()),
                "w",
                format="mp4",
                options={"movflags": "+faststart"},
            )
        except (av.FFmpegError, OSError) as error:
            self._unfinished.unlink(missing_ok=True)
            raise self._unwritable(error) from error
        self._video: VideoStream | None = None
        self._sound: SoundTrack | None = None
        self._early: list[av.Packet] = []

    def __enter__(self) -> VideoWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except (av.FFmpegError, OSError) as failure:
            raise self._unwritable(failure) from failure
        finally:
            self._discard()

    def write_picture(self, image: Image, ticks: int) -> None:
        """Add a picture, shown at ``ticks`` of the source's time base.

        Raises:
            VideoError: It can't be written, such as on a full disk.
        """
        try:
            if self._video is None:
                self._begin(image)
            plain = av.VideoFrame.from_ndarray(self._fitted(image), format="bgr24")
            frame = plain.reformat(format="yuv420p", dst_colorspace=self._matrix())
            frame.pts, frame.time_base = ticks, self._source.video.time_base
            self._container.mux(self._video.encode(frame))
        except (av.FFmpegError, OSError) as error:
            raise self._unwritable(error) from error

    def write_sound(self, packet: av.Packet) -> None:
        """Add a packet of the source's sound.

        Raises:
            VideoError: It can't be written, such as on a full disk.
        """
        if self._video is None:
            self._early.append(packet)
            return
        try:
            if self._sound is not None:
                self._sound.write(packet)
        except (av.FFmpegError, OSError) as error:
            raise self._unwritable(error) from error

    def _begin(self, image: Image) -> None:
        """Add the streams, now that the first picture tells how large they are upright."""
        original = self._source.video.codec_context
        video = self._container.add_stream("libx264", rate=self._source.rate, options=X264)
        height, width = image.shape[:2]
        video.width, video.height = width + width % 2, height + height % 2
        video.pix_fmt = "yuv420p"  # which wants even sides
        made = video.codec_context
        made.time_base = self._source.video.time_base
        made.colorspace = self._matrix() or original.colorspace
        made.color_primaries, made.color_trc = original.color_primaries, original.color_trc
        made.color_range = ColorRange.MPEG
        aspect = original.sample_aspect_ratio  # of pixels, which are not square in some videos
        if aspect:
            turned = (width, height) != (original.width, original.height)
            made.sample_aspect_ratio = 1 / aspect if turned else aspect
        self._video = video
        if self._source.sound is not None:
            self._sound = SoundTrack(self._container, self._source)
        early, self._early = self._early, []
        for packet in early:
            self.write_sound(packet)

    def _matrix(self) -> int | None:
        """Return how the source makes colours of Y, U and V; None where it doesn't say."""
        matrix = self._source.video.codec_context.colorspace
        return matrix if matrix in MATRICES else None

    def _fitted(self, image: Image) -> Image:
        """Return the picture at the video's size: the first one's, rounded up to even sides."""
        width, height = self._video.width, self._video.height
        missing_x, missing_y = width - image.shape[1], height - image.shape[0]
        if missing_x in (0, 1) and missing_y in (0, 1):
            return cv2.copyMakeBorder(image, 0, missing_y, 0, missing_x, cv2.BORDER_REPLICATE)
        return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)

    def _finish(self) -> None:
        if self._video is None:
            return
        self._container.mux(self._video.encode(None))
        if self._sound is not None:
            self._sound.finish()
        self._container.close()
        self._unfinished.replace(self._file)

    def _discard(self) -> None:
        """Leave nothing unfinished behind."""
        try:
            self._container.close()
        except (av.FFmpegError, OSError):
            log.debug("closing an unfinished video", exc_info=True)
        self._unfinished.unlink(missing_ok=True)

    def _unwritable(self, error: Exception) -> VideoError:
        reason = getattr(error, "strerror", None) or str(error)
        return VideoError("output_unwritable", file=self._file, reason=reason)
