"""``people``: who is enrolled; rename, merge, note and remove."""

from __future__ import annotations

import json
import sys

import typer

from face_process.errors import GalleryError
from face_process.people_erase import erase_person
from face_process.store_documents import person_document
from merge.commands.copies import tell_of_copies
from merge.commands.options import warn
from merge.commands.tables import local_time, print_rows
from merge.kept_settings import with_kept
from merge.settings import Settings
from merge.stores import opened_store
from SQL.rows import Person
from UI.texts import text


def list_people(settings: Settings, *, as_json: bool) -> None:
    """Print everybody enrolled: a table on a terminal, tab-separated lines elsewhere, or JSON."""
    with opened_store(settings, warn) as store:
        people = store.people.all()
    if as_json:
        for person in people:
            typer.echo(json.dumps(person_document(person), ensure_ascii=False))
    elif not people:
        warn(text(settings.language, "cli.nobody"))
    else:
        columns = ("name", "faces", "since", "note")
        if not sys.stdout.isatty():  # scripts get the time by --json
            columns = ("name", "faces", "note")
        rows = ([_cells(person)[column] for column in columns] for person in people)
        print_rows(settings.language, columns, rows)


def rename_person(settings: Settings, name: str, new_name: str) -> None:
    """Give a person another name.

    Raises:
        GalleryError: Nobody has that name, or the new one is taken or none.
    """
    with opened_store(settings, warn) as store:
        store.people.rename(name, new_name)
    typer.echo(text(settings.language, "cli.renamed", name=name, new_name=new_name))


def merge_people(settings: Settings, name: str, into: str) -> None:
    """Give all that is one person's to another.

    Raises:
        GalleryError: One of the two isn't there, or they are the same.
    """
    with opened_store(settings, warn) as store:
        merged = store.people.merge(name, into)
    facts = {"name": name, "into": merged.name, "count": merged.faces}
    typer.echo(text(settings.language, "cli.merged", **facts))


def note_person(settings: Settings, name: str, note: str) -> None:
    """Keep a note about a person; an empty one takes it away.

    Raises:
        GalleryError: Nobody has that name, or the note is too long.
    """
    with opened_store(settings, warn) as store:
        store.people.set_note(name, note.strip())
    key = "cli.noted" if note.strip() else "cli.note_removed"
    typer.echo(text(settings.language, key, name=name))


def remove_person(settings: Settings, name: str, *, purge: bool) -> None:
    """Remove a person with every face of theirs, and name the copies that still hold them.

    Somebody who was removed before can still be purged from the copies.

    Raises:
        GalleryError: Nobody has that name.
    """
    with opened_store(settings, warn) as store:
        try:
            removed = [erase_person(store, name, with_kept(settings, store).threshold)]
        except GalleryError:
            removed = store.people.removed_earlier(person=name) if purge else []
            if not removed:
                raise
            sentence = text(settings.language, "cli.removed_earlier", name=name)
        else:
            facts = {"name": removed[0].person.name, "count": removed[0].person.faces}
            sentence = text(settings.language, "cli.removed", **facts)
    typer.echo(sentence)
    tell_of_copies(settings.database, removed, settings.language, purge=purge)


def _cells(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "faces": str(person.faces),
        "since": local_time(person.created_at),
        "note": person.note,
    }
