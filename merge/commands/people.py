"""``people``: who is enrolled; rename and remove."""

from __future__ import annotations

import json
import sys

import typer

from merge.commands.options import warn
from merge.settings import Settings
from merge.stores import opened_store
from SQL.rows import Person
from UI.texts import Language, text


def list_people(settings: Settings, *, as_json: bool) -> None:
    """Print everybody enrolled: a table on a terminal, tab-separated lines elsewhere, or JSON."""
    with opened_store(settings, warn) as store:
        people = store.people.all()
    if as_json:
        for person in people:
            typer.echo(json.dumps(_person_json(person), ensure_ascii=False))
    elif not people:
        typer.echo(text(settings.language, "cli.nobody"), err=True)
    elif sys.stdout.isatty():
        _print_table(people, settings.language)
    else:
        for person in people:
            typer.echo(f"{person.name}\t{person.faces}")


def rename_person(settings: Settings, name: str, new_name: str) -> None:
    """Give a person another name.

    Raises:
        GalleryError: Nobody has that name, or the new one is taken or none.
    """
    with opened_store(settings, warn) as store:
        store.people.rename(name, new_name)
    typer.echo(text(settings.language, "cli.renamed", name=name, new_name=new_name))


def remove_person(settings: Settings, name: str) -> None:
    """Remove a person with every face of theirs.

    Raises:
        GalleryError: Nobody has that name.
    """
    with opened_store(settings, warn) as store:
        person = store.people.remove(name).person
    typer.echo(text(settings.language, "cli.removed", name=person.name, count=person.faces))


def _person_json(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "faces": person.faces,
        "created_at": person.created_at.isoformat(),
    }


def _print_table(people: list[Person], language: Language) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for heading in ("cli.column_name", "cli.column_faces", "cli.column_since"):
        table.add_column(text(language, heading))
    for person in people:
        since = person.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
        table.add_row(person.name, str(person.faces), since)
    Console(markup=False, highlight=False).print(table)
