"""Who looks at the live page: one recogniser each, one thread that serves them in turn."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from face_process.errors import FaceMindError, ImageError
from face_process.face_service import FaceService
from face_process.face_track import LiveRecognizer
from face_process.image_file import decode_image
from face_process.recent_looks import RecentLooks
from face_process.sightings import SightingLog
from face_process.types import TrackedFace
from merge.settings import Settings
from UI.live_enrol import Answer, Enrolling, enrol_look
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


@dataclass(frozen=True, slots=True)
class Work:
    """What waits to be done for a visitor.

    Attributes:
        frame: Number, JPEG and the time it came, or None.
        enrolling: A face to enrol, or None.
    """

    frame: tuple[int, bytes, float] | None
    enrolling: Enrolling | None


@dataclass(slots=True, eq=False)
class Visitor:
    """One page that shows a camera.

    Attributes:
        language: What its reader reads.
        send: Hands an answer over; may be called from any thread.
        settings: Say now whether to keep who was seen, and for how long.
    """

    language: Language
    send: Callable[[Answer], None]
    settings: Callable[[], Settings] = Settings
    _frame: tuple[int, bytes, float] | None = None
    _enrolling: Enrolling | None = None
    _live: LiveRecognizer | None = None
    _log: SightingLog | None = None
    _follows: tuple[FaceService, Settings] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _looks: RecentLooks = field(default_factory=RecentLooks)

    def understand(self, words: str) -> Enrolling | None:
        """Return the face that is to be enrolled; None where the words are nonsense."""
        try:
            asked = json.loads(words)
            return Enrolling(int(asked["enrol"]), str(asked["name"]), bool(asked.get("anyway")))
        except (ValueError, TypeError, KeyError, OverflowError):  # JSON knows Infinity
            return None

    def put(self, work: Enrolling | tuple[int, bytes]) -> None:
        """Take something to do; a frame that still waited is dropped and answered so."""
        if isinstance(work, Enrolling):
            self._enrolling = work
            return
        if self._frame is not None:
            self.send({"number": self._frame[0], "skipped": True})
        self._frame = (*work, time.monotonic())

    def take(self) -> Work | None:
        """Return what waits, to be done now; None where nothing does."""
        if self._frame is None and self._enrolling is None:
            return None
        work = Work(self._frame, self._enrolling)
        self._frame = self._enrolling = None
        return work

    def do(self, work: Work, service: FaceService) -> None:
        """Do it, and answer."""
        if work.frame is not None:
            number, picture, came = work.frame
            self.send({"number": number, **self._recognize(service, picture, came)})
        if work.enrolling is not None:
            look = self._looks.of(work.enrolling.track)
            self.send({"enrolled": enrol_look(service, look, work.enrolling, self.language)})

    def close(self) -> None:
        """Write down who was still in view, and let go of everything."""
        if self._live is not None and self._log is not None:
            self._log.add(self._live.finish(), time.monotonic())
            self._log.__exit__(None, None, None)
        self._live = self._log = self._follows = None
        self._looks = RecentLooks()

    def _begin(self, service: FaceService, settings: Settings) -> Answer:
        """Follow faces with this recogniser and these settings; say so where others counted."""
        if self._follows == (service, settings):
            return {}
        self.close()
        # Numbers go on: a face that was clicked must not be taken for another one now.
        self._live = LiveRecognizer(service, self._numbers)
        self._log = SightingLog(service, settings, SOURCE).__enter__()
        self._follows = service, settings
        return {"hint": kept_hint(self.language, settings)}

    def _recognize(self, service: FaceService, picture: bytes, came: float) -> Answer:
        try:
            image = decode_image(picture, "camera", most_pixels=LARGEST_FRAME)
        except ImageError:
            return {"skipped": True}
        news = self._begin(service, self.settings())
        faces = self._live.step(image, came)
        self._log.add(self._live.take_ended(), came)
        self._looks.take(image, faces, came)
        height, width = image.shape[:2]
        return {
            **news,
            "width": width,
            "height": height,
            "faces": [_face(face, came) for face in faces],
            "milliseconds": round(1000 * (time.monotonic() - came), 1),
        }


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


def _face(face: TrackedFace, now: float) -> Answer:
    return {
        "track": face.track,
        "box": [round(float(value), 1) for value in face.box],
        "name": face.name,
        "nearest": face.nearest.name if face.nearest else None,
        "similarity": round(face.nearest.similarity, 3) if face.nearest else None,
        "threshold": round(face.threshold, 3),
        "decided": face.decided,
        "seconds": round(now - face.since, 1),
    }
