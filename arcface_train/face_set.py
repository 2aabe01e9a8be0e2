"""A face set: aligned crops of people in a folder, and the list that says who each shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from face_process.align import CROP_SIZE
from face_process.errors import TrainError
from face_process.types import Image
from face_process.whole_file import written_whole

LIST_NAME = "faces.csv"
LANDMARK_COLUMNS = tuple(f"{axis}{number}" for number in range(1, 6) for axis in "xy")
"""x1, y1 … x5, y5: left eye, right eye, nose, left and right mouth corner, as seen."""
COLUMNS = ("file", "person", "source", *LANDMARK_COLUMNS, "score")


@dataclass(frozen=True, slots=True, eq=False)
class ListedFace:
    """A face as the list of a face set has it.

    Attributes:
        file: Its crop, relative to the face set's folder, with forward slashes.
        person: Whom it shows.
        source: The photo that it was found in, as given.
        landmarks: (5, 2) float32 pixels of the crop.
        score: Detection score, 0 … 1.
    """

    file: str
    person: str
    source: str
    landmarks: NDArray[np.float32]
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class FaceSet:
    """Aligned crops and who they show; the crops stay on the disk until they are asked for.

    Attributes:
        folder: Where it lies.
        files: (n) crops, relative to the folder.
        labels: (n,) int64, indices into ``names``.
        names: The people, sorted.
        landmarks: (n, 5, 2) float32 pixels of the crops.
    """

    folder: Path
    files: tuple[str, ...]
    labels: NDArray[np.int64]
    names: tuple[str, ...]
    landmarks: NDArray[np.float32]

    def __post_init__(self) -> None:
        faces = len(self.files)
        if self.labels.shape != (faces,) or self.landmarks.shape != (faces, 5, 2):
            expected = f"expected labels ({faces},) and landmarks ({faces}, 5, 2)"
            raise ValueError(f"{expected}, got {self.labels.shape} and {self.landmarks.shape}")

    def __len__(self) -> int:
        return len(self.files)

    def crop(self, index: int) -> Image:
        """Return an aligned crop, (112, 112, 3) uint8 BGR.

        Raises:
            TrainError: The file is missing, damaged or of another size.
        """
        file = self.folder / self.files[index]
        try:
            content = np.frombuffer(file.read_bytes(), np.uint8)
            crop = cv2.imdecode(content, cv2.IMREAD_COLOR_BGR)
        except (OSError, cv2.error) as error:
            raise TrainError("crop_unreadable", file=file) from error
        if crop is None or crop.shape != (CROP_SIZE, CROP_SIZE, 3):
            raise TrainError("crop_unreadable", file=file)
        return crop


def read_face_set(folder: Path) -> FaceSet:
    """Return the face set that a folder holds.

    Raises:
        TrainError: It holds none, its list is broken, or there is no face in it.
    """
    faces = read_list(folder)
    if not faces:
        raise TrainError("face_set_empty", folder=folder)
    names, labels = np.unique([face.person for face in faces], return_inverse=True)
    return FaceSet(
        folder,
        tuple(face.file for face in faces),
        labels.astype(np.int64),
        tuple(names.tolist()),
        np.stack([face.landmarks for face in faces]),
    )


def read_list(folder: Path) -> list[ListedFace]:
    """Return the faces that a face set lists, in its order.

    Raises:
        TrainError: There is no list, or it is broken.
    """
    file = folder / LIST_NAME
    try:
        # A spreadsheet program that saved it again begins it with a mark.
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise TrainError("face_set_missing", folder=folder) from error
    except UnicodeDecodeError as error:
        raise TrainError("face_set_broken", folder=folder, file=file, line=1) from error
    rows = csv.reader(io.StringIO(text, newline=""))
    if tuple(next(rows, ())) != COLUMNS:
        raise TrainError("face_set_broken", folder=folder, file=file, line=1)
    try:
        return [_from_row(row) for row in rows]
    except (ValueError, csv.Error) as error:
        line = rows.line_num
        raise TrainError("face_set_broken", folder=folder, file=file, line=line) from error


def write_list(folder: Path, faces: Iterable[ListedFace]) -> None:
    """Write the list of a face set, whole or not at all.

    Raises:
        ArchiveError: It can't be written; the list that was there is there still.
    """
    with written_whole(folder / LIST_NAME) as out:
        lines = io.TextIOWrapper(out, "utf-8", newline="")
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(_as_row(face) for face in faces)
        lines.flush()
        lines.detach()  # the file is closed by whoever opened it


def _as_row(face: ListedFace) -> list[str]:
    numbers = [f"{number:.2f}" for number in face.landmarks.ravel()]
    return [face.file, face.person, face.source, *numbers, f"{face.score:.3f}"]


def _from_row(row: Sequence[str]) -> ListedFace:
    if len(row) != len(COLUMNS):
        raise ValueError(f"expected {len(COLUMNS)} cells, got {len(row)}")
    file, person, source, *numbers = row
    values = np.array(numbers, np.float32)
    if not np.isfinite(values).all():
        raise ValueError("a number isn't finite")
    return ListedFace(file, person, source, values[:-1].reshape(5, 2), float(values[-1]))
