"""Measure a model, or two side by side: ``python -m arcface_train.evaluate MODEL --faces SET``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from arcface_train.conditions import CONDITIONS
from arcface_train.evaluation import Evaluation, Protocol
from arcface_train.evaluation_run import Contenders, Sources, run_evaluation
from arcface_train.evaluation_tables import document, markdown, rich_table, score_tables
from arcface_train.subjects import Subjects
from face_process.errors import TrainError
from face_process.store_documents import Document
from face_process.whole_file import written_whole
from merge.commands.bar import progress
from merge.commands.options import Json, with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import Language, text

PLAIN_WIDTH = 120
"""Columns of tables that go into a file or another program."""
EVERY_CONDITION = ",".join(CONDITIONS)

FACE_SET, FILE, FOLDER = (words(f"meta_{what}") for what in ("set", "file", "folder"))
Models = Annotated[
    list[str], typer.Argument(help=words("arg_evaluated"), metavar=words("meta_evaluated"))
]
Faces = Annotated[Path, typer.Option(help=words("opt_evaluated_faces"), metavar=FACE_SET)]
Strangers = Annotated[Path | None, typer.Option(help=words("opt_strangers"), metavar=FACE_SET)]
PairList = Annotated[Path | None, typer.Option(help=words("opt_pairs"), metavar=FILE)]
Conditions = Annotated[
    str, typer.Option(help=words("opt_conditions"), metavar=words("meta_conditions"))
]
Flip = Annotated[bool, typer.Option("--flip", help=words("opt_flip"))]
KeptGallery = Annotated[bool, typer.Option("--kept-gallery", help=words("opt_kept_gallery"))]
Seed = Annotated[int, typer.Option(min=0, help=words("opt_seed"), metavar=words("meta_number"))]
Out = Annotated[Path | None, typer.Option(help=words("opt_scores_out"), metavar=FOLDER)]
Markdown = Annotated[bool, typer.Option("--markdown", help=words("opt_markdown"))]

app = App(pretty_exceptions_enable=False)


@app.command(help=words("help_evaluate"))
@with_settings("models", "language")
def evaluate(
    settings: Settings,
    evaluated: Models,
    faces: Faces,
    strangers: Strangers = None,
    pairs: PairList = None,
    conditions: Conditions = EVERY_CONDITION,
    flip: Flip = False,
    kept_gallery: KeptGallery = False,
    seed: Seed = 0,
    out: Out = None,
    as_json: Json = False,
    as_markdown: Markdown = False,
) -> None:
    """Measure one model or two, show what came of it and write it where that is wanted."""
    language = settings.language
    if len(evaluated) > 2 or (kept_gallery and len(evaluated) < 2):
        raise typer.BadParameter(text(language, "cli.usage_evaluate"))
    if out and find_spec("matplotlib") is None:
        raise TrainError("matplotlib_missing")
    protocol = Protocol(_known_conditions(conditions, language), flip=flip, seed=seed)
    contenders = Contenders(tuple(evaluated), settings.models, kept_gallery)
    sources = Sources(faces, strangers, pairs)
    subjects, evaluations = run_evaluation(contenders, sources, protocol, progress, language)
    tables = score_tables(evaluations, language)
    scores = {**_facts(subjects, protocol), **document(evaluations)}
    if out:
        _write(out, evaluations, {"scores.md": markdown(tables), "scores.json": _json(scores)})
    if as_json:
        typer.echo(_json(scores))
    elif as_markdown:
        typer.echo(markdown(tables), nl=False)
    else:
        console = Console(markup=False, highlight=False)
        if not console.is_terminal:
            console.width = PLAIN_WIDTH
        for table in tables:
            console.print(rich_table(table), "")


def _known_conditions(names: str, language: Language) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    if not chosen or not set(chosen) <= set(CONDITIONS):
        every = ", ".join(CONDITIONS)
        raise typer.BadParameter(text(language, "cli.usage_conditions", conditions=every))
    return chosen


def _facts(subjects: Subjects, protocol: Protocol) -> Document:
    return {
        "faces": len(subjects),
        "people": len(subjects.strata),
        "stranger_faces": int(subjects.is_stranger.sum()),
        "seed": protocol.seed,
        "draws": protocol.draws,
    }


def _json(scores: Document) -> str:
    return json.dumps(scores, ensure_ascii=False, allow_nan=False)


def _write(folder: Path, evaluations: Sequence[Evaluation], texts: Mapping[str, str]) -> None:
    from arcface_train.evaluation_plot import plot  # matplotlib takes a second to import

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainError("output_unwritable", file=folder, reason=error.strerror) from error
    contents = {name: words.encode() for name, words in texts.items()}
    contents["scores.png"] = plot(evaluations)
    for name, content in contents.items():
        with written_whole(folder / name) as file:
            file.write(content)


if __name__ == "__main__":
    app()
