"""Carry the sound of one video into another: as it is where MP4 holds it, else as AAC."""

from __future__ import annotations

import logging
from fractions import Fraction

import av
from av.container import OutputContainer

from face_process.video_file import VideoReader

log = logging.getLogger(__name__)

COPIED = frozenset(("aac", "mp3"))
"""What MP4 holds and browsers play as it is."""
AAC_RATES = frozenset((8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000))
USUAL_RATE = 48000
DAMAGED = (av.error.InvalidDataError, av.error.ArgumentError)


class SoundTrack:
    """The sound of a video in the making; a damaged piece of it is left out."""

    def __init__(self, container: OutputContainer, source: VideoReader) -> None:
        self._container = container
        self._start = source.start
        original = source.sound
        self._copied = original.codec_context.codec.canonical_name in COPIED
        self._last_dts: int | None = None
        self._heard = 0  # samples
        if self._copied:
            self._stream = container.add_stream_from_template(original)
            return
        rate = original.rate if original.rate in AAC_RATES else USUAL_RATE
        self._stream = container.add_stream("aac", rate=rate)
        self._stream.layout = "mono" if original.channels == 1 else "stereo"

    def write(self, packet: av.Packet) -> None:
        """Add a packet of the source's sound.

        Raises:
            FFmpegError: The output can't be written.
        """
        try:
            if self._copied:
                self._copy(packet)
                return
            for frame in packet.decode():
                self._encode(frame)
        except DAMAGED:
            log.debug("a piece of sound is left out", exc_info=True)

    def finish(self) -> None:
        """Add what the encoder holds back."""
        if not self._copied:
            self._container.mux(self._stream.encode(None))

    def _copy(self, packet: av.Packet) -> None:
        if packet.dts is None or (self._last_dts is not None and packet.dts <= self._last_dts):
            return
        packet.decode()  # raises where it is damaged, at which browsers would stop
        self._last_dts = packet.dts
        shift = round(self._start / packet.time_base)
        shown = packet.dts if packet.pts is None else packet.pts
        packet.dts, packet.pts = packet.dts - shift, shown - shift
        packet.stream = self._stream
        self._container.mux(packet)

    def _encode(self, frame: av.AudioFrame) -> None:
        time = self._heard
        if frame.pts is not None:
            time = round((frame.pts * frame.time_base - self._start) * frame.sample_rate)
        frame.time_base = Fraction(1, frame.sample_rate)
        frame.pts = max(time, self._heard)  # files with times that go back do exist
        self._heard = frame.pts + frame.samples
        self._container.mux(self._stream.encode(frame))
