"""Columns of rows by face, in a file beside the database: what is quicker read than made again.

A file holds a JSON header, padded to HEADER bytes, and then each column's rows in turn. It is
checked whole when it is opened; whoever is removed from the database is overwritten here too.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from SQL.rows import LogEntry

HEADER = 4096
FACE_IDS = "face_ids"
AT_ONCE = 16 * 1024 * 1024
STALE_SECONDS = 3600.0
"""Age at which a file that was never finished is taken for a dead process's."""

Columns = Mapping[str, NDArray]


@dataclass(frozen=True, slots=True, eq=False)
class CachedRows:
    """What a cache file holds.

    Attributes:
        entry: The point in the database's log of changes that it stands for.
        columns: By name, each with as many rows; changes to them stay in memory.
    """

    entry: LogEntry
    columns: dict[str, NDArray]


def cache_file(database: Path, model_id: int, kind: str) -> Path:
    """Return where the cache of a model's rows lies."""
    return database.with_name(f"{database.name}.{kind}-{model_id}.cache")


def cache_files(database: Path) -> list[Path]:
    """Return every cache beside a database."""
    return list(database.parent.glob(f"{glob.escape(database.name)}.*-*.cache"))


def remove_caches(database: Path) -> None:
    """Remove every cache beside a database, unfinished ones too."""
    unfinished = database.parent.glob(f"{glob.escape(database.name)}.*.cache.*.part")
    for file in (*cache_files(database), *unfinished):
        with contextlib.suppress(OSError):  # Windows: a gallery has it open; it will not believe it
            file.unlink(missing_ok=True)


def write_rows(file: Path, entry: LogEntry, columns: Mapping[str, Iterable[NDArray]]) -> None:
    """Write a cache file, whole or not at all.

    Args:
        file: Where.
        entry: The point in the log that it stands for.
        columns: By name the rows of each, in parts; one is FACE_IDS.

    Raises:
        OSError: There is no room, or the folder can't be written.
    """
    _remove_unfinished(file.parent, file.name)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as out:
            out.seek(HEADER)
            described, crc = [], 0
            for name, parts in columns.items():
                rows, shape, kind = 0, (), np.dtype(np.uint8)
                for part in parts:
                    data = np.ascontiguousarray(part).reshape(-1).view(np.uint8)
                    crc = zlib.crc32(data, crc)
                    out.write(data)
                    rows, shape, kind = rows + len(part), part.shape[1:], part.dtype
                described.append({"name": name, "dtype": kind.str, "shape": [rows, *shape]})
            _write_header(out, {"seq": entry.seq, "mark": entry.mark, "crc": crc}, described)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def open_rows(file: Path) -> CachedRows | None:
    """Return what a cache file holds; None where there is none, or not all of it is right."""
    try:
        with file.open("rb") as source:
            header = _read_header(source)
            if header is None or _crc(source) != header["crc"]:
                return None
            # Of what was just checked: at that path another file may lie by now.
            columns = _mapped(source, header["columns"], "c")
        return CachedRows(LogEntry(header["seq"], header["mark"]), columns)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def erase_faces(database: Path, face_ids: Iterable[int]) -> None:
    """Overwrite faces in every cache beside a database; a cache where that fails is removed."""
    wanted = np.fromiter(face_ids, np.int64)
    _remove_unfinished(database.parent, database.name)
    for file in cache_files(database):
        try:
            _erase(file, wanted)
        except (OSError, ValueError, KeyError, TypeError):
            file.unlink(missing_ok=True)


def _remove_unfinished(folder: Path, name: str) -> None:
    """Remove files that a process which died was writing."""
    for old in folder.glob(f"{glob.escape(name)}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > STALE_SECONDS:
                old.unlink()


def _erase(file: Path, wanted: NDArray[np.int64]) -> None:
    with file.open("r+b") as both:
        header = _read_header(both)
        if header is None or _crc(both) != header["crc"]:
            raise ValueError(f"{file} is damaged")
        columns = _mapped(both, header["columns"], "r+")
        rows = np.flatnonzero(np.isin(columns.pop(FACE_IDS), wanted))
        if not any(values[rows].any() for values in columns.values()):
            return  # not there, or erased already
        for values in columns.values():
            values[rows] = 0
            values.flush()
        about = {**{key: header[key] for key in ("seq", "mark")}, "crc": _crc(both)}
        _write_header(both, about, header["columns"])
        both.flush()
        os.fsync(both.fileno())


def _mapped(file: BinaryIO, described: list[dict], mode: str) -> dict[str, NDArray]:
    """Return the columns of a file as they lie in it; ``c`` keeps changes in memory."""
    columns, offset = {}, HEADER
    for column in described:
        kind, shape = np.dtype(column["dtype"]), tuple(column["shape"])
        columns[column["name"]] = np.memmap(file, kind, mode, offset, shape)
        offset += kind.itemsize * int(np.prod(shape))
    return columns


def _read_header(source: BinaryIO) -> dict | None:
    source.seek(0)
    text = source.read(HEADER)
    return json.loads(text.rstrip()) if len(text) == HEADER else None


def _write_header(out: BinaryIO, about: dict[str, int], columns: list[dict]) -> None:
    out.seek(0)
    out.write(json.dumps({**about, "columns": columns}).encode().ljust(HEADER))


def _crc(source: BinaryIO) -> int:
    """Return the checksum of all that follows the header."""
    source.seek(HEADER)
    crc = 0
    while part := source.read(AT_ONCE):
        crc = zlib.crc32(part, crc)
    return crc
