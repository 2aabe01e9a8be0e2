"""How many photos a second are enrolled in bulk, against a plain loop with the same models?

    python benchmarks/bulk_enroll.py DIR… [--rounds N] [--photos N]

Each DIR holds one sub-folder a person. In turn, each into a new database, the photos are enrolled
by a plain loop (``cv2.imread``, InsightFace's ``FaceAnalysis.get``, its largest face, one INSERT
and one commit a photo; write-ahead log and full synchronisation as ours) and by ``enrol_people``,
which does more: it hashes every photo, judges the face, keeps its crop and looks whom it resembles.
The plain loop is timed with one thread of ONNX Runtime and with all of them, and its better figure
counts. A first round compares who got how many faces and warms up; reading files, not starting the
program, is within the times. The pack is the one that the program would use.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import cv2  # noqa: E402 - Python has to be told first where the project is
import onnxruntime  # noqa: E402
from insightface.app import FaceAnalysis  # noqa: E402

from face_process.face_service import open_service  # noqa: E402
from face_process.init_InsightFace import load_engine  # noqa: E402
from face_process.model_packs import ModelPack, choose_pack  # noqa: E402
from face_process.photo_enroll import PersonPhotos, enrol_people, people_in_folder  # noqa: E402
from merge.settings import build_settings  # noqa: E402
from SQL.database_operate import Store  # noqa: E402

People = list[PersonPhotos]
Enrol = Callable[[People, Path], Counter[str]]
"""Enrols people into a new database file and returns how many faces each got."""


def plain_loop(pack: ModelPack, threads: int) -> Enrol:
    """Return the plain way; 0 threads leaves their number to ONNX Runtime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    analysis = FaceAnalysis(
        str(pack.folder), allowed_modules=["detection", "recognition"],
        providers=["CPUExecutionProvider"], sess_options=options,
    )  # fmt: skip
    analysis.prepare(ctx_id=-1, det_size=(640, 640))

    def enrol(people: People, file: Path) -> Counter[str]:
        faces: Counter[str] = Counter()
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE face(name TEXT, embedding BLOB)")
        for person in people:
            for photo in person.files:
                with warnings.catch_warnings(action="ignore"):
                    found = analysis.get(cv2.imread(str(photo)))
                if not found:
                    continue
                face = max(found, key=lambda one: one.bbox[2] - one.bbox[0])
                row = (person.name, face.normed_embedding.tobytes())
                with connection:
                    connection.execute("INSERT INTO face VALUES (?, ?)", row)
                faces[person.name] += 1
        connection.close()
        return faces

    return enrol


def our_way(pack: ModelPack) -> tuple[Enrol, Counter[str]]:
    """Return our way, and a counter that tells why it refused photos."""
    engine, refused = load_engine(pack), Counter()

    def enrol(people: People, file: Path) -> Counter[str]:
        refused.clear()
        faces: Counter[str] = Counter()
        with Store(file) as store:
            for outcome in enrol_people(open_service(engine, store), people):
                if outcome.error:
                    refused[outcome.error.key] += 1
                elif outcome.candidate:
                    faces[outcome.name] += 1
        return faces

    return enrol, refused


@dataclass(frozen=True, slots=True)
class Round:
    """The photos enrolled once.

    Attributes:
        wall: Seconds.
        cpu: Seconds of all threads of this process.
        faces: How many faces each person got.
    """

    wall: float
    cpu: float
    faces: Counter[str]


def play(enrol: Enrol, people: People, home: Path) -> Round:
    """Enrol everybody into a new database."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        faces = enrol(people, Path(folder, "faces.db"))
        return Round(time.perf_counter() - wall, time.process_time() - cpu, faces)


def compare(plain: Counter[str], ours: Counter[str], refused: Counter[str], people: People) -> None:
    """Print who got how many faces from each way, and why they differ."""
    same = sum(plain[person.name] == ours[person.name] for person in people)
    more = sum((ours - plain).values())
    fewer = sum((plain - ours).values())
    print(f"faces: plain loop {plain.total()}, ours {ours.total()}")
    print(f"  people with the same number of faces: {same} of {len(people)}")
    print(f"  {more} more: faces that fill a small picture, which a look at 640 pixels misses")
    reasons = ", ".join(f"{count} {key}" for key, count in refused.most_common())
    print(f"  {fewer} fewer: refused by us ({reasons}), where the loop takes the largest face")


def some_photos(folders: list[Path], most: int | None) -> People:
    """Return the people of folders, whole ones, up to about so many photos."""
    people, photos = [], 0
    for person in (person for folder in folders for person in people_in_folder(folder)):
        if most is not None and photos >= most:
            break
        people.append(person)
        photos += len(person.files)
    return people


def main() -> None:
    """Compare, time in turn and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--rounds", type=int, default=3, help="times that all is enrolled")
    parser.add_argument("--photos", type=int, help="about how many of the photos")
    options = parser.parse_args()
    people = some_photos(options.folders, options.photos)
    photos = sum(len(person.files) for person in people)
    pack = choose_pack(build_settings({}), None).pack
    ours, refused = our_way(pack)
    plain = {"one thread": plain_loop(pack, 1), "all threads": plain_loop(pack, 0)}
    processor = platform.processor() or platform.machine()
    print(f"{processor}, {os.cpu_count()} processors, pack {pack.name}, {options.rounds} rounds")
    print(f"{len(people)} people, {photos} photos")
    with tempfile.TemporaryDirectory() as home:
        expected = play(plain["one thread"], people, Path(home))
        got = play(ours, people, Path(home))
        compare(expected.faces, got.faces, refused, people)
        ways = {**plain, "ours": ours}
        rounds: dict[str, list[Round]] = {way: [] for way in ways}
        for _ in range(options.rounds):
            for way, enrol in ways.items():
                rounds[way].append(play(enrol, people, Path(home)))
    report(rounds, photos)


def report(rounds: dict[str, list[Round]], photos: int) -> None:
    """Print medians and the ratios, round by round, to the better of the plain loops."""
    for way, played in rounds.items():
        rate = statistics.median(photos / one.wall for one in played)
        cpu = statistics.median(one.cpu / photos for one in played)
        print(f"{way:12} {rate:6.1f} photos/s, {1000 * cpu:6.1f} ms of processor a photo")
    ours = rounds.pop("ours")
    for unit in ("wall", "cpu"):
        ratios = [
            min(getattr(one, unit) for one in theirs) / getattr(mine, unit)
            for mine, *theirs in zip(ours, *rounds.values(), strict=True)
        ]
        spread = f"{min(ratios):.2f} … {max(ratios):.2f}"
        print(f"ratio by {unit:4} {statistics.median(ratios):.2f} (median; {spread})")


if __name__ == "__main__":
    main()
