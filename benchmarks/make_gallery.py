"""Make a store of very many faces to try things on: vectors without pictures.

    python benchmarks/make_gallery.py FILE [--faces N] [--width D]

Everybody gets one face. The identities are random on the sphere and belong to a model called
``random-D``; row ``n`` of them comes from :func:`identities`, so that probes can be made again.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from face_process.types import ModelIdentity  # noqa: E402 - Python has to know the project first
from SQL.database_operate import Store  # noqa: E402
from SQL.rows import NewFace  # noqa: E402

AT_ONCE = 10_000


def identities(start: int, count: int, width: int) -> NDArray[np.float32]:
    """Return rows of the people numbered from ``start``, a multiple of AT_ONCE, of unit length."""
    rows = []
    for number in range(start, start + count, AT_ONCE):
        random = np.random.default_rng(number)
        some = random.standard_normal((min(AT_ONCE, start + count - number), width), np.float32)
        rows.append(some / np.linalg.norm(some, axis=1, keepdims=True))
    return np.concatenate(rows)


def random_model(width: int) -> ModelIdentity:
    """Return the model that the made vectors belong to."""
    name = f"random-{width}"
    return ModelIdentity(name, hashlib.sha256(name.encode()).hexdigest(), width)


def fill(store: Store, faces: int, width: int) -> int:
    """Enrol so many people and return the row of their model."""
    model_id = store.register_model(random_model(width))
    for start in range(0, faces, AT_ONCE):
        count = min(AT_ONCE, faces - start)
        people = (
            (f"Person {start + row:07d}", [NewFace(None, vector, None, "made")])
            for row, vector in enumerate(identities(start, count, width))
        )
        store.add_people(people, model_id)
        print(f"\r{start + count:,} of {faces:,}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return model_id


def main() -> None:
    """Make the store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="a database that isn't there yet")
    parser.add_argument("--faces", type=int, default=1_000_000)
    parser.add_argument("--width", type=int, default=512)
    options = parser.parse_args()
    if options.file.exists():
        parser.error(f"{options.file} is there already")
    with Store(options.file) as store:
        fill(store, options.faces, options.width)


if __name__ == "__main__":
    main()
