"""Follow every face through the frames of a camera or video, and decide who each one is.

Models run where they are needed: detection every few frames and motion in between, embedding
when a face is new, looks different, or was looked at long ago.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

from face_process.align import align
from face_process.face_engine import FULL_SIDE, SMALL_SIDE, is_large
from face_process.face_service import FaceService, usual_length
from face_process.motion import Box, View, follow, is_cut, likeness, view
from face_process.track_identity import Identity, Rules, look_weight, rules_for
from face_process.types import DetectedFace, Image, TrackedFace

INTERVALS = (4, 10)
"""Fewest and most frames from one detection to the next."""
IDLE_INTERVAL = 3
LONGEST_GAP = 0.4
"""Seconds after which a detection is due, however few frames there were."""
STEADY, SHAKY = 0.85, 0.7
"""Overlap of followed and detected boxes above, below which detection gets rarer, denser."""
SMALL_LOOKS = 2
"""Detections at half scale, which cost a third, between two full ones."""
SMALLEST_SIDE = 18.0
"""Pixels that a face must have at half scale to be found there."""
SAME_BOX = 0.3
"""Least overlap of a followed face with what a detector found to be the same."""
SUDDEN, CHANGED = 0.75, 0.4
"""Correlation of a face with the frame before, with its last look, below which to look again.
Of 11,000 pairs of different people's faces 0.1 % are more alike than 0.78."""
SURELY_SAME = 0.85
"""Correlation from which it is the same face whatever moved; no such pair was more alike."""
LOOK_AGAIN = 60
"""Frames after which a named face is looked at again."""
FIRST_WAIT = 8
"""Frames until a stranger is looked at again; doubled each time."""
MOST_MISSED = 3
"""Detections that may miss a face before it is given up."""
MOST_ENDED = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class EndedTrack:
    """What is left of a face that was followed.

    Attributes:
        face: As it was shown last.
        until: When it was last seen, in the frames' time.
        crop: Its best look, (112, 112, 3) uint8 BGR.
        embedding: Its average look, (d,) float32 of unit length.
    """

    face: TrackedFace
    until: float
    crop: Image
    embedding: NDArray[np.float32]


@dataclass(slots=True, eq=False)
class _Track:
    number: int
    box: Box
    since: float
    until: float
    identity: Identity = field(default_factory=Identity)
    detected: DetectedFace | None = None
    missed: int = 0
    broken: bool = False
    """It was out of sight, or changed all at once: the next look decides whether it is the same."""
    looked: int = 0
    wait: int = FIRST_WAIT
    patch: NDArray[np.float32] | None = None
    patch_of_look: NDArray[np.float32] | None = None
    best_crop: Image | None = None
    best_weight: float = 0.0
    rival: bool = False
    """Another face in this frame is more like the person that this one is taken for."""


