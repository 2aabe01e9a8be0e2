"""A bar on the terminal that shows how far something long is, and lines of text above it."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, TextIO

from merge.progress import Advance

if TYPE_CHECKING:
    from rich.console import Console

RATE_SECONDS = 0.25
"""Where a rate is shown the bar moves no oftener: what comes in bursts has none at a moment."""


@contextmanager
def progress(description: str, total: float | None, rate: str | None = None) -> Iterator[Advance]:
    """Show a bar on stderr where that is a terminal; what is yielded sets how far it is.

    What is written to a terminal meanwhile, on stdout or stderr, gets lines of its own above it.

    Args:
        description: What is done.
        total: How much there is to do, or None where nobody knows.
        rate: What is done a second, such as ``{count} photos/s``; None shows no rate.
    """
    if not sys.stderr.isatty():
        yield lambda _done, **_beside: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeLeft()]
    if rate:
        columns.append(TextColumn("{task.fields[rate]}"))
    console = Console(file=sys.stderr)
    bar = Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    )
    with ExitStack() as stack:
        stack.enter_context(bar)
        stack.enter_context(redirect_stderr(_AboveBar(sys.stderr, console)))
        if sys.stdout.isatty():
            stack.enter_context(redirect_stdout(_AboveBar(sys.stdout, console)))
        task = bar.add_task(description, total=total, rate="")
        moved_at = 0.0

        def advance(done: float, *, total: float | None = None, what: str | None = None) -> None:
            nonlocal moved_at
            now = time.monotonic()
            if rate and done != bar.tasks[0].total and now - moved_at < RATE_SECONDS:
                return
            moved_at = now
            label = f"{description}: {what}" if what else None
            speed = bar.tasks[0].speed
            words = rate.format(count=f"{speed:,.0f}") if rate and speed else ""
            bar.update(task, completed=done, total=total, description=label, rate=words)

        yield advance


class _AboveBar(io.TextIOBase):
    """Takes what is written to a terminal and puts it above the bar that is shown there.

    Rich's own stand-in has no encoding, for which Typer passes it over.

    Args:
        stream: The terminal.
        console: Where the bar is.
    """

    def __init__(self, stream: TextIO, console: Console) -> None:
        self._stream = stream
        self._console = console
        self._begun = ""

    @property
    def encoding(self) -> str:
        """That of the terminal."""
        return self._stream.encoding

    @property
    def errors(self) -> str | None:
        """That of the terminal."""
        return self._stream.errors

    def isatty(self) -> bool:
        """Return whether it is a terminal: yes."""
        return True

    def write(self, words: str) -> int:
        """Show the lines that are complete."""
        *lines, self._begun = (self._begun + words).split("\n")
        for line in lines:
            self._console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)
        return len(words)
