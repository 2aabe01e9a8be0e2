"""A process that changes a store and tells what it begins and what it was told is kept."""

import sys
from pathlib import Path

import numpy as np

PROJECT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(PROJECT))

from face_process.types import ModelIdentity  # noqa: E402
from SQL.backups import keep_backup  # noqa: E402
from SQL.database_operate import Store  # noqa: E402
from SQL.rows import NewFace  # noqa: E402

WIDTH = 128
CROP_BYTES = 24_000
MODELS = [ModelIdentity(name, name[0] * 64, WIDTH) for name in ("first", "second")]


def vector(number, model=0):
    row = np.random.default_rng([number, model]).standard_normal(WIDTH).astype(np.float32)
    return row / np.linalg.norm(row)


def faces(number, count=2):
    """Faces whose pictures and vectors are those of some numbers."""
    return [
        NewFace(np.random.default_rng(n).bytes(CROP_BYTES), vector(n), 0.5, "")
        for n in range(number, number + count)
    ]


def tell(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def change(store, models, what, number):
    """Do one of the things whose result is told."""
    if what == "add":
        store.add_faces(str(number), faces(2 * number), models[0])
    elif what == "merge":
        store.people.merge(str(number), str(number - 1))
    else:
        store.people.remove(str(number))


def main(file, start):
    with Store(Path(file)) as store:
        models = [store.register_model(model) for model in MODELS]
        tell("open")
        for number in range(int(start), int(start) + 100_000):
            todo = [("add", number)]
            todo += [("merge", number)] if number % 7 == 6 else []
            todo += [("remove", number - 2)] if number % 11 == 10 else []
            for what, whom in todo:
                tell("begin", what, whom)
                change(store, models, what, whom)
                tell("done", what, whom)
            if number % 3 == 0:
                missing = store.templates.lacking(models[1])
                store.templates.add(models[1], [(one, vector(one, 1)) for one in missing])
            if number % 13 == 12:
                keep_backup(store, at_once=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
