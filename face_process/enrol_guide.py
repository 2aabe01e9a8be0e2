"""Guide somebody in front of a camera until there are enough good pictures of their face."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from face_process.align import align
from face_process.errors import ImageError
from face_process.face_quality import Doubt, assess
from face_process.types import DetectedFace, Image

if TYPE_CHECKING:
    from face_process.face_service import FaceService

PICTURES = 5
APART = 0.3
"""Least seconds between two pictures, so that they differ."""
SAME_PERSON = 0.45
"""Least cosine similarity to the pictures taken so far. Frames of one talking head reach 0.44 …
0.9 among themselves and more against their mean; strangers stay below 0.4 (pack mini)."""
LARGEST_FACE = 0.85
"""Share of the picture's height or width from which a face is too close."""


class Advice(StrEnum):
    """What the person should do; the value names the sentence."""

    NO_FACE = "no_face"
    ONE_PERSON = "one_person"
    COME_CLOSER = "come_closer"
    MOVE_BACK = "move_back"
    MORE_LIGHT = "more_light"
    LESS_LIGHT = "less_light"
    LOOK_STRAIGHT = "look_straight"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    HOLD_STILL = "hold_still"
    GOOD = "good"


ADVICE_FOR = {
    Doubt.TOO_SMALL: Advice.COME_CLOSER,
    Doubt.TOO_DARK: Advice.MORE_LIGHT,
    Doubt.TOO_BRIGHT: Advice.LESS_LIGHT,
    Doubt.TURNED: Advice.LOOK_STRAIGHT,
    Doubt.BLURRED: Advice.HOLD_STILL,
}
"""In the order in which to put things right: whoever is far off or in the dark looks blurred."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A good picture of the person.

    Attributes:
        image: (h, w, 3) uint8 BGR, the whole frame.
        face: Where the face is in it.
        vector: (d,) float32 of unit length.
        time: The frame's, in seconds.
    """

    image: Image
    face: DetectedFace
    vector: NDArray[np.float32]
    time: float


@dataclass(frozen=True, slots=True, eq=False)
class Guidance:
    """What to show the person.

    Attributes:
        advice: What to do.
        face: The face that is meant; None where there is none.
        shots: The good pictures so far.
    """

    advice: Advice
    face: DetectedFace | None
    shots: tuple[Shot, ...]

    @property
    def complete(self) -> bool:
        """Whether there are enough good pictures."""
        return len(self.shots) >= PICTURES


class EnrollGuide:
    """Looks at frame after frame and keeps the good ones of one person; usable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shots: tuple[Shot, ...] = ()

    def restart(self) -> None:
        """Forget the pictures taken so far."""
        with self._lock:
            self._shots = ()

    def see(self, service: FaceService, image: Image, time: float) -> Guidance:
        """Judge a frame, keep it where it is good, and return what to do next.

        Args:
            service: The recogniser.
            image: (h, w, 3) uint8 BGR.
            time: When it was taken, in seconds.
        """
        with self._lock:
            if len(self._shots) >= PICTURES:  # somebody is typing the name
                return Guidance(Advice.GOOD, None, self._shots)
            advice, face = judge(service, image)
            if face is not None and advice is Advice.GOOD:
                vector = service.engine.embed(image, [face])[0]
                self._shots = extend(self._shots, Shot(image, face, vector, time))
            return Guidance(advice, face, self._shots)


def judge(service: FaceService, image: Image) -> tuple[Advice, DetectedFace | None]:
    """Return what the person should do, and their face where it is clear whose is meant."""
    from face_process.face_enroll import pick_face  # its libraries load beside a window

    try:
        face = pick_face(service.engine.detect(image), image)
    except ImageError as error:
        several = error.key == "several_faces"
        return Advice.ONE_PERSON if several else Advice.NO_FACE, None
    height, width = image.shape[:2]
    if face.height > LARGEST_FACE * height or face.width > LARGEST_FACE * width:
        return Advice.MOVE_BACK, face
    doubts = assess(face, align(image, face.landmarks)).doubts
    advice = next((ADVICE_FOR[doubt] for doubt in ADVICE_FOR if doubt in doubts), Advice.GOOD)
    return advice, face


def extend(shots: tuple[Shot, ...], shot: Shot) -> tuple[Shot, ...]:
    """Return the pictures with one more, unless it comes too soon; another person starts over."""
    if not shows_same(shots, shot):
        return (shot,)
    if 0 <= shot.time - shots[-1].time < APART:
        return shots
    return (*shots, shot)


def shows_same(shots: tuple[Shot, ...], shot: Shot) -> bool:
    """Return whether a picture shows whom the others show; nobody, where there are none."""
    if not shots:
        return False
    mean = np.mean([one.vector for one in shots], axis=0)
    return bool(mean @ shot.vector >= SAME_PERSON * np.linalg.norm(mean))
