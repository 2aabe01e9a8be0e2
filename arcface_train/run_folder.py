"""The folder of a training: its last state to go on from, its best network, its log."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from arcface_train.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from arcface_train.recipes import Recipe
from arcface_train.training_log import Entry
from face_process.errors import TrainError

LAST, BEST = "last.pt", "best.pt"


@dataclass(slots=True)
class Progress:
    """How far a training came.

    Attributes:
        entries: The log.
        best: The highest score so far.
        since_best: Looks since then.
    """

    entries: list[Entry] = field(default_factory=list)
    best: float = -1.0
    since_best: int = 0


def save_last(
    folder: Path, network: Checkpoint, recipe: Recipe, state: dict[str, Any], progress: Progress
) -> None:
    """Keep everything that going on takes, whole or not at all.

    Args:
        folder: Of the training.
        network: The network as it is, with its record.
        recipe: What it is trained by.
        state: Of the learner.
        progress: How far it came.
    """
    kept = {"recipe": plain(recipe), "state": state, "progress": asdict(progress)}
    write_checkpoint(folder / LAST, Checkpoint(network.network, network.record, kept))


def read_last(folder: Path, recipe: Recipe) -> tuple[Checkpoint, Progress] | None:
    """Return what was kept; None where nothing was.

    Raises:
        TrainError: It is damaged, or of another recipe.
    """
    file = folder / LAST
    if not file.exists():
        return None
    last = read_checkpoint(file)
    if last.training.get("recipe") != plain(recipe):
        raise TrainError("train_run_other", folder=folder)
    progress = dict(last.training["progress"])
    entries = [Entry(**one) for one in progress.pop("entries")]
    return last, Progress(entries, **progress)


def plain(recipe: Recipe) -> dict[str, Any]:
    """Return a recipe in numbers and words."""
    return json.loads(json.dumps(asdict(recipe)))
