"""Write tables that spreadsheet programs read: Chinese too, and nothing in them is a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from face_process.whole_file import written_whole

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""By OWASP's page on CSV injection; the wide ones count in East Asian versions."""
FORMATS: Mapping[type, str] = {
    datetime: "yyyy-mm-dd hh:mm:ss",
    date: "yyyy-mm-dd",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
    float: "0.00",
}
"""How a workbook shows what isn't text, as CSV files have it."""
NARROWEST, WIDEST = 8, 40
"""Columns of a workbook, in characters."""


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


def write_workbook(file: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write an Excel file (.xlsx), whole or not at all, and return how many rows it has.

    Dates, times without a zone, lengths of time and numbers are such in it; see
    :func:`write_table`.
    """
    from xlsxwriter import Workbook  # not needed by whoever writes no workbook

    count = 0
    with written_whole(file) as out:
        options = {"constant_memory": True, "tmpdir": str(file.parent)}
        with Workbook(out, options) as book:
            sheet = book.add_worksheet()
            formats = {kind: book.add_format({"num_format": FORMATS[kind]}) for kind in FORMATS}
            widths = [max(NARROWEST, _width(name)) for name in heading]
            sheet.freeze_panes(1, 0)
            bold = book.add_format({"bold": True, "bottom": 1})
            for column, name in enumerate(heading):
                sheet.write_string(0, column, name, bold)
            for count, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    _write(sheet, (count, column), value, formats)
                    widths[column] = max(widths[column], _width(value))
            for column, width in enumerate(widths):
                sheet.set_column(column, column, min(width + 2, WIDEST))
    return count


def as_cell(value: object) -> object:
    """Return a value as CSV has it; text that would be a formula gets an apostrophe."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    formula = isinstance(value, str) and value.startswith(STARTS_A_FORMULA)
    return f"'{value}" if formula else value


def _write(
    sheet: Worksheet, place: tuple[int, int], value: object, formats: Mapping[type, Format]
) -> None:
    """Write a cell; text is never a formula, a link or a number there."""
    kind = formats.get(type(value))
    if value is None:
        return
    if isinstance(value, date | time | timedelta):
        sheet.write_datetime(*place, value, kind)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value, kind)
    else:
        sheet.write_string(*place, str(value))


def _width(value: object) -> int:
    """Return how wide a cell is, in characters; Chinese ones count twice."""
    words = "" if value is None else str(as_cell(value))
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in words)
