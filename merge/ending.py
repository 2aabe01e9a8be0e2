"""End well, whoever asks for it: the user by Ctrl-C, or the system by SIGTERM."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN_AFTER = 0.01
"""Seconds after which a Ctrl-C that Python forgot comes again: by then the deletion is over."""


@contextmanager
def terminable() -> Iterator[threading.Event]:
    """Let SIGTERM end what is inside as Ctrl-C does; yields an event that both set.

    Python forgets what a signal raises while an object is being deleted; the event remembers.
    """
    interrupted = threading.Event()

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        interrupted.set()
        raise KeyboardInterrupt

    in_main = threading.current_thread() is threading.main_thread()
    kinds = [signal.SIGTERM, signal.SIGINT] if in_main else []
    if in_main and signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        kinds.remove(signal.SIGINT)  # a shell has it ignored in what runs in the background
    before = {kind: signal.signal(kind, interrupt) for kind in kinds}
    try:
        yield interrupted
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


@contextmanager
def interrupts_kept() -> Iterator[None]:
    """Let every Ctrl-C end what is inside, also one that comes while an object is being deleted.

    Python reports what is raised then and goes on as if nothing had happened.
    """
    report = sys.unraisablehook

    def again_or_report(forgotten: sys.UnraisableHookArgs) -> None:
        if issubclass(forgotten.exc_type, KeyboardInterrupt):
            threading.Timer(AGAIN_AFTER, _interrupt).start()
        else:
            report(forgotten)

    sys.unraisablehook = again_or_report
    try:
        yield
    finally:
        sys.unraisablehook = report


def _interrupt() -> None:
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGINT)  # ends a wait, too
    else:
        _thread.interrupt_main()
