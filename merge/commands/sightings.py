"""``sightings``: who was seen live and in videos."""

from __future__ import annotations

import json
from dataclasses import fields
from itertools import chain
from pathlib import Path

import typer

from face_process.spreadsheet import write_table
from face_process.store_documents import plain, sighting_document
from merge.commands.options import warn
from merge.commands.tables import local_time, print_rows
from merge.settings import Settings
from merge.stores import opened_store
from SQL.sightings import Glimpse
from UI.texts import Language, text

COLUMNS = ("seen", "until", "name", "similarity", "source", "place")


def list_sightings(settings: Settings, person: str | None, limit: int, *, as_json: bool) -> None:
    """Print who was seen, the latest first.

    Raises:
        GalleryError: Nobody is called ``person``.
    """
    with (
        opened_store(settings, warn) as store,
        store.sightings.glimpses(person=person, limit=limit) as found,
    ):
        if as_json:
            for one in found:
                typer.echo(json.dumps(sighting_document(one), ensure_ascii=False))
            return
        first = next(found, None)
        if first is None:
            warn(text(settings.language, "cli.nobody_seen"))
            return
        rows = (_row(one, settings.language) for one in chain([first], found))
        print_rows(settings.language, COLUMNS, rows)


def export_sightings(settings: Settings, file: Path, person: str | None) -> None:
    """Write who was seen into a CSV file, the latest first.

    Raises:
        GalleryError: Nobody is called ``person``.
        ArchiveError: The file can't be written.
    """
    columns = [one.name for one in fields(Glimpse)]
    with opened_store(settings, warn) as store, store.sightings.glimpses(person=person) as found:
        rows = ([plain(getattr(one, column)) for column in columns] for one in found)
        count = write_table(file, columns, rows)
    typer.echo(text(settings.language, "cli.exported_sightings", file=file, count=count))


def _row(one: Glimpse, language: Language) -> tuple[str, ...]:
    place = "" if one.from_seconds is None else f"{one.from_seconds:.1f}–{one.to_seconds:.1f} s"
    return (
        local_time(one.started_at),
        local_time(one.ended_at),
        one.name or text(language, "cli.unknown"),
        "" if one.similarity is None else f"{one.similarity:.2f}",
        one.source,
        place,
    )
