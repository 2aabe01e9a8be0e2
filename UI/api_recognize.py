"""The API for recognising: photos, videos, and what does it."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from face_process.documents import face_document, frame_document, photo_head, video_head
from face_process.face_recognize import recognize_image
from face_process.film import Film
from face_process.image_file import read_image
from face_process.model_packs import installed_packs
from face_process.sightings import SightingLog
from face_process.store_documents import Document
from face_process.timeline import Appearance, Timeline
from face_process.video_recognize import recognize_video as recognize_frames
from UI.endpoint import download
from UI.viewer import Viewer

REPORT_EVERY = 0.5
"""Seconds between two signs of life; also how soon a job that was cancelled ends."""


def recognize_photo(viewer: Viewer, photo: Path) -> Document:
    """Who is in this photo?

    Args:
        photo: A picture: JPEG, PNG, WebP, HEIC and more.

    Returns:
        The document of `recognize --json`: file, pack, threshold and the faces from left to
        right, each with box, name (null: unknown), similarity, nearest, detection_score and
        landmarks.
    """
    faces = recognize_image(viewer.service, read_image(photo))
    head = photo_head(viewer.service, photo.name)
    return {**head, "faces": [face_document(face) for face in faces]}


def recognize_video(viewer: Viewer, video: Path, annotated: bool = False) -> Iterator[Document]:
    """Who is in this video, and when? Answers as it goes on; a job that is cancelled stops.

    Args:
        video: A video: MP4, MOV, WebM and more.
        annotated: Whether to return the video with names drawn in, too.

    Returns:
        While it runs, done=false with the frame it is at and the fraction that is done (null
        where the length isn't known). In the end, done=true with the timeline (name, from and to
        in seconds, best_similarity), frames: a file with the lines of `recognize --json`, one a
        frame, and annotated: a video or null.
    """
    # Inside Gradio's folder, which it serves from and cleans up.
    folder = Path(tempfile.mkdtemp(prefix="video-", dir=viewer.page.temporary))
    drawn = folder / f"{video.stem}-facemind.mp4" if annotated else None
    lines = folder / f"{video.stem}.jsonl"
    head = video_head(viewer.service, video.name)
    with ExitStack() as unfinished:
        unfinished.callback(shutil.rmtree, folder, ignore_errors=True)
        timeline = Timeline()
        for done in _frames(viewer, video, drawn, (lines, timeline)):
            yield {**head, "done": False, **done}
        unfinished.pop_all()
        yield {
            **head,
            "done": True,
            "timeline": [_appearance(one) for one in timeline.appearances()],
            "frames": download(lines),
            "annotated": download(drawn) if drawn else None,
        }


def status(viewer: Viewer) -> Document:
    """What recognises here, and how many it knows.

    Returns:
        pack, threshold (the least similarity that gives a name), people and faces.
    """
    service = viewer.service
    service.refresh()
    people = viewer.page.store.people.all()
    return {
        "pack": service.engine.identity.name,
        "threshold": service.threshold,
        "people": len(people),
        "faces": sum(person.faces for person in people),
    }


def models(viewer: Viewer) -> list[Document]:
    """Which model packs are on this machine.

    Returns:
        Each with its name, and whether it is the one in use.
    """
    used = viewer.service.engine.identity.name
    names = dict.fromkeys([*(pack.name for pack in installed_packs(viewer.page.settings.models))])
    return [{"name": name, "used": name == used} for name in names | {used: None}]


def _frames(
    viewer: Viewer, video: Path, drawn: Path | None, kept: tuple[Path, Timeline]
) -> Iterator[Document]:
    """Write down every frame, and tell how far it is every now and then."""
    service, (lines, timeline), reported = viewer.service, kept, time.monotonic()
    head, film = video_head(service, video.name), Film(video, stays=False)
    with (
        lines.open("w", encoding="utf-8") as out,
        SightingLog(service, viewer.page.settings, video.name, film) as log,
        closing(recognize_frames(service, video, drawn, viewer.language, log)) as frames,
    ):
        for frame in frames:
            timeline.add(frame)
            document = {**head, **frame_document(frame)}
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
            if time.monotonic() - reported >= REPORT_EVERY:
                yield {"frame": frame.index, "fraction": frame.fraction}
                reported = time.monotonic()


def _appearance(one: Appearance) -> Document:
    return {
        "name": one.name,
        "from": round(one.start, 2),
        "to": round(one.end, 2),
        "best_similarity": round(one.best_similarity, 4),
    }
