"""The log of looks at photos, so that a run that was stopped goes on where it stood."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from filelock import FileLock, Timeout

from arcface_train.photo_look import THUMBNAIL_SIDE, Fault, Look, LookedFace
from face_process.errors import ArchiveError, TrainError

log = logging.getLogger(__name__)

LOG_NAME = "looks.jsonl"
LOCK_NAME = "looks.lock"


@dataclass(frozen=True, slots=True)
class Origin:
    """What the looks of a log depend on; others can't be added to it.

    Attributes:
        photos: The folder of photos.
        detection: sha256 of the model that finds faces.
        recognition: sha256 of the model that embeds them.
    """

    photos: str
    detection: str
    recognition: str


@dataclass(frozen=True, slots=True, eq=False)
class LookLog:
    """An open log.

    Attributes:
        looks: What was looked at, by the photo's key; the latest look counts.
        file: To which looks are added.
    """

    looks: dict[str, Look]
    file: BinaryIO

    def add(self, look: Look) -> None:
        """Add a look; it outlives the program from now on.

        Raises:
            ArchiveError: It can't be written.
        """
        document = _as_document(look)
        self.looks[look.key] = _from_document(document)  # the same as after a stop, to the bit
        try:
            self.file.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
            self.file.flush()
        except OSError as error:
            raise _unwritable(Path(self.file.name), error) from error


@contextmanager
def open_log(folder: Path, origin: Origin) -> Iterator[LookLog]:
    """Open the log of a face set, a new one where there is none.

    Args:
        folder: The face set; made where it isn't there.
        origin: What is about to be looked at, and with what.

    Raises:
        TrainError: The folder holds something else, or a face set of another origin, or another
            program is at work there.
        ArchiveError: It can't be written.
    """
    file = folder / LOG_NAME
    try:
        if not file.exists() and folder.exists() and any(_foreign(folder)):
            raise TrainError("face_set_elsewhere", folder=folder)
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK_NAME, timeout=0):
            looks, whole = _read(file, origin)
            with file.open("r+b" if whole else "wb") as out:
                out.truncate(whole)  # a line that was cut off
                out.seek(whole)
                if not whole:
                    out.write(json.dumps(asdict(origin), ensure_ascii=False).encode() + b"\n")
                yield LookLog(looks, out)
    except Timeout as error:
        raise TrainError("face_set_busy", folder=folder) from error
    except OSError as error:
        raise _unwritable(folder, error) from error


def _foreign(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder that no face set is begun in."""
    return (entry for entry in folder.iterdir() if entry.name not in {LOG_NAME, LOCK_NAME})


def _unwritable(file: Path, error: OSError) -> ArchiveError:
    return ArchiveError("output_unwritable", file=file, reason=error.strerror or error)


def _read(file: Path, origin: Origin) -> tuple[dict[str, Look], int]:
    """Return the looks of a log and how many of its bytes are whole lines."""
    looks: dict[str, Look] = {}
    content = file.read_bytes() if file.exists() else b""
    if b"\n" not in content:
        return looks, 0  # new, or stopped while it was begun
    whole = 0
    for number, line in enumerate(content.splitlines(keepends=True)):
        try:
            if not line.endswith(b"\n"):
                break
            document = json.loads(line)
            if number == 0:
                _check(file.parent, document, origin)
            else:
                look = _from_document(document)
                looks[look.key] = look
        except (ValueError, KeyError, TypeError):
            log.warning("line %d of %s is broken, what follows is done again", number + 1, file)
            break
        whole += len(line)
    return looks, whole


def _check(folder: Path, document: Mapping[str, object], origin: Origin) -> None:
    if document["photos"] != origin.photos:
        raise TrainError("face_set_of_others", folder=folder, photos=document["photos"])
    if document != asdict(origin):
        raise TrainError("face_set_of_other_models", folder=folder)


def _as_document(look: Look) -> dict[str, object]:
    document = {"photo": look.key, "stamp": look.stamp, "sha256": look.sha256}
    if look.fault:
        return document | {"fault": look.fault, "detail": look.detail}
    face = look.face
    return document | {
        "crop": face.crop,
        "landmarks": face.landmarks.round(2).astype(float).ravel().tolist(),
        "score": round(face.score, 4),
        "vector": _packed(face.vector.astype(np.float16)),  # enough to tell people apart
        "thumbnail": _packed(face.thumbnail),
    }


def _from_document(document: Mapping[str, object]) -> Look:
    key, stamp, sha256 = document["photo"], document["stamp"], document["sha256"]
    if "fault" in document:
        fault = Fault(document["fault"])
        return Look(key, stamp, sha256, fault=fault, detail=document["detail"])
    vector = np.frombuffer(base64.b64decode(document["vector"]), np.float16).astype(np.float32)
    thumbnail = np.frombuffer(base64.b64decode(document["thumbnail"]), np.uint8)
    face = LookedFace(
        document["crop"],
        np.array(document["landmarks"], np.float32).reshape(5, 2),
        document["score"],
        vector / np.linalg.norm(vector),
        thumbnail.reshape(THUMBNAIL_SIDE, THUMBNAIL_SIDE),
    )
    return Look(key, stamp, sha256, face)


def _packed(array: np.ndarray) -> str:
    return base64.b64encode(array.tobytes()).decode()
