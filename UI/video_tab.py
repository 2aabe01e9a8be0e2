"""The tab that names the people of a video."""

from __future__ import annotations

import math
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from face_process.film import Film
from face_process.film_cast import FilmCast
from face_process.sightings import SightingLog
from face_process.video_recognize import VideoFrame, recognize_video
from UI.components import HEIGHT, Clip, clip_input, slot, told
from UI.look import STATIC
from UI.markup import note, progress, safe, tells_progress
from UI.queues import VIDEOS
from UI.video_people import OpenFilm, name_again, people_table, question, summarize
from UI.viewer import Page, Viewer
from UI.why_panel import QUIETLY, build_why_panel, close

VideoAnswer = tuple[Any, str, str, OpenFilm | None, dict[str, Any], dict[str, Any]]
"""The annotated video, the words below it, the list, whom it is of, and the two buttons."""

REPORT_EVERY = 0.3
"""Seconds between two signs of life; also how soon Cancel works."""
TABLE_EVERY = 2.0
"""Seconds between two tables while the work goes on."""
SCRIPT = STATIC / "video.js"
"""Takes the player to where somebody appears, and asks why they have their name."""


@dataclass(frozen=True, slots=True)
class VideoTab:
    """What others may listen to.

    Attributes:
        clip: The video to recognise.
        result: The same video with names.
        people: The list of who appeared when.
    """

    clip: Clip
    result: Clip
    people: gr.HTML


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
        cast = yield from _recognize(viewer, clip, annotated)
        film = OpenFilm(clip.name, tuple(cast.members(viewer.service, clip)))
        finished = True
        yield _done(viewer, film, annotated, strangers=cast.strangers)
    except Exception:
        yield _answer("")
        raise
    finally:
        if not finished:
            shutil.rmtree(folder, ignore_errors=True)


def _recognize(
    viewer: Viewer, clip: Path, annotated: Path
) -> Generator[VideoAnswer, None, FilmCast]:
    """Take in every frame; tell every now and then how far it is, and return who was there."""
    reported, listed, people = 0.0, -math.inf, ""
    service, film = viewer.service, Film(clip, stays=False)
    with SightingLog(service, viewer.page.settings, clip.name, film) as log:
        cast = FilmCast(log)
        with closing(recognize_video(service, clip, annotated, viewer.language, cast)) as frames:
            for frame in frames:
                cast.see(frame)
                now = time.monotonic()
                if now - reported < REPORT_EVERY:
                    continue
                if now - listed >= TABLE_EVERY:  # its pictures grow with the video
                    people = people_table(viewer, cast.known(), asked_about=False)
                    listed = now
                yield _answer(progress_bar(viewer, frame), people, running=True)
                reported = time.monotonic()
    return cast


def end(viewer: Viewer, shown: str | None) -> tuple[Any, ...]:
    """Say that the work was given up, if it was; Gradio closes it by itself."""
    if not tells_progress(shown):
        return (gr.skip(),) * 6
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


def _done(viewer: Viewer, film: OpenFilm, annotated: Path, *, strangers: bool) -> VideoAnswer:
    """Return what is shown of a video that was recognised to its end."""
    words = summarize(viewer, film.members, strangers=strangers)
    said = note(words, "good" if film.members else "plain")
    if film.members:
        said += f'<p class="fm-hint">{safe(viewer.say("video.hint"))}</p>'
    people = people_table(viewer, film.members, asked_about=True)
    return _answer(said, people, result=annotated, film=film)


def _answer(
    words: str,
    people: str = "",
    *,
    result: Path | None = None,
    film: OpenFilm | None = None,
    running: bool = False,
) -> VideoAnswer:
    buttons = gr.update(interactive=not running), gr.update(visible=running)
    return result, words, people, film, *buttons


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
            said = told("video-progress")
            people = slot("video-table", js_on_load=SCRIPT.read_text("utf-8"))
    panel = build_why_panel(page, "video")
    film, why = gr.State(None), list(panel.outputs)
    answer = [result, said, people, film, start, stop]
    running = start.click(page.handler(recognize_clip), clip, answer, **QUIETLY, **VIDEOS.options)
    start.click(page.handler(close), None, why, **QUIETLY)
    stop.click(None, cancels=[running], queue=False, api_visibility="private")
    # Gradio takes no new click before it has let go of the old work, and only then is this called.
    running.then(page.handler(end), said, answer, queue=False, **QUIETLY)
    # Of several clicks the last counts.
    people.click(page.handler(question), film, why, trigger_mode="always_last", **QUIETLY)
    for corrected in panel.done:
        listed = [people, said, film]
        corrected.success(page.handler(name_again), [panel.asked, film], listed, **QUIETLY)
    return VideoTab(clip, result, people)
