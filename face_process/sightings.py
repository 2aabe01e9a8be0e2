"""Keep who was seen, live or in a video, without letting any frame wait for the disk."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from face_process.ended_tracks import EndedTrack
from face_process.errors import FaceMindError
from face_process.face_enroll import encode_crop
from face_process.face_service import FaceService
from face_process.film import Film, fingerprint
from face_process.strangers import find_strangers
from merge.settings import Settings
from SQL.sightings import Sighting

log = logging.getLogger(__name__)

WRITE_SECONDS = 2.0
"""Between two writes: what is seen meanwhile goes into one transaction."""
FORGET_SECONDS = 3600.0
"""Between two looks for what is too old."""
LEAST_SECONDS = 0.3
"""How long somebody without a name must be seen: shorter is mostly no face at all."""
MOST_WAITING = 1000
"""Sightings that wait to be written; further ones are lost where the disk doesn't keep up."""


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Somebody who was seen, and how long ago; None in a file, whose player is ahead of us."""

    track: EndedTrack
    taken_at: datetime
    seconds_ago: float | None
    ahead: float


class SightingLog:
    """Keeps faces whose following ended as sightings; a context manager.

    A thread of its own writes, another one forgets what is older than the user wants; both end
    with it. Where the store can't be written, that is logged and recognition goes on. Switched
    off, it keeps nothing, and still forgets.

    Args:
        service: Whose store to write to, and whose model made the embeddings.
        settings: Whether to keep sightings and for how long.
        source: What they are seen in: a file's name, a camera or a stream's address.
        film: That file, where it is one.
    """

    def __init__(
        self, service: FaceService, settings: Settings, source: str, film: Film | None = None
    ) -> None:
        self._service = service
        self._sightings = service.store.sightings
        self._model_id = service.gallery.model_id
        self._keeps = settings.sightings == "on"
        self._age = timedelta(days=settings.sightings_days)
        self._source = source
        self._path = film.kept_path if film else None
        self._clip = fingerprint(film.file) if film and self._keeps else None
        self._waiting: queue.Queue[_Seen] = queue.Queue(MOST_WAITING)
        self._stop = threading.Event()
        self._writer = threading.Thread(target=self._write_all, name="sightings", daemon=True)
        self._forgetter = threading.Thread(
            target=self._forget_all, name="forget sightings", daemon=True
        )

    def __enter__(self) -> Self:
        self._writer.start()
        self._forgetter.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leave()
        self._forgetter.join()

    def leave(self) -> None:
        """Write what waits, and end without waiting for what is just being forgotten.

        That takes seconds where many strangers have to be grouped first; if the program ends
        before, it is forgotten the next time.
        """
        self._stop.set()
        self._writer.join()

    def add(
        self, ended: Iterable[EndedTrack], now: float | None = None, ahead: float = 0.0
    ) -> None:
        """Take faces to keep; never waits.

        Args:
            ended: From ``LiveRecognizer.take_ended()`` or ``finish()``.
            now: The time by the frames' clock, where they are live; None for a video file, whose
                clock says where in it somebody is.
            ahead: How far a player's clock is ahead of the file's first picture, in seconds.
        """
        if not self._keeps:
            return
        for track in ended:
            if track.face.name is None and track.until - track.face.since < LEAST_SECONDS:
                continue
            ago = None if now is None else max(0.0, now - track.until)
            try:
                self._waiting.put_nowait(_Seen(track, datetime.now(UTC), ago, ahead))
            except queue.Full:
                log.warning("the disk doesn't keep up: a sighting is lost")

    def _write_all(self) -> None:
        stopped = False
        while not stopped:
            stopped = self._stop.wait(WRITE_SECONDS)
            with _survived():
                self._write()

    def _forget_all(self) -> None:
        stopped = False
        while not stopped:
            with _survived():
                self._forget(datetime.now(UTC) - self._age)
            stopped = self._stop.wait(FORGET_SECONDS)

    def _write(self) -> None:
        """Write all that waits, in one transaction."""
        seen = []
        with suppress(queue.Empty):
            while True:
                seen.append(self._waiting.get_nowait())
        if seen:
            nameless = [one for one in seen if one.track.face.name is None]
            crops = [one.track.crop for one in nameless]
            lengths = dict(zip(nameless, self._service.engine.read_crops(crops)[1], strict=True))
            self._sightings.add([self._sighting(one, lengths.get(one)) for one in seen])

    def _forget(self, before: datetime) -> None:
        """Forget what is too old; who is ignored stays so when seen again."""
        if self._service.store.strangers.ignored_before(before):
            find_strangers(self._service)
        self._sightings.forget(before)

    def _sighting(self, seen: _Seen, length: float | None) -> Sighting:
        track, face = seen.track, seen.track.face
        person = face.nearest if face.name else None
        in_file = seen.seconds_ago is None
        ended_at = seen.taken_at - timedelta(seconds=seen.seconds_ago or 0.0)
        lasted = timedelta(seconds=0.0 if in_file else track.until - face.since)
        return Sighting(
            person_id=person.person_id if person else None,
            source=self._source,
            started_at=ended_at - lasted,
            ended_at=ended_at,
            from_seconds=face.since + seen.ahead if in_file else None,
            to_seconds=track.until + seen.ahead if in_file else None,
            similarity=person.similarity if person else None,
            crop=encode_crop(track.crop),
            model_id=self._model_id,
            embedding=track.embedding,
            file=self._path,
            clip=self._clip,
            crop_length=None if length is None else float(length),
        )


@contextmanager
def _survived() -> Iterator[None]:
    """Log what goes wrong, and go on."""
    try:
        yield
    except FaceMindError:
        log.warning("sightings can't be kept", exc_info=True)
    except Exception:
        log.exception("sightings can't be kept")
