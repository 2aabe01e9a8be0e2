"""One question in a small window of its own; run as a program, it needs nothing but tkinter.

OpenCV's windows can't take Chinese input. A process of its own keeps the two toolkits apart, and
the camera's window alive while somebody types.

It reads the question from stdin as JSON (``title``, ``words``, ``hint``, ``complaint``, ``yes``,
``no``, ``typed``) and writes the answer to stdout as JSON: what was typed, true, or null.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tkinter as tk
from contextlib import suppress
from tkinter import ttk
from typing import Any

WATCH_MILLISECONDS = 300
WRAP_PIXELS = 420
COMPLAINT_COLOUR = "#b3261e"


class Dialog:
    """A question with an entry field, or with yes and no.

    Args:
        question: See the module.
    """

    def __init__(self, question: dict[str, Any]) -> None:
        self.answer: str | bool | None = None
        self._typed = bool(question["typed"])
        self._parent = os.getppid()
        self.root = tk.Tk()
        self.root.title(question["title"])
        self.root.resizable(width=False, height=False)
        self.root.protocol("WM_DELETE_WINDOW", self.root.destroy)
        self.root.bind("<Escape>", lambda _: self.root.destroy())
        self.root.bind("<Return>", lambda _: self._accept() if self._typed else self._press())
        if not self._typed:
            self._bind_letters()
        frame = ttk.Frame(self.root, padding=20)
        frame.grid()
        self._write(frame, question)
        first = self._entry_or_none(frame)
        yes, no = self._buttons(frame, question)
        (first or no).focus_set()
        self._yes = yes
        self._raise(first or no)
        self._watch()

    def _bind_letters(self) -> None:
        """Take Y and N, which the camera's window behind names."""
        for yes, no in ("yn", "YN"):
            self.root.bind(f"<Key-{yes}>", lambda _: self._accept())
            self.root.bind(f"<Key-{no}>", lambda _: self.root.destroy())

    def _write(self, frame: ttk.Frame, question: dict[str, Any]) -> None:
        lines = [("words", "TkHeadingFont", None), ("hint", "TkDefaultFont", "#666666")]
        lines.append(("complaint", "TkDefaultFont", COMPLAINT_COLOUR))
        for key, font, colour in lines:
            if question[key]:
                label = ttk.Label(frame, text=question[key], font=font, wraplength=WRAP_PIXELS)
                if colour:
                    label.configure(foreground=colour)
                label.grid(columnspan=2, sticky="w", pady=(0, 8))

    def _entry_or_none(self, frame: ttk.Frame) -> ttk.Entry | None:
        if not self._typed:
            return None
        self._entry = ttk.Entry(frame, width=36)
        self._entry.grid(columnspan=2, sticky="we", pady=(0, 4))
        return self._entry

    def _buttons(self, frame: ttk.Frame, question: dict[str, Any]) -> tuple[ttk.Button, ttk.Button]:
        row = ttk.Frame(frame)
        row.grid(columnspan=2, sticky="e", pady=(12, 0))
        no = ttk.Button(row, text=question["no"], command=self.root.destroy)
        yes = ttk.Button(row, text=question["yes"], command=self._accept)
        no.grid(row=0, column=0, padx=(0, 8))
        yes.grid(row=0, column=1)
        return yes, no

    def _accept(self) -> None:
        self.answer = self._entry.get() if self._typed else True
        self.root.destroy()

    def _press(self) -> None:
        """Let Return press the button that has the focus: saying no must be as easy as yes."""
        if self.root.focus_get() is self._yes:
            self._accept()
        else:
            self.root.destroy()

    def _raise(self, first: ttk.Widget) -> None:
        self.root.eval("tk::PlaceWindow . center")
        self.root.attributes("-topmost", True)
        self.root.lift()
        first.focus_force()

    def _watch(self) -> None:
        """Leave when the program that asks is gone."""
        if os.getppid() != self._parent:
            self.root.destroy()
        else:
            self.root.after(WATCH_MILLISECONDS, self._watch)


def main() -> None:
    """Ask the question on stdin and write the answer to stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that asks
    dialog = Dialog(json.load(sys.stdin))
    dialog.root.mainloop()
    with suppress(BrokenPipeError):  # whoever asked was ended meanwhile
        sys.stdout.write(json.dumps(dialog.answer))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
