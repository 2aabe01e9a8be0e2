"""Which faces photos show, for a detector to learn: a file of a line of JSON a photo."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from face_process.errors import TrainError

LABELS_NAME = "labels.jsonl"
FORMAT = 1
"""Goes up when what a line holds changes."""
DIGITS = 2
"""After the point: a hundredth of a pixel is finer than any detector."""


@dataclass(frozen=True, slots=True)
class LabelsOrigin:
    """What labels were made from; it is the first line of their file.

    Attributes:
        photos: The folder of photos.
        teacher: Name of the pack that answered.
        sha256: Hex digest of its detection model.
    """

    photos: str
    teacher: str
    sha256: str


@dataclass(frozen=True, slots=True, eq=False)
class PhotoLabels:
    """The faces of a photo.

    Attributes:
        photo: Its file, relative to the folder of photos, with forward slashes.
        size: Its width and height in pixels.
        boxes: (n, 4) float32 ``x1, y1, x2, y2`` in pixels of the photo.
        landmarks: (n, 5, 2) float32 pixels: left eye, right eye, nose, left and right mouth corner.
        scores: (n,) float32, how sure the teacher was, 0 … 1.
        ignored: (m, 4) float32 boxes of what may be a face; nothing is learnt there.
    """

    photo: str
    size: tuple[int, int]
    boxes: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    scores: NDArray[np.float32]
    ignored: NDArray[np.float32]

    def __post_init__(self) -> None:
        faces = len(self.scores)
        if self.boxes.shape != (faces, 4) or self.landmarks.shape != (faces, 5, 2):
            expected = f"expected boxes ({faces}, 4) and landmarks ({faces}, 5, 2)"
            raise ValueError(f"{expected}, got {self.boxes.shape} and {self.landmarks.shape}")

    def __len__(self) -> int:
        return len(self.scores)


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a folder of photos.

    Attributes:
        origin: What they were made from.
        photos: One a photo, in the file's order.
    """

    origin: LabelsOrigin
    photos: tuple[PhotoLabels, ...]

    def file(self, index: int) -> Path:
        """Return the file of a photo."""
        return Path(self.origin.photos) / self.photos[index].photo


def origin_line(origin: LabelsOrigin) -> str:
    """Return the first line of a file of labels."""
    facts = {"photos": origin.photos, "teacher": origin.teacher, "sha256": origin.sha256}
    return json.dumps({"format": FORMAT, **facts}, ensure_ascii=False) + "\n"


def photo_line(labels: PhotoLabels) -> str:
    """Return the line of a photo."""
    faces = [
        {"box": _rounded(box), "landmarks": _rounded(points), "score": round(float(score), 3)}
        for box, points, score in zip(labels.boxes, labels.landmarks, labels.scores, strict=True)
    ]
    line = {"photo": labels.photo, "size": list(labels.size), "faces": faces}
    return json.dumps({**line, "ignored": _rounded(labels.ignored)}, ensure_ascii=False) + "\n"


def read_labels(file: Path) -> Labels:
    """Return the labels in a file; of a last line that was cut off nothing is taken.

    Args:
        file: The file, or the folder that holds it by its usual name.

    Raises:
        TrainError: It is missing, or holds something else.
    """
    file = file / LABELS_NAME if file.is_dir() else file
    try:
        lines = file.read_text("utf-8").splitlines(keepends=True)
    except FileNotFoundError as error:
        raise TrainError("labels_missing", file=file) from error
    except (OSError, ValueError) as error:
        raise TrainError("labels_broken", file=file, line=1) from error
    number = 1
    try:
        origin = _origin(json.loads(lines[0]))
        photos = []
        for number, line in enumerate(_whole(lines[1:]), 2):  # noqa: B007 - told if one is broken
            photos.append(_photo(json.loads(line)))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise TrainError("labels_broken", file=file, line=number) from error
    return Labels(origin, tuple(photos))


def _whole(lines: Sequence[str]) -> Iterator[str]:
    return (line for line in lines if line.endswith("\n"))


def _origin(line: dict) -> LabelsOrigin:
    if line["format"] != FORMAT:
        raise ValueError("labels of another version")
    return LabelsOrigin(str(line["photos"]), str(line["teacher"]), str(line["sha256"]))


def _photo(line: dict) -> PhotoLabels:
    faces = line["faces"]
    return PhotoLabels(
        str(line["photo"]),
        (int(line["size"][0]), int(line["size"][1])),
        _numbers([face["box"] for face in faces], (-1, 4)),
        _numbers([face["landmarks"] for face in faces], (-1, 5, 2)),
        _numbers([face["score"] for face in faces], (-1,)),
        _numbers(line["ignored"], (-1, 4)),
    )


def _numbers(values: list, shape: tuple[int, ...]) -> NDArray[np.float32]:
    return np.array(values, np.float32).reshape(shape if values else (0, *shape[1:]))


def _rounded(values: NDArray[np.float32]) -> list:
    return np.round(values.astype(np.float64), DIGITS).tolist()
