"""Measure a recognition model, or two side by side: ``python -m arcface_train.evaluate --help``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from arcface_train.command_line import errors_as_sentences, progress_bar
from arcface_train.conditions import CONDITIONS
from arcface_train.embedder import open_embedder
from arcface_train.evaluation import Evaluation, Protocol, Seen, evaluate_model
from arcface_train.evaluation_tables import (
    Document,
    document,
    markdown,
    rich_tables,
    score_tables,
)
from arcface_train.face_set import read_face_set
from arcface_train.lfw import read_pairs
from arcface_train.subjects import Subjects, gather_subjects
from arcface_train.views import embed_views
from face_process.errors import TrainError
from face_process.whole_file import written_whole

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

PLAIN_WIDTH = 120
"""Columns of tables that go into a file or another program."""
EVERY_CONDITION = ",".join(CONDITIONS)


@dataclass(frozen=True, slots=True)
class Sources:
    """What is evaluated on.

    Attributes:
        faces: A face set of people, some with several photos.
        strangers: A face set of others, or None.
        pairs: A list of pairs of ``faces`` as LFW's pairs.txt, or None.
    """

    faces: Path
    strangers: Path | None = None
    pairs: Path | None = None


def evaluate(
    models: Sequence[str], sources: Sources, protocol: Protocol, kept_gallery: bool = False
) -> tuple[Subjects, list[Evaluation]]:
    """Return the people and how good each model is on them.

    Args:
        models: One or two: ONNX files, packs or checkpoints.
        sources: The people.
        protocol: How to evaluate.
        kept_gallery: Whether the second is searched for among what the first enrolled.

    Raises:
        FaceMindError: A model or a face set can't be read, or two models whose embeddings differ
            in width are to share a gallery.
    """
    faces = read_face_set(sources.faces)
    strangers = read_face_set(sources.strangers) if sources.strangers else None
    subjects = gather_subjects(faces, strangers)
    lfw = read_pairs(sources.pairs, faces.files) if sources.pairs else None
    with progress_bar() as bar:
        seen = _embed(models, subjects, protocol, bar)
        if kept_gallery:
            seen[1] = _in_gallery_of(seen[0], seen[1])
        task = bar.add_task("measuring", total=len(models))
        evaluations = []
        for name, each in zip(_names(models, kept_gallery), seen, strict=True):
            evaluations.append(evaluate_model(name, each, subjects, protocol, lfw))
            bar.advance(task)
    return subjects, evaluations


def _embed(
    models: Sequence[str], subjects: Subjects, protocol: Protocol, bar: Progress
) -> list[Seen]:
    embedders = [open_embedder(model) for model in models]
    conditions = {view.condition for view in protocol.views}
    task = bar.add_task("embedding", total=len(subjects) * len(conditions) * len(models))
    found = embed_views(
        embedders, subjects, protocol.views, protocol.seed, lambda done: bar.advance(task, done)
    )
    return [Seen(views, views) for views in found]


def _in_gallery_of(first: Seen, second: Seen) -> Seen:
    widths = [next(iter(seen.enrolled.values())).shape[1] for seen in (first, second)]
    if widths[0] != widths[1]:
        raise TrainError("gallery_width", first=widths[0], second=widths[1])
    return Seen(first.enrolled, second.compared)


def _names(models: Sequence[str], kept_gallery: bool) -> list[str]:
    """Return short names to tell models apart by."""
    paths = [Path(model).resolve() for model in models]
    names = [path.stem if path.is_file() else path.name for path in paths]
    if len(set(names)) < len(names):
        names = list(models)
    return [names[0], f"{names[1]}, gallery kept"] if kept_gallery else names


Models = Annotated[
    list[str], typer.Argument(metavar="MODEL [MODEL2]", help="ONNX file, pack or checkpoint.")
]
Faces = Annotated[Path, typer.Option(metavar="SET", help="Face set of people.")]
Strangers = Annotated[
    Path | None, typer.Option(metavar="SET", help="Face set of others, never enrolled.")
]
PairList = Annotated[
    Path | None, typer.Option(metavar="FILE", help="LFW's pairs.txt, or one written alike.")
]
Conditions = Annotated[str, typer.Option(metavar="A,B,…", help="Of the second photo of each pair.")]
Flip = Annotated[bool, typer.Option("--flip", help="Also average with the mirror images.")]
KeptGallery = Annotated[
    bool, typer.Option("--kept-gallery", help="Search MODEL2's faces in MODEL's gallery.")
]
Seed = Annotated[int, typer.Option(min=0, help="Of all that chance decides.")]
Out = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="For tables, scores and a picture.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="Print tables for a README.")]


@app.command()
def main(
    models: Models,
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
    """Measure a recognition model, or two side by side, on people.

    A clean photo is compared with each other one under each condition, and people are searched
    for among those enrolled. Intervals are of 95 %, over people.
    """
    protocol = Protocol(_known_conditions(conditions), flip=flip, seed=seed)
    if len(models) > 2:
        raise typer.BadParameter("one model, or two to compare")
    if kept_gallery and len(models) < 2:
        raise typer.BadParameter("--kept-gallery takes two models")
    with errors_as_sentences():
        sources = Sources(faces, strangers, pairs)
        subjects, evaluations = evaluate(models, sources, protocol, kept_gallery)
        scores = {**_facts(subjects, protocol), **document(evaluations)}
        if out:
            _write(out, evaluations, scores)
    _print(evaluations, scores if as_json else None, as_markdown)


def _known_conditions(names: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    if not chosen or not set(chosen) <= set(CONDITIONS):
        raise typer.BadParameter(f"conditions are {', '.join(CONDITIONS)}")
    return chosen


def _facts(subjects: Subjects, protocol: Protocol) -> Document:
    return {
        "faces": len(subjects),
        "people": len(subjects.strata),
        "stranger_faces": int(subjects.is_stranger.sum()),
        "seed": protocol.seed,
        "draws": protocol.draws,
    }


def _write(folder: Path, evaluations: Sequence[Evaluation], scores: Document) -> None:
    from arcface_train.evaluation_plot import plot  # matplotlib takes a second to import

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainError("output_unwritable", file=folder, reason=error.strerror) from error
    contents = {
        "scores.json": json.dumps(scores, indent=1, ensure_ascii=False).encode(),
        "scores.md": markdown(score_tables(evaluations)).encode(),
        "scores.png": plot(evaluations),
    }
    for name, content in contents.items():
        with written_whole(folder / name) as file:
            file.write(content)


def _print(evaluations: Sequence[Evaluation], scores: Document | None, as_markdown: bool) -> None:
    if scores is not None:
        typer.echo(json.dumps(scores, ensure_ascii=False))
    elif as_markdown:
        typer.echo(markdown(score_tables(evaluations)))
    else:
        console = Console(highlight=False)
        if not console.is_terminal:
            console.width = PLAIN_WIDTH
        for table in rich_tables(score_tables(evaluations)):
            console.print(table)
            console.print()


if __name__ == "__main__":
    app()
