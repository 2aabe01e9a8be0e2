"""How quickly, and how rightly, is the nearest of very many enrolled people found?

    python benchmarks/gallery.py [--faces 1000 10000 100000 1000000] [--width 128 512]
                                 [--folder DIR] [--plot FILE.png] [--json FILE]

Needs requirements-bench.txt. Stores are made in DIR (a temporary folder unless given, where they
are found again the next time): one random identity a person, probes at a similarity of 0.4, 0.5
or 0.7 to somebody. The ways take turns of twenty probes in one process: FaceMind's gallery, one
NumPy float32 product, FAISS's flat index, usearch's HNSW (float16; up to --graph faces, since
building it takes long) and, for a few probes, the reference program's way: read everybody from
SQLite, normalise, compare. Right is what the product says. How long a start takes and how much
memory a process needs is measured in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks.make_gallery import fill, identities, random_model  # noqa: E402
from face_process.gallery import Gallery  # noqa: E402 - Python has to know the project first
from SQL.database_operate import Store  # noqa: E402

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SIMILARITIES = (0.4, 0.5, 0.7)
REFERENCE_PROBES = 3
BATCHED, BATCH = "FaceMind, batch", 32
TURN = 20
"""Probes that one way gets before it is the next one's turn."""
PAUSE = 0.05
"""Seconds before each turn: the threads of BLAS and OpenMP spin for a while after their work."""
Vectors = NDArray[np.float32]
Way = Callable[[Vectors], int]

STARTED = """
import json, resource, sys, time
began = time.perf_counter()
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import numpy as np
from face_process.gallery import Gallery
from SQL.database_operate import Store
from benchmarks.make_gallery import random_model
ready = time.perf_counter()
width = int(sys.argv[3])
with Store(Path(sys.argv[2])) as store:
    gallery = Gallery(store, store.register_model(random_model(width)))
    probe = np.random.default_rng(1).standard_normal((1, width)).astype(np.float32)
    gallery.nearest(probe / np.linalg.norm(probe))
    answered = time.perf_counter()
    for _ in range(100):
        gallery.nearest(probe / np.linalg.norm(probe))
status = Path("/proc/self/status")
memory = [line.split()[1] for line in status.read_text().splitlines() if "VmRSS" in line] \\
    if status.exists() else [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]
print(json.dumps({"seconds": answered - ready, "megabytes": int(memory[0]) / 1024}))
"""


def probes_of(people: Vectors, similarity: float, seed: int) -> Vectors:
    """Return, for each person, a look of a certain similarity to them."""
    others = np.random.default_rng(seed).standard_normal(people.shape).astype(np.float32)
    others -= (others * people).sum(1, keepdims=True) * people
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    return (similarity * people + np.sqrt(1 - similarity**2) * others).astype(np.float32)


def made_store(folder: Path, faces: int, width: int) -> Path:
    """Return a store of so many faces, made where it isn't there."""
    file = folder / f"gallery-{width}-{faces}.db"
    if not file.exists():
        unfinished = file.with_suffix(".making")
        unfinished.unlink(missing_ok=True)
        with Store(unfinished) as store:
            fill(store, faces, width)
        unfinished.rename(file)
    return file


