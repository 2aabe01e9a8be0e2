"""Gather good pictures of one person that differ: from the front, and turned a little both ways."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from face_process.enrol_guide import APART, Advice, Shot, judge, shows_same
from face_process.face_quality import signed_turn
from face_process.face_service import FaceService
from face_process.types import DetectedFace, Image

FEWEST, MOST = 3, 5
"""Looks: with the first many, nothing new for a while is enough."""
A_LITTLE = 0.08
"""Turn of the head, see ``signed_turn``, from which a face looks to a side; about 8°. Talking
heads reach 0.05 to 0.2 to either side by themselves."""
DIFFERENT = 0.85
"""Cosine similarity below which two looks of one person differ. Frames of a talking head that
moves have 0.58 … 0.74 in the middle, of one that keeps still 0.9 (pack mini)."""
PATIENCE = 2.5
"""Seconds without a new look after which one that is like the others will do: not everybody can
turn their head, and not everybody reads."""


class Side(IntEnum):
    """Where a face looks, as the person themselves would say it."""

    RIGHT = -1
    FRONT = 0
    LEFT = 1


ADVICE_TO = {
    Side.FRONT: Advice.LOOK_STRAIGHT,
    Side.LEFT: Advice.TURN_LEFT,
    Side.RIGHT: Advice.TURN_RIGHT,
}
"""In the order in which the looks are asked for; they are taken as they come."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What came of one frame.

    Attributes:
        advice: What the person should do now.
        face: The face that is meant; None where there is none.
        shots: The good looks so far.
        taken: Whether this frame is the last of them.
        restarted: Whether it shows somebody else than those before it, which are forgotten.
        complete: Whether there are enough.
    """

    advice: Advice
    face: DetectedFace | None
    shots: tuple[Shot, ...]
    taken: bool = False
    restarted: bool = False
    complete: bool = False


class VariedLooks:
    """Looks at frame after frame and keeps a few good, different looks of one person."""

    def __init__(self) -> None:
        self._shots: tuple[Shot, ...] = ()
        self._model_id: int | None = None

    def see(self, service: FaceService, image: Image, time: float) -> Sight:
        """Judge a frame, keep it where it is good and adds something, and say what to do next.

        Args:
            service: The recogniser.
            image: (h, w, 3) uint8 BGR, not mirrored.
            time: When it was taken, in seconds.
        """
        advice, face = judge(service, image)
        if face is None or advice is not Advice.GOOD:
            return Sight(advice, face, self._shots)
        if service.gallery.model_id != self._model_id:  # other models' looks can't be compared
            self._shots, self._model_id = (), service.gallery.model_id
        shot = Shot(image, face, service.engine.embed(image, [face])[0], time)
        restarted = bool(self._shots) and not shows_same(self._shots, shot)
        before = () if restarted else self._shots
        taken = adds_something(before, shot)
        self._shots = (*before, shot) if taken else before
        return Sight(
            advice=Advice.GOOD if taken else _advice(self._shots),
            face=face,
            shots=self._shots,
            taken=taken,
            restarted=restarted,
            complete=is_enough(self._shots),
        )


def adds_something(shots: tuple[Shot, ...], shot: Shot) -> bool:
    """Return whether a picture of the same person is worth keeping beside the others."""
    if not shots:
        return True
    waited = shot.time - shots[-1].time
    if 0 <= waited < APART:
        return False
    return (
        waited >= PATIENCE
        or side(shot.face) not in {side(one.face) for one in shots}
        or all(one.vector @ shot.vector < DIFFERENT for one in shots)
    )


def is_enough(shots: tuple[Shot, ...]) -> bool:
    """Return whether looks show the person well: from all sides, or enough of what they gave."""
    if len(shots) < FEWEST:
        return False
    all_sides = len({side(one.face) for one in shots}) == len(Side)
    return all_sides or len(shots) >= MOST or shots[-1].time - shots[-2].time >= PATIENCE


def side(face: DetectedFace) -> Side:
    """Return where a face looks."""
    turn = signed_turn(face.landmarks)
    if abs(turn) < A_LITTLE:
        return Side.FRONT
    return Side.LEFT if turn > 0 else Side.RIGHT


def _advice(shots: tuple[Shot, ...]) -> Advice:
    """Return which look is asked for next."""
    seen = {side(one.face) for one in shots}
    return next((ADVICE_TO[one] for one in ADVICE_TO if one not in seen), Advice.GOOD)
