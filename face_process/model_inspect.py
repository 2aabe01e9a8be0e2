"""What an ONNX file is: its role, told by its graph, and its identity, told by its bytes."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from face_process.errors import ModelError
from face_process.onnx_graph import GraphSignature, read_signature

log = logging.getLogger(__name__)

NOTES = "model_files.json"
FEWEST_DETECTOR_OUTPUTS = 5
LANDMARK_SIDE, ATTRIBUTE_SIDE = 192, 96
SMALLEST_FACE_SIDE, FACE_SIDE_STEP = 112, 16

Note = dict[str, object]


class Role(StrEnum):
    """What a model of a pack is for."""

    DETECTION = "detection"
    RECOGNITION = "recognition"
    OTHER = "other"


def cache_folder() -> Path:
    """Return the folder of ours for what can be made again; it may not exist yet.

    It is the system's folder for caches, or the environment variable ``FACEMIND_CACHE``.
    """
    chosen = os.environ.get("FACEMIND_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("facemind", appauthor=False)


def model_role(file: Path) -> Role:
    """Return what a model is for, remembered until the file changes.

    Raises:
        ModelError: The file is missing or is no ONNX model.
    """
    return Role(_remembered(file, "role", _find_role, {role.value for role in Role}))


def model_sha256(file: Path) -> str:
    """Return the hex digest of a model's bytes, remembered until the file changes.

    Raises:
        ModelError: The file is missing or can't be read.
    """
    return _remembered(file, "sha256", file_sha256)


def file_sha256(file: Path) -> str:
    """Return the hex digest of a file's bytes, read anew."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _find_role(file: Path) -> str:
    return _role_of(read_signature(file))


def _role_of(signature: GraphSignature) -> Role:
    """Tell the role as InsightFace's ``ModelRouter`` does, by shapes."""
    if signature.outputs >= FEWEST_DETECTOR_OUTPUTS:
        return Role.DETECTION
    if signature.outputs != 1 or len(signature.inputs) != 1 or len(signature.inputs[0]) != 4:
        return Role.OTHER
    height, width = signature.inputs[0][2:]
    if height is None or height != width or height in (LANDMARK_SIDE, ATTRIBUTE_SIDE):
        return Role.OTHER
    fits = height >= SMALLEST_FACE_SIDE and height % FACE_SIDE_STEP == 0
    return Role.RECOGNITION if fits else Role.OTHER


def _remembered(
    file: Path, fact: str, find: Callable[[Path], str], allowed: set[str] | None = None
) -> str:
    try:
        # Taken before the file is read: a change meanwhile makes the note stale, not wrong.
        stamp = _stamp(file)
        note = _read_notes().get(str(file.absolute()), {})
        known = note.get(fact) if note.get("stamp") == stamp else None
        if isinstance(known, str) and (allowed is None or known in allowed):
            return known
        found = str(find(file))
    except FileNotFoundError as error:
        raise ModelError("model_file_missing", file=file) from error
    except (OSError, ValueError) as error:
        raise ModelError("model_unreadable", file=file) from error
    _write_note(file, stamp, fact, found)
    return found


def _stamp(file: Path) -> list[int]:
    """Return what changes with a file's content: size, time of change, and of replacement."""
    status = file.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _read_notes() -> dict[str, Note]:
    try:
        notes = json.loads((cache_folder() / NOTES).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(notes, dict):
        return {}
    return {path: note for path, note in notes.items() if isinstance(note, dict)}


def _write_note(file: Path, stamp: list[int], fact: str, found: str) -> None:
    """Remember a fact; two programs writing at once lose a note at worst, never the file."""
    notes = {path: note for path, note in _read_notes().items() if Path(path).exists()}
    note = notes.get(str(file.absolute()), {})
    kept = note if note.get("stamp") == stamp else {}
    notes[str(file.absolute())] = {**kept, "stamp": stamp, fact: found}
    unfinished = None
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(prefix=NOTES, dir=cache_folder())
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            json.dump(notes, stream, indent=1)
        Path(unfinished).replace(cache_folder() / NOTES)
    except OSError as error:
        log.debug("nothing can be remembered in %s: %s", cache_folder(), error)
        if unfinished:
            Path(unfinished).unlink(missing_ok=True)
