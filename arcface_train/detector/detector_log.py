"""The log of a detector's training: a table that grows with it, and its curves as a picture."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from arcface_train.training_log import CURVES, TABLE
from face_process.whole_file import written_whole

BEST = "best.onnx"
"""Name of the best network in a training's folder."""


@dataclass(frozen=True, slots=True)
class DetectorEntry:
    """What is noted from time to time.

    Attributes:
        step: Steps taken.
        crops: Crops seen.
        seconds: Since training began, pauses between runs left out.
        learning_rate: At that step.
        loss: Weighted sum, mean since the last entry.
        score_loss: The same of the scores.
        box_loss: The same of the boxes.
        landmark_loss: The same of the landmarks, in sizes of the face.
        recall: Share of the large faces of the photos it is judged by that are found at one false
            face in twenty photos; None where it isn't judged.
        small_recall: The same of the small ones.
        landmark_error: Median of those found, in eye distances.
    """

    step: int
    crops: int
    seconds: float
    learning_rate: float
    loss: float
    score_loss: float
    box_loss: float
    landmark_loss: float
    recall: float | None = None
    small_recall: float | None = None
    landmark_error: float | None = None

    @property
    def score(self) -> float | None:
        """What decides which network is best: a hundredth of recall counts as one of error."""
        return None if self.recall is None else self.recall - self.landmark_error


def write_log(folder: Path, entries: Sequence[DetectorEntry]) -> None:
    """Write table and curves, each whole or not at all."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([field.name for field in fields(DetectorEntry)])
    for entry in entries:
        table.writerow(
            f"{value:.6g}" if isinstance(value, float) else value
            for value in asdict(entry).values()
        )
    with written_whole(folder / TABLE) as file:
        file.write(out.getvalue().encode())
    with written_whole(folder / CURVES) as file:
        _draw(entries).savefig(file, format="png", dpi=110)


def _draw(entries: Sequence[DetectorEntry]):  # noqa: ANN202 - matplotlib's Figure
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 3.6), layout="constrained")
    losses, recalls, errors = figure.subplots(1, 3)
    crops = [one.crops for one in entries]
    for name in ("loss", "score_loss", "box_loss", "landmark_loss"):
        losses.plot(crops, [getattr(one, name) for one in entries], label=name.replace("_", " "))
    losses.set(ylabel="loss", yscale="log")
    judged = [one for one in entries if one.recall is not None]
    for name, label in (("recall", "≥ 32 pixels"), ("small_recall", "16 – 32 pixels")):
        values = [getattr(one, name) for one in judged]
        recalls.plot([one.crops for one in judged], values, "o-", label=label)
    recalls.set(ylabel="found at 1 false face in 20 photos")
    away = [one.landmark_error for one in judged]
    errors.plot([one.crops for one in judged], away, "o-", label="≥ 32 pixels")
    errors.set(ylabel="landmark error, eye distances")
    for axes in (losses, recalls, errors):
        axes.set(xlabel="crops")
        axes.grid(alpha=0.3)
        if axes.lines:
            axes.legend()
    return figure
