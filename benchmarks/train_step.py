"""How many pictures a second does a training learn from, and what bounds it?

    python benchmarks/train_step.py MODEL SET [--batch N] [--steps N] [--rounds N]

MODEL is a pack, an ONNX file or a checkpoint; SET a face set of ``data_process``. In turn, round by
round: the plain way (batches made by the thread that learns, PyTorch's usual memory layout), and
ours (batches made ahead by two threads, channels last). Both take whole steps of the recipe
``small``, ArcFace and kept embeddings included. Then it tells the parts of a step alone: making its
batch, going forward, and forward and backward with the optimizer.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import cv2  # noqa: E402 - Python has to be told first where the project is
import torch  # noqa: E402
from torch.nn.functional import normalize  # noqa: E402

from arcface_train.batches import Batch, Share, batch_of, batches  # noqa: E402
from arcface_train.face_set import read_face_set  # noqa: E402
from arcface_train.learner import Learner, Task  # noqa: E402
from arcface_train.margins import ArcFace  # noqa: E402
from arcface_train.network import to_pixels  # noqa: E402
from arcface_train.partial_fc import PartialFC  # noqa: E402
from arcface_train.pictures import Pictures, pictures_of  # noqa: E402
from arcface_train.recipes import RECIPES, Recipe  # noqa: E402
from arcface_train.start import start  # noqa: E402
from merge.settings import build_settings  # noqa: E402

CPU = torch.device("cpu")


def learner(model: str, pictures: Pictures, recipe: Recipe, layout: torch.memory_format) -> Learner:
    """Return a new training of a model, with its weights in a memory layout."""
    begun = start(model, None, 0, build_settings({}).models)
    loss = ArcFace(recipe.margin_size, scale=recipe.scale)
    head = PartialFC(pictures.people, begun.network.plan.dimension, loss, recipe.centres)
    made = Learner(Task(begun.network, head, recipe), recipe, 10**6, 0, CPU)
    made.task.to(memory_format=layout)
    return made


def made_here(pictures: Pictures, recipe: Recipe) -> Iterator[Batch]:
    """Yield batches that the thread that learns makes itself."""
    for step in range(10**6):
        yield batch_of(pictures, recipe, 0, step, Share())


def rate(learning: Learner, given: Iterator[Batch], steps: int) -> float:
    """Return how many pictures a second are learnt from."""
    pictures, begun = 0, time.perf_counter()
    for batch in islice(given, steps):
        learning.learn(batch, targets(learning, batch), torch.empty(len(batch.rows), 0))
        pictures += len(batch.rows)
    return pictures / (time.perf_counter() - begun)


def targets(learning: Learner, batch: Batch) -> torch.Tensor:
    """Return what takes the place of kept embeddings."""
    generator = torch.Generator().manual_seed(0)
    dimension = learning.task.network.plan.dimension
    return normalize(torch.randn(len(batch.rows), dimension, generator=generator))


def parts(learning: Learner, pictures: Pictures, recipe: Recipe, steps: int) -> dict[str, float]:
    """Return seconds of the parts of a step, each alone."""
    some = [batch_of(pictures, recipe, 0, step, Share()) for step in range(steps)]
    pixels = [to_pixels(one.crops, learning.task.network.plan.side) for one in some]

    def forward() -> None:
        with torch.inference_mode():
            for one in pixels:
                learning.task.network(one)

    def learn() -> None:
        for one in some:
            learning.learn(one, targets(learning, one), torch.empty(len(one.rows), 0))

    def make() -> None:
        for step in range(steps):
            batch_of(pictures, recipe, 0, step, Share())

    timed: dict[str, Callable[[], None]] = {
        "make a batch (one thread)": make,
        "forward": forward,
        "forward, backward, optimizer": learn,
    }
    found = {}
    for name, part in timed.items():
        begun = time.perf_counter()
        part()
        found[name] = (time.perf_counter() - begun) / steps
    return found


def main() -> None:
    """Time in turn and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("faces", type=Path, metavar="SET")
    parser.add_argument("--batch", type=int, default=64, help="pictures a step")
    parser.add_argument("--steps", type=int, default=12, help="steps a round")
    parser.add_argument("--rounds", type=int, default=5, help="times that all is timed")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    recipe = replace(RECIPES["small"], batch=options.batch, epochs=10**4)
    pictures = pictures_of([read_face_set(options.faces)])
    processor = platform.processor() or platform.machine()
    print(f"{processor}, {os.cpu_count()} processors, {options.model}, {options.batch} a step")
    ways = {
        "plain": (
            learner(options.model, pictures, recipe, torch.contiguous_format),
            made_here(pictures, recipe),
        ),
        "ours": (
            learner(options.model, pictures, recipe, torch.channels_last),
            batches(pictures, recipe, 0),
        ),
    }
    for learning, given in ways.values():
        rate(learning, given, 2)  # warms up
    rates: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(options.rounds):
        for way, (learning, given) in ways.items():
            rates[way].append(rate(learning, given, options.steps))
    for way, found in rates.items():
        print(f"{way:6} {statistics.median(found):6.1f} pictures/s")
    ratios = [ours / plain for plain, ours in zip(rates["plain"], rates["ours"], strict=True)]
    spread = f"{min(ratios):.2f} … {max(ratios):.2f}"
    print(f"ratio {statistics.median(ratios):.2f} (median; {spread})")
    print("ms of a step:")
    for name, seconds in parts(ways["ours"][0], pictures, recipe, options.steps).items():
        print(f"  {name:28} {1000 * seconds:6.0f}")


if __name__ == "__main__":
    main()
