"""Whoever's camera the page shows is served here: one thread, in turn."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from face_process.errors import FaceMindError
from face_process.face_service import FaceService
from merge.settings import Settings
from UI.live_enrol import Answer
from UI.texts import Language, text

log = logging.getLogger(__name__)

LISTEN_SECONDS = 5.0
SOURCE = "browser"
"""What the sightings of a live page are kept under."""
LARGEST_FRAME = 2_000_000
"""Pixels; the page itself sends 640 × 480."""


class AnyVisitor(Protocol):
    """Somebody whose camera the hub serves; called by one thread at a time, apart from ``send``."""

    language: Language
    send: Callable[[Answer], None]

    def understand(self, words: str) -> object | None:
        """Return what the page asks for, to be put; None where it makes no sense."""

    def put(self, work: object) -> None:
        """Take a numbered frame, or something understood."""

    def take(self) -> object | None:
        """Return what waits, to be done now; None where nothing does."""

    def do(self, work: object, service: FaceService) -> None:
        """Do what was taken, and answer."""

    def close(self) -> None:
        """Let go of everything."""


class LiveHub:
    """Serves all live pages with one thread, which lives while there are any.

    Args:
        open_service: Gives the recogniser; may take long at first.
    """

    def __init__(self, open_service: Callable[[], FaceService]) -> None:
        self._open_service = open_service
        self._news = threading.Condition()
        self._visitors: list[AnyVisitor] = []
        self._left: list[AnyVisitor] = []
        self._thread: threading.Thread | None = None

    def join(self, visitor: AnyVisitor) -> None:
        """Serve a visitor from now on."""
        with self._news:
            self._visitors.append(visitor)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live pages", daemon=True)
                self._thread.start()

    def leave(self, visitor: AnyVisitor) -> None:
        """Forget a visitor and all that was kept for them."""
        with self._news:
            self._visitors.remove(visitor)
            self._left.append(visitor)
            self._news.notify_all()

    def put(self, visitor: AnyVisitor, work: object) -> None:
        """Take something to do for a visitor."""
        with self._news:
            visitor.put(work)
            self._news.notify_all()

    def _run(self) -> None:
        while (turn := self._next()) is not None:
            self._serve(*turn)
            del turn  # whoever leaves must not stay in memory until somebody else comes

    def _serve(self, visitor: AnyVisitor, work: object | None) -> None:
        try:
            if work is None:
                visitor.close()
            else:
                visitor.do(work, self._open_service())
        except FaceMindError as error:
            visitor.send({"problem": error.sentence(visitor.language)})
        except Exception:
            log.exception("a live page can't be served")
            visitor.send({"problem": text(visitor.language, "page.bug")})

    def _next(self) -> tuple[AnyVisitor, object | None] | None:
        """Return whose turn it is with what, no work for one who left; None without visitors."""
        with self._news:
            while self._visitors or self._left:
                if self._left:
                    return self._left.pop(), None
                for visitor in self._visitors:
                    work = visitor.take()
                    if work is not None:
                        self._visitors.remove(visitor)
                        self._visitors.append(visitor)  # the others come first next time
                        return visitor, work
                self._news.wait(LISTEN_SECONDS)
            self._thread = None
            return None


def kept_hint(language: Language, settings: Settings) -> str:
    """Return what becomes of what the camera sees."""
    if settings.sightings == "off":
        return text(language, "page.live.hint")
    return text(language, "page.live.hint_kept", count=settings.sightings_days)
