"""How many photos a second become training data, against the reference program's way?

    python benchmarks/train_data.py DIR [--photos N] [--rounds N]

DIR holds one sub-folder a person. In turn, each into a new folder, the photos go the reference's
way (one after another through InsightFace's ``FaceAnalysis.get`` with every model of the pack,
``norm_crop``, the twelve augmentations, each written as JPEG) and ours (``data_process --twelve``,
which does more: it hashes, judges whose face it is, finds copies, writes without loss, can be
resumed), and ours without the twelve, which training can make on the fly. The reference's way is
timed with one thread of ONNX Runtime and with all of them, and its better figure counts. A first
round tells what was found (the reference takes every face of a photo for that person) and warms up.
Then it tells how long each step of a photo takes and how many crops a second one thread changes for
training (``jittered``). The pack is the one that the program would use.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import cv2  # noqa: E402 - Python has to be told first where the project is
import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
from insightface.app import FaceAnalysis  # noqa: E402
from insightface.utils import face_align  # noqa: E402

from arcface_train.augment import TWELVE  # noqa: E402
from arcface_train.data_process import make_face_set, write_twelve  # noqa: E402
from arcface_train.face_set import FaceSet, read_face_set  # noqa: E402
from arcface_train.jitter import NO_JITTER, Jitter, jittered  # noqa: E402
from arcface_train.photo_plan import PlannedPhoto, plan  # noqa: E402
from face_process.align import ARCFACE_TEMPLATE  # noqa: E402
from face_process.face_enroll import encode_crop  # noqa: E402
from face_process.image_file import read_image  # noqa: E402
from face_process.init_InsightFace import load_engine  # noqa: E402
from face_process.model_packs import ModelPack, choose_pack  # noqa: E402
from merge.settings import Settings, build_settings  # noqa: E402

OURS = {"ours": True, "ours without the twelve": False}
"""Our ways and whether they write the twelve augmentations."""
Make = Callable[[Path, Path], int]
"""Makes training data from a folder of photos in a new folder; returns how many crops."""


def reference_way(pack: ModelPack, threads: int) -> Make:
    """Return the reference's way; 0 threads leaves their number to ONNX Runtime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    analysis = FaceAnalysis(
        str(pack.folder), providers=["CPUExecutionProvider"], sess_options=options
    )
    analysis.prepare(ctx_id=-1, det_size=(640, 640))

    def make(photos: Path, out: Path) -> int:
        crops = 0
        for job in plan(photos):
            image = cv2.imread(str(job.photo))
            folder = out / job.person
            folder.mkdir(parents=True, exist_ok=True)
            for face in analysis.get(image):
                crop = face_align.norm_crop(image, landmark=face.kps, image_size=112)
                cv2.imwrite(str(folder / f"{job.photo.stem}.jpg"), crop)
                for name, augmentation in TWELVE.items():
                    augmented = augmentation(crop, ARCFACE_TEMPLATE)
                    cv2.imwrite(str(folder / f"{job.photo.stem}_{name}.jpg"), augmented)
                crops += 1
        return crops

    return make


def our_way(settings: Settings, *, twelve: bool) -> Make:
    """Return our way, with the twelve augmentations or without; loading models is in the time."""

    def make(photos: Path, out: Path) -> int:
        make_face_set(settings, photos, out, _unseen)
        faces = read_face_set(out)
        if twelve:
            write_twelve(faces, _nothing)
        return len(faces)

    return make


def _nothing(_done: float, **_beside: object) -> None:
    pass


def _unseen(*_words: object) -> nullcontext:
    return nullcontext(_nothing)


@dataclass(frozen=True, slots=True)
class Round:
    """The photos processed once.

    Attributes:
        wall: Seconds.
        cpu: Seconds of all threads of this process.
        crops: How many crops there were, without the augmented ones.
    """

    wall: float
    cpu: float
    crops: int


