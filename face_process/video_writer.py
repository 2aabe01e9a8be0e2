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
from av.stream import Stream

from face_process.errors import VideoError
from face_process.types import Image
from face_process.video_file import VideoReader

log = logging.getLogger(__name__)

COPIED_SOUND = frozenset(("aac", "mp3"))
"""Sound that MP4 holds and browsers play as it is; any other is encoded again."""
AAC_RATES = frozenset((8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000))
USUAL_SOUND_RATE = 48000
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
        self._video: Stream | None = None
        self._sound: Stream | None = None
        self._early: list[av.Packet] = []
        self._last_dts: int | None = None

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
                self._add_streams(image)
            frame = av.VideoFrame.from_ndarray(self._fitted(image), format="bgr24")
            frame.pts, frame.time_base = ticks, self._source.video.time_base
            self._container.mux(self._video.encode(frame))
        except (av.FFmpegError, OSError) as error:
            raise self._unwritable(error) from error
        early, self._early = self._early, []
        for packet in early:
            self.write_sound(packet)

    def write_sound(self, packet: av.Packet) -> None:
        """Add a packet of the source's sound; what is damaged is left out."""
        if self._video is None:
            self._early.append(packet)
            return
        if self._sound is None:
            return
        shift = round(self._source.start / packet.time_base)
        if self._copies_sound:
            self._copy_sound(packet, shift)
            return
        try:
            frames = packet.decode()
        except av.FFmpegError:
            log.debug("a piece of sound can't be decoded", exc_info=True)
            return
        for frame in frames:
            if frame.pts is not None:
                frame.pts -= round(self._source.start / frame.time_base)
            self._encode_sound(frame)

    @property
    def _copies_sound(self) -> bool:
        return self._source.sound.codec_context.name in COPIED_SOUND

    def _copy_sound(self, packet: av.Packet, shift: int) -> None:
        if packet.dts is None or (self._last_dts is not None and packet.dts <= self._last_dts):
            return
        self._last_dts = packet.dts
        packet.dts, packet.pts = packet.dts - shift, (packet.pts or packet.dts) - shift
        packet.stream = self._sound
        try:
            self._container.mux(packet)
        except (av.FFmpegError, OSError) as error:
            raise self._unwritable(error) from error

    def _encode_sound(self, frame: av.AudioFrame | None) -> None:
        try:
            self._container.mux(self._sound.encode(frame))
        except (av.FFmpegError, OSError) as error:
            raise self._unwritable(error) from error

    def _add_streams(self, image: Image) -> None:
        """Begin the streams, once the first picture tells how large they are upright."""
        source = self._source
        self._video = self._container.add_stream("libx264", rate=source.rate, options=X264)
        height, width = image.shape[:2]
        self._video.width, self._video.height = width + width % 2, height + height % 2
        self._video.pix_fmt = "yuv420p"  # which wants even sides
        self._video.codec_context.time_base = source.video.time_base
        sound = source.sound
        if sound is None:
            return
        if self._copies_sound:
            self._sound = self._container.add_stream_from_template(sound)
            return
        rate = sound.rate if sound.rate in AAC_RATES else USUAL_SOUND_RATE
        self._sound = self._container.add_stream("aac", rate=rate)
        self._sound.layout = "mono" if sound.channels == 1 else "stereo"

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
        if self._sound is not None and not self._copies_sound:
            self._encode_sound(None)
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
