"""Make a face set from a folder of photos: ``python -m arcface_train.data_process PHOTOS OUT``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from arcface_train.augment import TWELVE
from arcface_train.cleaning import clean
from arcface_train.face_set import FaceSet, ListedFace, read_face_set, write_list
from arcface_train.look_log import Origin, open_log
from arcface_train.pack_in_use import pack_in_use
from arcface_train.parallel import done_in_order
from arcface_train.photo_look import Fault, Look, LookedFace, look_at, write_crop
from arcface_train.photo_plan import CROPS_FOLDER, PlannedPhoto, plan
from face_process.errors import TrainError
from face_process.face_engine import FaceEngine
from face_process.init_InsightFace import load_engine, usable_device
from face_process.model_packs import model_sha256
from face_process.spreadsheet import write_table
from merge.commands.bar import progress
from merge.commands.options import warn, with_settings, words
from merge.commands.usage import App
from merge.progress import Advance, Progress
from merge.settings import Settings
from UI.texts import Language, text

REPORT_NAME = "report.csv"
REPORT_COLUMNS = ("source", "person", "fault", "detail")
UNFINISHED = "*.part"
"""What a run that was killed may leave beside crops."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A photo that gave the face set no face.

    Attributes:
        job: The photo.
        fault: Why.
        detail: How many faces, what is wrong with the file, how similar it is to the person's
            other faces, or of which photo it is a copy.
    """

    job: PlannedPhoto
    fault: Fault
    detail: str


def look_at_photos(
    jobs: Sequence[PlannedPhoto], out: Path, origin: Origin, engine: FaceEngine, advance: Advance
) -> list[Look]:
    """Look at every photo that wasn't looked at yet, and write the crops of the faces.

    Args:
        jobs: The photos.
        out: The face set's folder, made where it isn't there.
        origin: What the looks depend on.
        engine: Finds and embeds faces.
        advance: Is told how many photos are done.

    Returns:
        One look a photo, in their order.

    Raises:
        TrainError: The folder can't be used for these photos.
        ArchiveError: Something can't be written.
    """
    with open_log(out, origin) as log:
        for unfinished in (out / CROPS_FOLDER).rglob(UNFINISHED):
            unfinished.unlink()  # of a run that was killed
        waiting = [job for job in jobs if not _is_done(log.looks.get(job.key), job, out)]
        before = len(jobs) - len(waiting)
        with closing(done_in_order(partial(look_at, engine, out), waiting)) as looks:
            for done, look in enumerate(looks, before + 1):
                log.add(look)
                advance(done)
        return [log.looks[job.key] for job in jobs]


def _is_done(look: Look | None, job: PlannedPhoto, out: Path) -> bool:
    if look is None or look.stamp != job.stamp:
        return False
    return look.face is None or (out / look.face.crop).is_file()


def sort_out(jobs: Sequence[PlannedPhoto], looks: Sequence[Look], out: Path) -> list[LeftOut]:
    """Clean the faces, write the list of those that stay and the report of all others.

    Returns:
        The photos that were left out, in their order.

    Raises:
        ArchiveError: Something can't be written.
    """
    left_out = {
        index: LeftOut(jobs[index], look.fault, look.detail)
        for index, look in enumerate(looks)
        if look.fault
    }
    found = [index for index, look in enumerate(looks) if look.face]
    left_out |= _unclean(jobs, looks, found) if found else {}
    write_list(
        out,
        (_listed(jobs[index], looks[index].face) for index in found if index not in left_out),
    )
    told = [left_out[index] for index in sorted(left_out)]
    rows = ((str(one.job.photo), one.job.person, one.fault, one.detail) for one in told)
    write_table(out / REPORT_NAME, REPORT_COLUMNS, rows)
    return told


def _listed(job: PlannedPhoto, face: LookedFace) -> ListedFace:
    return ListedFace(face.crop, job.person, str(job.photo), face.landmarks, face.score)


def _unclean(
    jobs: Sequence[PlannedPhoto], looks: Sequence[Look], found: Sequence[int]
) -> dict[int, LeftOut]:
    """Return which of the photos found to have a face are copies or show somebody else."""
    faces = [looks[index].face for index in found]
    cleaned = clean(
        np.stack([face.vector for face in faces]),
        np.stack([face.thumbnail for face in faces]),
        [jobs[index].person for index in found],
        [looks[index].sha256 for index in found],
    )
    left_out = {}
    for place, index in enumerate(found):
        if cleaned.copy_of[place] >= 0:
            original = jobs[found[cleaned.copy_of[place]]]
            left_out[index] = LeftOut(jobs[index], Fault.DUPLICATE, str(original.photo))
        elif cleaned.unlike[place]:
            similarity = f"{cleaned.similarity[place]:.2f}"
            left_out[index] = LeftOut(jobs[index], Fault.UNLIKE, similarity)
    return left_out


def write_twelve(faces: FaceSet, advance: Advance) -> None:
    """Write twelve augmentations beside each crop, as ``NAME.brighter.png``; those there stay.

    Args:
        faces: The face set.
        advance: Is told how many crops are done.

    Raises:
        TrainError: A crop is missing or damaged.
        ArchiveError: Something can't be written.
    """
    with closing(done_in_order(partial(_augment, faces), range(len(faces)))) as augmented:
        for done, _ in enumerate(augmented, 1):
            advance(done)


def _augment(faces: FaceSet, index: int) -> None:
    file = faces.folder / faces.files[index]
    crop = faces.crop(index)
    for name, augmentation in TWELVE.items():
        beside = file.with_suffix(f".{name}.png")
        if not beside.exists() or beside.stat().st_mtime_ns < file.stat().st_mtime_ns:
            write_crop(beside, augmentation(crop, faces.landmarks[index]))


def make_face_set(settings: Settings, photos: Path, out: Path, shown: Progress) -> list[LeftOut]:
    """Make a face set, or go on with it, and return the photos that were left out.

    Args:
        settings: Which models, on which device, and the language of the progress.
        photos: A folder with a sub-folder a person; nothing in it is changed.
        out: The face set's folder.
        shown: Shows how far it is.

    Raises:
        TrainError: There are no photos, or the folder can't be used for their face set.
        ModelError: The models can't be found or loaded.
        ArchiveError: Something can't be written.
    """
    jobs = plan(photos)
    whole, inner = photos.resolve(), out.resolve()
    if whole == inner or whole in inner.parents or inner in whole.parents:
        raise TrainError("face_set_inside", folder=out)
    pack = pack_in_use(settings)
    origin = Origin(str(whole), model_sha256(pack.detection), model_sha256(pack.recognition))
    engine = load_engine(pack, usable_device(settings))
    words = text(settings.language, "cli.looking_at_photos")
    rate = text(settings.language, "cli.photos_a_second")
    with shown(words, len(jobs), rate) as advance:
        looks = look_at_photos(jobs, out, origin, engine, advance)
    return sort_out(jobs, looks, out)


app = App(pretty_exceptions_enable=False)


@app.command(help=words("help_data_process"))
@with_settings("models", "pack", "detection_model", "recognition_model", "device", "language")
def data_process(
    settings: Settings,
    photos: Annotated[
        Path,
        typer.Argument(help=words("arg_train_photos"), metavar=words("meta_train_photos")),
    ],
    out: Annotated[
        Path, typer.Argument(help=words("arg_face_set"), metavar=words("meta_face_set"))
    ],
    twelve: Annotated[bool, typer.Option("--twelve", help=words("opt_twelve"))] = False,
) -> None:
    """Make a face set and tell what became of the photos."""
    left_out = make_face_set(settings, photos, out, progress)
    language = settings.language
    _tell_left_out(left_out, out, language)
    faces = read_face_set(out)
    if twelve:
        with progress(text(language, "cli.augmenting"), len(faces)) as advance:
            write_twelve(faces, advance)
    people = len(faces.names)
    told = text(language, "cli.face_set_made", folder=out, faces=len(faces), people=people)
    typer.echo(told)


def _tell_left_out(left_out: Sequence[LeftOut], out: Path, language: Language) -> None:
    if left_out:
        counts = Counter(one.fault for one in left_out)
        reasons = text(language, "cli.listed").join(
            text(language, f"cli.left_out_{fault}", count=count)
            for fault, count in counts.most_common()
        )
        values = {"count": len(left_out), "reasons": reasons, "file": out / REPORT_NAME}
        warn(text(language, "cli.photos_left_out", **values))


if __name__ == "__main__":
    app()
