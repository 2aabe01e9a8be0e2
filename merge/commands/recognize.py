"""``recognize``: who is in these photos and videos?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import cv2
import typer

from face_process.documents import (
    face_document,
    frame_document,
    photo_head,
    video_head,
)
from face_process.draw import draw_faces
from face_process.errors import FaceMindError, ImageError, VideoError
from face_process.face_recognize import recognize_image
from face_process.face_service import FaceService
from face_process.film import Film
from face_process.folder_walk import files_in
from face_process.image_file import PHOTO_SUFFIXES, read_image
from face_process.sightings import SightingLog
from face_process.store_documents import Document
from face_process.timeline import Appearance, Timeline, appearances_csv
from face_process.types import RecognizedFace
from face_process.video_recognize import VIDEO_SUFFIXES, recognize_video
from merge.commands.bar import progress
from merge.commands.options import warn
from merge.facemind import opened_service
from merge.kept_settings import with_kept
from merge.settings import Settings
from UI.texts import Language, text


@dataclass(frozen=True, slots=True)
class Output:
    """Where results go: as JSON lines or for people to read, and into which folder, if any."""

    as_json: bool
    folder: Path | None


def recognize_files(settings: Settings, paths: list[Path], output: Output) -> None:
    """Recognise photos, videos and folders of them, one after the other.

    Raises:
        FaceMindError: Some could not be read; the others are done.
    """
    files = list(media_files(paths))
    if output.folder:
        _make_folder(output.folder)
    failures: list[FaceMindError] = []
    stems: set[str] = set()
    with (
        opened_service(settings, warn, progress) as service,
        progress(text(settings.language, "cli.recognizing"), len(files)) as advance,
    ):
        kept = with_kept(settings, service.store)
        for done, file in enumerate(files):
            stem = "" if file.is_dir() else _free_stem(file, stems)
            task = _Task(service, kept, file, output, stem)
            try:
                if file.is_dir():
                    raise ImageError("no_media_in_folder", folder=file)
                if file.suffix.lower() in VIDEO_SUFFIXES:
                    _video(task, lambda part, done=done: advance(done + part))
                else:
                    _photo(task)
            except FaceMindError as error:
                failures.append(error)
                _tell_failure(task, error, alone=len(files) == 1)
            advance(done + 1)
    if failures:
        if len(files) == 1:
            raise failures[0]
        raise ImageError("some_files_failed", count=len(failures), total=len(files))


def media_files(paths: list[Path]) -> Iterator[Path]:
    """Yield the files meant by paths: files as given, folders' photos and videos, sorted.

    Folders are searched to the bottom, symbolic links followed, hidden files passed over. A
    folder without any is yielded itself.
    """
    for path in paths:
        if path.is_dir():
            yield from files_in(path, PHOTO_SUFFIXES | VIDEO_SUFFIXES) or [path]
        else:
            yield path


@dataclass(frozen=True, slots=True)
class _Task:
    """One file to do."""

    service: FaceService
    settings: Settings
    file: Path
    output: Output
    stem: str

    @property
    def language(self) -> Language:
        return self.settings.language


def _photo(task: _Task) -> None:
    image = read_image(task.file)
    faces = recognize_image(task.service, image)
    if task.output.folder:
        picture = task.output.folder / f"{task.stem}.jpg"
        _write(picture, cv2.imencode(".jpg", draw_faces(image, faces, task.language))[1].tobytes())
    if task.output.as_json:
        head = photo_head(task.service, str(task.file))
        _print_json({**head, "faces": [face_document(face) for face in faces]})
        return
    count = text(task.language, "cli.faces", count=len(faces))
    typer.echo(f"{task.file}: {count}")
    for number, face in enumerate(faces, start=1):
        typer.echo(f"  {number}  {_who(face, task.language)}")


def _video(task: _Task, advance: Callable[[float], None]) -> None:
    folder = task.output.folder
    annotated = folder / f"{task.stem}.mp4" if folder else None
    timeline = Timeline()
    head = video_head(task.service, str(task.file))
    with (
        SightingLog(task.service, task.settings, task.file.name, Film(task.file)) as log,
        closing(recognize_video(task.service, task.file, annotated, task.language, log)) as frames,
    ):
        for frame in frames:
            timeline.add(frame)
            advance(frame.fraction or 0.0)
            if task.output.as_json:
                _print_json({**head, **frame_document(frame)})
    appearances = timeline.appearances()
    if folder:
        _write(folder / f"{task.stem}.csv", appearances_csv(appearances).encode("utf-8-sig"))
    if not task.output.as_json:
        _print_timeline(task, appearances)


def _print_json(document: Document) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False))


def _who(face: RecognizedFace, language: Language) -> str:
    if face.nearest is None:
        return text(language, "page.unknown")
    similarity = f"{face.nearest.similarity:.2f}"
    if face.name:
        return f"{face.name}  {similarity}"
    nearest = text(language, "cli.nearest", name=face.nearest.name, similarity=similarity)
    return f"{text(language, 'page.unknown')}  ({nearest})"


def _print_timeline(task: _Task, appearances: list[Appearance]) -> None:
    typer.echo(f"{task.file}: {text(task.language, 'cli.appearances', count=len(appearances))}")
    for one in appearances:
        typer.echo(
            f"  {_clock(one.start)}–{_clock(one.end)}  {one.name}  {one.best_similarity:.2f}"
        )


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"


def _tell_failure(task: _Task, error: FaceMindError, *, alone: bool) -> None:
    sentence = error.sentence(task.language)
    if task.output.as_json:
        _print_json({"file": str(task.file), "error": sentence})
    if not alone:
        warn(sentence)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VideoError("output_unwritable", file=folder, reason=error.strerror) from error


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise VideoError("output_unwritable", file=file, reason=error.strerror) from error


def _free_stem(file: Path, taken: set[str]) -> str:
    """Return a name for a file's results that no other file of this run has."""
    stem, number = file.stem, 2
    while stem.casefold() in taken:
        stem, number = f"{file.stem}-{number}", number + 1
    taken.add(stem.casefold())
    return stem
