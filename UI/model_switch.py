"""A change of the models under way: the old ones answer until it ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass

from face_process.face_service import FaceService
from merge.progress import Advance
from merge.settings import Device


@dataclass(frozen=True, slots=True)
class Models:
    """Which models are wanted.

    Attributes:
        pack: Name or folder of a pack; None: the one that the settings lead to.
        device: What they are to run on.
    """

    pack: str | None
    device: Device


class ModelSwitch:
    """Tells how far the change is, and lets it be cancelled; usable from any thread.

    Args:
        wanted: What it leads to.
        device: Where the models are to run, if not where they did.

    Attributes:
        done: Stored faces that are embedded with the new model.
        total: How many have to be; None while the models are being loaded.
        told: Whether somebody has seen how it ended.
    """

    def __init__(self, wanted: Models, device: Device | None) -> None:
        self.wanted = wanted
        self.device = device
        self.done = 0
        self.total: int | None = None
        self.told = False
        self.ended: Future[FaceService] = Future()
        self._cancelled = threading.Event()

    @property
    def running(self) -> bool:
        """Whether it hasn't ended yet."""
        return not self.ended.done()

    def cancel(self) -> None:
        """Give it up as soon as a few more faces are embedded; those that are stay so."""
        self._cancelled.set()

    def go_on(self) -> None:
        """Raise CancelledError where it was given up."""
        if self._cancelled.is_set():
            raise CancelledError

    @contextmanager
    def progress(
        self, _description: str, total: float | None, _rate: str | None = None
    ) -> Iterator[Advance]:
        """Take in how far the embedding is."""
        self.total = int(total or 0)

        def advance(done: float, *, total: float | None = None, what: str | None = None) -> None:
            self.done = int(done)
            self.go_on()

        yield advance
