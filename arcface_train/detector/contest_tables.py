"""A contest of detectors as tables to read, and as a document for scripts."""

from __future__ import annotations

import math
from collections.abc import Mapping

from arcface_train.detector.contest import Outcome
from arcface_train.detector.judge import FALSE_A_PHOTO, LARGE, SMALL
from arcface_train.evaluation_tables import ScoreTable
from face_process.store_documents import Document
from UI.texts import Language, text

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
FACTS = ("recall", "small_recall", "threshold", "landmark_error", "milliseconds")
AT_THRESHOLD = ("recall", "small_recall", "precision", "false_faces", "false_a_photo")


def contest_tables(outcomes: Mapping[str, Outcome], language: Language) -> list[ScoreTable]:
    """Return a table of all detectors at few false faces, and one of each by thresholds."""
    rows = tuple(
        (name, *(_number(_facts(outcome)[fact], fact) for fact in FACTS))
        for name, outcome in outcomes.items()
    )
    allowed = text(language, "cli.table_at_false_faces", photos=round(1 / FALSE_A_PHOTO))
    tables = [ScoreTable(allowed, ("", *_headings(FACTS, language)), rows)]
    for name, outcome in outcomes.items():
        rows = tuple(
            (f"{at:.1f}", *(_number(row[fact], fact) for fact in AT_THRESHOLD))
            for at, row in ((at, _at(outcome, at)) for at in THRESHOLDS)
        )
        headings = _headings(("threshold", *AT_THRESHOLD), language)
        tables.append(ScoreTable(name, headings, rows))
    return tables


def contest_document(outcomes: Mapping[str, Outcome]) -> Document:
    """Return a contest for scripts; what couldn't be measured is null."""
    return {
        "detectors": [
            {
                "model": name,
                "photos": outcome.judgement.photos,
                "faces": int((outcome.judgement.sizes >= LARGE).sum()),
                **{fact: _finite(value) for fact, value in _facts(outcome).items()},
                "thresholds": [
                    {"threshold": at}
                    | {fact: _finite(value) for fact, value in _at(outcome, at).items()}
                    for at in THRESHOLDS
                ],
            }
            for name, outcome in outcomes.items()
        ]
    }


def _facts(outcome: Outcome) -> dict[str, float]:
    judged = outcome.judgement
    threshold = judged.threshold_for()
    return {
        "recall": judged.recall(threshold, LARGE),
        "small_recall": judged.recall(threshold, SMALL, LARGE),
        "threshold": threshold,
        "landmark_error": judged.landmark_error(threshold),
        "milliseconds": outcome.milliseconds,
    }


def _at(outcome: Outcome, threshold: float) -> dict[str, float]:
    judged = outcome.judgement
    false = judged.false_faces(threshold)
    return {
        "recall": judged.recall(threshold, LARGE),
        "small_recall": judged.recall(threshold, SMALL, LARGE),
        "precision": judged.precision(threshold),
        "false_faces": false,
        "false_a_photo": false / judged.photos if judged.photos else math.nan,
    }


def _headings(facts: tuple[str, ...], language: Language) -> tuple[str, ...]:
    return tuple(text(language, f"cli.column_{fact}") for fact in facts)


def _number(value: float, fact: str) -> str:
    if not math.isfinite(value):
        return "–"
    digits = {"milliseconds": 1, "false_faces": 0}.get(fact, 3)
    return f"{value:.{digits}f}"


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
