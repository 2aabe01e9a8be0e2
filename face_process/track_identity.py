"""Who is a followed face? Several looks are weighed until one name stands out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.face_quality import MOST_TURN, head_turn
from face_process.gallery import Gallery
from face_process.types import DetectedFace, Match

ONE_LOOK, AVERAGE = -0.05, -0.12
"""What one look, or the average of several, must reach, measured from the threshold: 0.45 and
0.38 for 0.5. Several looks tell more than one photo; safe with 60 people enrolled."""
GROWTH, SLOW_GROWTH = 0.05, 0.02
"""How much more each must reach whenever the gallery is five times as large; the second is the
average's up to 300 faces. Of 7,382 faces compared with 4,260 strangers, one pair in 10,000 is more
similar than 0.39, one in 100,000 than 0.46, whatever the size and the turn of the face."""
USUAL_GALLERY, GALLERY_STEP, FEWEST_STEPS = 60, 5.0, -1.0
EARLY, ENOUGH_READABLE = 0.02, 4
"""How much more the average must reach for each look that is missing to four, in a gallery five
times as large as usual: the first looks stray the most."""
BLURRED, SHARP, MOST_BLUR = 0.62, 0.70, 0.05
"""Clarity of a face that isn't turned up to which the average must reach the most more, and from
which it need not: of 13 people walking in a street, three were taken for one of 300 others on
looks between 0.57 and 0.63."""
HALF_TURNED = 0.5
"""Share of a frontal look's weight below which a face is turned, and reads less clearly anyway."""
AGAIN = 0.03
"""How much more it takes once a name that barely passed had to go: else it comes and goes."""
SURE = 0.06
"""How far above the rule for averages a name needs no confirmation any more."""
NEWS, NO_NEWS = 0.08, 0.03
"""How much looks must differ from those before, summed up, until the rule for averages holds, and
what doesn't count of each difference (1 − cosine): looks at a face that holds still all say the
same, and err alike."""
MARGIN = 0.08
"""How far the nearest person must be ahead of the next."""
DECAY = 0.85
"""What a look counts after each newer one."""
SAME_FACE = 0.2
"""Similarity to its own looks below which another face has taken a face's place."""
SAME_AFTER_BREAK = 0.35
"""The same where the face was out of sight or changed all at once."""
KEPT = 0.1
"""How far below the threshold for averages a name that was sure may sink before it goes."""
ENOUGH_LOOKS, MOST_LOOKS = 3, 6
"""Looks after which a face without a name is a stranger's; the second where it nearly had one."""
NEARLY = 0.06
UNREADABLE = 2
"""Looks that one at a face which can't be read counts for: more of them won't help soon."""
LEAST_FRONTAL = 0.3
LEAST_CLARITY = 0.5
"""Length of a raw embedding, compared with that of enrolled photos, below which the face can't be
read: such looks resemble each other (up to 0.65 on a blurred crowd) more than anybody."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rules:
    """What gives a name.

    Attributes:
        one_look: Similarity that a single look must reach.
        average: Similarity that the average of looks must reach that differ enough.
        early: How much more that is for each look that is missing to enough.
    """

    one_look: float
    average: float
    early: float = 0.0

    def least(self, news: float, looks: int, blur: float) -> float:
        """Return what the average must reach.

        Args:
            news: How much the looks differ, in sum.
            looks: How many could be read.
            blur: How blurred they are, 0 … 1.
        """
        learnt = self.one_look - (self.one_look - self.average) * min(1.0, news / NEWS)
        early = self.early * max(0, ENOUGH_READABLE - looks)
        return min(self.one_look, learnt + early) + MOST_BLUR * blur


def rules_for(threshold: float, enrolled: int) -> Rules:
    """Return the rules for a threshold and a number of enrolled faces."""
    steps = max(FEWEST_STEPS, math.log(max(enrolled, 1) / USUAL_GALLERY, GALLERY_STEP))
    return Rules(
        one_look=threshold + ONE_LOOK + GROWTH * max(0.0, steps),
        average=threshold + AVERAGE + SLOW_GROWTH * min(1.0, steps) + GROWTH * max(0.0, steps - 1),
        early=EARLY * max(0.0, steps),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one look at a face tells.

    Attributes:
        embedding: (d,) float32 of unit length.
        weight: What it counts: clear and frontal looks the most, 0 for unreadable ones.
        blur: How far it is from sharp though it isn't turned, 0 … 1.
    """

    embedding: Vector
    weight: float
    blur: float = 0.0


def read_look(face: DetectedFace, embedding: Vector, clarity: float) -> Reading:
    """Return what a look at a face tells.

    Args:
        face: As it was detected.
        embedding: (d,) float32 of unit length.
        clarity: Length of its raw embedding, compared with that of enrolled photos.
    """
    if clarity < LEAST_CLARITY:
        return Reading(embedding, 0.0)
    frontal = 1 - head_turn(face.landmarks) / (2 * MOST_TURN)
    blur = min(1.0, max(0.0, float(SHARP - clarity) / (SHARP - BLURRED)))
    weight = face.score**2 * min(1.0, max(LEAST_FRONTAL, frontal))
    return Reading(embedding, weight, blur if frontal >= HALF_TURNED else 0.0)


