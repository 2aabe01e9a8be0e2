"""Train a recognition network on people of your own: ``python -m arcface_train.train``.

Several graphics cards or machines: ``torchrun --nproc-per-node 2 -m arcface_train.train …``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from arcface_train.face_set import read_face_set
from arcface_train.held_out import hold_out
from arcface_train.pictures import pictures_of
from arcface_train.processes import joined
from arcface_train.recipes import RECIPES, Recipe
from arcface_train.run_folder import BEST, plain
from arcface_train.start import start
from arcface_train.training import Training, train
from arcface_train.training_log import CURVES, Entry
from merge.commands.bar import progress
from merge.commands.options import errors_as_sentences, warn

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Faces = Annotated[Path, typer.Argument(metavar="SET", help="Face set of the people to learn.")]
Out = Annotated[
    Path, typer.Option(metavar="FOLDER", help="For state, best network and log; goes on from it.")
]
StartWith = Annotated[
    str | None,
    typer.Option("--from", metavar="MODEL", help="Pack, ONNX file or checkpoint to begin with."),
]
Others = Annotated[
    list[Path] | None,
    typer.Option("--others", metavar="SET", help="Face sets used without saying who is who."),
]
RecipeName = Annotated[str, typer.Option("--recipe", help=f"One of: {', '.join(RECIPES)}.")]
Epochs = Annotated[int | None, typer.Option(min=1, help="Instead of the recipe's.")]
BatchSize = Annotated[int | None, typer.Option(min=2, help="Instead of the recipe's.")]
Rate = Annotated[float | None, typer.Option(min=0, help="Learning rate instead of the recipe's.")]
HeldOut = Annotated[
    float, typer.Option(min=0, max=0.9, help="Share of the people that the network is judged by.")
]
Seed = Annotated[int, typer.Option(min=0, help="Of all that chance decides.")]
Device = Annotated[str | None, typer.Option(help="cpu, cuda or cuda:1; else the best there is.")]


@app.command()
def main(
    faces: Faces,
    out: Out,
    model: StartWith = None,
    others: Others = None,
    recipe_name: RecipeName = "small",
    epochs: Epochs = None,
    batch: BatchSize = None,
    learning_rate: Rate = None,
    held_out: HeldOut = 0.1,
    seed: Seed = 0,
    device: Device = None,
) -> None:
    """Train a recognition network on a face set; a training that was stopped goes on."""
    if recipe_name not in RECIPES:
        raise typer.BadParameter(f"there is no recipe {recipe_name}")
    changes = {"epochs": epochs, "batch": batch, "learning_rate": learning_rate}
    given = {name: value for name, value in changes.items() if value is not None}
    recipe = replace(RECIPES[recipe_name], **given)
    with errors_as_sentences(), joined(device) as processes:
        begun = start(model, recipe.network, seed)
        sets = [read_face_set(folder) for folder in others or []]
        pictures = pictures_of([read_face_set(faces)], sets)
        left, held = hold_out(pictures, held_out, seed)
        out.mkdir(parents=True, exist_ok=True)
        told_by = {"name": recipe_name, **_numbers(recipe)}
        people = replace(begun.record, people=left.people, photos=len(left), recipe=told_by)
        training = Training(left, held, recipe, out, seed)
        with progress("Training", training.steps) as advance:

            def told(entry: Entry) -> None:
                advance(entry.step)
                warn(_line(entry))

            train(training, replace(begun, record=people), processes, told)
    typer.echo(f"{out / BEST}  {out / CURVES}")


def _numbers(recipe: Recipe) -> dict[str, str | int | float]:
    """Return what the card of a model tells of its recipe."""
    numbers = plain(recipe)
    numbers |= {f"jitter {name}": share for name, share in numbers.pop("jitter").items()}
    return {name: number for name, number in numbers.items() if number is not None}


def _line(entry: Entry) -> str:
    told = "  ".join(f"{name} {value:.3f}" for name, value in entry.scores.items())
    return f"epoch {entry.epoch:.1f}  loss {entry.loss:.3f}  {entry.seconds:.0f} s  {told}"


if __name__ == "__main__":
    app()
