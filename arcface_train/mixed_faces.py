"""Make a face set of faces mixed from others: ``python -m arcface_train.mixed_faces``.

A network that learns to embed as a teacher does needs many faces and no names, so what the teacher
makes of a face that nobody has can teach, too: Beyer et al. 2022, "Knowledge distillation: a good
teacher is patient and consistent", arXiv:2106.05237, mix any two pictures. How much it brings for
faces hasn't been measured here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.random import Generator
from numpy.typing import NDArray

from arcface_train.face_set import FaceSet, ListedFace, read_face_set, write_list
from arcface_train.jitter import mirrored
from arcface_train.parallel import done_in_order
from arcface_train.photo_look import write_crop
from arcface_train.photo_plan import CROPS_FOLDER
from face_process.align import CROP_SIZE
from face_process.errors import TrainError
from face_process.types import Image
from merge.commands.bar import progress
from merge.commands.options import with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import text

LEAST_SHARE = 0.3
"""Of a face in one that it is blended into evenly."""
SEAM = (42.0, 84.0)
"""Rows of the crop, from below the brows to above the mouth, between which a seam may lie."""
MIDDLE, RADII = (56.0, 66.0), (34.0, 46.0)
"""Centre and radii, ``x, y`` in pixels of the crop, of the inner face: brows to chin."""
SOFTNESS = 4.0
"""Width of a seam in pixels: where the share of a face goes from 0.27 to 0.73 is twice that."""
MOST_CONTRAST = 2.0
"""By which a face's colours are stretched or flattened at most to suit the other's."""
A_FOLDER = 1000
"""Crops in a folder."""

Shares = NDArray[np.float32]
"""(112, 112, 1) how much of the first face each pixel has, 0 … 1."""


def even(random: Generator) -> Shares:
    """Return the same share everywhere."""
    return np.full((CROP_SIZE, CROP_SIZE, 1), random.uniform(LEAST_SHARE, 1 - LEAST_SHARE), "f4")


def upper(random: Generator) -> Shares:
    """Return shares by which the upper part is the first face, down to a row."""
    rows = np.arange(CROP_SIZE, dtype=np.float32)[:, None, None]
    return np.broadcast_to(_soft(random.uniform(*SEAM) - rows), (CROP_SIZE, CROP_SIZE, 1))


def inner(random: Generator) -> Shares:
    """Return shares by which eyes, nose and mouth are the first face, hair and outline the other.

    The inner part is larger or smaller by chance.
    """
    size = random.uniform(0.8, 1.0)
    rows, columns = np.mgrid[:CROP_SIZE, :CROP_SIZE].astype(np.float32)
    x, y = (columns - MIDDLE[0]) / RADII[0], (rows - MIDDLE[1]) / RADII[1]
    return _soft((size - np.hypot(x, y)) * RADII[0])[..., None]


MIXES: tuple[Callable[[Generator], Shares], ...] = (even, upper, inner)
"""How two faces are made one, each as likely as the next."""


def mixed(first: Image, second: Image, shares: Shares) -> Image:
    """Return one face of two, the first one in the second one's colours; (112, 112, 3) uint8 BGR.

    Args:
        first: Aligned, (112, 112, 3) uint8 BGR.
        second: The same.
        shares: How much of the first one is seen where.
    """
    one, other = first.astype(np.float32), second.astype(np.float32)
    means = one.mean(axis=(0, 1)), other.mean(axis=(0, 1))
    stretch = np.clip(
        other.std(axis=(0, 1)) / np.maximum(one.std(axis=(0, 1)), 1.0),
        1 / MOST_CONTRAST,
        MOST_CONTRAST,
    )
    one = (one - means[0]) * stretch + means[1]
    return np.clip(np.rint(shares * one + (1 - shares) * other), 0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two faces that are to be one.

    Attributes:
        number: Of the mixed face.
        first: Set and crop of the one.
        second: Set and crop of the other.
    """

    number: int
    first: tuple[int, int]
    second: tuple[int, int]


def pairs_of(sets: Sequence[FaceSet], count: int, seed: int) -> Iterator[Pair]:
    """Yield pairs of different crops drawn by chance, every crop as likely as the next.

    Args:
        sets: Where they are drawn from; two crops at least.
        count: How many pairs.
        seed: Of what chance decides.
    """
    places = [(which, index) for which, one in enumerate(sets) for index in range(len(one))]
    random = np.random.default_rng(seed)
    for number in range(count):
        first, second = random.choice(len(places), 2, replace=False, shuffle=False)
        yield Pair(number, places[first], places[second])


def mix_pair(sets: Sequence[FaceSet], out: Path, seed: int, pair: Pair) -> ListedFace:
    """Write the crop of a mixed face, and return it as a list has it.

    Args:
        sets: Where the two faces are.
        out: The face set.
        seed: Of what chance decides, with the pair's number.
        pair: Which faces.

    Raises:
        TrainError: A crop is missing or damaged.
        ArchiveError: The crop can't be written.
    """
    random = np.random.default_rng((seed, pair.number))
    (one, landmarks), (other, others) = (
        _seen(sets, place, random) for place in (pair.first, pair.second)
    )
    shares = MIXES[random.integers(len(MIXES))](random)
    file = f"{CROPS_FOLDER}/{pair.number // A_FOLDER}/{pair.number}.png"
    write_crop(out / file, mixed(one, other, shares))
    sources = (f"{sets[which].folder}/{sets[which].files[crop]}" for which, crop in
               (pair.first, pair.second))  # fmt: skip
    middle = (landmarks + others) / 2
    return ListedFace(file, str(pair.number), " + ".join(sources), middle, 1.0)


def _seen(
    sets: Sequence[FaceSet], place: tuple[int, int], random: Generator
) -> tuple[Image, NDArray[np.float32]]:
    """Return a crop, mirrored or not, and its landmarks."""
    which, index = place
    crop, landmarks = sets[which].crop(index), sets[which].landmarks[index]
    return mirrored(crop, landmarks) if random.random() < 0.5 else (crop, landmarks)


def _soft(inside: NDArray[np.float32]) -> Shares:
    """Return shares that go from 0 to 1 where pixels come to lie inside."""
    return (1 / (1 + np.exp(-inside / SOFTNESS))).astype(np.float32)


app = App(pretty_exceptions_enable=False)

SETS, NUMBER = words("meta_set"), words("meta_number")


@app.command(help=words("help_mixed_faces"))
@with_settings("language")
def mixed_faces(
    settings: Settings,
    faces: Annotated[list[Path], typer.Argument(help=words("arg_mixed_from"), metavar=SETS)],
    out: Annotated[Path, typer.Option(help=words("arg_face_set"), metavar=words("meta_folder"))],
    count: Annotated[
        int, typer.Option(min=1, help=words("opt_mixed_count"), metavar=NUMBER)
    ] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help=words("opt_seed"), metavar=NUMBER)] = 0,
) -> None:
    """Make the face set, and tell how many faces it has."""
    sets = [read_face_set(folder) for folder in faces]
    if sum(map(len, sets)) < 2:
        raise TrainError("face_set_empty", folder=faces[0])
    mix = partial(mix_pair, sets, out, seed)
    listed = []
    rate = text(settings.language, "cli.photos_a_second")
    with (
        progress(text(settings.language, "cli.mixing_faces"), count, rate) as advance,
        closing(done_in_order(mix, pairs_of(sets, count, seed))) as made,
    ):
        for face in made:
            listed.append(face)
            advance(len(listed))
    write_list(out, listed)
    typer.echo(text(settings.language, "cli.mixed_faces_made", folder=out, faces=len(listed)))


if __name__ == "__main__":
    app()
