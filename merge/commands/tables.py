"""Print rows: as a table on a terminal, as tab-separated lines elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

import typer

from UI.texts import Language, text

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""Line ends and tabs would break a line; others can command a terminal."""


def print_rows(language: Language, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows, under the headings of these columns where it is for people.

    Args:
        language: Of the headings.
        columns: Keys of the headings, without ``cli.column_``.
        rows: Read one by one where they are lines.
    """
    shown = ([CONTROL.sub(" ", cell) for cell in row] for row in rows)
    if not sys.stdout.isatty():
        for row in shown:
            typer.echo("\t".join(row).rstrip("\t"))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for column in columns:
        table.add_column(text(language, f"cli.column_{column}"))
    for row in shown:
        table.add_row(*row)
    Console(markup=False, highlight=False).print(table)


def local_time(time: datetime) -> str:
    """Return a time as clocks here show it."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M")
