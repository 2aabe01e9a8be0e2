"""The log of a training: a table that grows with it, and its curves as a picture."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from face_process.whole_file import written_whole

TABLE, CURVES = "log.csv", "curves.png"
STEP_COLUMNS = ("step", "epoch", "seconds", "learning_rate", "loss", "class_loss", "keep_loss")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is noted from time to time.

    Attributes:
        step: Steps taken.
        epoch: Epochs, the last one in part.
        seconds: Since training began, pauses between runs left out.
        learning_rate: Of the network at that step.
        loss: Weighted sum, mean since the last entry; NaN before the first step.
        class_loss: The same of telling people apart.
        keep_loss: The same of keeping embeddings.
        scores: TAR of the people held out, by condition; empty where they weren't measured.
    """

    step: int
    epoch: float
    seconds: float
    learning_rate: float
    loss: float
    class_loss: float
    keep_loss: float
    scores: dict[str, float]

    @property
    def score(self) -> float | None:
        """Mean over the conditions, which decides what is best; None where not measured."""
        return sum(self.scores.values()) / len(self.scores) if self.scores else None


def write_log(folder: Path, entries: list[Entry]) -> None:
    """Write table and curves, each whole or not at all."""
    conditions = next((tuple(one.scores) for one in entries if one.scores), ())
    with written_whole(folder / TABLE) as out:
        out.write(_table(entries, conditions).encode())
    with written_whole(folder / CURVES) as out:
        _draw(entries, conditions).savefig(out, format="png", dpi=110)


def _table(entries: list[Entry], conditions: tuple[str, ...]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([*STEP_COLUMNS, *conditions])
    for one in entries:
        losses = (one.loss, one.class_loss, one.keep_loss)
        numbers = (one.epoch, one.seconds, one.learning_rate, *losses)
        measured = [one.scores[name] if one.scores else "" for name in conditions]
        table.writerow([one.step, *(f"{each:.6g}" for each in numbers), *measured])
    return out.getvalue()


def _draw(entries: list[Entry], conditions: tuple[str, ...]):  # noqa: ANN202 - matplotlib's Figure
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    losses, tars = figure.subplots(1, 2)
    epochs = [one.epoch for one in entries]
    for name in ("loss", "class_loss", "keep_loss"):
        losses.plot(epochs, [getattr(one, name) for one in entries], label=name.replace("_", " "))
    losses.set(xlabel="epochs", ylabel="loss", yscale="log")
    measured = [one for one in entries if one.scores]
    for name in conditions:
        values = [one.scores[name] for one in measured]
        tars.plot([one.epoch for one in measured], values, "o-", label=name.replace("_", " "))
    tars.set(xlabel="epochs", ylabel="TAR at FAR 1 % of people held out")
    for axes in (losses, tars):
        axes.grid(alpha=0.3)
        if axes.lines:
            axes.legend()
    return figure
