"""Who is in this video, and when? Every frame of a file, with names drawn in if wanted.

Decoding runs ahead in its own thread, beside following and recognising.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from face_process.draw import draw_faces
from face_process.ended_tracks import TakesEnded
from face_process.errors import VideoError
from face_process.face_service import FaceService
from face_process.face_track import LiveRecognizer
from face_process.read_ahead import read_ahead
from face_process.types import Image, TrackedFace
from UI.texts import Language

VIDEO_SUFFIXES = frozenset(
    f".{kind}"
    for kind in (
        *("mp4", "m4v", "mov", "mkv", "webm", "avi", "wmv", "flv"),
        *("mpg", "mpeg", "ts", "mts", "m2ts", "3gp", "ogv"),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """A frame of a video and who is in it.

    Attributes:
        index: Its number, from 0.
        time: When it is shown, in seconds after the first picture.
        image: (h, w, 3) uint8 BGR, upright, nothing drawn in.
        faces: From left to right.
        fraction: How much of the video is done, 0 … 1; None where its length isn't known.
        total: How many frames there are by what the file says, None where it doesn't.
        ahead: How far a player's clock is ahead of ``time``, in seconds: in some files sound
            comes before the first picture.
    """

    index: int
    time: float
    image: Image
    faces: list[TrackedFace]
    fraction: float | None
    total: int | None
    ahead: float = 0.0


def is_video(file: Path) -> bool:
    """Return whether a file is a video, by its name."""
    return file.suffix.lower() in VIDEO_SUFFIXES


def recognize_video(
    service: FaceService,
    file: Path,
    annotated: Path | None = None,
    language: Language = "en",
    sightings: TakesEnded | None = None,
) -> Iterator[VideoFrame]:
    """Yield every frame of a video with the faces in it.

    Closing the iterator before its end stops the work and removes the unfinished output.

    Args:
        service: The recogniser.
        file: The video, in any usual format; what is damaged in it is left out.
        annotated: Where a copy with names drawn in appears when all is done: MP4 (H.264, AAC)
            with the sound and timing of the original, upright.
        language: Of the word for a stranger in that copy.
        sightings: Takes everybody who was seen, also where the work is stopped before the end.

    Raises:
        VideoError: The file can't be read or holds no pictures, or the copy can't be written;
            known when the first frame is asked for.
    """
    from face_process.video_file import Picture, VideoReader
    from face_process.video_writer import VideoWriter

    with ExitStack() as stack:
        video = stack.enter_context(VideoReader(file))
        writer = stack.enter_context(VideoWriter(annotated, video)) if annotated else None
        live = LiveRecognizer(service)
        index, first = 0, 0.0
        if sightings:
            stack.callback(lambda: sightings.add(live.finish(), ahead=first))
        items = stack.enter_context(closing(read_ahead(video.play(sound=writer is not None))))
        for item in items:
            if not isinstance(item, Picture):
                writer.write_sound(item)
                continue
            first = item.time if index == 0 else first
            faces = live.step(item.image, item.time - first)
            if sightings:
                sightings.add(live.take_ended(), ahead=first)
            if writer:
                writer.write_picture(draw_faces(item.image, faces, language), item.ticks)
            fraction = min(1.0, item.time / video.duration) if video.duration else None
            yield VideoFrame(
                index, item.time - first, item.image, faces, fraction, video.total, first
            )
            index += 1
        if index == 0:
            raise VideoError("video_without_frames", file=file)
