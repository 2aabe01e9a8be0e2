"""Draw detection boxes and landmarks, and make the READMEs' picture from real output.

    python README_images/draw_image.py                   writes README_images/pipeline.png
    python README_images/draw_image.py PHOTO -o OUT.png  draws on a photo of yours

The portrait is NASA's of Eileen Collins, in the public domain, which scikit-image ships.
"""

# ruff: noqa: E402 - run as a script, Python has to be told first where the project is
from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from face_process.align import align
from face_process.draw import Look, draw_faces, draw_frame
from face_process.errors import FaceMindError
from face_process.face_engine import FaceEngine
from face_process.face_enroll import enrol, examine
from face_process.face_recognize import recognize_image
from face_process.face_service import open_service
from face_process.image_file import read_image
from face_process.init_InsightFace import load_engine
from face_process.model_packs import choose_pack
from face_process.text_image import draw_text, text_size
from face_process.types import DetectedFace, Image, RecognizedFace
from merge.settings import Settings, build_settings
from SQL.database_operate import Store

NAME = "Eileen Collins"
PAPER, INK, PALE = (255, 255, 255), (50, 42, 38), (130, 120, 112)
GREEN, ORANGE, BLUE, TRACK = (115, 158, 0), (0, 159, 230), (178, 114, 0), (232, 228, 225)
SIDE, GAP, MARGIN, TOP = 400, 90, 50, 90
"""Pixels: of a panel, between panels, around all, above the panels."""
TITLE, CAPTION = 34, 24


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photo", nargs="?", type=Path, help="draw on this photo instead")
    parser.add_argument("-o", "--out", type=Path, default=PROJECT / "README_images/pipeline.png")
    options = parser.parse_args(arguments)
    try:
        settings = build_settings({})
        engine = load_engine(choose_pack(settings, None).pack, settings.device)
        if options.photo:
            image = read_image(options.photo)
            drawn = draw_detection(image, engine.detect(image))
        else:
            drawn = draw_pipeline(engine, settings)
    except FaceMindError as error:
        raise SystemExit(str(error)) from error
    written, content = cv2.imencode(options.out.suffix or ".png", drawn)
    if written:
        options.out.write_bytes(content)


