"""Verification as LFW does it: its list of pairs in ten folds, a threshold chosen on the others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arcface_train.bootstrap import Estimate
from arcface_train.verification import Comparisons
from face_process.errors import TrainError


@dataclass(frozen=True, slots=True, eq=False)
class LfwPairs:
    """The pairs of LFW's pairs.txt, or of a list of your own that is written alike.

    Attributes:
        photos: (m, 2) int64, rows of the face set.
        folds: (m,) int64, which fold each pair is in; no person is in two folds.
        missing: How many pairs are left out because a face wasn't found in one of their photos.
    """

    photos: NDArray[np.int64]
    folds: NDArray[np.int64]
    missing: int


@dataclass(frozen=True, slots=True, eq=False)
class FoldAccuracy:
    """The share of pairs that are answered rightly.

    Attributes:
        accuracy: Mean over the folds.
        standard_error: Of that mean, as LFW's results are given.
    """

    accuracy: Estimate
    standard_error: float


def read_pairs(file: Path, files: tuple[str, ...]) -> LfwPairs:
    """Return the pairs of a list in LFW's format that are among the photos of a face set.

    The first line gives the number of folds and of genuine pairs in a fold, which are followed by
    as many of impostors (README of LFW, Huang et al., UMass 07-49, 2007):

        10	300
        Abel_Pacheco	1	4
        Abdel_Madi_Shabneh	1	Dean_Barker	1

    Args:
        file: The list.
        files: Of the face set, ``crops/NAME/NAME_0001.png`` for photo 1 of NAME.

    Raises:
        TrainError: The list can't be read, is written otherwise, or names none of the photos.
    """
    rows = {Path(name).stem: row for row, name in enumerate(files)}
    try:
        header, *lines = (line.split() for line in file.read_text("utf-8").splitlines() if line)
        folds, in_fold = int(header[0]), int(header[1]) * 2
        named = [_photo_names(fields) for fields in lines]
    except (OSError, ValueError, IndexError) as error:
        raise TrainError("pairs_unreadable", file=file) from error
    if len(named) != folds * in_fold:
        raise TrainError("pairs_unreadable", file=file)
    numbers = [number // in_fold for number in range(len(named))]
    found = [
        (rows[first], rows[second], number)
        for (first, second), number in zip(named, numbers, strict=True)
        if first in rows and second in rows
    ]
    if len({number for *_, number in found}) < 2:
        raise TrainError("pairs_elsewhere", file=file)
    table = np.array(found, np.int64)
    return LfwPairs(table[:, :2], table[:, 2], len(named) - len(found))


def fold_accuracy(
    comparisons: Comparisons, folds: NDArray[np.int64], draws: NDArray[np.int32]
) -> FoldAccuracy:
    """Return the accuracy on each fold with the threshold that is best on all others.

    Genuine and impostor pairs count equally in all, however many there are of each; on LFW, where
    they are as many, that changes nothing.

    Args:
        comparisons: The pairs.
        folds: (m,) the fold of each.
        draws: (b, p) how often each person is drawn.
    """
    order = np.argsort(comparisons.similarities, kind="stable")
    sorted_pairs = Comparisons(comparisons.similarities[order], comparisons.people[order])
    places = folds[order]
    once = np.ones(draws.shape[1], np.int32)
    each = _accuracies(sorted_pairs, places, once)
    drawn = np.array([_mean(_accuracies(sorted_pairs, places, draw)) for draw in draws])
    error = float(np.std(each, ddof=1) / np.sqrt(len(each))) if len(each) > 1 else float("nan")
    return FoldAccuracy(Estimate(_mean(each), drawn), error)


def _photo_names(fields: list[str]) -> tuple[str, str]:
    """Return the names of a line's two photos, without folder and suffix."""
    if len(fields) == 3:
        name, first, second = fields
        return f"{name}_{int(first):04}", f"{name}_{int(second):04}"
    name, first, other, second = fields
    return f"{name}_{int(first):04}", f"{other}_{int(second):04}"


def _accuracies(
    comparisons: Comparisons, folds: NDArray[np.int64], draw: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Return the accuracy on each fold that a draw has both kinds of, of sorted pairs."""
    weights, genuine = comparisons.weights(draw), comparisons.genuine
    kinds = np.stack([weights * genuine, weights * ~genuine])  # (2, m)
    accuracies = []
    for fold in np.unique(folds):
        tested = folds == fold
        totals = kinds[:, tested].sum(axis=1)
        if min(*totals, *(kinds.sum(axis=1) - totals)) == 0:
            continue
        threshold = _best_threshold(comparisons.similarities, kinds * ~tested)
        right = (comparisons.similarities >= threshold) == genuine
        accuracies.append(np.mean(kinds[:, tested & right].sum(axis=1) / totals))
    return np.array(accuracies)


def _mean(accuracies: NDArray[np.float64]) -> float:
    return float(accuracies.mean()) if len(accuracies) else float("nan")


def _best_threshold(similarities: NDArray[np.float32], kinds: NDArray[np.int64]) -> float:
    """Return the threshold that answers most pairs rightly, in the middle between two of them."""
    missed, passed_over = np.cumsum(kinds, axis=1) / kinds.sum(axis=1, keepdims=True)
    best = int(np.argmax(passed_over - missed))  # pairs up to this one don't pass
    return float(np.mean(similarities[best : best + 2], dtype=np.float64))
