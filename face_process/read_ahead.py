"""Let a producer work ahead in a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import TypeVar

Item = TypeVar("Item")

AHEAD = 4
"""Items made before they are asked for."""
LISTEN_SECONDS = 0.1


class _End:
    """The last item: what ended the producer, if anything went wrong."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def read_ahead(items: Iterator[Item], ahead: int = AHEAD) -> Generator[Item]:
    """Yield the items of an iterator, which runs in a thread a few items ahead.

    The thread ends with the generator, however that is left; the iterator is then closed, in
    that thread. What it raises is raised here.
    """
    made: queue.Queue[Item | _End] = queue.Queue(ahead)
    stop = threading.Event()

    def put(item: Item | _End) -> None:
        while not stop.is_set():
            with suppress(queue.Full):
                made.put(item, timeout=LISTEN_SECONDS)
                return

    def run() -> None:
        error = None
        try:
            for item in items:
                put(item)
                if stop.is_set():
                    break
        except BaseException as caught:  # noqa: BLE001 - raised again where the items are used
            error = caught
        finally:
            close = getattr(items, "close", None)
            if close:
                close()
            put(_End(error))

    thread = threading.Thread(target=run, name="read ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := made.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stop.set()
        thread.join()