def draw_detection(image: Image, faces: Sequence[DetectedFace]) -> Image:
    """Return a copy of an image with every face's box, landmarks and detection score."""
    drawn = image.copy()
    for face in faces:
        radius = max(2, round(face.width / 28))
        draw_frame(drawn, face.box, Look.KNOWN)
        for x, y in face.landmarks:
            spot = round(float(x)), round(float(y))
            cv2.circle(drawn, spot, radius + max(1, radius // 3), PAPER, cv2.FILLED, cv2.LINE_AA)
            cv2.circle(drawn, spot, radius, ORANGE, cv2.FILLED, cv2.LINE_AA)
    for face in faces:
        size = max(11, round(face.width / 7))
        words = f"{face.score:.2f}"
        left, below = round(float(face.box[0])), round(float(face.box[3]))
        wide, tall = text_size(words, size)
        top = min(below, image.shape[0] - tall)
        drawn[max(0, top) : top + tall, max(0, left) : left + wide + size // 2] = GREEN
        draw_text(drawn, words, (left + size // 4, top), size, PAPER)
    return drawn


def draw_pipeline(engine: FaceEngine, settings: Settings) -> Image:
    """Return a wide picture of one face's way from a photo to its name."""
    portrait = _enlarged(data.astronaut()[:320, 60:380, ::-1])
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "faces.db") as store:
        service = open_service(engine, store, settings.threshold)
        known = examine(service, _another_photo(portrait), NAME)
        enrol(service, NAME, [known])
        found = recognize_image(service, portrait)
    face = found[0].face
    crop, vector = align(portrait, face.landmarks), engine.embed(portrait, [face])[0]
    detected, answered = draw_detection(portrait, [face]), draw_faces(portrait, found, "en")
    panels = [
        ("Detect", f"box, 5 landmarks, score {face.score:.2f}", detected),
        ("Align", "eyes level, 112 × 112 pixels", _enlarged(crop)),
        ("Embed", f"{len(vector)} numbers, length 1", _heat(vector)),
        ("Search", "everyone enrolled, by cosine", _search(crop, known.crop, found[0])),
        ("Answer", "a name, or Unknown", answered),
    ]
    return _in_a_row(panels)


def _another_photo(image: Image) -> Image:
    """Return what stands in for a second photo: mirrored, smaller and darker."""
    small = cv2.resize(image[:, ::-1], None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    return cv2.convertScaleAbs(small, alpha=0.7)


def _enlarged(image: Image, side: int = SIDE) -> Image:
    return cv2.resize(image, (side, side), interpolation=cv2.INTER_CUBIC)


def _heat(vector: NDArray[np.float32]) -> Image:
    """Return an embedding as a square of cells: orange above zero, blue below."""
    columns = next(n for n in range(int(len(vector) ** 0.5), 0, -1) if len(vector) % n == 0)
    cells = (vector / np.abs(vector).max()).reshape(-1, columns, 1)  # (rows, columns, 1)
    towards = np.where(cells > 0, np.array(ORANGE), np.array(BLUE)) - PAPER
    colours = (np.array(PAPER) + np.abs(cells) * towards).astype(np.uint8)
    return cv2.resize(colours, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)


def _search(probe: Image, known: Image, found: RecognizedFace) -> Image:
    """Return both faces over a bar of how similar they are, with the threshold on it."""
    panel = np.full((SIDE, SIDE, 3), 250, np.uint8)
    small, left, right, top, bar = 150, 30, SIDE - 30, 30, 278
    panel[top : top + small, left : left + small] = _enlarged(probe, small)
    panel[top : top + small, right - small : right] = _enlarged(known, small)
    below = top + small + 6
    _centred(panel, "this face", left + small // 2, below, CAPTION - 4, PALE)
    _centred(panel, "enrolled copy", right - small // 2, below, CAPTION - 4, PALE)
    similarity, threshold = found.nearest.similarity, found.threshold
    width = right - left
    reached, needed = (left + round(width * share) for share in (similarity, threshold))
    panel[bar : bar + 26, left:right] = TRACK
    panel[bar : bar + 26, left:reached] = GREEN
    cv2.line(panel, (needed, bar - 9), (needed, bar + 35), INK, 3)
    _centred(panel, f"{similarity:.2f}", (left + right) // 2, bar - 50, TITLE, INK)
    _centred(panel, f"threshold {threshold:.2f}", needed, bar + 44, CAPTION - 2, PALE)
    return panel


def _in_a_row(panels: Sequence[tuple[str, str, Image]]) -> Image:
    """Return panels of title, caption and picture side by side, with arrows between them."""
    width = 2 * MARGIN + len(panels) * SIDE + (len(panels) - 1) * GAP
    height = TOP + SIDE + 2 * MARGIN + CAPTION
    canvas = np.full((height, width, 3), 255, np.uint8)
    for index, (title, caption, picture) in enumerate(panels):
        left = MARGIN + index * (SIDE + GAP)
        middle = left + SIDE // 2
        _centred(canvas, f"{index + 1}  {title}", middle, 28, TITLE, INK)
        _centred(canvas, caption, middle, TOP + SIDE + 18, CAPTION, PALE)
        canvas[TOP : TOP + SIDE, left : left + SIDE] = picture
        cv2.rectangle(canvas, (left, TOP), (left + SIDE - 1, TOP + SIDE - 1), TRACK, 2)
        if index:
            across = TOP + SIDE // 2
            start, end = (left - GAP + 18, across), (left - 16, across)
            cv2.arrowedLine(canvas, start, end, PALE, 5, cv2.LINE_AA, tipLength=0.35)
    return canvas


def _centred(
    image: Image, words: str, middle: int, top: int, size: int, colour: tuple[int, int, int]
) -> None:
    draw_text(image, words, (middle - text_size(words, size)[0] // 2, top), size, colour)


if __name__ == "__main__":
    main()
