"""A page to photograph: one astronaut plays everybody, as photos, a film, a camera and a store."""

# ruff: noqa: E402 - run as a script, Python has to be told first where the project is
from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from skimage import data

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from face_process.align import align
from face_process.face_enroll import encode_crop, examine
from face_process.face_service import FaceService, open_service
from face_process.init_InsightFace import load_engine
from face_process.model_packs import choose_pack
from face_process.types import Image
from merge.settings import build_settings
from SQL.database_operate import Store
from SQL.rows import NewFace
from SQL.sightings import Sighting

NAMES = ("Eileen 艾琳", "张三", "Zoë", "さくら", "Ольга", "李雷 Lei")
"""Names in any script, none of a language of the page only; all of them the astronaut."""
TONES = ((1.0, 0), (0.75, 0), (1.0, 35), (0.85, 20), (1.15, -10), (0.9, -15))
"""Contrast and brightness that tell the photos apart."""
FACES = (3, 1, 2, 0, 0, 0)
"""How many faces more each of them has."""
STRANGERS = 3
FILM_SECONDS, RATE = 2, 25


def photos() -> list[Image]:
    """Return a photo of each person: mirrored and toned anew; the first is as it is."""
    image = np.ascontiguousarray(data.astronaut()[:, :, ::-1])
    cut = [
        image,
        image[:, ::-1],
        image[:360, 40:400],
        image[:360, 400:40:-1],
        image,
        image[:, ::-1],
    ]
    toned = zip(cut, TONES, strict=True)
    return [cv2.convertScaleAbs(one, alpha=scale, beta=shift) for one, (scale, shift) in toned]


def group() -> Image:
    """Return a photo of two people of one size: none stands out."""
    one = cv2.resize(photos()[0], (360, 360), interpolation=cv2.INTER_AREA)
    return np.hstack([one, cv2.convertScaleAbs(one[:, ::-1], alpha=0.8)])


def write_scene(folder: Path) -> None:
    """Write the photos, the film and the camera's picture, and a store with people and visits."""
    for number, image in enumerate(photos()):
        cv2.imwrite(str(folder / f"photo-{number + 1}.jpg"), image)
    cv2.imwrite(str(folder / "group.jpg"), group())
    cv2.imwrite(str(folder / "blurred.jpg"), cv2.GaussianBlur(photos()[0] // 2, None, 4))
    stage = cv2.copyMakeBorder(photos()[0][:480], 0, 0, 64, 64, cv2.BORDER_REPLICATE)
    (folder / "camera.mjpeg").write_bytes(cv2.imencode(".jpg", stage)[1].tobytes() * 30)
    write_film(folder / "film.mp4", stage)
    with Store(folder / "known_faces.db") as store:
        settings = build_settings({})
        engine = load_engine(choose_pack(settings, None).pack, settings.device)
        fill(open_service(engine, store))


def write_film(file: Path, stage: Image) -> None:
    """Write a film in which the picture moves a little."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.height, stream.width = stage.shape[:2]
        stream.pix_fmt, stream.time_base = "yuv420p", Fraction(1, RATE)
        for number in range(FILM_SECONDS * RATE):
            moved = np.roll(stage, number, axis=1)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(moved, format="bgr24")))
        container.mux(stream.encode())


def fill(service: FaceService) -> None:
    """Enrol everybody and keep visits of theirs and of strangers over the last days.

    Only the first is known by their real vector: the others, all of one face, would be each other.
    """
    now, seen = datetime.now(UTC).replace(minute=0, second=0), []
    rng = np.random.default_rng(5)
    for number, (name, photo) in enumerate(zip(NAMES, photos(), strict=True)):
        source = f"photo-{number + 1}.jpg"
        candidate = examine(service, photo, name, source=source)
        vector = _beside(rng, candidate.vector, 9.0) if number else candidate.vector
        face = NewFace(encode_crop(candidate.crop), vector, candidate.quality.score, source)
        known = service.store.add_faces(name, [face], service.gallery.model_id)
        for more in range(number + 1, number + 1 + FACES[number]):
            crop = examine(service, photos()[more], name, source=f"photo-{more + 1}.jpg").crop
            look = _beside(rng, vector, 0.5)
            face = NewFace(encode_crop(crop), look, 0.9, f"photo-{more + 1}.jpg")
            service.store.add_faces(name, [face], service.gallery.model_id)
        for day in range(number % 3 + 1):
            at = now - timedelta(days=day, hours=number, minutes=7 * number)
            sight = _sighting(service, candidate.crop, vector, at)
            seen.append(replace(sight, person_id=known.person_id, similarity=0.9 - 0.03 * number))
    for stranger in range(STRANGERS):
        shown = [photos()[(stranger + 1 + other) % len(NAMES)] for other in range(3)]
        found = [(photo, *service.engine.detect(photo)) for photo in shown]
        vector = _beside(rng, service.engine.embed(found[0][0], [found[0][1]])[0], 9.0)
        for visit in range(2 + 2 * stranger):
            at = now - timedelta(days=visit, hours=stranger)
            photo, face = found[visit % len(found)]
            crop = align(photo, face.landmarks)
            seen.append(_sighting(service, crop, _beside(rng, vector, 0.5), at))
    service.store.sightings.add(seen)


def _beside(rng: np.random.Generator, vector: np.ndarray, far: float) -> np.ndarray:
    """Return a unit vector beside one, ``far`` of random for each part of it."""
    random = rng.normal(size=len(vector)) / len(vector) ** 0.5
    moved = vector + far * random
    return (moved / np.linalg.norm(moved)).astype(np.float32)


def _sighting(service: FaceService, crop: Image, vector: np.ndarray, at: datetime) -> Sighting:
    return Sighting(
        person_id=None,
        source="browser",
        started_at=at - timedelta(minutes=4),
        ended_at=at,
        from_seconds=None,
        to_seconds=None,
        similarity=None,
        crop=encode_crop(crop),
        model_id=service.gallery.model_id,
        embedding=vector,
    )


@contextmanager
def running_page(folder: Path, **settings: str) -> Iterator[str]:
    """Run the page on a store in a folder, with more settings by variable; give its address."""
    environment = {
        **os.environ,
        **settings,
        "FACEMIND_DATABASE": str(folder / "known_faces.db"),
        "FACEMIND_GRADIO_TEMP": str(folder / "gradio_temp"),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, str(PROJECT / "client.py"), "web"]
    process = subprocess.Popen(
        command, env=environment, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        ready = process.stdout.readline()
        address = re.search(r"http://[^ （]+", ready)
        if address is None:
            raise SystemExit(f"the page didn't start: {ready}")
        yield address.group()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        process.stdout.close()
