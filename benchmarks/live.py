"""How quick and how right is following faces, against running every model on every frame?

    python benchmarks/live.py FILE --people DIR [--labels FILE] [--json FILE]

FILE is played as fast as it goes, in turn by the reference's way (InsightFace's
``FaceAnalysis.get`` on every frame, every face compared with everyone, drawn; threshold 0.5) and
by ours (``LiveRecognizer``, decoding in its own thread, drawn; its own rule), with the same
models. The reference is timed with one thread of ONNX Runtime and with all of them, and its
better figure counts. ``--people`` holds one photo or one sub-folder a person. A line of
``--labels`` lists who is enrolled and visible in a range of frames: ``0-19: name; name``; whoever
is named elsewhere, or twice in a frame, is wrong. The pack is the one that the program would use.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import cv2  # noqa: E402 - Python has to be told first where the project is
from live_score import (  # noqa: E402
    Frames,
    coverage,
    latencies,
    median_latency,
    overlapping_share,
    read_labels,
    to_cover,
    wrong_names,
)
from live_sides import Pass, Recognize, our_way, play, reference_way  # noqa: E402

from face_process.face_service import FaceService  # noqa: E402
from face_process.model_packs import ModelPack, choose_pack  # noqa: E402
from face_process.photo_enroll import enrol_photos, people_in_folder  # noqa: E402
from face_process.track_identity import rules_for  # noqa: E402
from merge.facemind import build_service  # noqa: E402
from merge.settings import build_settings  # noqa: E402
from merge.stores import open_store  # noqa: E402


def enrol_people(service: FaceService, folder: Path) -> None:
    """Enrol everybody whom a folder shows."""
    people = people_in_folder(folder)
    for person in people:
        for outcome in enrol_photos(service, person.name, person.files):
            if outcome.error:
                print(f"not enrolled: {outcome.file}: {outcome.error}", file=sys.stderr)
    service.refresh()


def timed_passes(
    file: Path, pack: ModelPack, service: FaceService, rounds: int, limit: int | None
) -> tuple[list[Pass], list[Pass]]:
    """Return the passes of the reference and ours, played in turn."""
    theirs, ours = [], []

    def turn(recognize: Recognize, opencv_threads: int, *, ahead: bool) -> Pass:
        cv2.setNumThreads(opencv_threads)
        return play(file, recognize, ahead=ahead, limit=limit)

    all_processors = os.cpu_count() or 1
    for _ in range(rounds):
        for threads in (1, 0):
            reference = reference_way(pack, service, threads)
            theirs.append(turn(reference, threads or all_processors, ahead=False))
            ours.append(turn(our_way(service), 1, ahead=True))
    return theirs, ours


def shown_names(shown: Frames) -> Counter[str]:
    """Count in how many frames each person is named."""
    return Counter(name for faces in shown for name in {face.name for face in faces} if name)


def main() -> None:
    """Play, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="a video")
    parser.add_argument("--people", type=Path, required=True, help="whom to enrol")
    parser.add_argument("--labels", type=Path, help="who is seen when")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--rounds", type=int, default=1, help="times that all is played")
    parser.add_argument("--frames", type=int, help="stop after so many")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        settings = replace(build_settings({}), database=Path(home, "known_faces.db"))
        with open_store(settings) as store:
            service = build_service(settings, store)
            enrol_people(service, options.people)
            pack = choose_pack(settings, None).pack
            theirs, ours = timed_passes(options.file, pack, service, options.rounds, options.frames)
            rules = rules_for(service.threshold, len(service.gallery))
    figures = judge(theirs, ours, options.labels)
    figures |= {"threshold": round(rules.average, 3), "pack": pack.name}
    report(figures, theirs[0].frames, ours[0].frames)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), "utf-8")


def judge(theirs: list[Pass], ours: list[Pass], labels: Path | None) -> dict[str, object]:
    """Return the figures, each side at its best."""
    reference, shown = theirs[0].frames, ours[0].frames
    their_wall, our_wall = (min(one.wall for one in side) for side in (theirs, ours))
    their_cpu, our_cpu = (min(one.cpu for one in side) for side in (theirs, ours))
    figures = {
        "frames": len(shown),
        "reference_fps": round(len(shown) / their_wall, 2),
        "our_fps": round(len(shown) / our_wall, 2),
        "wall_ratio": round(their_wall / our_wall, 2),
        "cpu_ratio": round(their_cpu / our_cpu, 2),
        "coverage": None,
        "reference_coverage": None,
        "wrong_names": None,
        "latency_frames_median": None,
        "iou50_share": overlapping_share(shown, reference),
    }
    if labels:
        ranges = read_labels(labels)
        pairs = to_cover(ranges, reference)
        figures |= {
            "coverage": coverage(pairs, shown),
            "reference_coverage": coverage(pairs, reference),
            "wrong_names": wrong_names(ranges, shown),
            "latency_frames_median": median_latency(latencies(ranges, pairs, shown)),
        }
    return figures


def report(figures: dict[str, object], reference: Frames, shown: Frames) -> None:
    """Print the figures and how often each person was named."""
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} processors")
    for name, figure in figures.items():
        print(f"{name:22} {round(figure, 4) if isinstance(figure, float) else figure}")
    theirs, ours = shown_names(reference), shown_names(shown)
    print("frames with a name      reference  ours")
    for name in sorted(theirs | ours):
        print(f"  {name:22} {theirs[name]:8} {ours[name]:5}")


if __name__ == "__main__":
    main()
