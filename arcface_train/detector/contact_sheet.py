"""Pictures of where detectors differ, many on a sheet, for a person to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.errors import ArchiveError
from face_process.types import Image
from face_process.whole_file import written_whole

TILE, COLUMNS, ROWS = 160, 8, 6
"""Side of a picture in pixels, and how many are on a sheet."""
SHOWN = 2.2
"""Side of what is shown around a face, in longer sides of its box."""
COLOUR = (0, 0, 255)
"""Of the box: blue, green, red."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A face to look at.

    Attributes:
        picture: (160, 160, 3) uint8 BGR, the face and what is around it, its box drawn.
        score: With which it was found; 0 where it was missed.
    """

    picture: Image
    score: float


def shown(image: Image, box: NDArray[np.float32], score: float) -> Shown:
    """Return a face of an image for a sheet.

    Args:
        image: (h, w, 3) uint8 BGR.
        box: (4,) ``x1, y1, x2, y2`` in pixels.
        score: With which it was found; 0 where it was missed.
    """
    scale = TILE / max(1.0, SHOWN * float(max(box[2] - box[0], box[3] - box[1])))
    middle = (box[:2] + box[2:]) / 2
    offset = TILE / 2 - middle * scale
    matrix = np.array([[scale, 0, offset[0]], [0, scale, offset[1]]])
    picture = cv2.warpAffine(image, matrix, (TILE, TILE), flags=cv2.INTER_LINEAR)
    first, last = (box * scale + np.tile(offset, 2)).round().astype(int).reshape(2, 2).tolist()
    cv2.rectangle(picture, first, last, COLOUR, 1)
    return Shown(picture, score)


def write_sheets(folder: Path, name: str, faces: Sequence[Shown]) -> list[Path]:
    """Write faces on sheets, those of the highest scores first, and return the files.

    Args:
        folder: Where to; made where it isn't there.
        name: What the files' names begin with.
        faces: What to show.

    Raises:
        ArchiveError: They can't be written.
    """
    ordered = sorted(faces, key=lambda face: -face.score)
    files = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError("output_unwritable", file=folder, reason=error.strerror) from error
    for number, first in enumerate(range(0, len(ordered), COLUMNS * ROWS), 1):
        file = folder / f"{name}_{number}.jpg"
        sheet = _sheet(ordered[first : first + COLUMNS * ROWS])
        with written_whole(file) as out:
            out.write(cv2.imencode(".jpg", sheet)[1].tobytes())
        files.append(file)
    return files


def _sheet(faces: Sequence[Shown]) -> Image:
    rows = -(-len(faces) // COLUMNS)
    sheet = np.zeros((rows * TILE, COLUMNS * TILE, 3), np.uint8)
    for place, face in enumerate(faces):
        top, left = place // COLUMNS * TILE, place % COLUMNS * TILE
        tile = sheet[top : top + TILE, left : left + TILE]
        tile[:] = face.picture
        words = f"{face.score:.2f}" if face.score else "-"
        cv2.putText(tile, words, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1)
    return sheet
