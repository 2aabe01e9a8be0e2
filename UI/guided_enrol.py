"""Enrolling in front of the browser's camera: hints as frames come in, then a few good looks."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from fastapi import FastAPI, WebSocket

from face_process.align import align
from face_process.errors import ImageError
from face_process.face_service import FaceService
from face_process.image_file import decode_image
from face_process.photo_seen import SeenPhoto, see_shot
from face_process.types import Image
from face_process.varied_looks import MOST, Sight, VariedLooks
from UI.live_enrol import Answer
from UI.live_hub import LARGEST_FRAME, LiveHub
from UI.live_socket import serve_camera
from UI.markup import picture_source
from UI.texts import Language

PATH = "/enrol/socket"
MOST_WAITING = 100
"""Finished sets of looks that wait to be fetched by their pages; older ones are forgotten."""


class LooksDesk:
    """Where looks wait between the camera's line and the page's form, in memory only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[SeenPhoto, ...]] = {}

    def leave(self, looks: tuple[SeenPhoto, ...]) -> str:
        """Keep looks and return the word that fetches them, once."""
        word = secrets.token_urlsafe()
        with self._lock:
            self._waiting[word] = looks
            while len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        return word

    def fetch(self, word: str) -> tuple[SeenPhoto, ...]:
        """Return the looks that were left under a word; none where they are gone."""
        with self._lock:
            return self._waiting.pop(word, ())


@dataclass(slots=True, eq=False)
class GuidedVisitor:
    """One page whose camera takes looks of somebody; nothing is stored here.

    Attributes:
        language: What its reader reads.
        send: Hands an answer over; may be called from any thread.
        desk: Where the finished looks are left for the page's form.
    """

    language: Language
    send: Callable[[Answer], None]
    desk: LooksDesk
    _frame: tuple[int, bytes, float] | None = None
    _guide: VariedLooks = field(default_factory=VariedLooks)
    _word: str = ""

    def understand(self, words: str) -> None:
        """A page of this kind asks for nothing; whatever it says makes no sense."""

    def put(self, work: tuple[int, bytes]) -> None:
        """Take a frame; one that still waited is dropped and answered so."""
        if self._frame is not None:
            self.send({"number": self._frame[0], "skipped": True})
        self._frame = (*work, time.monotonic())

    def take(self) -> tuple[int, bytes, float] | None:
        """Return the frame that waits, or None."""
        frame, self._frame = self._frame, None
        return frame

    def do(self, work: tuple[int, bytes, float], service: FaceService) -> None:
        """Look at a frame and answer what to do next."""
        number, picture, came = work
        try:
            image = decode_image(picture, "camera", most_pixels=LARGEST_FRAME)
        except ImageError:
            self.send({"number": number, "skipped": True})
            return
        if self._word:  # a frame that was under way when the last look was taken
            return
        sight = self._guide.see(service, image, came)
        answer = {"number": number, **_told(sight, image)}
        if sight.complete:
            looks = tuple(see_shot(service, shot) for shot in sight.shots)
            self._word = answer["word"] = self.desk.leave(looks)
        self.send(answer)

    def close(self) -> None:
        """Forget all looks that nobody fetched."""
        self.desk.fetch(self._word)
        self._guide = VariedLooks()


def add_guide_route(app: FastAPI, hub: LiveHub, desk: LooksDesk) -> None:
    """Let pages send frames to be guided by; what is taken is left at the desk."""

    @app.websocket(PATH)
    async def guide(socket: WebSocket) -> None:
        await serve_camera(socket, hub, partial(GuidedVisitor, desk=desk))


def _told(sight: Sight, image: Image) -> Answer:
    height, width = image.shape[:2]
    box = None
    if sight.face is not None:
        x1, y1, x2, y2 = (float(value) for value in sight.face.box)
        box = [round(part, 4) for part in (x1 / width, y1 / height, x2 / width, y2 / height)]
    told: Answer = {
        "advice": sight.advice.value,
        "box": box,
        "looks": len(sight.shots),
        "most": MOST,
        "restarted": sight.restarted,
    }
    if sight.taken:
        shot = sight.shots[-1]
        told["picture"] = picture_source(align(shot.image, shot.face.landmarks))
    return told
