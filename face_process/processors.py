"""How many threads are worth their while on this machine, and work that is split over them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Part, Result = TypeVar("Part"), TypeVar("Result")


def usable_processors() -> int:
    """Return how many processors this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_parallel(work: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
    """Return what each part gives; the first is done by the caller, which saves waking a thread.

    For work of a few milliseconds that lets go of Python's lock; it must not call this itself.
    """
    rest = [_workers().submit(work, part) for part in parts[1:]]
    first = [work(part) for part in parts[:1]]
    return first + [one.result() for one in rest]


_lock = threading.Lock()


@cache
def _started_workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(usable_processors(), "work")


def _workers() -> ThreadPoolExecutor:
    with _lock:
        return _started_workers()
