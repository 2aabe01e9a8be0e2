"""The command line of ``people``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from merge.commands.options import Json, Name, with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import text

people = App(help=words("help_people"), no_args_is_help=True)

SHOWN = ("database", "language")
Number = Annotated[int, typer.Argument(help=words("arg_face_number"), metavar=words("meta_number"))]
Purge = Annotated[bool, typer.Option("--purge-copies", help=words("opt_purge_copies"))]


@people.command("list", help=words("help_people_list"))
@with_settings(*SHOWN)
def people_list(settings: Settings, as_json: Json = False) -> None:
    from merge.commands import people as command

    command.list_people(settings, as_json=as_json)


@people.command("rename", help=words("help_people_rename"))
@with_settings(*SHOWN)
def people_rename(
    settings: Settings,
    name: Name,
    new_name: Annotated[
        str, typer.Argument(help=words("arg_new_name"), metavar=words("meta_new_name"))
    ],
) -> None:
    from merge.commands import people as command

    command.rename_person(settings, name, new_name)


@people.command("merge", help=words("help_people_merge"), short_help=words("short_merge"))
@with_settings(*SHOWN)
def people_merge(
    settings: Settings,
    name: Name,
    into: Annotated[str, typer.Argument(help=words("arg_merge_into"), metavar=words("meta_into"))],
) -> None:
    from merge.commands import people as command

    command.merge_people(settings, name, into)


@people.command("note", help=words("help_people_note"))
@with_settings(*SHOWN)
def people_note(
    settings: Settings,
    name: Name,
    note: Annotated[str, typer.Argument(help=words("arg_note"), metavar=words("meta_text"))],
) -> None:
    from merge.commands import people as command

    command.note_person(settings, name, note)


@people.command("remove", help=words("help_people_remove"))
@with_settings(*SHOWN)
def people_remove(settings: Settings, name: Name, purge_copies: Purge = False) -> None:
    from merge.commands import people as command

    command.remove_person(settings, name, purge=purge_copies)


@people.command("faces", help=words("help_people_faces"))
@with_settings(*SHOWN)
def people_faces(settings: Settings, name: Name, as_json: Json = False) -> None:
    from merge.commands import faces as command

    command.list_faces(settings, name, as_json=as_json)


@people.command("move", help=words("help_people_move"))
@with_settings(*SHOWN)
def people_move(settings: Settings, number: Number, name: Name) -> None:
    from merge.commands import faces as command

    command.move_face(settings, number, name)


@people.command("remove-face", help=words("help_people_remove_face"))
@with_settings(*SHOWN)
def people_remove_face(settings: Settings, number: Number, purge_copies: Purge = False) -> None:
    from merge.commands import faces as command

    command.remove_face(settings, number, purge=purge_copies)


@people.command("portrait", help=words("help_people_portrait"))
@with_settings(*SHOWN)
def people_portrait(settings: Settings, number: Number) -> None:
    from merge.commands import faces as command

    command.choose_portrait(settings, number)


@people.command("export", help=words("help_people_export"), short_help=words("short_export"))
@with_settings(*SHOWN)
def people_export(
    settings: Settings,
    file: Annotated[
        Path, typer.Argument(help=words("arg_export_file"), metavar=words("meta_file"))
    ],
    names: Annotated[
        list[str] | None,
        typer.Argument(help=words("arg_export_names"), metavar=words("meta_names")),
    ] = None,
) -> None:
    from merge.commands import people_files as command

    kind = file.suffix.lower()
    if kind not in (".zip", ".csv"):
        raise typer.BadParameter(text(settings.language, "cli.usage_export"))
    export = command.export_archive if kind == ".zip" else command.export_table
    export(settings, file, names or None)


@people.command("import", help=words("help_people_import"), short_help=words("short_import"))
@with_settings(*SHOWN)
def people_import(
    settings: Settings,
    file: Annotated[Path, typer.Argument(help=words("arg_import_file"), metavar=words("meta_zip"))],
) -> None:
    from merge.commands import people_files as command

    command.import_archive(settings, file)