def started(file: Path, width: int) -> dict[str, float]:
    """Return how long a new process takes to its first answer, and its memory after a hundred."""
    command = [sys.executable, "-c", STARTED, str(PROJECT), str(file), str(width)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(answer.stdout)


def reference_way(folder: Path, rows: Vectors) -> Way:
    """Return the reference program's search: everything is read and normalised each time."""
    file = folder / "reference.db"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE faces(image BLOB, name TEXT, encoding BLOB)")
        made = ((b"", str(number), row.tobytes()) for number, row in enumerate(rows))
        connection.executemany("INSERT INTO faces VALUES (?, ?, ?)", made)
        connection.commit()

    def search(probe: Vectors) -> int:
        with closing(sqlite3.connect(file)) as connection:
            found = connection.execute("SELECT name, encoding FROM faces").fetchall()
        encodings = np.stack([np.frombuffer(encoding, np.float32) for _, encoding in found])
        encodings /= np.linalg.norm(encodings, axis=1, keepdims=True)
        return int(found[int((encodings @ probe).argmax())][0])

    return search


def ways(store: Store, rows: Vectors, folder: Path, graph: int) -> dict[str, Way]:
    """Return the searches to compare, by name."""
    import faiss

    gallery = Gallery(store, store.register_model(random_model(rows.shape[1])))
    flat = faiss.IndexFlatIP(rows.shape[1])
    flat.add(rows)
    searches: dict[str, Way] = {
        "FaceMind": lambda probe: int(gallery.nearest(probe[None])[0].name.split()[1]),
        "NumPy product": lambda probe: int((rows @ probe).argmax()),
        "FAISS flat": lambda probe: int(flat.search(probe[None], 1)[1][0, 0]),
        "reference": reference_way(folder, rows),
    }
    if len(rows) <= graph:
        from usearch.index import Index

        index = Index(ndim=rows.shape[1], metric="ip", dtype="f16")
        index.add(np.arange(len(rows)), rows)
        searches["usearch HNSW"] = lambda probe: int(index.search(probe, 1).keys[0])
    searches[BATCHED] = lambda probes: [
        int(match.name.split()[1]) for match in gallery.nearest(probes)
    ]
    return searches


def timed(search: Way, probe: Vectors) -> tuple[float, int]:
    """Return the milliseconds of a search and its answer."""
    began = time.perf_counter()
    answer = search(probe)
    return 1000 * (time.perf_counter() - began), answer


def compare(searches: dict[str, Way], rows: Vectors, count: int) -> dict[str, dict[str, float]]:
    """Ask every way for every probe, turn by turn, and judge by the exact product."""
    batch = searches.pop(BATCHED)
    chosen = np.random.default_rng(5).integers(0, len(rows), count)
    shares = np.array_split(chosen, len(SIMILARITIES))
    probes = np.concatenate(
        [probes_of(rows[some], one, 7) for some, one in zip(shares, SIMILARITIES, strict=True)]
    )
    for search in searches.values():  # warm-up
        search(probes[0])
    times: dict[str, list[float]] = {name: [] for name in searches}
    answers: dict[str, list[int]] = {name: [] for name in searches}
    for start in range(0, count, TURN):
        for name, search in searches.items():
            if name == "reference" and start:
                continue
            time.sleep(PAUSE)
            some = REFERENCE_PROBES if name == "reference" else TURN
            for took, answer in (timed(search, one) for one in probes[start : start + some]):
                times[name].append(took)
                answers[name].append(answer)
    exact = np.array(answers["NumPy product"])
    figures = {
        name: {
            "p50_ms": float(np.percentile(times[name], 50)),
            "p99_ms": float(np.percentile(times[name], 99)),
            "recall": float(np.mean(exact[: len(answers[name])] == answers[name])),
        }
        for name in searches
    }
    parts = [probes[start : start + BATCH] for start in range(0, count - BATCH + 1, BATCH)]
    each = [timed(batch, part)[0] / BATCH for part in parts]
    figures["FaceMind"]["batch_ms"] = statistics.median(each) if each else float("nan")
    return figures


def measure(folder: Path, faces: int, width: int, options: argparse.Namespace) -> dict:
    """Return all figures for one size and width."""
    file = made_store(folder, faces, width)
    for cache in folder.glob(f"{file.name}.*.cache"):
        cache.unlink()
    first = started(file, width)  # makes the file of codes where the gallery is large
    again = started(file, width)
    rows = identities(0, faces, width)
    with Store(file) as store:
        figures = compare(ways(store, rows, folder, options.graph), rows, options.probes)
    (folder / "reference.db").unlink()
    start = {"first_start_s": first["seconds"], "start_s": again["seconds"]}
    about = {"faces": faces, "width": width, **start, "megabytes": again["megabytes"]}
    return {**about, "ways": figures}


def show(one: dict) -> None:
    """Print one size's figures."""
    print(
        f"\n{one['faces']:,} faces of {one['width']}: first start {one['first_start_s']:.2f} s, "
        f"start {one['start_s']:.2f} s, process {one['megabytes']:.0f} MB"
    )
    ours, product = one["ways"]["FaceMind"], one["ways"]["NumPy product"]
    for name, figures in one["ways"].items():
        batch = f"  {figures['batch_ms']:.3f} ms each of {BATCH}" if "batch_ms" in figures else ""
        print(
            f"  {name:14} p50 {figures['p50_ms']:9.3f} ms   p99 {figures['p99_ms']:9.3f} ms   "
            f"right {figures['recall']:.4f}{batch}"
        )
    print(f"  product / FaceMind: {product['p50_ms'] / ours['p50_ms']:.1f}")


def main() -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faces", type=int, nargs="+", default=SIZES)
    parser.add_argument("--width", type=int, nargs="+", default=[128, 512])
    parser.add_argument("--probes", type=int, default=600, help="how many for each size")
    parser.add_argument("--graph", type=int, default=10_000, help="most faces for usearch")
    parser.add_argument("--folder", type=Path, help="where stores are made and found again")
    parser.add_argument("--plot", type=Path, help="picture to draw")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    options = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        results = []
        for width in options.width:
            for faces in options.faces:
                results.append(measure(folder, faces, width, options))
                show(results[-1])
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), "utf-8")
    if options.plot:
        from benchmarks.gallery_plot import plot  # needs matplotlib, which the figures don't

        plot(results, options.plot)


if __name__ == "__main__":
    main()
