"""What the commands of this folder share: errors as sentences, a bar on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from face_process.errors import FaceMindError
from merge.settings import build_settings


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """End the program with a sentence and status 1 where something can't be done."""
    try:
        yield
    except FaceMindError as error:
        typer.echo(error.sentence(build_settings({}).language), err=True)
        raise typer.Exit(1) from error


def progress_bar() -> Progress:
    """Return a bar that is shown on stderr, where that is a terminal, and leaves nothing behind."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    console = Console(stderr=True)
    return Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
