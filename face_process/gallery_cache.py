"""The coded templates of a large gallery, kept in a file so that the next start is quick."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from face_process.coded_templates import BLOCK, GONE, Block, CodedTemplates
from face_process.sign_codes import code_bytes
from SQL.row_cache import FACE_IDS, Columns, cache_file, open_rows, write_rows
from SQL.rows import LogEntry

log = logging.getLogger(__name__)

KIND = "codes1"
"""Part of the file's name; another number where the codes are made in another way."""
COLUMNS = (FACE_IDS, "person_ids", "codes", "levels", "scales")


def save_templates(
    database: Path, model_id: int, templates: CodedTemplates, entry: LogEntry
) -> None:
    """Keep templates as they were at a point of the store's log; failing costs only time."""
    there = [block.person_ids[: block.n] != GONE for block in templates.blocks]

    def column(name: str) -> Iterator[NDArray]:
        for block, kept in zip(templates.blocks, there, strict=True):
            yield getattr(block, name)[: block.n][kept]

    columns = {name: column(name) for name in COLUMNS}
    try:
        write_rows(cache_file(database, model_id, KIND), entry, columns)
    except OSError as error:
        log.warning("the gallery's cache was not written: %s", error)


def load_templates(
    database: Path, model_id: int, width: int
) -> tuple[CodedTemplates, LogEntry] | None:
    """Return the templates kept, and the point that they stand for; None where there are none."""
    cached = open_rows(cache_file(database, model_id, KIND))
    if cached is None or tuple(cached.columns) != COLUMNS or not _fit(cached.columns, width):
        return None
    templates, rows = CodedTemplates(width), len(cached.columns[FACE_IDS])
    whole = rows - rows % BLOCK
    templates.blocks = [
        Block(BLOCK, *(cached.columns[name][start : start + BLOCK] for name in COLUMNS))
        for start in range(0, whole, BLOCK)
    ]
    if whole < rows:
        last = Block.empty(width)  # with room for more
        for name in COLUMNS:
            getattr(last, name)[: rows - whole] = cached.columns[name][whole:]
        last.n = rows - whole
        templates.blocks.append(last)
    templates.count_again()
    return templates, cached.entry


def _fit(columns: Columns, width: int) -> bool:
    rows = len(columns[FACE_IDS])
    expected: dict[str, tuple[tuple[int, ...], type]] = {
        FACE_IDS: ((rows,), np.int64),
        "person_ids": ((rows,), np.int64),
        "codes": ((rows, code_bytes(width)), np.uint8),
        "levels": ((rows, width), np.int8),
        "scales": ((rows,), np.float32),
    }

    def fits(column: NDArray, shape: tuple[int, ...], kind: type) -> bool:
        return column.shape == shape and column.dtype == kind

    return all(fits(columns[name], *expected[name]) for name in COLUMNS)
