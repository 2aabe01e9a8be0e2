"""Write tables that spreadsheet programs read: Chinese too, and nothing in them is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from face_process.whole_file import written_whole

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""By OWASP's page on CSV injection; the wide ones count in East Asian versions."""


def write_table(file: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a CSV file, whole or not at all, and return how many rows it has.

    Args:
        file: Where.
        heading: The columns' names.
        rows: Read one by one as they are written; None leaves a cell empty.

    Raises:
        ArchiveError: It can't be written.
    """
    count = 0
    with written_whole(file) as out:
        # Spreadsheet programs take UTF-8 for something else without a mark at its start.
        text = io.TextIOWrapper(out, "utf-8-sig", newline="")
        table = csv.writer(text)
        table.writerow(heading)
        for row in rows:
            table.writerow([as_cell(value) for value in row])
            count += 1
        text.flush()
        text.detach()  # the file is closed by whoever opened it
    return count


def as_cell(value: object) -> object:
    """Return a value as a cell; text that would be taken for a formula gets an apostrophe."""
    formula = isinstance(value, str) and value.startswith(STARTS_A_FORMULA)
    return f"'{value}" if formula else value
