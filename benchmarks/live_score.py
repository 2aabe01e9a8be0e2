"""Judge what was shown in a video against labels and against the reference's detector."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from live_sides import Seen
from numpy.typing import NDArray

LEAST_SIMILARITY = 0.25
"""At which a detected face counts as the listed person that it resembles most."""

Frames = list[list[Seen]]


@dataclass(frozen=True, slots=True)
class Range:
    """Frames, first and last included, and who may be named in them."""

    first: int
    last: int
    people: frozenset[str]


def read_labels(file: Path) -> list[Range]:
    """Read lines like ``0-19: lin-manuel-miranda; alex-lacamoire``."""
    ranges = []
    for line in file.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        span, _, people = line.partition(":")
        first, _, last = span.partition("-")
        listed = frozenset(name.strip() for name in people.split(";") if name.strip())
        ranges.append(Range(int(first), int(last or first), listed))
    return ranges


def to_cover(ranges: list[Range], reference: Frames) -> set[tuple[str, int]]:
    """Return the pairs of a person and a frame in which the reference's detector shows them."""
    pairs = set()
    for span in ranges:
        for index in range(span.first, min(span.last + 1, len(reference))):
            for face in reference[index]:
                listed = {name: face.similarities.get(name, -1.0) for name in span.people}
                name = max(listed, key=listed.get, default=None)
                if name is not None and listed[name] >= LEAST_SIMILARITY:
                    pairs.add((name, index))
    return pairs


def coverage(pairs: set[tuple[str, int]], shown: Frames) -> float | None:
    """Return the share of pairs that were shown with the right name."""
    if not pairs:
        return None
    return sum(name in _names(shown[index]) for name, index in pairs) / len(pairs)


def wrong_names(ranges: list[Range], shown: Frames) -> int:
    """Count names outside their ranges, and names on more than one face of a frame."""
    wrong = 0
    for index, faces in enumerate(shown):
        allowed = {
            name for span in ranges if span.first <= index <= span.last for name in span.people
        }
        names = _names(faces)
        wrong += sum(name not in allowed for name in names)
        wrong += sum(name in allowed for name in names) - len(set(names) & allowed)
    return wrong


def latencies(ranges: list[Range], pairs: set[tuple[str, int]], shown: Frames) -> list[int]:
    """Return, for each person and range, the frames from the first pair to the first name.

    Who is never named waits until the range ends.
    """
    waits = []
    for span in ranges:
        last = min(span.last, len(shown) - 1)
        for name in sorted(span.people):
            first = [frame for who, frame in pairs if who == name and span.first <= frame <= last]
            if not first:
                continue
            start = min(first)
            named = (at for at in range(start, last + 1) if name in _names(shown[at]))
            waits.append(next(named, last + 1) - start)
    return waits


def median_latency(waits: list[int]) -> float | None:
    """Return the median wait in frames."""
    return statistics.median(waits) if waits else None


def overlapping_share(shown: Frames, reference: Frames) -> float | None:
    """Return the share of shown boxes that a detected one overlaps with IoU ≥ 0.5."""
    good = [
        any(_iou(face.box, other.box) >= 0.5 for other in others)
        for faces, others in zip(shown, reference, strict=True)
        for face in faces
    ]
    return sum(good) / len(good) if good else None


def _names(faces: list[Seen]) -> list[str]:
    return [face.name for face in faces if face.name is not None]


def _iou(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    sides = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    common = float(np.prod(np.maximum(sides, 0)))
    areas = sum(float(np.prod(box[2:] - box[:2])) for box in (one, other))
    return common / (areas - common)
