"""How good a model is on people, by every measure and under every condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arcface_train.bootstrap import DRAWS, Estimate, draw_people
from arcface_train.identification import FPIRS, Roles, Searches, assign_roles, identify, search
from arcface_train.lfw import LfwPairs, fold_accuracy
from arcface_train.pairs import MOST_IMPOSTORS, all_pairs, compare_pairs
from arcface_train.subjects import Subjects
from arcface_train.verification import FARS, Comparisons, Roc, Verification, verify
from arcface_train.views import CLEAN, View
from face_process.types import Embeddings

LFW = "LFW's pairs"


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The embeddings of all photos, (n, d) unit rows, for each view of a protocol.

    Attributes:
        enrolled: Of the clean photos of a gallery, and of the first ones of pairs.
        compared: Of those that are compared with them. By another model than ``enrolled`` where it
            is asked whether an old gallery stays of use (backward compatibility: Shen et al.,
            CVPR 2020).
    """

    enrolled: Mapping[View, Embeddings]
    compared: Mapping[View, Embeddings]


@dataclass(frozen=True, slots=True)
class Protocol:
    """How models are evaluated.

    Attributes:
        conditions: Names of ``conditions.CONDITIONS`` under which the second photo of a pair, or
            the one that is searched for, is seen; the other one is always clean.
        flip: Whether all is measured a second time with embeddings averaged with those of the
            mirror images.
        enrolled: Photos to enrol of a person, each a measurement of its own.
        impostors: Impostor pairs at most.
        draws: How often people are drawn anew, for the intervals.
        seed: Of everything that chance decides.
    """

    conditions: tuple[str, ...]
    flip: bool = False
    enrolled: tuple[int, ...] = (1, 3)
    impostors: int = MOST_IMPOSTORS
    draws: int = DRAWS
    seed: int = 0

    @property
    def flips(self) -> tuple[bool, ...]:
        """Without the mirror images, and with them where that is wanted."""
        return (False, True) if self.flip else (False,)

    @property
    def views(self) -> tuple[View, ...]:
        """How photos have to be seen, clean ones first."""
        conditions = dict.fromkeys([CLEAN, *self.conditions])
        return tuple(View(condition, flip) for condition in conditions for flip in self.flips)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One score of one model.

    Attributes:
        measure: What was measured.
        view: Of which photos.
        estimate: The score.
        threshold: The similarity that gives it, for scores at one.
        standard_error: Of a mean over folds.
    """

    measure: str
    view: str
    estimate: Estimate
    threshold: float | None = None
    standard_error: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """What a picture of a model's verification is drawn from.

    Attributes:
        condition: Of the second photo of each pair.
        comparisons: The pairs.
        roc: What became of them.
    """

    condition: str
    comparisons: Comparisons
    roc: Roc


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """How good a model is.

    Attributes:
        model: What it is called.
        rows: Its scores, in an order that is the same for all models.
        curves: Its verification in full, for each condition, without mirror images.
    """

    model: str
    rows: tuple[Row, ...]
    curves: tuple[Curve, ...]


def evaluate_model(
    model: str, seen: Seen, subjects: Subjects, protocol: Protocol, lfw: LfwPairs | None = None
) -> Evaluation:
    """Return a model's scores.

    Evaluations by one protocol of the same people can be compared row by row.

    Args:
        model: What to call it.
        seen: What it makes of the photos.
        subjects: The people.
        protocol: How to evaluate.
        lfw: Pairs of their photos that are to be judged in folds.
    """
    draws = draw_people(subjects.strata, protocol.draws, protocol.seed)
    rows, curves = [], []
    for condition in protocol.conditions:
        ordered = condition != CLEAN
        pairs = all_pairs(subjects.labels, ordered, protocol.impostors, protocol.seed)
        for flip in protocol.flips:
            view = View(condition, flip)
            enrolled, compared = seen.enrolled[View(CLEAN, flip)], seen.compared[view]
            comparisons = compare_pairs(enrolled, compared, pairs, subjects.labels)
            verification = verify(comparisons, draws)
            rows += _verification_rows(verification, view.title)
            if not flip:
                curves.append(Curve(condition, comparisons, verification.roc))
            for photos in protocol.enrolled:
                roles = assign_roles(subjects.labels, subjects.is_stranger, photos)
                if _can_search(roles, subjects):
                    searches = search(enrolled, compared, subjects.labels, roles)
                    rows += _identification_rows(searches, view.title, photos, draws)
    if lfw is not None:
        for flip in protocol.flips:
            clean = View(CLEAN, flip)
            comparisons = compare_pairs(
                seen.enrolled[clean], seen.compared[clean], lfw.photos, subjects.labels
            )
            rows += _lfw_rows(comparisons, View(LFW, flip).title, lfw.folds, draws)
    return Evaluation(model, tuple(rows), tuple(curves))


def _verification_rows(verification: Verification, view: str) -> list[Row]:
    at_rates = zip(FARS, verification.tar, verification.thresholds, strict=True)
    rows = [Row(f"TAR at FAR {_rate(far)}", view, tar, least) for far, tar, least in at_rates]
    rows.append(Row("AUC", view, verification.auc))
    return [*rows, Row("balanced accuracy", view, verification.accuracy)]


def _can_search(roles: Roles, subjects: Subjects) -> bool:
    """Return whether there are two people to mix up and a stranger."""
    return len(np.unique(subjects.labels[roles.enrolled])) > 1 and len(roles.strangers) > 0


def _identification_rows(
    searches: Searches, view: str, photos: int, draws: NDArray[np.int32]
) -> list[Row]:
    found, enrolled = identify(searches, draws), f"{photos} enrolled"
    at_rates = zip(FPIRS, found.fnir, found.thresholds, strict=True)
    return [
        Row(f"rank-1, {enrolled}", view, found.rank_1),
        *(
            Row(f"FNIR at FPIR {_rate(fpir)}, {enrolled}", view, fnir, least)
            for fpir, fnir, least in at_rates
        ),
    ]


def _lfw_rows(
    comparisons: Comparisons, view: str, folds: NDArray[np.int64], draws: NDArray[np.int32]
) -> list[Row]:
    found, count = fold_accuracy(comparisons, folds, draws), len(np.unique(folds))
    measure = f"accuracy, {count} folds"
    row = Row(measure, view, found.accuracy, standard_error=found.standard_error)
    return [row, *_verification_rows(verify(comparisons, draws), view)]


def _rate(share: float) -> str:
    """Return a rate as it is spoken of: 1e-3."""
    return f"{share:.0e}".replace("e-0", "e-")
