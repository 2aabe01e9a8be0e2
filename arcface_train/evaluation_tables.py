"""An evaluation as tables to read, for a terminal or a README, and as a document for scripts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.table import Table

from arcface_train.bootstrap import Difference, Estimate, compare
from arcface_train.evaluation import Evaluation, Row
from face_process.store_documents import Document
from UI.texts import Language, text


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """All scores by one measure.

    Attributes:
        measure: What was measured.
        columns: Headings.
        rows: Cells, as many as headings.
    """

    measure: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def score_tables(evaluations: Sequence[Evaluation], language: Language) -> list[ScoreTable]:
    """Return a table a measure, of one model, or of two side by side with what the second changes.

    Args:
        evaluations: One or two, by the same protocol on the same people.
        language: Of the headings; measures keep the names that the field gives them.
    """
    models = tuple(each.model for each in evaluations)
    further = ("threshold",) if len(models) == 1 else ("difference", "misses_lost")
    columns = ("", *models, *(text(language, f"cli.column_{each}") for each in further))
    lines = list(zip(*(each.rows for each in evaluations), strict=True))
    measures = dict.fromkeys(rows[0].measure for rows in lines)
    return [
        ScoreTable(
            measure, columns, tuple(_cells(rows) for rows in lines if rows[0].measure == measure)
        )
        for measure in measures
    ]


def markdown(tables: Sequence[ScoreTable]) -> str:
    """Return tables as they are written in a README."""
    return "\n".join(_markdown(table) for table in tables)


def rich_table(table: ScoreTable) -> Table:
    """Return a table for a terminal."""
    shown = Table(title=table.measure, title_justify="left", title_style="bold", box=None)
    for number, column in enumerate(table.columns):
        shown.add_column(column, justify="right" if number else "left", no_wrap=number == 0)
    for row in table.rows:
        shown.add_row(*row)
    return shown


def document(evaluations: Sequence[Evaluation]) -> Document:
    """Return evaluations for scripts; what couldn't be measured is null.

    Args:
        evaluations: One or two, by the same protocol on the same people.
    """
    models = [
        {
            "model": each.model,
            "pairs": {
                curve.condition: {
                    "genuine": int(curve.comparisons.genuine.sum()),
                    "impostors": int((~curve.comparisons.genuine).sum()),
                }
                for curve in each.curves
            },
            "scores": [_score(row) for row in each.rows],
        }
        for each in evaluations
    ]
    if len(evaluations) == 1:
        return {"models": models}
    lines = zip(*(each.rows for each in evaluations), strict=True)
    return {"models": models, "differences": [_difference(*rows) for rows in lines]}


def _cells(rows: Sequence[Row]) -> tuple[str, ...]:
    scores = [_with_interval(row.estimate, _number) for row in rows]
    if len(rows) == 1:
        threshold = rows[0].threshold
        return rows[0].view, *scores, "" if threshold is None else _number(threshold, 3)
    difference = _compared(*rows)
    return (
        rows[0].view,
        *scores,
        _with_interval(difference.change, _signed),
        _with_interval(difference.misses_lost, _percent),
    )


def _compared(first: Row, second: Row) -> Difference:
    return compare(first.estimate, second.estimate)


def _with_interval(estimate: Estimate, write: Callable[[float], str]) -> str:
    if math.isnan(estimate.value):
        return "–"
    low, high = estimate.interval
    interval = "" if math.isnan(low) else f" [{write(low)}, {write(high)}]"
    return write(estimate.value) + interval


def _number(value: float, digits: int = 4) -> str:
    return f"{value:.{digits}f}" if math.isfinite(value) else "–"


def _signed(value: float) -> str:
    return f"{value:+.4f}".replace("-", "−")


def _percent(value: float) -> str:
    if math.isinf(value):
        return "−∞"
    return f"{100 * value:.0f} %".replace("-", "−")


def _markdown(table: ScoreTable) -> str:
    head = [f"**{table.measure}**", *table.columns[1:]]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _score(row: Row) -> Document:
    facts = {"measure": row.measure, "view": row.view, **_numbers(row.estimate)}
    beside = {"threshold": row.threshold, "standard_error": row.standard_error}
    known = {name: _finite(value) for name, value in beside.items() if value is not None}
    return {**facts, **known}


def _difference(first: Row, second: Row) -> Document:
    difference = _compared(first, second)
    return {
        "measure": first.measure,
        "view": first.view,
        "change": _numbers(difference.change),
        "misses_lost": _numbers(difference.misses_lost),
    }


def _numbers(estimate: Estimate) -> Document:
    low, high = estimate.interval
    return {"value": _finite(estimate.value), "low": _finite(low), "high": _finite(high)}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
