"""Label photos with a pack's detector: ``python -m arcface_train.detector.label PHOTOS OUT``."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from arcface_train.detector.human_boxes import Drawn, drawn_boxes
from arcface_train.detector.labels import (
    LABELS_NAME,
    LabelsOrigin,
    PhotoLabels,
    origin_line,
    photo_line,
    read_labels,
)
from arcface_train.detector.teacher import SURE, Answers, ask, overlaps_of
from arcface_train.parallel import done_in_order
from face_process.errors import ArchiveError, ImageError, TrainError
from face_process.folder_walk import files_in
from face_process.image_file import PHOTO_SUFFIXES, read_image
from face_process.init_InsightFace import load_detector, usable_device
from face_process.insightface_models import SCRFD
from face_process.model_packs import find_pack, model_sha256
from merge.commands.bar import progress
from merge.commands.options import warn, with_settings, words
from merge.commands.usage import App
from merge.progress import Progress
from merge.settings import Settings
from UI.texts import text

DRAWN_FOUND = 0.35
"""Intersection over union from which a box that people drew is one of the teacher's: they draw
looser and tighter than detectors."""


@dataclass(frozen=True, slots=True)
class LabelJob:
    """What somebody wants labelled.

    Attributes:
        photos: The folder of photos.
        out: The folder of the labels, made where it isn't there.
        teacher: A pack's name or folder.
    """

    photos: Path
    out: Path
    teacher: str


def label_photos(settings: Settings, job: LabelJob, shown: Progress) -> list[Path]:
    """Label a folder's photos, or those that a run which was stopped left, one a line.

    Args:
        settings: Where packs are, what to compute on, and the language of the progress.
        job: What to label.
        shown: Shows how far it is.

    Returns:
        Files that are no pictures; they have no line.

    Raises:
        ModelError: The teacher isn't there, or can't be used.
        TrainError: There are no photos, or the folder holds labels of other photos or by another
            teacher.
        ArchiveError: They can't be written.
    """
    files = files_in(job.photos, PHOTO_SUFFIXES)
    if not files:
        raise TrainError("photos_none", folder=job.photos)
    pack = find_pack(job.teacher, settings.models)
    origin = LabelsOrigin(str(job.photos.resolve()), pack.name, model_sha256(pack.detection))
    done = _begin(job.out, origin)
    teacher = load_detector(pack.detection, usable_device(settings))
    names = [file.relative_to(job.photos).as_posix() for file in files]
    left = [name for name in names if name not in done]
    work = partial(_labelled, teacher, job.photos, drawn_boxes(job.photos))
    unreadable = []
    description = text(settings.language, "cli.looking_at_photos")
    with shown(description, len(names)) as advance, closing(done_in_order(work, left)) as answers:
        for number, answer in enumerate(_written(job.out / LABELS_NAME, answers), 1):
            if answer is None:
                unreadable.append(job.photos / left[number - 1])
            advance(len(names) - len(left) + number)
    return unreadable


def _begin(out: Path, origin: LabelsOrigin) -> set[str]:
    """Return which photos have their line already, in a file that ends with a whole one."""
    file = out / LABELS_NAME
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_text(origin_line(origin), "utf-8")
            return set()
        labels = read_labels(file)
        if (labels.origin.photos, labels.origin.sha256) != (origin.photos, origin.sha256):
            raise TrainError("labels_other", folder=out)
        whole = file.read_bytes().rfind(b"\n") + 1
        with file.open("r+b") as stream:
            stream.truncate(whole)
    except OSError as error:
        raise ArchiveError("output_unwritable", file=file, reason=error.strerror) from error
    return {one.photo for one in labels.photos}


def _written(file: Path, answers: Generator[PhotoLabels | None]) -> Generator[PhotoLabels | None]:
    """Yield the answers, each one when it is in the file."""
    try:
        with file.open("a", encoding="utf-8", buffering=1) as out:
            for answer in answers:
                if answer is not None:
                    out.write(photo_line(answer))
                yield answer
    except OSError as error:
        raise ArchiveError("output_unwritable", file=file, reason=error.strerror) from error


def _labelled(teacher: SCRFD, photos: Path, drawn: Drawn, name: str) -> PhotoLabels | None:
    file = photos / name
    try:
        image = read_image(file)
    except ImageError:
        return None
    answers = ask(teacher, image)
    drawn_here = drawn.get(file, np.empty((0, 4), np.float32))
    return labels_of(name, image.shape[1::-1], answers, drawn_here)


def labels_of(
    name: str, size: tuple[int, int], answers: Answers, drawn: NDArray[np.float32]
) -> PhotoLabels:
    """Return a photo's labels: of what the teacher isn't sure nothing is learnt.

    Nor of faces that people saw and the teacher didn't: they have no landmarks, and a small
    network does well to have the faces that its teacher finds.

    Args:
        name: The photo.
        size: Its width and height in pixels.
        answers: The teacher's.
        drawn: (n, 4) float32 boxes that people drew, ``x1, y1, x2, y2`` in pixels.
    """
    sure = answers.scores >= SURE
    missed = drawn[overlaps_of(drawn, answers.boxes).max(axis=1, initial=0) < DRAWN_FOUND]
    return PhotoLabels(
        name,
        size,
        answers.boxes[sure],
        answers.landmarks[sure],
        answers.scores[sure],
        np.concatenate([answers.boxes[~sure], missed]),
    )


def _tell_unreadable(unreadable: Sequence[Path], settings: Settings) -> None:
    for file in unreadable:
        warn(text(settings.language, "error.image_unreadable", file=file))


app = App(pretty_exceptions_enable=False)


@app.command(help=words("help_label"))
@with_settings("models", "device", "language")
def label(
    settings: Settings,
    photos: Annotated[
        Path, typer.Argument(help=words("arg_labelled"), metavar=words("meta_train_photos"))
    ],
    out: Annotated[Path, typer.Argument(help=words("arg_labels"), metavar=words("meta_face_set"))],
    teacher: Annotated[
        str, typer.Option(help=words("opt_labelling"), metavar=words("meta_pack"))
    ] = "buffalo_l",
) -> None:
    """Label photos and tell what came of it."""
    unreadable = label_photos(settings, LabelJob(photos, out, teacher), progress)
    _tell_unreadable(unreadable, settings)
    labels = read_labels(out)
    counts = {"photos": len(labels.photos), "faces": sum(map(len, labels.photos))}
    typer.echo(text(settings.language, "cli.labelled", file=out / LABELS_NAME, **counts))


if __name__ == "__main__":
    app()
