"""Train a small face detector: ``python -m arcface_train.detector.train LABELS --out RUN``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcface_train.torch_here import require_torch
from arcface_train.training_log import CURVES
from merge.commands.bar import progress
from merge.commands.options import warn, with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import Language, text

if TYPE_CHECKING:
    from arcface_train.detector.detector_log import DetectorEntry

app = App(pretty_exceptions_enable=False)

FOLDER, NUMBER = words("meta_folder"), words("meta_number")
LabelsFolder = Annotated[
    Path, typer.Argument(help=words("arg_learnt_labels"), metavar=words("meta_labels"))
]
Out = Annotated[Path, typer.Option(help=words("opt_run"), metavar=FOLDER)]
StartWith = Annotated[
    Path | None,
    typer.Option("--from", help=words("opt_detector_from"), metavar=words("meta_model")),
]
JudgedBy = Annotated[
    Path | None,
    typer.Option("--judge", help=words("opt_judge"), metavar=words("meta_labels")),
]
Steps = Annotated[int | None, typer.Option(min=1, help=words("opt_steps"), metavar=NUMBER)]
Minutes = Annotated[float | None, typer.Option(min=0.01, help=words("opt_minutes"), metavar=NUMBER)]
BatchSize = Annotated[int | None, typer.Option(min=1, help=words("opt_crop_batch"), metavar=NUMBER)]
Rate = Annotated[float | None, typer.Option(min=0, help=words("opt_learning_rate"), metavar=NUMBER)]
Changes = Annotated[
    float | None, typer.Option(min=0, max=1, help=words("opt_changes"), metavar=NUMBER)
]
Seed = Annotated[int, typer.Option(min=0, help=words("opt_seed"), metavar=NUMBER)]


@app.command(help=words("help_train_detector"))
@with_settings("language")
def train_detector(
    settings: Settings,
    labels: LabelsFolder,
    out: Out,
    begun: StartWith = None,
    judge: JudgedBy = None,
    steps: Steps = None,
    minutes: Minutes = None,
    batch: BatchSize = None,
    learning_rate: Rate = None,
    changes: Changes = None,
    seed: Seed = 0,
) -> None:
    """Train, and tell on the way how it goes."""
    if (steps is None) == (minutes is None):
        raise typer.BadParameter(text(settings.language, "cli.usage_length"))
    require_torch()
    from arcface_train.detector.detector_log import BEST
    from arcface_train.detector.labels import read_labels
    from arcface_train.detector.recipe import DetectorRecipe
    from arcface_train.detector.training import DetectorTraining, Length, train

    given = {"batch": batch, "learning_rate": learning_rate}
    recipe = DetectorRecipe()
    recipe = replace(recipe, **{name: one for name, one in given.items() if one is not None})
    if changes is not None:
        recipe = replace(recipe, chances=recipe.chances.rarer(changes))
    training = DetectorTraining(
        read_labels(labels),
        read_labels(judge) if judge else None,
        recipe,
        Length(steps, minutes and minutes * 60),
        out,
        begun,
        seed,
    )
    out.mkdir(parents=True, exist_ok=True)
    whole = steps or minutes * 60
    with progress(text(settings.language, "cli.training"), whole) as advance:

        def told(entry: DetectorEntry) -> None:
            advance(entry.step if steps else entry.seconds)
            warn(_line(entry, settings.language))

        train(training, told)
    typer.echo(text(settings.language, "cli.trained", best=out / BEST, curves=out / CURVES))


def _line(entry: DetectorEntry, language: Language) -> str:
    losses = (
        f"{entry.loss:.3f} ({entry.score_loss:.3f} {entry.box_loss:.3f} {entry.landmark_loss:.4f})"
    )
    line = text(
        language, "cli.detector_step", step=entry.step, seconds=round(entry.seconds), losses=losses
    )
    if entry.recall is None:
        return line
    found = {"large": entry.recall, "small": entry.small_recall, "error": entry.landmark_error}
    return f"{line}  {text(language, 'cli.detector_judged', **found)}"


if __name__ == "__main__":
    app()
