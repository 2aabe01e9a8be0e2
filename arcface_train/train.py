"""Train a recognition network on people of your own: ``python -m arcface_train.train``.

Several graphics cards or machines: ``torchrun --nproc-per-node 2 -m arcface_train.train …``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from arcface_train.recipes import RECIPES
from arcface_train.torch_here import require_torch
from arcface_train.training_log import CURVES
from merge.commands.bar import progress
from merge.commands.options import warn, with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import text

app = App(pretty_exceptions_enable=False)

FACE_SET, NUMBER = words("meta_set"), words("meta_number")
Faces = Annotated[list[Path], typer.Argument(help=words("arg_learnt_faces"), metavar=FACE_SET)]
Out = Annotated[Path, typer.Option(help=words("opt_run"), metavar=words("meta_folder"))]
StartWith = Annotated[
    str | None,
    typer.Option("--from", help=words("opt_from"), metavar=words("meta_model")),
]
Teacher = Annotated[
    str | None, typer.Option("--teacher", help=words("opt_teacher"), metavar=words("meta_model"))
]
Others = Annotated[
    list[Path] | None, typer.Option("--others", help=words("opt_others"), metavar=FACE_SET)
]
RecipeName = Annotated[
    str, typer.Option("--recipe", help=words("opt_recipe"), metavar=" | ".join(RECIPES))
]
Epochs = Annotated[int | None, typer.Option(min=1, help=words("opt_epochs"), metavar=NUMBER)]
BatchSize = Annotated[int | None, typer.Option(min=2, help=words("opt_batch"), metavar=NUMBER)]
Rate = Annotated[float | None, typer.Option(min=0, help=words("opt_learning_rate"), metavar=NUMBER)]
Changes = Annotated[
    float | None, typer.Option(min=0, max=1, help=words("opt_changes"), metavar=NUMBER)
]
HeldOutShare = Annotated[
    float, typer.Option("--held-out", min=0, max=0.9, help=words("opt_held_out"), metavar=NUMBER)
]
Seed = Annotated[int, typer.Option(min=0, help=words("opt_seed"), metavar=NUMBER)]


@app.command(help=words("help_train"))
@with_settings("models", "device", "language")
def train_network(
    settings: Settings,
    faces: Faces,
    out: Out,
    model: StartWith = None,
    teacher: Teacher = None,
    others: Others = None,
    recipe_name: RecipeName = "small",
    epochs: Epochs = None,
    batch: BatchSize = None,
    learning_rate: Rate = None,
    changes: Changes = None,
    held_out: HeldOutShare = 0.1,
    seed: Seed = 0,
) -> None:
    """Train, and tell on the way how it goes."""
    if recipe_name not in RECIPES:
        recipes = ", ".join(RECIPES)
        raise typer.BadParameter(text(settings.language, "cli.usage_recipe", recipes=recipes))
    require_torch()
    from arcface_train.run_folder import BEST
    from arcface_train.training_job import Job, run

    given = {"epochs": epochs, "batch": batch, "learning_rate": learning_rate}
    recipe = RECIPES[recipe_name]
    recipe = replace(recipe, **{name: one for name, one in given.items() if one is not None})
    if changes is not None:
        recipe = replace(recipe, jitter=recipe.jitter.rarer(changes))
    if teacher is None and recipe.as_teacher:
        raise typer.BadParameter(text(settings.language, "cli.usage_teacher", recipe=recipe_name))
    if teacher is not None and not recipe.keep_weight:
        raise typer.BadParameter(text(settings.language, "cli.usage_alone", recipe=recipe_name))
    if teacher is None:
        recipe = replace(recipe, relations=0.0)
    sets = (tuple(faces), tuple(others or ()))
    job = Job(*sets, model, teacher, out, recipe_name, recipe, held_out, seed)
    run(settings, job, progress, warn)
    typer.echo(text(settings.language, "cli.trained", best=out / BEST, curves=out / CURVES))


if __name__ == "__main__":
    app()
