"""The command line of ``sightings``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from merge.commands.options import Json, with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import text

sightings = App(help=words("help_sightings"), no_args_is_help=True)

Whose = Annotated[
    str | None, typer.Option("--person", help=words("opt_person"), metavar=words("meta_name"))
]


@sightings.command("list", help=words("help_sightings_list"))
@with_settings("database", "language")
def sightings_list(
    settings: Settings,
    person: Whose = None,
    limit: Annotated[
        int, typer.Option(help=words("opt_limit"), min=1, metavar=words("meta_number"))
    ] = 100,
    as_json: Json = False,
) -> None:
    from merge.commands import sightings as command

    command.list_sightings(settings, person, limit, as_json=as_json)


@sightings.command("export", help=words("help_sightings_export"))
@with_settings("database", "language")
def sightings_export(
    settings: Settings,
    file: Annotated[
        Path, typer.Argument(help=words("arg_sightings_file"), metavar=words("meta_csv"))
    ],
    person: Whose = None,
) -> None:
    from merge.commands import sightings as command

    if file.suffix.lower() != ".csv":
        raise typer.BadParameter(text(settings.language, "cli.usage_sightings_export"))
    command.export_sightings(settings, file, person)
