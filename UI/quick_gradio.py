"""Gradio without the work that a page of its own doesn't need: it starts in half the time."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest import mock


@contextmanager
def without_stubs() -> Iterator[None]:
    """Let components be made without writing ``.pyi`` files for editors beside their sources.

    Gradio parses the source of each of its sixty components for that whenever it is imported,
    which takes as long as everything else together. It passes over those without a source file.
    """
    found: Callable[[Any], str] = inspect.getfile

    def getfile(thing: object) -> str:
        if type(thing).__name__ == "ComponentMeta":
            raise OSError("not asked for")
        return found(thing)

    with mock.patch.object(inspect, "getfile", getfile):
        yield


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let modules be imported, and what stays be made, without looking for what may go."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def quick_layout() -> Iterator[None]:
    """Let a layout be made without what is thrown away or found out again and again.

    Gradio makes a whole application for every layout, and mounting makes the one that serves. It
    looks at the signatures of handlers, which take anything, and of components' constructors.
    """
    from gradio import blocks

    with (
        mock.patch.object(blocks.App, "create_app"),
        mock.patch.object(blocks, "check_function_inputs_match"),
        mock.patch.object(inspect, "getfullargspec", cache(inspect.getfullargspec)),
    ):
        yield
