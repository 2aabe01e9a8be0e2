"""Are two photos of one person? How often a model answers rightly, by its similarities of pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arcface_train.bootstrap import Estimate

FARS = (1e-2, 1e-3, 1e-4)
"""Shares of impostor pairs let through at which the genuine ones are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Pairs of photos and how similar a model finds them.

    Attributes:
        similarities: (m,) float32, cosines.
        people: (m, 2) int64, whose photos they are, as rows of the draws of ``bootstrap``; a pair
            of one person is genuine, one of two an impostor's.
    """

    similarities: NDArray[np.float32]
    people: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.people.shape != (*self.similarities.shape, 2):
            shapes = f"{self.similarities.shape} and {self.people.shape}"
            raise ValueError(f"expected (m,) and (m, 2), got {shapes}")

    @property
    def genuine(self) -> NDArray[np.bool_]:
        """(m,) whether both photos are of one person."""
        return self.people[:, 0] == self.people[:, 1]

    def weights(self, draw: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return how often each pair comes in a draw of people, (m,).

        A genuine pair comes with its person. An impostor pair comes once for every two of its two
        people; two copies of one person make no impostor pair.
        """
        first = draw[self.people[:, 0]].astype(np.int64)
        return np.where(self.genuine, first, first * draw[self.people[:, 1]])


@dataclass(frozen=True, slots=True, eq=False)
class Roc:
    """How many genuine pairs pass, and how many of impostors, for every threshold.

    Attributes:
        thresholds: (t,) float64, falling, the first above every similarity; a pair passes whose
            similarity is not below.
        far: (t,) float64, false accept rate: share of the impostor pairs that pass.
        tar: (t,) float64, true accept rate: share of the genuine pairs that pass.
    """

    thresholds: NDArray[np.float64]
    far: NDArray[np.float64]
    tar: NDArray[np.float64]

    def threshold_at(self, far: float) -> float:
        """Return the least threshold that lets no more than a share of the impostors through."""
        return float(self.thresholds[np.flatnonzero(self.far <= far)[-1]])


@dataclass(frozen=True, slots=True, eq=False)
class Verification:
    """How well a model tells genuine pairs from impostors'.

    Attributes:
        auc: Area under the ROC: the chance that a genuine pair is more similar than an impostor's.
        accuracy: Balanced: the mean of both kinds' shares that are answered rightly, at the best
            threshold.
        tar: TAR at each of FARS; NaN where there are fewer than 1 / FAR impostor pairs.
        thresholds: The similarities that give those.
        roc: The whole curve.
    """

    auc: Estimate
    accuracy: Estimate
    tar: tuple[Estimate, ...]
    thresholds: tuple[float, ...]
    roc: Roc


def roc_curve(comparisons: Comparisons) -> Roc:
    """Return the ROC of pairs, of which some must be genuine and some impostors'."""
    order = np.argsort(-comparisons.similarities, kind="stable")
    similarities, genuine = comparisons.similarities[order], comparisons.genuine[order]
    # Pairs of equal similarity pass together: only the last of them is a point of the curve.
    last = np.flatnonzero(np.append(np.diff(similarities) != 0, True))
    passed = np.cumsum(genuine)[last]
    tar = np.append(0, passed) / genuine.sum()
    far = np.append(0, last + 1 - passed) / (~genuine).sum()
    return Roc(np.append(np.inf, similarities[last]).astype(np.float64), far, tar)


def verify(comparisons: Comparisons, draws: NDArray[np.int32]) -> Verification:
    """Return how well a model does on pairs, and on the same of people drawn anew.

    Args:
        comparisons: Of which some must be genuine and some impostors'.
        draws: (b, p) how often each person is drawn; with none there are no intervals.
    """
    ranked = _rank(comparisons)
    once = np.ones((1, draws.shape[1]), np.int32)
    value, drawn = ranked.measure(once), ranked.measure(draws)
    auc, accuracy, *tar = (
        Estimate(float(value[0, column]), drawn[:, column]) for column in range(value.shape[1])
    )
    roc = roc_curve(comparisons)
    impostors = len(ranked.impostor_people)
    too_few = [impostors * far < 1 for far in FARS]
    nothing = Estimate(float("nan"), np.full(len(draws), np.nan))
    return Verification(
        auc,
        accuracy,
        tuple(nothing if few else each for few, each in zip(too_few, tar, strict=True)),
        tuple(roc.threshold_at(far) for far in FARS),
        roc,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Ranked:
    """Genuine pairs placed among the impostors', so that a draw costs two sums.

    Attributes:
        genuine_people: (g,) whose the genuine pairs are, least similar first.
        impostor_people: (i, 2) whose the impostor pairs are, least similar first.
        steps: (e,) places among the impostor pairs, from 0 and rising, between which no genuine
            pair lies.
        below: (g,) step before which the impostor pairs less similar than a genuine one lie.
        not_above: (g,) the same with those equally similar.
    """

    genuine_people: NDArray[np.int64]
    impostor_people: NDArray[np.int64]
    steps: NDArray[np.int64]
    below: NDArray[np.int64]
    not_above: NDArray[np.int64]

    def measure(self, draws: NDArray[np.int32]) -> NDArray[np.float64]:
        """Return AUC, accuracy and TAR at each of FARS for draws (b, p) as (b, 2 + f)."""
        measured = [self._measure_draw(draw) for draw in draws]
        return np.array(measured).reshape(len(draws), 2 + len(FARS))

    def _measure_draw(self, draw: NDArray[np.int32]) -> NDArray[np.float64]:
        genuine = draw[self.genuine_people].astype(np.float64)
        first, second = (draw[people] for people in self.impostor_people.T)
        sums = np.add.reduceat(first * second, self.steps[self.steps < len(first)], dtype=np.int64)
        passed_over = np.append(0, np.cumsum(sums))
        impostors, below = passed_over[-1], passed_over[self.below]
        if genuine.sum() == 0 or impostors == 0:
            return np.full(2 + len(FARS), np.nan)
        genuine /= genuine.sum()
        auc = genuine @ (below + passed_over[self.not_above]) / (2 * impostors)
        tar = np.cumsum(genuine[::-1])[::-1]  # with the threshold at each genuine pair
        accuracy = (tar + below / impostors).max() / 2
        far = (impostors - below) / impostors
        return np.array([auc, accuracy, *(genuine @ (far <= most) for most in FARS)])


def _rank(comparisons: Comparisons) -> _Ranked:
    order = np.argsort(comparisons.similarities, kind="stable")
    scores, people = comparisons.similarities[order], comparisons.people[order]
    genuine = comparisons.genuine[order]
    impostors = scores[~genuine]
    below = np.searchsorted(impostors, scores[genuine], "left")
    not_above = np.searchsorted(impostors, scores[genuine], "right")
    steps = np.unique(np.concatenate([[0, len(impostors)], below, not_above]))
    return _Ranked(
        people[genuine, 0],
        people[~genuine],
        steps,
        np.searchsorted(steps, below),
        np.searchsorted(steps, not_above),
    )