class LiveRecognizer:
    """Follows the faces of one source of frames; it knows nothing of cameras and windows.

    Args:
        service: The recogniser; may be shared by many of these.
    """

    def __init__(self, service: FaceService) -> None:
        self._service = service
        self._tracks: list[_Track] = []
        self._ended: deque[EndedTrack] = deque(maxlen=MOST_ENDED)
        self._numbers = count(1)
        self._before: View | None = None
        self._frame = 0
        self._interval = INTERVALS[0]
        self._detected_frame, self._detected_time = 0, 0.0
        self._small_looks = SMALL_LOOKS
        self._gallery_seq = -1
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
        cut = before is None or is_cut(before, after)
        if cut:
            self._end(self._tracks)
        else:
            self._follow(before, after)
        if cut or self._detection_due(time):
            self._refresh()
            self._detect(image, after, time, full=cut)
        self._settle_rivals()
        return sorted((_shown(track) for track in self._tracks if not track.missed), key=_left)

    def reset(self) -> None:
        """Forget the frame before: the next one may show anything."""
        self._before = None

    def take_ended(self) -> list[EndedTrack]:
        """Return the faces whose following ended since the last call; the newest at most 1,000."""
        ended, self._ended = self._ended, deque(maxlen=MOST_ENDED)
        return list(ended)

    def finish(self) -> list[EndedTrack]:
        """End every track, as at a video's end, and return what :meth:`take_ended` does."""
        self._end(self._tracks)
        self.reset()
        return self.take_ended()

    def _follow(self, before: View, after: View) -> None:
        seen = [track for track in self._tracks if not track.missed]
        boxes = follow(before, after, [track.box for track in seen])
        for track, box in zip(seen, boxes, strict=True):
            track.detected = None
            if box is None:
                track.broken = True
                continue
            track.box = box
            patch = after.patch(box)
            if likeness(patch, track.patch) < SUDDEN:
                track.broken = True  # and keeps the patch, to be compared with what is detected
            else:
                track.patch = patch

    def _detection_due(self, time: float) -> bool:
        if any(track.broken or self._undecided(track) for track in self._tracks):
            return True
        passed = self._frame - self._detected_frame
        interval = self._interval if self._tracks else IDLE_INTERVAL
        return passed >= interval or time - self._detected_time > LONGEST_GAP

    def _undecided(self, track: _Track) -> bool:
        # From look to look it waits a frame longer: a moment later the face looks different.
        identity = track.identity
        return not identity.decided and self._frame - track.looked >= identity.looks

    def _refresh(self) -> None:
        """Take in who was enrolled, renamed or removed since."""
        service = self._service
        service.refresh()
        if service.gallery.seq == self._gallery_seq:
            return
        self._gallery_seq = service.gallery.seq
        self._rules = rules_for(service.threshold, len(service.gallery))
        self._usual_length = usual_length(service)
        for track in self._tracks:
            track.identity.decide(service.gallery, self._rules)

    def _detect(self, image: Image, after: View, time: float, *, full: bool) -> None:
        found = self._search(image, full=full)
        pairs = _pairs([track.box for track in self._tracks], [face.box for face in found])
        overlaps = []
        for track, face in pairs:
            tracked, detected = self._tracks[track], found[face]
            overlaps.append(_overlap(tracked.box, detected.box))
            tracked.broken |= tracked.missed > 0
            tracked.box, tracked.detected, tracked.missed = detected.box, detected, 0
        paired = {track for track, _ in pairs}
        for index, track in enumerate(self._tracks):
            if index not in paired:
                track.missed, track.detected, track.broken = track.missed + 1, None, False
        self._end([track for track in self._tracks if track.missed > MOST_MISSED])
        known = {face for _, face in pairs}
        for index, face in enumerate(found):
            if index not in known:
                track = _Track(next(self._numbers), face.box, time, time, detected=face)
                self._tracks.append(track)
        self._look(image, after, time)
        self._adapt(overlaps, time)

    def _search(self, image: Image, *, full: bool) -> list[DetectedFace]:
        """Return the faces of a frame, at half scale where that shows all that are followed."""
        engine, tracks = self._service.engine, [one for one in self._tracks if not one.missed]
        if not full and tracks and self._small_looks < SMALL_LOOKS:
            scale = SMALL_SIDE / max(image.shape[:2])
            if all(_side(track.box) * scale >= SMALLEST_SIDE for track in tracks):
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
                if all(_overlap(face.box, box) < SAME_BOX for box in boxes)
            ]
        return found

    def _look(self, image: Image, after: View, time: float) -> None:
        """Embed the faces that need it, all at once."""
        seen = [track for track in self._tracks if track.detected]
        for track in seen:
            track.until = time
            before, track.patch = track.patch, after.patch(track.box)
            if track.broken and before is not None and likeness(before, track.patch) > SURELY_SAME:
                track.broken = False  # only motion was lost
        chosen = [track for track in seen if self._needs_look(track)]
        if not chosen:
            return
        crops = [align(image, track.detected.landmarks) for track in chosen]
        embeddings, lengths = self._service.engine.read_crops(crops)
        for number, track in enumerate(chosen):
            clarity = lengths[number] / self._usual_length if self._usual_length else 1.0
            weight = look_weight(track.detected, clarity)
            if self._is_other_face(track, embeddings[number], weight):
                track = self._replace(track, time)
            self._take_look(track, crops[number], embeddings[number], weight)

    @staticmethod
    def _is_other_face(track: _Track, embedding: NDArray[np.float32], weight: float) -> bool:
        """Return whether another face has come where a track's was."""
        if weight == 0:  # it can't be read: a blur of the same, unless sight was lost
            return track.broken and track.identity.looks > 0
        return track.identity.is_other_face(embedding, after_break=track.broken)

    def _needs_look(self, track: _Track) -> bool:
        identity, passed = track.identity, self._frame - track.looked
        if not identity.looks or track.broken or track.rival or self._undecided(track):
            return True
        if likeness(track.patch, track.patch_of_look) < CHANGED and passed >= INTERVALS[0]:
            return True
        wait = track.wait if identity.name is None else LOOK_AGAIN
        return identity.decided and passed >= wait

    def _take_look(
        self, track: _Track, crop: Image, embedding: NDArray[np.float32], weight: float
    ) -> None:
        track.identity.look(embedding, weight, self._service.gallery, self._rules)
        track.looked, track.broken, track.patch_of_look = self._frame, False, track.patch
        if track.identity.decided and track.identity.name is None:
            track.wait = min(2 * track.wait, LOOK_AGAIN)
        if track.best_crop is None or weight > track.best_weight:
            track.best_crop, track.best_weight = crop, weight

    def _replace(self, track: _Track, time: float) -> _Track:
        """Begin a new track where another face has taken the place of one."""
        self._end([track])
        new = _Track(next(self._numbers), track.box, time, time, detected=track.detected)
        new.patch = track.patch
        self._tracks.append(new)
        return new

    def _end(self, tracks: Sequence[_Track]) -> None:
        for track in tracks:
            embedding = track.identity.embedding
            if track.best_crop is not None and embedding is not None:
                ended = EndedTrack(_shown(track), track.until, track.best_crop, embedding)
                self._ended.append(ended)
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
        """Leave each name to one face of a frame, the most similar one."""
        owners: dict[str, _Track] = {}
        seen = [track for track in self._tracks if not track.missed]
        for track in sorted(seen, key=_similarity, reverse=True):
            name = track.identity.name
            track.rival = name is not None and owners.setdefault(name, track) is not track


