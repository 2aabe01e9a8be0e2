"""Measure detectors: ``python -m arcface_train.detector.evaluate MODEL… --photos DIR``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from arcface_train.detector.contact_sheet import write_sheets
from arcface_train.detector.contest import Outcome, compete, contender
from arcface_train.detector.contest_tables import contest_document, contest_tables
from arcface_train.evaluation_tables import markdown, rich_table
from merge.commands.bar import progress
from merge.commands.options import Json, with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import text

PLAIN_WIDTH = 120
"""Columns of tables that go into a file or another program."""

Detectors = Annotated[
    list[str],
    typer.Argument(help=words("arg_detectors"), metavar=words("meta_detectors")),
]
Photos = Annotated[
    Path, typer.Option(help=words("opt_judged_photos"), metavar=words("meta_folder"))
]
Against = Annotated[str, typer.Option(help=words("opt_against"), metavar=words("meta_pack"))]
Sheets = Annotated[
    Path | None, typer.Option(help=words("opt_sheets"), metavar=words("meta_folder"))
]
Markdown = Annotated[bool, typer.Option("--markdown", help=words("opt_markdown"))]

app = App(pretty_exceptions_enable=False)


@app.command(help=words("help_evaluate_detector"))
@with_settings("models", "language")
def evaluate_detectors(
    settings: Settings,
    detectors: Detectors,
    photos: Photos,
    against: Against = "buffalo_l",
    sheets: Sheets = None,
    as_json: Json = False,
    as_markdown: Markdown = False,
) -> None:
    """Measure detectors and show what came of it."""
    language = settings.language
    contenders = [contender(name, settings.models) for name in detectors]
    teacher = contender(against, settings.models)
    with progress(text(language, "cli.measuring"), None) as advance:
        outcomes = dict(zip(detectors, compete(contenders, teacher, photos, advance), strict=True))
    if sheets:
        for name, outcome in outcomes.items():
            _write(sheets, Path(name).stem, outcome)
    if as_json:
        typer.echo(json.dumps(contest_document(outcomes), ensure_ascii=False, allow_nan=False))
        return
    tables = contest_tables(outcomes, language)
    if as_markdown:
        typer.echo(markdown(tables), nl=False)
        return
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    for table in tables:
        console.print(rich_table(table), "")


def _write(folder: Path, name: str, outcome: Outcome) -> None:
    for what, faces in (("missed", outcome.missed), ("false", outcome.false)):
        write_sheets(folder, f"{name}_{what}", faces)


if __name__ == "__main__":
    app()