class Identity:
    """What is known about one face, from all looks at it so far.

    Attributes:
        looks: How many there were.
        nearest: The most similar person with the average similarity over the looks, or with
            that of the latest where it gave the name; None before the first, and where nobody
            is enrolled.
        name: Who it is taken for.
        reached: The similarity that ``nearest`` was held against.
        sure: The name was far enough above what it needed once; until then it is looked at again
            soon, and goes where it sinks below.
    """

    def __init__(self) -> None:
        self.looks = 0
        self.nearest: Match | None = None
        self.name: str | None = None
        self.reached = 0.0
        self.sure, self._withdrawn = False, False
        self._person: int | None = None
        self._sum: Vector | None = None
        self._readable, self._weight, self._blur, self._news = 0, 0.0, 0.0, 0.0
        self._nearly = False

    @property
    def decided(self) -> bool:
        """Whether there is a name, or were enough looks to say that there is none."""
        enough = MOST_LOOKS if self._nearly else ENOUGH_LOOKS
        return self.name is not None or self.looks >= enough

    @property
    def embedding(self) -> Vector | None:
        """The average look, (d,) float32 of unit length; None before the first."""
        if self._sum is None:
            return None
        return self._sum / max(float(np.linalg.norm(self._sum)), 1e-12)

    def is_other_face(
        self, embedding: Vector, gallery: Gallery, rules: Rules, *, in_doubt: bool
    ) -> bool:
        """Return whether a look shows another face than those before.

        In doubt it has to be more like them, and by itself nearly enough for the name that they
        gave: while one picture dissolves into the next, each look is like the last.
        """
        known = self.embedding
        if known is None:
            return False
        if float(known @ embedding) < (SAME_AFTER_BREAK if in_doubt else SAME_FACE):
            return True
        if not in_doubt or self._person is None:
            return False
        nearest = gallery.candidates(embedding, 1)
        least = rules.average - KEPT
        return not nearest or nearest[0].person_id != self._person or nearest[0].similarity < least

    def look(self, reading: Reading, gallery: Gallery, rules: Rules) -> None:
        """Take in a look.

        Args:
            reading: What it tells; one of weight 0 tells nothing.
            gallery: Who it may be.
            rules: What gives a name.
        """
        embedding, weight = reading.embedding, reading.weight
        if weight == 0:
            self.looks += UNREADABLE
            return
        self.looks += 1
        self._readable += 1
        known = self.embedding
        if known is not None:
            self._news += max(0.0, 1 - float(known @ embedding) - NO_NEWS)
        before = self._sum if self._sum is not None else np.zeros_like(embedding)
        self._sum = DECAY * before + weight * embedding
        self._weight = DECAY * self._weight + weight
        self._blur = DECAY * self._blur + weight * reading.blur
        self.decide(gallery, rules, embedding)

    def decide(self, gallery: Gallery, rules: Rules, latest: Vector | None = None) -> None:
        """Decide anew, with the latest look or because the gallery has changed."""
        if self._sum is None:
            return
        average = gallery.candidates(self._sum / self._weight, 2)
        self.nearest = average[0] if average else None
        blur = self._blur / self._weight
        self.reached = rules.least(self._news, self._readable, blur) + AGAIN * self._withdrawn
        self._nearly = _stands_out(average, rules.average - NEARLY)
        if self._keeps_name(average, rules):
            return
        self._withdrawn |= self.name is not None and not self.sure
        self.name, self._person, self.sure = None, None, False
        single = gallery.candidates(latest, 2) if latest is not None else []
        one_look = rules.one_look + MOST_BLUR * blur
        if _stands_out(average, self.reached):
            self._take(average[0], self.reached)
            self.sure = average[0].similarity >= rules.average + SURE
        elif _stands_out(single, one_look):
            self._take(single[0], one_look)
            self.sure = True

    def _keeps_name(self, average: list[Match], rules: Rules) -> bool:
        """Return whether the name it has stands: nearest still, and not much less similar."""
        if self._person is None or not average or average[0].person_id != self._person:
            return False
        self.name = average[0].name
        self.sure |= average[0].similarity >= rules.average + SURE
        return average[0].similarity >= rules.average - (KEPT if self.sure else 0.0)

    def _take(self, match: Match, reached: float) -> None:
        self.nearest, self.name, self._person = match, match.name, match.person_id
        self.reached = reached


def _stands_out(matches: list[Match], least: float) -> bool:
    """Return whether the first of up to two matches is similar enough and clearly ahead."""
    if not matches or matches[0].similarity < least:
        return False
    return len(matches) == 1 or matches[0].similarity - matches[1].similarity >= MARGIN
