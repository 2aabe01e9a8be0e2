"""How rightly, how quickly and in how little memory are unknown faces grouped into people?

    python benchmarks/grouping.py DIR… [--blurred 0.3] [--sizes 5000 20000] [--threshold 0.5]

Needs requirements-bench.txt. Each DIR holds one sub-folder a person, or photos of one person each;
in each photo the face nearest to its middle counts. Pairwise precision: of all pairs put together,
how many show one person; recall: of all pairs that do, how many are put together. First FaceMind's
own grouping and, at the same similarity, the other methods; then every method at the similarity
that is best for it (most recall at a precision of 0.99) on a half of the people, judged on the
other half, where only FaceMind's isn't chosen but follows from its rule. --blurred makes that share
of the photos unreadable (8 to 16 pixels, blurred). Time and memory are measured with random faces
in processes of their own: a third seen once, the others three times. The pack is the one that the
program would use.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sys
import time
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks.grouping_ways import WAYS, Way  # noqa: E402 - Python has to know the project first
from face_process.align import align  # noqa: E402
from face_process.face_engine import FaceEngine  # noqa: E402
from face_process.image_file import PHOTO_SUFFIXES, read_image  # noqa: E402
from face_process.init_InsightFace import load_engine  # noqa: E402
from face_process.model_packs import choose_pack  # noqa: E402
from face_process.stranger_groups import Faces, group_faces, readable  # noqa: E402
from face_process.track_identity import rules_for  # noqa: E402
from merge.settings import build_settings  # noqa: E402

OURS = "FaceMind"
SIMILARITIES = np.arange(0.26, 0.72, 0.02)
LEAST_PRECISION = 0.99
SPREAD = 0.055
"""Of each component of a random face between two looks: similarity 0.72 at a width of 128."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Faces of which it is known whose they are.

    Attributes:
        vectors: (n, d) float32 unit rows.
        clarity: (n,) float32, length of the raw embeddings, compared with the sharp ones' median.
        people: (n,) int64, whose they are.
    """

    vectors: NDArray[np.float32]
    clarity: NDArray[np.float32]
    people: NDArray[np.int64]

    def some(self, which: NDArray[np.bool_]) -> Known:
        """Return some of them."""
        return Known(self.vectors[which], self.clarity[which], self.people[which])


@dataclass(frozen=True, slots=True)
class Score:
    """How right a grouping is."""

    precision: float
    recall: float
    groups: int


def score(groups: NDArray[np.int64], people: NDArray[np.int64]) -> Score:
    """Return pairwise precision and recall."""

    def pairs(*labels: NDArray[np.int64]) -> int:
        sizes = np.unique(np.stack(labels), axis=1, return_counts=True)[1]
        return int((sizes * (sizes - 1) // 2).sum())

    right = pairs(groups, people)
    together, same = pairs(groups), pairs(people)
    return Score(right / max(1, together), right / max(1, same), len(np.unique(groups)))


def read_people(folders: list[Path], engine: FaceEngine, blurred: float) -> Known:
    """Read the face in the middle of every photo."""
    random = np.random.default_rng(0)
    crops, spoilt, names = [], [], []
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() not in PHOTO_SUFFIXES:
                continue
            image = read_image(file)
            middle = np.array(image.shape[1::-1]) / 2
            faces = engine.detect(image)
            if not faces:
                continue
            face = min(faces, key=lambda one: float(np.hypot(*(one.centre - middle))))
            crop = align(image, face.landmarks)
            if random.random() < blurred:
                side = int(random.integers(8, 17))
                small = cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA)
                spoilt.append(len(crops))
                crop = cv2.resize(small, (112, 112), interpolation=cv2.INTER_CUBIC)
            crops.append(crop)
            names.append(str(file if file.parent == folder else file.parent))
    vectors, lengths = engine.read_crops(crops)
    usual = np.median(np.delete(lengths, spoilt))
    return Known(vectors, lengths / usual, np.unique(names, return_inverse=True)[1])


def ours(known: Known, threshold: float) -> NDArray[np.int64]:
    """Return our groups."""
    numbers = np.zeros(len(known.people), np.int64)
    return group_faces(Faces(readable(known.vectors, known.clarity), numbers), threshold)


def best_on(way: Way, known: Known) -> float:
    """Return the similarity at which a method finds most at a precision of 0.99 or more."""
    found = [
        (each.recall, -least)
        for least in SIMILARITIES
        if (each := score(way(known.vectors, least), known.people)).precision >= LEAST_PRECISION
    ]
    return -max(found)[1] if found else float(SIMILARITIES[-1])


def compare(known: Known, threshold: float) -> None:
    """Print how right everybody is, at our similarity and at the best for each."""
    people = len(np.unique(known.people))
    groups = ours(known, threshold)
    least = rules_for(threshold, len(np.unique(groups))).average
    print(f"\n{len(known.people)} faces of {people} people, threshold {threshold}")
    show(OURS, least, score(groups, known.people))
    for name, way in WAYS.items():
        began = time.perf_counter()
        result = score(way(known.vectors, least), known.people)
        show(name, least, result, time.perf_counter() - began)
    shuffled = np.random.default_rng(0).permutation(people)
    half = shuffled[known.people] < people // 2
    chosen, judged = known.some(half), known.some(~half)
    print("similarity chosen on half of the people, judged on the others")
    groups = ours(judged, threshold)
    least = rules_for(threshold, len(np.unique(groups))).average
    show(f"{OURS}, by rule", least, score(groups, judged.people))
    for name, way in WAYS.items():
        least = best_on(way, chosen)
        show(name, least, score(way(judged.vectors, least), judged.people))


def show(name: str, least: float, result: Score, seconds: float | None = None) -> None:
    """Print one line."""
    took = "" if seconds is None else f"  {seconds:5.2f} s"
    print(
        f"  {name:20} at {least:.2f}: precision {result.precision:.4f}, "
        f"recall {result.recall:.4f}, {result.groups} groups{took}"
    )


def random_people(count: int, width: int) -> Known:
    """Return random faces: a third of them were seen once, the others three times."""
    random = np.random.default_rng(0)
    people = np.concatenate([np.arange(count // 3), np.repeat(np.arange(count), 3)])[:count]
    vectors = random.standard_normal((count, width))[people].astype(np.float32) / width**0.5
    vectors += SPREAD * random.standard_normal(vectors.shape).astype(np.float32)
    order = random.permutation(count)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True))[order]
    return Known(vectors, np.ones(count, np.float32), people[order])


def cost(name: str, known: Known, threshold: float) -> tuple[float, float, Score]:
    """Return the seconds and the megabytes that a method needs; in a process of its own."""
    least = rules_for(threshold, len(known.people)).average
    way = (
        partial(ours, known, threshold)
        if name == OURS
        else partial(WAYS[name], known.vectors, least)
    )
    few = random_people(50, known.vectors.shape[1])
    (ours(few, threshold) if name == OURS else WAYS[name](few.vectors, least))  # imports
    before, began = _peak(), time.perf_counter()
    groups = way()
    seconds = time.perf_counter() - began
    return seconds, _peak() - before, score(groups, known.people)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(sizes: list[int], width: int, threshold: float) -> None:
    """Print what each method costs."""
    for size in sizes:
        print(f"\n{size} random faces, {width} wide")
        for name in (OURS, *WAYS):
            if name != OURS and size > 5_000:
                continue  # some would need tens of gigabytes
            with get_context("spawn").Pool(1) as process:
                seconds, megabytes, result = process.apply(
                    cost, (name, random_people(size, width), threshold)
                )
            print(
                f"  {name:20} {seconds:6.2f} s, {megabytes:5.0f} MB more, precision "
                f"{result.precision:.4f}, recall {result.recall:.4f}"
            )


def main() -> None:
    """Compare and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--blurred", type=float, default=0.0, help="share of photos to spoil")
    parser.add_argument("--sizes", type=int, nargs="*", default=[5_000, 20_000])
    parser.add_argument("--threshold", type=float, default=0.5)
    options = parser.parse_args()
    pack = choose_pack(build_settings({}), None).pack
    processor = platform.processor() or platform.machine()
    print(f"{processor}, {os.cpu_count()} processors, pack {pack.name}")
    engine = load_engine(pack)
    compare(read_people(options.folders, engine, options.blurred), options.threshold)
    measure(options.sizes, engine.identity.dimension, options.threshold)


if __name__ == "__main__":
    main()
