"""FaceMind's front door: reads the command line, picks a Mode and hands over."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from merge.commands.options import (
    PRIVATE,
    RECOGNITION,
    SIGHTINGS,
    Json,
    warn,
    with_settings,
    words,
)
from merge.commands.people_line import people
from merge.commands.sightings_line import sightings
from merge.commands.usage import App
from merge.mode import Mode
from merge.settings import Settings
from UI.texts import text

HELP = {"help_option_names": ["-h", "--help"]}

app = App(help=words("about"), context_settings=HELP, pretty_exceptions_enable=False)
local = App(help=words("help_local"), no_args_is_help=True)
models = App(help=words("help_models"), no_args_is_help=True)
app.add_typer(local, name="local")
app.add_typer(people, name="people")
app.add_typer(sightings, name="sightings")
app.add_typer(models, name="models")


def _run(mode: Mode, settings: Settings, **options: str | None) -> None:
    from merge.facemind import run

    run(mode, settings, warn, **options)


@app.callback(invoke_without_command=True)
@with_settings(*RECOGNITION)
def choose(settings: Settings) -> None:
    """Ask for the mode where no command is given."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        typer.echo(text(settings.language, "cli.no_terminal"), err=True)
        raise typer.Exit(2)
    modes = {str(number): mode for number, mode in enumerate(Mode, start=1)}
    typer.echo(text(settings.language, "cli.choose_mode"))
    for number, mode in modes.items():
        key = f"cli.mode_{mode.value.replace(' ', '_')}"
        typer.echo(f"  {number}  {text(settings.language, key)}")
    question = text(settings.language, "cli.choose_number")
    while (answer := typer.prompt(question).strip()) not in modes:
        pass  # the question says what to type
    _run(modes[answer], settings)


@app.command(help=words("help_web"))
@with_settings(*RECOGNITION, *SIGHTINGS, "visit_gap", "host", "port", *PRIVATE, "gradio_temp")
def web(settings: Settings) -> None:
    _run(Mode.WEB, settings)


@local.command("recognize", help=words("help_local_recognize"))
@with_settings(*RECOGNITION, *SIGHTINGS, "camera")
def local_recognize(settings: Settings) -> None:
    _run(Mode.LOCAL_RECOGNIZE, settings)


@local.command("enroll", help=words("help_local_enroll"))
@with_settings(*RECOGNITION, "camera")
def local_enroll(
    settings: Settings,
    name: Annotated[
        str | None, typer.Option(help=words("opt_enroll_name"), metavar=words("meta_name"))
    ] = None,
) -> None:
    _run(Mode.LOCAL_ENROLL, settings, name=name)


@app.command(
    help=words("help_enroll"), short_help=words("short_enroll"), epilog=words("example_enroll")
)
@with_settings(*RECOGNITION)
def enroll(
    settings: Settings,
    name: Annotated[
        str | None, typer.Argument(help=words("arg_name"), metavar=words("meta_name"))
    ] = None,
    photos: Annotated[
        list[Path] | None, typer.Argument(help=words("arg_photos"), metavar=words("meta_photos"))
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help=words("opt_folder"), metavar=words("meta_folder"))
    ] = None,
    face: Annotated[
        int | None, typer.Option(help=words("opt_face"), min=1, metavar=words("meta_number"))
    ] = None,
) -> None:
    from merge.commands import enroll as command

    if (folder is None) == (name is None) or bool(name) != bool(photos):
        raise typer.BadParameter(text(settings.language, "cli.usage_enroll"))
    if face is not None and (folder is not None or len(photos or []) != 1):
        raise typer.BadParameter(text(settings.language, "cli.usage_face"))
    if folder is not None:
        command.enroll_folder(settings, folder)
    else:
        command.enroll_person(settings, name, photos, face)


@app.command(
    help=words("help_recognize"),
    short_help=words("short_recognize"),
    epilog=words("example_recognize"),
)
@with_settings(*RECOGNITION, *SIGHTINGS)
def recognize(
    settings: Settings,
    paths: Annotated[
        list[Path], typer.Argument(help=words("arg_paths"), metavar=words("meta_paths"))
    ],
    as_json: Json = False,
    out: Annotated[
        Path | None, typer.Option(help=words("opt_out"), metavar=words("meta_folder"))
    ] = None,
) -> None:
    from merge.commands import recognize as command

    command.recognize_files(settings, paths, command.Output(as_json, out))


@app.command(help=words("help_backup"), short_help=words("short_backup"))
@with_settings("database", "language")
def backup(
    settings: Settings,
    file: Annotated[Path, typer.Argument(help=words("arg_backup"), metavar=words("meta_file"))],
) -> None:
    from merge.commands import backup as command

    command.back_up(settings, file)


@app.command(help=words("help_restore"), short_help=words("short_restore"))
@with_settings("database", "language")
def restore(
    settings: Settings,
    file: Annotated[
        Path | None, typer.Argument(help=words("arg_restore"), metavar=words("meta_file"))
    ] = None,
) -> None:
    from merge.commands import backup as command

    command.restore(settings, file)


@models.command("list", help=words("help_models_list"))
@with_settings("database", "models", "pack", "language")
def models_list(settings: Settings) -> None:
    from merge.commands import models as command

    command.list_packs(settings)


@models.command("download", help=words("help_models_download"))
@with_settings("models", "language")
def models_download(
    settings: Settings,
    pack_name: Annotated[
        str, typer.Argument(help=words("arg_pack"), metavar=words("meta_pack"))
    ] = "buffalo_l",
) -> None:
    from merge.commands import models as command

    command.download_pack(settings, pack_name)


@models.command("import", help=words("help_models_import"))
@with_settings("models", "language")
def models_import(
    settings: Settings,
    source: Annotated[
        Path, typer.Argument(help=words("arg_pack_file"), metavar=words("meta_file_or_folder"))
    ],
    name: Annotated[
        str | None, typer.Option(help=words("opt_pack_name"), metavar=words("meta_name"))
    ] = None,
) -> None:
    from merge.commands import models as command

    command.import_pack(settings, source, name)


@models.command("use", help=words("help_models_use"), short_help=words("short_models_use"))
@with_settings("database", "models", "device", "language")
def models_use(
    settings: Settings,
    pack_name: Annotated[
        str, typer.Argument(help=words("arg_pack_or_folder"), metavar=words("meta_pack"))
    ],
) -> None:
    from merge.commands import models as command

    command.use_pack(settings, pack_name)


if __name__ == "__main__":
    app()
