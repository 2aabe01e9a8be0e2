"""People to export and import, and archives that are not as they should be."""

import json
import sqlite3
import zipfile

import cv2
import numpy as np

from face_process.types import ModelIdentity
from SQL.rows import NewFace

MODEL = ModelIdentity("mini", "a" * 64, 8)
OTHER = ModelIdentity("large", "b" * 64, 16)


def unit(seed, width=8):
    vector = np.random.default_rng(seed).standard_normal(width).astype(np.float32)
    return vector / np.linalg.norm(vector)


def pixels(seed):
    return np.random.default_rng(seed).integers(0, 256, (112, 112, 3), np.uint8)


def face(seed, **changed):
    crop = cv2.imencode(".png", pixels(seed))[1].tobytes()
    return NewFace(**{"crop": crop, "vector": unit(seed), "quality": 0.5, "source": "a.jpg"}
                   | changed)  # fmt: skip


def fill(store):
    """Enrol 张三 (two faces, a note, a portrait) and Zoë (one face without a picture)."""
    model_id, other_id = store.register_model(MODEL), store.register_model(OTHER)
    _, second = store.add_faces("张三", [face(1), face(2)], model_id).face_ids
    store.add_faces("Zoë", [face(3, crop=None, quality=None)], model_id)
    store.templates.add(other_id, [(second, unit(2, 16))])
    store.people.set_note("张三", "第三组")
    store.people.set_portrait(second)


def everything(store):
    """Each row that an import could change."""
    tables = ("person", "face", "model", "embedding", "change")
    with sqlite3.connect(store.file) as connection:
        found = [connection.execute(f"SELECT * FROM {one}").fetchall() for one in tables]
    connection.close()
    return found


def rewritten(archive, lines=None, **entries):
    """Write an archive anew: with lines of people.jsonl changed, entries replaced or left out."""
    with zipfile.ZipFile(archive) as source:
        contents = {one: source.read(one) for one in source.namelist()}
    if lines is not None:
        documents = [json.loads(line) for line in contents["people.jsonl"].splitlines()]
        documents = lines(documents) or documents
        contents["people.jsonl"] = b"".join(json.dumps(one).encode() + b"\n" for one in documents)
    contents |= entries
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in contents.items():
            if content is not None:
                target.writestr(name, content)
