"""``people export`` and ``people import``: people in files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from face_process import people_export, people_import
from merge.commands.bar import progress
from merge.commands.options import warn
from merge.settings import Settings
from merge.stores import opened_store
from UI.texts import text


def export_archive(settings: Settings, file: Path, names: Sequence[str] | None) -> None:
    """Write people with all that is kept of them into an archive.

    Raises:
        GalleryError: Nobody has one of these names.
        ArchiveError: The file can't be written.
    """
    language = settings.language
    with (
        opened_store(settings, warn) as store,
        progress(text(language, "cli.exporting"), None) as advance,
    ):
        done = people_export.export_people(
            store, file, names, lambda number, count: advance(number, total=count)
        )
    if done.without_picture:
        warn(text(language, "cli.exported_without_picture", count=done.without_picture))
    if done.left_out:
        warn(text(language, "cli.exported_left_out", count=done.left_out))
    facts = {"file": file, "people": done.people, "faces": done.faces}
    typer.echo(text(language, "cli.exported", **facts))


def export_table(settings: Settings, file: Path, names: Sequence[str] | None) -> None:
    """Write who is enrolled into a CSV file.

    Raises:
        GalleryError: Nobody has one of these names.
        ArchiveError: The file can't be written.
    """
    with opened_store(settings, warn) as store:
        count = people_export.export_table(store, file, names)
    typer.echo(text(settings.language, "cli.exported_table", file=file, people=count))


def import_archive(settings: Settings, file: Path) -> None:
    """Add the people of an archive.

    Raises:
        ArchiveError: It is none, or it is broken.
    """
    language = settings.language
    with (
        opened_store(settings, warn) as store,
        progress(text(language, "cli.importing"), None) as advance,
    ):
        done = people_import.import_people(
            store, file, lambda step, steps: advance(step, total=steps)
        )
    facts = {"people": done.people, "new": done.new, "faces": done.faces, "known": done.known}
    typer.echo(text(language, "cli.imported_people", **facts))
