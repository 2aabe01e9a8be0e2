"""Who is this? How often a model finds the right one of many people, and takes strangers for one.

The words are those of ISO/IEC 19795-1 and of NIST's FRVT 1:N (NISTIR 8271): a mated search is one
of somebody enrolled, FPIR the share of non-mated searches that bring up anybody, FNIR the share of
mated searches that don't bring up the right person, here as the nearest; 1 − FNIR is also called
detection and identification rate (DIR).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arcface_train.bootstrap import Estimate
from face_process.types import Embeddings

FPIRS = (1e-2, 1e-1)
"""Shares of strangers' searches that bring up somebody, at which the misses are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """Which photos are enrolled and which are searched for.

    Attributes:
        enrolled: (g,) rows of photos, those of a person together.
        mated: (m,) rows of other photos of the same people.
        strangers: (s,) rows of photos of people who aren't enrolled.
    """

    enrolled: NDArray[np.int64]
    mated: NDArray[np.int64]
    strangers: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Searches:
    """What came of searching for every photo.

    Attributes:
        own: (m,) float32 similarity of each mated search to its person's best face.
        others: (m,) float32, to the nearest other person.
        mated_people: (m,) int64, rows of the draws of ``bootstrap``.
        strangers: (s,) float32, of each non-mated search to the nearest person.
        stranger_people: (s,) int64.
    """

    own: NDArray[np.float32]
    others: NDArray[np.float32]
    mated_people: NDArray[np.int64]
    strangers: NDArray[np.float32]
    stranger_people: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Identification:
    """How well a model finds people among others.

    The people searched for are drawn anew; those enrolled stay, as somebody drawn twice would be
    two people who can't be told apart.

    Attributes:
        rank_1: Share of mated searches whose nearest person is the right one, threshold or none.
        fnir: FNIR at each of FPIRS; NaN where there are fewer than 1 / FPIR strangers' searches.
        thresholds: The similarities that give those.
    """

    rank_1: Estimate
    fnir: tuple[Estimate, ...]
    thresholds: tuple[float, ...]


def assign_roles(labels: NDArray[np.int64], is_stranger: NDArray[np.bool_], enrolled: int) -> Roles:
    """Enrol the first photos of everybody who has more; who has no more takes no part.

    Args:
        labels: (n,) whose photos they are.
        is_stranger: (n,) whether they show somebody who is not to be enrolled.
        enrolled: Photos to enrol of a person.
    """
    order = np.argsort(labels, kind="stable")
    _, starts, counts = np.unique(labels[order], return_index=True, return_counts=True)
    number = np.empty(len(labels), np.int64)  # of a photo among its person's, from 0
    number[order] = np.arange(len(labels)) - np.repeat(starts, counts)
    photos = np.empty(len(labels), np.int64)  # how many its person has
    photos[order] = np.repeat(counts, counts)
    known = ~is_stranger & (photos > enrolled)
    return Roles(
        order[(known & (number < enrolled))[order]],
        np.flatnonzero(known & (number >= enrolled)),
        np.flatnonzero(is_stranger),
    )


def search(
    gallery: Embeddings, probes: Embeddings, labels: NDArray[np.int64], roles: Roles
) -> Searches:
    """Search for every photo; a person with several enrolled is as similar as their best.

    Args:
        gallery: (n, d) unit rows, of all photos as they are enrolled; two people at least.
        probes: (n, d) unit rows, of the same photos as they are searched for.
        labels: (n,) whose they are.
        roles: Which are enrolled and which searched for.
    """
    people, starts = np.unique(labels[roles.enrolled], return_index=True)
    enrolled = gallery[roles.enrolled]

    def nearest(rows: NDArray[np.int64]) -> NDArray[np.float32]:
        return np.maximum.reduceat(probes[rows] @ enrolled.T, starts, axis=1)  # (rows, people)

    mated = nearest(roles.mated)
    own_place = np.arange(len(roles.mated)), np.searchsorted(people, labels[roles.mated])
    own = mated[own_place]
    mated[own_place] = -np.inf
    return Searches(
        own,
        mated.max(axis=1),
        labels[roles.mated],
        nearest(roles.strangers).max(axis=1),
        labels[roles.strangers],
    )


def identify(searches: Searches, draws: NDArray[np.int32]) -> Identification:
    """Return how well searches went, and those for people drawn anew.

    Args:
        searches: Some mated and some not.
        draws: (b, p) how often each person is drawn.
    """
    once = np.ones((1, draws.shape[1]), np.int32)
    value, drawn = _measure(searches, once), _measure(searches, draws)
    rank_1 = Estimate(float(value[0, 0]), drawn[:, 0])
    fnir = [
        Estimate(float(value[0, column]), drawn[:, column], is_error=True)
        if len(searches.strangers) * fpir >= 1
        else Estimate(float("nan"), np.full(len(draws), np.nan), is_error=True)
        for column, fpir in enumerate(FPIRS, start=1)
    ]
    return Identification(rank_1, tuple(fnir), tuple(_threshold(searches, each) for each in FPIRS))


def _measure(searches: Searches, draws: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return rank-1 and FNIR at each of FPIRS for draws (b, p) as (b, 1 + f)."""
    order = np.argsort(searches.strangers)
    below = np.searchsorted(searches.strangers[order], searches.own)
    first = searches.own > searches.others
    measured = np.full((len(draws), 1 + len(FPIRS)), np.nan)
    for row, draw in zip(measured, draws, strict=True):
        mated = draw[searches.mated_people]
        passed_over = np.append(0, np.cumsum(draw[searches.stranger_people[order]]))
        if mated.sum() == 0 or passed_over[-1] == 0:
            continue
        # The share of strangers that pass with the threshold at each mated search's similarity.
        fpir = (passed_over[-1] - passed_over[below]) / passed_over[-1]
        found = [first, *(first & (fpir <= most) for most in FPIRS)]
        shares = np.stack(found) @ mated / mated.sum()
        row[:] = shares[0], *(1 - shares[1:])
    return measured


def _threshold(searches: Searches, fpir: float) -> float:
    """Return the least similarity among all searches that lets no more strangers through."""
    candidates = np.sort(np.concatenate([searches.own, searches.strangers]))
    strangers = np.sort(searches.strangers)
    passed = len(strangers) - np.searchsorted(strangers, candidates)
    allowed = candidates[passed / len(strangers) <= fpir]
    return float(allowed[0]) if len(allowed) else float("inf")
