"""In which order stand the letters of a name on the line, and which of them belong together?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

JOINERS = "\u200c\u200d"
EMOJI_JOINER = JOINERS[1]
SKIN_TONES = range(0x1F3FB, 0x1F400)
RIGHT_TO_LEFT = frozenset(("R", "AL"))
LEFT_TO_RIGHT = frozenset(("L", "EN", "AN"))
"""Numbers are read from left to right in every script."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that are read in one direction.

    Attributes:
        clusters: What a reader takes for one letter each, in the order they are read.
        right_to_left: Their direction.
    """

    clusters: tuple[str, ...]
    right_to_left: bool


def visual_runs(text: str) -> list[Run]:
    """Return a line in pieces of one direction, as they stand from left to right.

    The first letter decides at which side the line starts, as in browsers with ``dir="auto"``.
    Names need no more of Unicode's bidirectional algorithm than this: no nesting.
    """
    clusters = list(_clusters(text))
    kinds = [unicodedata.bidirectional(cluster[0]) for cluster in clusters]
    letters = (kind in RIGHT_TO_LEFT for kind in kinds if kind in RIGHT_TO_LEFT or kind == "L")
    starts_right = next(letters, False)
    directed = zip(_directions(kinds, starts_right), clusters, strict=True)
    runs = [
        Run(tuple(cluster for _, cluster in group), direction)
        for direction, group in groupby(directed, key=lambda pair: pair[0])
    ]
    return runs[::-1] if starts_right else runs


def _clusters(text: str) -> Iterator[str]:
    """Yield letters with the marks upon them, and joined emoji, as one each."""
    held = ""
    for character in text:
        joined = (
            unicodedata.category(character).startswith("M")
            or character in JOINERS
            or held.endswith(EMOJI_JOINER)
            or ord(character) in SKIN_TONES
        )
        if held and not joined:
            yield held
            held = ""
        held += character
    if held:
        yield held


def _directions(kinds: list[str], starts_right: bool) -> list[bool]:
    """Return for each letter whether it is read from right to left.

    Spaces and signs go with their neighbours where both agree, else with the line.
    """
    own = [
        kind in RIGHT_TO_LEFT if kind in RIGHT_TO_LEFT | LEFT_TO_RIGHT else None for kind in kinds
    ]
    before = list(own)
    for index in range(1, len(own)):
        before[index] = before[index - 1] if own[index] is None else own[index]
    after = list(own)
    for index in range(len(own) - 2, -1, -1):
        after[index] = after[index + 1] if own[index] is None else own[index]
    return [
        left if left is not None and left == right else starts_right
        for left, right in zip(before, after, strict=True)
    ]