def play(make: Make, photos: Path, home: Path) -> Round:
    """Process the photos into a new folder."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        crops = make(photos, Path(folder, "out"))
        return Round(time.perf_counter() - wall, time.process_time() - cpu, crops)


def some_photos(folder: Path, home: Path, most: int) -> Path:
    """Return a folder with links to about so many photos of whole people."""
    chosen = home / "photos"
    for linked, job in enumerate(plan(folder)):
        place = chosen / job.person
        if linked >= most and not place.exists():
            break
        place.mkdir(parents=True, exist_ok=True)
        (place / job.photo.name).symlink_to(job.photo.resolve())
    return chosen


def report(rounds: dict[str, list[Round]], photos: int) -> None:
    """Print medians and the ratios, round by round, to the better of the reference's."""
    for way, played in rounds.items():
        rate = statistics.median(photos / one.wall for one in played)
        cpu = statistics.median(one.cpu / photos for one in played)
        print(f"{way:24} {rate:6.1f} photos/s, {1000 * cpu:6.1f} ms of processor a photo")
    theirs = [played for way, played in rounds.items() if way not in OURS]
    for way in OURS:
        for unit in ("wall", "cpu"):
            ratios = [
                min(getattr(one, unit) for one in others) / getattr(mine, unit)
                for mine, *others in zip(rounds[way], *theirs, strict=True)
            ]
            spread = f"{min(ratios):.2f} … {max(ratios):.2f}"
            print(f"{way}: ratio by {unit:4} {statistics.median(ratios):.2f} (median; {spread})")


def time_jitter(faces: FaceSet, rounds: int) -> None:
    """Print how many crops a second one thread changes, by everything and by each change."""
    count = min(len(faces), 500)
    crops = [faces.crop(index) for index in range(count)]
    alone = {field.name: replace(NO_JITTER, **{field.name: 1.0}) for field in fields(Jitter)}
    print("crops changed by one thread, in a second of processor:")
    for name, jitter in {"as by default": Jitter(), **alone}.items():
        rates = []
        for seed in range(rounds):
            random = np.random.default_rng(seed)
            begun = time.thread_time()
            for crop, landmarks in zip(crops, faces.landmarks, strict=False):
                jittered(crop, landmarks, jitter, random)
            rates.append(count / (time.thread_time() - begun))
        print(f"  {name:14} {statistics.median(rates):8,.0f}")


def time_steps(pack: ModelPack, jobs: list[PlannedPhoto], faces: FaceSet) -> None:
    """Print what of a photo takes how long, which shows what bounds the whole."""
    engine = load_engine(pack)
    images = [read_image(job.photo) for job in jobs]
    crops = [faces.crop(index) for index in range(len(faces))]
    steps: dict[str, Callable[[], object]] = {
        "read and decode": lambda: [read_image(job.photo) for job in jobs],
        "detect": lambda: [engine.detect(image) for image in images],
        "embed": lambda: [engine.embed_crops([crop]) for crop in crops],
        "twelve augmentations": lambda: [
            augmentation(crop, landmarks)
            for crop, landmarks in zip(crops, faces.landmarks, strict=True)
            for augmentation in TWELVE.values()
        ],
        "encode 13 crops": lambda: [encode_crop(crop) for crop in crops for _ in range(13)],
    }
    print("ms of processor a photo:")
    for name, step in steps.items():
        begun = time.process_time()
        step()
        print(f"  {name:22} {1000 * (time.process_time() - begun) / len(jobs):6.1f}")


def main() -> None:
    """Compare, time in turn and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--rounds", type=int, default=3, help="times that all is processed")
    parser.add_argument("--photos", type=int, default=300, help="about how many of the photos")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    warnings.filterwarnings("ignore", category=FutureWarning, module="insightface")
    settings = build_settings({})
    pack = choose_pack(settings, None).pack
    ways = {
        "reference, one thread": reference_way(pack, 1),
        "reference, all threads": reference_way(pack, 0),
        **{way: our_way(settings, twelve=twelve) for way, twelve in OURS.items()},
    }
    processor = platform.processor() or platform.machine()
    print(f"{processor}, {os.cpu_count()} processors, pack {pack.name}, {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        photos = some_photos(options.folder, home, options.photos)
        jobs = plan(photos)
        print(f"{len({job.person for job in jobs})} people, {len(jobs)} photos")
        for way, make in ways.items():
            print(f"  {way}: {play(make, photos, home).crops} crops")
        rounds: dict[str, list[Round]] = {way: [] for way in ways}
        for _ in range(options.rounds):
            for way, make in ways.items():
                rounds[way].append(play(make, photos, home))
        report(rounds, len(jobs))
        make_face_set(settings, photos, home / "faces", _unseen)
        faces = read_face_set(home / "faces")
        time_steps(pack, jobs, faces)
        time_jitter(faces, options.rounds)


if __name__ == "__main__":
    main()
