"""Ask for a name, or for yes or no, while the camera's window goes on."""

from __future__ import annotations

import importlib.util
import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import typer

from face_process.errors import CameraError
from UI.texts import Language, text

log = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("dialog_process.py")
END_SECONDS = 3


class Question(Protocol):
    """A question that somebody is answering; leaving the context takes it back."""

    @property
    def answered(self) -> bool:
        """Whether it was answered or closed."""

    @property
    def answer(self) -> str | bool | None:
        """What was typed, True for yes; None while it is open, for no and for cancelled.

        Raises:
            CameraError: It can't be asked here.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class WindowQuestion:
    """A question in a small window, which is a process of its own.

    Args:
        fields: See :mod:`camera.dialog_process`.
    """

    def __init__(self, fields: dict[str, str | bool]) -> None:
        self._fields = fields

    def __enter__(self) -> Self:
        command = [sys.executable, "-P", str(PROGRAM)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe)
        self._process.stdin.write(json.dumps(self._fields).encode())
        self._process.stdin.close()
        self._answer: str | bool | None = None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    @property
    def answered(self) -> bool:
        """See Question."""
        return self._process.poll() is not None

    @property
    def answer(self) -> str | bool | None:
        """See Question."""
        if self.answered and not self._process.stdout.closed:
            if self._process.returncode:
                raise CameraError("name_not_asked")
            written = self._process.stdout.read()
            self._answer = json.loads(written) if written else self._answer
        return self._answer


class TerminalQuestion:
    """A question in the terminal, for systems without tkinter.

    Args:
        words: What to ask.
    """

    def __init__(self, words: str) -> None:
        self._words = words
        self._answer: str | None = None
        # A thread that waits for a terminal can't be called off: it ends with the program.
        self._thread = threading.Thread(target=self._ask, name="terminal", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    @property
    def answered(self) -> bool:
        """See Question."""
        return not self._thread.is_alive()

    @property
    def answer(self) -> str | None:
        """See Question."""
        return self._answer

    def _ask(self) -> None:
        typer.echo(f"{self._words} ", err=True, nl=False)
        self._answer = sys.stdin.readline().strip("\r\n") or None


def has_dialogs() -> bool:
    """Return whether questions get a window of their own here."""
    return all(importlib.util.find_spec(name) is not None for name in ("tkinter", "_tkinter"))


def require_way_to_ask() -> None:
    """Make sure that a name can be asked for.

    Raises:
        CameraError: There are neither dialogs nor a terminal.
    """
    if not has_dialogs() and not sys.stdin.isatty():
        raise CameraError("name_not_asked")


def name_question(language: Language, complaint: str) -> Question:
    """Return the question for a name.

    Args:
        language: To ask in.
        complaint: Why the last answer was none; empty the first time.
    """
    if not has_dialogs():
        return TerminalQuestion(f"{complaint} {text(language, 'window.ask_name')}".strip())
    fields = _fields(language, text(language, "window.ask_name"), ("ok", "cancel"))
    hint = text(language, "window.ask_name_hint")
    return WindowQuestion({**fields, "hint": hint, "complaint": complaint, "typed": True})


def yes_no_question(language: Language, words: str) -> Question | None:
    """Return a question for yes or no; None where only the camera's window can ask it."""
    if not has_dialogs():
        return None
    return WindowQuestion(_fields(language, words, ("yes", "no")))


def _fields(language: Language, words: str, buttons: tuple[str, str]) -> dict[str, str | bool]:
    yes, no = buttons
    return {
        "title": text(language, "window.question"),
        "words": words,
        "hint": "",
        "complaint": "",
        "yes": text(language, f"window.{yes}"),
        "no": text(language, f"window.{no}"),
        "typed": False,
    }
