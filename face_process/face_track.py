"""Follow every face through the frames of a camera or video, and decide who each one is.

Models run where they are needed: detection every few frames and motion in between, embedding
when a face is new, looks different, or was looked at long ago.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import count

from face_process.align import align
from face_process.boxes import SAME_BOX, overlap, pairs, shorter_side
from face_process.ended_tracks import Departures, EndedTrack, ShownAs
from face_process.face_engine import FULL_SIDE, SMALL_SIDE, is_large
from face_process.face_service import FaceService, usual_length
from face_process.motion import CUT, View, difference, follow, is_cut, view
from face_process.track import Track
from face_process.track_identity import Rules, read_look, rules_for
from face_process.types import DetectedFace, Image, TrackedFace
from SQL.rows import LogEntry

INTERVALS = (4, 10)
"""Fewest and most frames from one detection to the next."""
IDLE_INTERVAL = 3
"""The same while there is no face."""
LONGEST_GAP = 0.4
"""Seconds after which a detection is due, however few frames there were."""
LONGEST_BREAK = 1.0
"""Seconds without a frame after which nothing is taken to be where it was."""
STEADY, SHAKY = 0.85, 0.7
"""Overlap of followed and detected boxes above, below which detection gets rarer, denser."""
SMALL_LOOKS = 2
"""Detections at half scale, which cost a third, between two full ones."""
SMALLEST_SIDE = 18.0
"""Pixels that a face must have at half scale to be found there."""
MOST_MISSED = 3
"""Detections that may miss a face before it is given up."""
LOYALTY = 0.05
"""Similarity that the face which has a name is ahead of another one that would take it."""


class LiveRecognizer:
    """Follows the faces of one source of frames; it knows nothing of cameras and windows.

    Args:
        service: The recogniser; may be shared by many of these.
        numbers: For the faces; from 1 unless given.
    """

    def __init__(self, service: FaceService, numbers: Iterator[int] | None = None) -> None:
        self._service = service
        self._tracks: list[Track] = []
        self._departures = Departures()
        self._numbers = numbers or count(1)
        self._before: View | None = None
        self._scene: View | None = None
        self._frame, self._time = 0, 0.0
        self._interval = INTERVALS[0]
        self._detected_frame, self._detected_time = 0, 0.0
        self._small_looks = SMALL_LOOKS
        self._gallery_entry: LogEntry | None = None
        self._rules = Rules(1.0, 1.0)
        self._usual_length: float | None = None

    def step(self, image: Image, time: float) -> list[TrackedFace]:
        """Return the faces of the next frame, from left to right.

        Args:
            image: (h, w, 3) uint8 BGR, upright and not mirrored.
            time: When it was taken, in seconds that never go back.
        """
        self._frame += 1
        after, before = view(image), self._before
        self._before = after
        broken_off = time - self._time > LONGEST_BREAK
        self._time = time
        cut = before is None or broken_off or is_cut(before, after)
        if cut:
            self._end(self._tracks)
            self._scene = after
        else:
            self._follow(before, after)
            self._notice_drift(after)
        if cut or self._detection_due(time):
            self._refresh()
            self._detect(image, after, time, full=cut)
        self._settle_rivals()
        faces = [track.show(time) for track in self._tracks if not track.missed]
        return sorted(faces, key=lambda face: float(face.box[0]))

    def correct(self, number: int) -> None:
        """Take in at once that somebody said who a face is, which the store knows by now.

        What it was shown as before counts for nothing any more.
        """
        for track in self._tracks:
            if track.number == number:
                track.shown_as = ShownAs()
        self._refresh()

    def reset(self) -> None:
        """Forget the frame before: the next one may show anything."""
        self._before = None

    def take_ended(self) -> list[EndedTrack]:
        """Return the faces that went since the last call, a second after each was seen last."""
        return self._departures.take(self._time)

    def finish(self) -> list[EndedTrack]:
        """End every track, as at a video's end, and return all that :meth:`take_ended` will."""
        self._end(self._tracks)
        self.reset()
        return self._departures.take(math.inf)

    def _follow(self, before: View, after: View) -> None:
        seen = [track for track in self._tracks if not track.missed]
        boxes = follow(before, after, [track.box for track in seen])
        for track, box in zip(seen, boxes, strict=True):
            track.move(box, None if box is None else after.patch(box))

    def _notice_drift(self, after: View) -> None:
        """Doubt all faces where the picture has become another one without a cut."""
        if difference(self._scene, after) > CUT:
            self._scene = after
            for track in self._tracks:
                track.doubt()

    def _detection_due(self, time: float) -> bool:
        if any(track.is_urgent(self._frame) for track in self._tracks):
            return True
        passed = self._frame - self._detected_frame
        interval = self._interval if self._tracks else IDLE_INTERVAL
        return passed >= interval or time - self._detected_time > LONGEST_GAP

    def _refresh(self) -> None:
        """Take in who was enrolled, renamed or removed since."""
        service = self._service
        service.refresh()
        if service.gallery.entry == self._gallery_entry:
            return
        self._gallery_entry = service.gallery.entry
        self._rules = rules_for(service.threshold, len(service.gallery))
        self._usual_length = usual_length(service)
        for track in self._tracks:
            track.identity.decide(service.gallery, self._rules)

    def _detect(self, image: Image, after: View, time: float, *, full: bool) -> None:
        found = self._search(image, full=full)
        known = pairs([track.box for track in self._tracks], [face.box for face in found])
        overlaps = []
        for index, track in enumerate(self._tracks):
            if index in known:
                face = found[known[index]]
                overlaps.append(overlap(track.box, face.box))
                track.find(face)
            else:
                track.miss()
        self._end([track for track in self._tracks if track.missed > MOST_MISSED])
        for number in sorted(set(range(len(found))) - set(known.values())):
            face = found[number]
            self._tracks.append(Track(next(self._numbers), face.box, time, time, face))
        self._look(image, after, time)
        self._adapt(overlaps, time)

    def _search(self, image: Image, *, full: bool) -> list[DetectedFace]:
        """Return the faces of a frame, at half scale where that shows all that are followed."""
        engine, tracks = self._service.engine, [one for one in self._tracks if not one.missed]
        if not full and tracks and self._small_looks < SMALL_LOOKS:
            scale = SMALL_SIDE / max(image.shape[:2])
            if all(shorter_side(track.box) * scale >= SMALLEST_SIDE for track in tracks):
                found = engine.detect_at(image, SMALL_SIDE)
                if not _missing(tracks, found):
                    self._small_looks += 1
                    return found
        self._small_looks = 0
        found = engine.detect_at(image, FULL_SIDE)
        large = [track for track in _missing(tracks, found) if is_large(track.box, image)]
        if large or not (found or tracks):
            # A face that fills the frame is only found at the smaller scale.
            boxes = [face.box for face in found]
            found += [
                face
                for face in engine.detect_at(image, SMALL_SIDE)
                if all(overlap(face.box, box) < SAME_BOX for box in boxes)
            ]
        return found

    def _look(self, image: Image, after: View, time: float) -> None:
        """Embed the faces that need it, all at once."""
        seen = [track for track in self._tracks if track.detected]
        for track in seen:
            track.appear(after.patch(track.box))
        chosen = [track for track in seen if track.needs_look(self._frame)]
        if not chosen:
            return
        gallery = self._service.gallery
        crops = [align(image, track.detected.landmarks) for track in chosen]
        embeddings, lengths = self._service.engine.read_crops(crops)
        for track, crop, embedding, length in zip(chosen, crops, embeddings, lengths, strict=True):
            clarity = length / self._usual_length if self._usual_length else 1.0
            reading = read_look(track.detected, embedding, clarity)
            if track.is_other_face(reading, gallery, self._rules):
                self._end([track])
                track = track.replaced_by(next(self._numbers), time)
                self._tracks.append(track)
            track.take_look(self._frame, crop, reading, gallery, self._rules)

    def _end(self, tracks: Sequence[Track]) -> None:
        self._departures.add(ended for track in tracks if (ended := track.ended()))
        gone = {track.number for track in tracks}
        self._tracks = [track for track in self._tracks if track.number not in gone]

    def _adapt(self, overlaps: list[float], time: float) -> None:
        """Detect more rarely while faces hold still, more often while they run."""
        self._detected_frame, self._detected_time = self._frame, time
        if not overlaps:
            return
        if min(overlaps) > STEADY:
            self._interval = min(self._interval + 1, INTERVALS[1])
        elif min(overlaps) < SHAKY:
            self._interval = max(self._interval - 2, INTERVALS[0])

    def _settle_rivals(self) -> None:
        """Leave each name to one face of a frame, the most similar one or nearly so that had it."""
        owners: dict[str, Track] = {}
        seen = [track for track in self._tracks if not track.missed]
        for track in sorted(seen, key=_claim, reverse=True):
            name = track.identity.name
            track.rival = name is not None and owners.setdefault(name, track) is not track
            if owners.get(name) is track:
                self._departures.rejoin(track.identity.nearest.person_id, track)


def _claim(track: Track) -> float:
    """Return how much a face claims the name that it is taken for."""
    has_it = track.identity.name is not None and track.shown_as.last == track.identity.name
    return track.similarity + LOYALTY * has_it


def _missing(tracks: list[Track], found: list[DetectedFace]) -> list[Track]:
    """Return the tracks that no found face belongs to."""
    known = pairs([track.box for track in tracks], [face.box for face in found])
    return [track for index, track in enumerate(tracks) if index not in known]