def _shown(track: _Track) -> TrackedFace:
    identity = track.identity
    return TrackedFace(
        track=track.number,
        box=track.box,
        detected=track.detected,
        nearest=identity.nearest,
        threshold=identity.reached,
        name=None if track.rival else identity.name,
        decided=identity.decided,
        since=track.since,
    )


def _similarity(track: _Track) -> float:
    return track.identity.nearest.similarity if track.identity.nearest else -1.0


def _left(face: TrackedFace) -> float:
    return float(face.box[0])


def _side(box: Box) -> float:
    return float(min(box[2] - box[0], box[3] - box[1]))


def _missing(tracks: list[_Track], found: list[DetectedFace]) -> list[_Track]:
    """Return the tracks that no found face belongs to."""
    paired = {track for track, _ in _pairs([t.box for t in tracks], [f.box for f in found])}
    return [track for index, track in enumerate(tracks) if index not in paired]


def _pairs(boxes: Sequence[Box], found: Sequence[Box]) -> list[tuple[int, int]]:
    """Return which boxes belong together, each at most once, those that overlap most first."""
    overlaps = [
        (_overlap(box, other), index, number)
        for index, box in enumerate(boxes)
        for number, other in enumerate(found)
    ]
    pairs: list[tuple[int, int]] = []
    for overlap, index, number in sorted(overlaps, reverse=True):
        if overlap < SAME_BOX:
            break
        if all(index != one and number != other for one, other in pairs):
            pairs.append((index, number))
    return pairs


def _overlap(one: Box, other: Box) -> float:
    """Return the intersection of two boxes over their union."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = float(width * height)
    areas = sum(float((box[2] - box[0]) * (box[3] - box[1])) for box in (one, other))
    return common / (areas - common)
