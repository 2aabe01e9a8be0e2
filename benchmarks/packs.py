"""How long do the models of two packs take for a look and for a face, on one thread?

    python benchmarks/packs.py PACK OTHER [--rounds N]

In turn, round by round: each pack's detector looks at 640 × 640 pixels, and its recogniser embeds
one face and eight faces at once; first as the files are, with ONNX Runtime's own settings but one
thread, then in the form and with the settings that the program gives them. It tells medians, and
the first pack's as a share of the other's, with the lowest and highest share of the rounds.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import numpy as np  # noqa: E402 - Python has to be told first where the project is
import onnxruntime  # noqa: E402

from face_process.init_InsightFace import load_detector, load_recognizer  # noqa: E402
from face_process.model_packs import ModelPack, find_pack  # noqa: E402
from merge.settings import Device, build_settings  # noqa: E402

SIDE, FACE, FACES = 640, 112, 8
"""Pixels of a look and of a face; faces at once."""
LOOKS = 10
"""Of each kind a round; the quickest counts, the others were disturbed."""

Look = Callable[[], object]


def run_of(session: onnxruntime.InferenceSession, count: int, side: int) -> Look:
    """Return what runs a model on noise, (count, 3, side, side) float32."""
    noise = np.random.default_rng(0).standard_normal((count, 3, side, side), np.float32)
    name = session.get_inputs()[0].name
    return lambda: session.run(None, {name: noise})


def plain(file: Path) -> onnxruntime.InferenceSession:
    """Return a model as its file is, on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def looks_of(pack: ModelPack) -> dict[str, Look]:
    """Return what is timed of a pack, by what it is called."""
    faces = f"{FACES} faces"
    ours = (load_detector, load_recognizer)
    detector, recognizer = (
        load(file, Device.CPU).session
        for load, file in zip(ours, (pack.detection, pack.recognition), strict=True)
    )
    bare_detector, bare_recognizer = plain(pack.detection), plain(pack.recognition)
    return {
        "a look, as the file is": run_of(bare_detector, 1, SIDE),
        "a face, as the file is": run_of(bare_recognizer, 1, FACE),
        f"{faces}, as the file is": run_of(bare_recognizer, FACES, FACE),
        "a look, in the program": run_of(detector, 1, SIDE),
        "a face, in the program": run_of(recognizer, 1, FACE),
        f"{faces}, in the program": run_of(recognizer, FACES, FACE),
    }


def seconds(look: Look) -> float:
    """Return the least that a look took."""
    took = []
    for _ in range(LOOKS):
        begun = time.perf_counter()
        look()
        took.append(time.perf_counter() - begun)
    return min(took)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pack")
    parser.add_argument("other")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    models = build_settings({}).models
    packs = [looks_of(find_pack(name, models)) for name in (asked.pack, asked.other)]
    print(f"{platform.machine()}, ONNX Runtime {onnxruntime.__version__}; milliseconds")
    for kind in packs[0]:
        rounds = [[seconds(pack[kind]) for pack in packs] for _ in range(asked.rounds)]
        mine, others = (1000 * statistics.median(each) for each in zip(*rounds, strict=True))
        shares = sorted(one / other for one, other in rounds)
        share = statistics.median(shares)
        print(
            f"{kind:25} {asked.pack} {mine:6.2f}  {asked.other} {others:6.2f}  "
            f"{share:.2f} of it ({shares[0]:.2f} to {shares[-1]:.2f})"
        )


if __name__ == "__main__":
    main()
