"""Boxes of faces that people drew, where a folder of photos has them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from face_process.errors import TrainError

DRAWN_NAME = "labels.json"
"""Beside the photos: ``{"photo.jpg": {"boxes_xywh": [[left, top, width, height], …]}, …}``, pixels
of the photo."""

Drawn = dict[Path, NDArray[np.float32]]
"""(n, 4) float32 ``x1, y1, x2, y2`` in pixels by the photo's file."""


def drawn_boxes(photos: Path) -> Drawn:
    """Return the boxes that people drew in a folder's photos and those of its sub-folders.

    Raises:
        TrainError: A list of boxes can't be read.
    """
    drawn: Drawn = {}
    for file in sorted(photos.rglob(DRAWN_NAME)):
        try:
            for name, of_photo in json.loads(file.read_text("utf-8")).items():
                boxes = np.array(of_photo["boxes_xywh"], np.float32).reshape(-1, 4)
                boxes[:, 2:] += boxes[:, :2]
                drawn[file.parent / name] = boxes
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise TrainError("drawn_boxes_broken", file=file) from error
    return drawn
