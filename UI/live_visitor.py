"""Who looks at the live page: frames are recognised, faces enrolled, explained and corrected."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from face_process.errors import ImageError
from face_process.face_service import FaceService
from face_process.face_track import LiveRecognizer
from face_process.image_file import decode_image
from face_process.recent_looks import RecentLooks
from face_process.sightings import SightingLog
from face_process.types import TrackedFace
from merge.settings import Settings
from UI.live_enrol import Answer, Enrolling, enrol_look
from UI.live_hub import LARGEST_FRAME, SOURCE, kept_hint
from UI.live_why import Do, OpenFace, Question, correct_face, open_face, question_of, say_why
from UI.texts import Language

MOST_ASKED = 20
"""Questions that wait; of more the first are dropped."""

Asked = Enrolling | Question


@dataclass(frozen=True, slots=True)
class Work:
    """What waits to be done for a visitor.

    Attributes:
        frame: Number, JPEG and the time it came, or None.
        asked: A face to enrol, to explain or to correct, or None.
    """

    frame: tuple[int, bytes, float] | None
    asked: Asked | None


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
    _asked: deque[Asked] = field(default_factory=lambda: deque(maxlen=MOST_ASKED))
    _live: LiveRecognizer | None = None
    _log: SightingLog | None = None
    _follows: tuple[FaceService, Settings] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _looks: RecentLooks = field(default_factory=RecentLooks)
    _faces: Mapping[int, TrackedFace] = field(default_factory=dict)
    _opened: OpenFace | None = None

    def understand(self, words: str) -> Asked | None:
        """Return which face is to be enrolled, explained or corrected; None for nonsense."""
        try:
            asked = json.loads(words)
            if "enrol" not in asked:
                return question_of(asked)
            return Enrolling(int(asked["enrol"]), str(asked["name"]), bool(asked.get("anyway")))
        except (ValueError, TypeError, KeyError, OverflowError):  # JSON knows Infinity
            return None

    def put(self, work: Asked | tuple[int, bytes]) -> None:
        """Take something to do; a frame that still waited is dropped and answered so."""
        if not isinstance(work, tuple):
            self._asked.append(work)
            return
        if self._frame is not None:
            self.send({"number": self._frame[0], "skipped": True})
        self._frame = (*work, time.monotonic())

    def take(self) -> Work | None:
        """Return what waits, to be done now; None where nothing does."""
        if self._frame is None and not self._asked:
            return None
        work = Work(self._frame, self._asked.popleft() if self._asked else None)
        self._frame = None
        return work

    def do(self, work: Work, service: FaceService) -> None:
        """Do it, and answer."""
        if work.frame is not None:
            number, picture, came = work.frame
            self.send({"number": number, **self._recognize(service, picture, came)})
        if isinstance(work.asked, Enrolling):
            look = self._looks.of(work.asked.track)
            enrolled = enrol_look(service, look, work.asked, self.language)
            self.send({"enrolled": enrolled})
            self._take_in(work.asked.track, enrolled)
        elif work.asked is not None:
            self._reply(service, work.asked)

    def _reply(self, service: FaceService, question: Question) -> None:
        """Say why a face has its name, or correct it."""
        track, language, opened = question.track, self.language, self._opened
        if question.do is Do.WHY or opened is None or not opened.is_of(service, track):
            look, face = self._looks.of(track), self._faces.get(track)
            self._opened = open_face(service, track, look, face)
        if question.do is Do.WHY:
            self.send({"why": say_why(service, self._opened, question, language)})
            return
        corrected = correct_face(service, self._opened, question, language)
        self.send({"corrected": corrected})
        self._take_in(track, corrected)

    def _take_in(self, track: int, answer: Answer) -> None:
        """Let what was just said of a face count from the next frame on."""
        if answer["done"]:
            self._opened = None
            if self._live is not None:
                self._live.correct(track)

    def close(self) -> None:
        """Write down who was still in view, and let go of everything."""
        if self._live is not None and self._log is not None:
            self._log.add(self._live.finish(), time.monotonic())
            self._log.leave()  # every live page would wait with it
        self._live = self._log = self._follows = None
        self._looks, self._faces, self._opened = RecentLooks(), {}, None

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
        self._faces = {face.track: face for face in faces}
        height, width = image.shape[:2]
        return {
            **news,
            "width": width,
            "height": height,
            "faces": [_face(face, came) for face in faces],
            "milliseconds": round(1000 * (time.monotonic() - came), 1),
        }


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
