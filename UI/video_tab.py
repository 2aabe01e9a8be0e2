"""The tab that names the people of a video."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from face_process.film import Film
from face_process.sightings import SightingLog
from face_process.timeline import Appearance, Timeline
from face_process.video_recognize import VideoFrame, recognize_video
from UI.components import HEIGHT, Clip, clip_input, slot
from UI.look import STATIC
from UI.markup import note, picture_source, progress, safe, table
from UI.queues import VIDEOS
from UI.viewer import Page, Viewer

VideoAnswer = tuple[Any, str, str, dict[str, Any], dict[str, Any]]
"""The annotated video, the words below it, the table, and the two buttons."""

REPORT_EVERY = 0.3
"""Seconds between two signs of life; also how soon Cancel works."""
TABLE_EVERY = 2.0
"""Seconds between two tables while the work goes on."""
SCRIPT = STATIC / "video.js"
"""Takes the player to where somebody appears."""


@dataclass(frozen=True, slots=True)
class VideoTab:
    """What others may listen to.

    Attributes:
        clip: The video to recognise.
        result: The same video with names.
        people: The table of who appeared when.
    """

    clip: Clip
    result: Clip
    people: gr.HTML


class Seen:
    """Who was seen in a video so far.

    Attributes:
        timeline: The known people.
        strangers: Whether somebody else was there.
    """

    def __init__(self) -> None:
        self.timeline = Timeline()
        self.strangers = False
        self._shown, self._shown_at = "", 0.0

    def add(self, frame: VideoFrame) -> None:
        """Take in the next frame."""
        self.timeline.add(frame)
        self.strangers = self.strangers or any(face.name is None for face in frame.faces)

    def news(self, viewer: Viewer) -> str:
        """Return the table, made anew every now and then: its pictures grow with the video."""
        if not self._shown or time.monotonic() - self._shown_at >= TABLE_EVERY:
            self._shown = appearance_table(viewer, self)
            self._shown_at = time.monotonic()
        return self._shown


def recognize_clip(viewer: Viewer, clip: Path | None) -> Iterator[VideoAnswer]:
    """Recognise a video and tell how far it is; closing it leaves nothing behind."""
    if clip is None:
        yield _answer(note(viewer.say("video.missing"), "warn"))
        return
    yield _answer(progress(viewer.say("video.start"), None), running=True)
    # Inside Gradio's folder, which it serves from and cleans up.
    folder = Path(tempfile.mkdtemp(prefix="video-", dir=viewer.page.temporary))
    annotated = folder / f"{clip.stem}-facemind.mp4"
    finished = False
    try:
        seen = Seen()
        for bar in _recognize(viewer, clip, annotated, seen):
            yield _answer(bar, seen.news(viewer), running=True)
        finished = True
        table_of_people = appearance_table(viewer, seen)
        kind = "good" if table_of_people else "plain"
        yield _answer(note(summarize(viewer, seen), kind), table_of_people, result=annotated)
    except Exception:
        yield _answer("")
        raise
    finally:
        if not finished:
            shutil.rmtree(folder, ignore_errors=True)


def _recognize(viewer: Viewer, clip: Path, annotated: Path, seen: Seen) -> Iterator[str]:
    """Take in every frame; give a progress bar every now and then."""
    reported = 0.0
    service = viewer.service
    film = Film(clip, stays=False)
    with (
        SightingLog(service, viewer.page.settings, clip.name, film) as log,
        closing(recognize_video(service, clip, annotated, viewer.language, log)) as frames,
    ):
        for frame in frames:
            seen.add(frame)
            if time.monotonic() - reported >= REPORT_EVERY:
                yield progress_bar(viewer, frame)
                reported = time.monotonic()


def cancel(viewer: Viewer) -> VideoAnswer:
    """Say that the work was given up; Gradio closes it by itself."""
    return _answer(note(viewer.say("video.cancelled")))


def progress_bar(viewer: Viewer, frame: VideoFrame) -> str:
    """Return how much of a video is done, as HTML."""
    done = frame.index + 1
    if frame.fraction is None:
        return progress(viewer.say("video.progress_open", done=done), None)
    fraction = min(frame.fraction, 1)
    if frame.total is not None:  # else the bar would contradict the words
        fraction = min(done / frame.total, 1)
    percent = int(100 * fraction)
    if frame.total is None:
        words = viewer.say("video.progress_part", done=done, percent=percent)
    else:
        words = viewer.say("video.progress", done=done, total=frame.total, percent=percent)
    return progress(words, fraction)


def summarize(viewer: Viewer, seen: Seen) -> str:
    """Return who appears in a video, in one sentence."""
    names = list(dict.fromkeys(one.name for one in seen.timeline.appearances()))
    if not names:
        return viewer.say("video.strangers" if seen.strangers else "video.nobody_seen")
    return viewer.say(
        "video.people", count=len(names), names=viewer.say("list_separator").join(names)
    )


def appearance_table(viewer: Viewer, seen: Seen) -> str:
    """Return who appeared from when to when by the player's clock; a click leads there."""
    headers = [viewer.say(f"table.{key}") for key in ("name", "from", "to", "best")]
    rows = [
        (
            _jump(viewer, one),
            clock(one.start),
            clock(one.end),
            f"{one.best_similarity:.2f}",
        )
        for one in seen.timeline.appearances()
    ]
    return table(headers, rows)


def _jump(viewer: Viewer, one: Appearance) -> str:
    """Return somebody's picture and name as a button that takes the player to them."""
    hint = safe(viewer.say("video.jump", time=clock(one.start)))
    return (
        f'<button type="button" class="fm-jump" data-seconds="{one.start:.3f}" title="{hint}">'
        f'<img alt="" src="{picture_source(one.picture)}">'
        f"<strong>{safe(one.name)}</strong></button>"
    )


def clock(seconds: float) -> str:
    """Return a time of a video: ``0:03.4``, ``1:02:03.4``."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    start = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{start}:{rest // 10:02}.{rest % 10}"


def _answer(
    words: str, people: str = "", *, result: Path | None = None, running: bool = False
) -> VideoAnswer:
    return result, words, people, gr.update(interactive=not running), gr.update(visible=running)


def build_video_tab(page: Page) -> VideoTab:
    """Lay the tab out and connect it."""
    with gr.Row(equal_height=False):
        with gr.Column():
            clip = clip_input(page.label("video.in"), "video-in")
            with gr.Row():
                start = gr.Button(
                    page.label("video.button"), variant="primary", elem_id="video-button"
                )
                stop = gr.Button(page.label("video.cancel"), visible=False, elem_id="video-cancel")
        with gr.Column():
            result = Clip(
                label=page.label("video.out"),
                elem_id="video-out",
                interactive=False,
                height=HEIGHT,
            )
            said = slot("video-progress")
            people = slot("video-table", js_on_load=SCRIPT.read_text("utf-8"))
    answer = [result, said, people, start, stop]
    running = start.click(
        page.handler(recognize_clip),
        clip,
        answer,
        show_progress="hidden",
        api_visibility="private",
        **VIDEOS.options,
    )
    # First ended, then told: a progress bar that is on its way would hide the sentence.
    ended = stop.click(None, cancels=[running], queue=False, api_visibility="private")
    ended.then(
        page.handler(cancel),
        None,
        answer,
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )
    return VideoTab(clip, result, people)
