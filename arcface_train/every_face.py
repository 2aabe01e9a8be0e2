"""Make a face set of every face in photos and videos: ``python -m arcface_train.every_face``.

For training that needs no names: whose face it is isn't asked, and every face is somebody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from arcface_train.face_set import ListedFace, write_list
from arcface_train.pack_in_use import pack_in_use
from arcface_train.parallel import done_in_order
from arcface_train.photo_look import write_crop
from arcface_train.photo_plan import CROPS_FOLDER
from face_process.align import align, similarity_transform
from face_process.errors import ImageError, TrainError, VideoError
from face_process.face_engine import FaceEngine
from face_process.folder_walk import files_in
from face_process.image_file import PHOTO_SUFFIXES, read_image
from face_process.init_InsightFace import load_engine, usable_device
from face_process.types import DetectedFace, Image
from face_process.video_file import Picture, VideoReader
from face_process.video_recognize import VIDEO_SUFFIXES
from merge.commands.bar import progress
from merge.commands.options import warn, with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import text

SMALLEST = 20
"""Pixels of a face's width below which a crop holds more blur than face."""
FRAME_EVERY = 5
"""Of a video: faces hardly change from one frame to the next."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture whose faces are wanted.

    Attributes:
        name: What its crops are called, with forward slashes.
        source: The file that it is from.
        image: (h, w, 3) uint8 BGR; None where it is to be read from the file yet.
    """

    name: str
    source: Path
    image: Image | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What was found in a picture.

    Attributes:
        source: The file that it is from.
        faces: Those in it; None where it can't be read.
    """

    source: Path
    faces: list[ListedFace] | None


def crops_of(engine: FaceEngine, out: Path, smallest: float, seen: Seen) -> Looked:
    """Find the faces in a picture, and write the crop of each.

    Args:
        engine: Finds faces.
        out: The face set.
        smallest: Least width of a face in pixels.
        seen: Which picture.

    Raises:
        ArchiveError: A crop can't be written.
    """
    try:
        image = read_image(seen.source) if seen.image is None else seen.image
    except ImageError:
        return Looked(seen.source, None)
    faces = [face for face in engine.detect(image) if face.box[2] - face.box[0] >= smallest]
    listed = [_write(out, seen, image, face, number) for number, face in enumerate(faces, 1)]
    return Looked(seen.source, listed)


def _write(out: Path, seen: Seen, image: Image, face: DetectedFace, number: int) -> ListedFace:
    file = f"{CROPS_FOLDER}/{seen.name}/{number}.png"
    write_crop(out / file, align(image, face.landmarks))
    matrix = similarity_transform(face.landmarks)
    landmarks = (face.landmarks @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    return ListedFace(file, f"{seen.name}/{number}", str(seen.source), landmarks, face.score)


def pictures_in(files: Sequence[Path], folder: Path, every: int) -> Iterator[Seen]:
    """Yield photos, and every so many frames of videos; what is no video is passed over."""
    for file in files:
        name = file.relative_to(folder).as_posix().replace(".", "_")
        if file.suffix.lower() in PHOTO_SUFFIXES:
            yield Seen(name, file)
            continue
        try:
            with VideoReader(file) as video:
                frames = islice(video.play(sound=False), 0, None, every)
                for number, frame in enumerate(frames):
                    if isinstance(frame, Picture):
                        yield Seen(f"{name}/{number * every}", file, frame.image)
        except VideoError:
            continue


app = App(pretty_exceptions_enable=False)


@app.command(help=words("help_every_face"))
@with_settings("models", "pack", "detection_model", "recognition_model", "device", "language")
def every_face(
    settings: Settings,
    photos: Annotated[
        Path, typer.Argument(help=words("arg_any_photos"), metavar=words("meta_folder"))
    ],
    out: Annotated[
        Path, typer.Argument(help=words("arg_face_set"), metavar=words("meta_face_set"))
    ],
    smallest: Annotated[
        float, typer.Option(min=8, help=words("opt_smallest"), metavar=words("meta_number"))
    ] = SMALLEST,
    every: Annotated[
        int,
        typer.Option(
            "--frame-every", min=1, help=words("opt_frame_every"), metavar=words("meta_number")
        ),
    ] = FRAME_EVERY,
) -> None:
    """Make the face set, and tell how many faces there were."""
    files = files_in(photos, PHOTO_SUFFIXES | VIDEO_SUFFIXES)
    if not files:
        raise TrainError("train_photos_missing", folder=photos)
    language = settings.language
    engine = load_engine(pack_in_use(settings), usable_device(settings))
    look = partial(crops_of, engine, out, smallest)
    place = {file: number for number, file in enumerate(files, 1)}
    found: list[Looked] = []
    rate = text(language, "cli.photos_a_second")
    with (
        progress(text(language, "cli.looking_at_photos"), len(files), rate) as advance,
        closing(done_in_order(look, pictures_in(files, photos, every))) as looked,
    ):
        for one in looked:
            found.append(one)
            advance(place[one.source])
    listed = [face for one in found for face in one.faces or ()]
    unreadable = sum(one.faces is None for one in found)
    out.mkdir(parents=True, exist_ok=True)
    write_list(out, listed)
    if unreadable:
        warn(text(language, "cli.photos_unreadable", count=unreadable))
    told = text(language, "cli.every_face_made", folder=out, faces=len(listed), photos=len(files))
    typer.echo(told)


if __name__ == "__main__":
    app()
