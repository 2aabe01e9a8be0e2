"""One face that is followed: where it is, who it is taken for, when to look at it again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from face_process.boxes import Box
from face_process.ended_tracks import EndedTrack, ShownAs
from face_process.gallery import Gallery
from face_process.motion import likeness
from face_process.track_identity import Identity, Reading, Rules
from face_process.types import DetectedFace, Image, TrackedFace

SUDDEN, CHANGED = 0.75, 0.4
"""Correlation of a face with the frame before, with its last look, below which to look again.
Of 11,000 pairs of different people's faces 0.1 % are more alike than 0.78."""
STRAYED = 0.75
"""The same with where it was detected last, below which to detect again."""
SURELY_SAME = 0.85
"""Correlation from which it is the same face whatever moved; no such pair was more alike."""
LOOK_AGAIN = 60
"""Frames after which a named face is looked at again."""
CONFIRM = 6
"""The same while the name is barely above what it needs."""
FIRST_WAIT = 8
"""Frames until a stranger is looked at again; doubled each time."""
SOONEST = 4
"""Frames that a face that changed slowly waits for its next look."""

Patch = NDArray[np.float32]


@dataclass(slots=True, eq=False)
class Track:
    """A face that is followed.

    Attributes:
        number: Its number.
        box: Where it is.
        since: When it was first seen, in the frames' time.
        until: When it was shown last.
        detected: What the detector found in this frame; None where motion was followed.
        identity: Who it is.
        missed: Detections in a row that didn't find it; it isn't shown meanwhile.
        broken: It was out of sight, or changed all at once: the next look decides whether it
            is the same.
        doubted: The picture has changed so much, bit by bit, that it may be another face: as after
            a break, but likeness to the frame before proves nothing.
        strayed: It looks so different from when it was detected that it may be something else.
        rival: Another face of this frame is more like the person that this one is taken for.
    """

    number: int
    box: Box
    since: float
    until: float
    detected: DetectedFace | None
    identity: Identity = field(default_factory=Identity)
    missed: int = 0
    broken: bool = False
    doubted: bool = False
    strayed: bool = False
    rival: bool = False
    shown_as: ShownAs = field(default_factory=ShownAs)
    _patch: Patch | None = None
    _patch_found: Patch | None = None
    _patch_of_look: Patch | None = None
    _looked: int = 0
    _wait: int = FIRST_WAIT
    _best_crop: Image | None = None
    _best_weight: float = 0.0

    @property
    def similarity(self) -> float:
        """Of the nearest person; -1 where there is none."""
        return self.identity.nearest.similarity if self.identity.nearest else -1.0

    def shown(self) -> TrackedFace:
        """Return what is told of it now."""
        return TrackedFace(
            track=self.number,
            box=self.box,
            detected=self.detected,
            nearest=self.identity.nearest,
            threshold=self.identity.reached,
            name=None if self.rival else self.identity.name,
            decided=self.identity.decided,
            since=self.since,
        )

    def ended(self) -> EndedTrack | None:
        """Return what is left of it.

        None where it was never read, and where it is a second face of somebody who is in view.
        """
        embedding, shown = self.identity.embedding, self.shown_as.mostly
        if self._best_crop is None or embedding is None:
            return None
        if shown is None:
            if self.identity.name is not None and self.rival:
                return None
            shown = replace(self.shown(), name=None)
        shown = replace(shown, since=self.since)
        return EndedTrack(shown, self.until, self._best_crop, embedding, self._best_weight)

    def show(self, time: float) -> TrackedFace:
        """Return what is told of it in this frame, and remember that."""
        face = self.shown()
        self.until = time
        self.shown_as.take(face)
        return face

    def rejoin(self, ended: EndedTrack) -> None:
        """Take over what is left of the same face, which was lost for a moment."""
        self.since = ended.face.since
        if ended.weight > self._best_weight:
            self._best_crop, self._best_weight = ended.crop, ended.weight

    def move(self, box: Box | None, patch: Patch | None) -> None:
        """Take in where motion led it and how it looks there; None where it got lost."""
        self.detected = None
        if box is None or patch is None:
            self.broken = True
            return
        self.box = box
        if self._patch_found is not None and likeness(patch, self._patch_found) < STRAYED:
            self.strayed = True
        if self._patch is not None and likeness(patch, self._patch) < SUDDEN:
            self.broken = True  # the patch from before stays, to compare what is detected with
        else:
            self._patch = patch

    @property
    def in_doubt(self) -> bool:
        """Whether the next look decides if it is still the same face."""
        return self.broken or self.doubted

    def doubt(self) -> None:
        """Take in that the whole picture has changed."""
        if self.identity.name is not None:
            self.doubted = True
        else:
            self._wait = FIRST_WAIT  # there is no name that could be wrong

    def find(self, face: DetectedFace) -> None:
        """Take in that the detector found it."""
        self.broken |= self.missed > 0
        self.box, self.detected, self.missed = face.box, face, 0

    def miss(self) -> None:
        """Take in that the detector didn't find it."""
        self.missed, self.detected, self.broken = self.missed + 1, None, False

    def appear(self, patch: Patch) -> None:
        """Take in how it looks where it was detected."""
        before, self._patch = self._patch, patch
        self._patch_found, self.strayed = patch, False
        if self.broken and before is not None and likeness(before, patch) > SURELY_SAME:
            self.broken = False  # only motion was lost

    def is_urgent(self, frame: int) -> bool:
        """Return whether to detect at once.

        A face that was missed once is hidden until it is found again.
        """
        missed = self.missed == 1 and self.identity.decided
        return missed or self.in_doubt or self.strayed or self.is_undecided(frame)

    def is_undecided(self, frame: int) -> bool:
        """Return whether the next look at a face without an answer is due.

        Each is a frame later than the one before: a moment later the face looks different.
        """
        identity = self.identity
        return not identity.decided and frame - self._looked >= identity.looks

    def needs_look(self, frame: int) -> bool:
        """Return whether it should be embedded in this frame."""
        passed = frame - self._looked
        if not self.identity.looks or self.in_doubt or self.rival or self.is_undecided(frame):
            return True
        if likeness(self._patch, self._patch_of_look) < CHANGED and passed >= SOONEST:
            return True
        wait = LOOK_AGAIN if self.identity.sure else CONFIRM
        if self.identity.name is None:
            wait = self._wait
        return self.identity.decided and passed >= wait

    def is_other_face(self, reading: Reading, gallery: Gallery, rules: Rules) -> bool:
        """Return whether a look shows another face than the one that was followed."""
        if reading.weight == 0:  # a blur of the same, unless sight was lost
            return self.in_doubt and self.identity.looks > 0
        doubt = self.in_doubt
        return self.identity.is_other_face(reading.embedding, gallery, rules, in_doubt=doubt)

    def replaced_by(self, number: int, time: float) -> Track:
        """Return the track of another face that has come to its place."""
        new = Track(number, self.box, time, time, self.detected)
        new._patch = self._patch
        return new

    def take_look(
        self,
        frame: int,
        crop: Image,
        reading: Reading,
        gallery: Gallery,
        rules: Rules,
    ) -> None:
        """Take in a look; see :meth:`Identity.look`."""
        self.identity.look(reading, gallery, rules)
        self._looked, self._patch_of_look = frame, self._patch
        self.broken = self.doubted = False
        if self.identity.decided and self.identity.name is None:
            self._wait = min(2 * self._wait, LOOK_AGAIN)
        if self._best_crop is None or reading.weight > self._best_weight:
            self._best_crop, self._best_weight = crop, reading.weight
