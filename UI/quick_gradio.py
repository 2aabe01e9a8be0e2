"""Gradio without the work that a page of its own doesn't need: it starts in half the time."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
def without_application() -> Iterator[None]:
    """Let a layout be made without an application for it: mounting makes the one that serves."""
    from gradio import blocks

    with mock.patch.object(blocks.App, "create_app"):
        yield
