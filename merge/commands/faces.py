"""``people``, face by face: list, move, remove, choose the portrait."""

from __future__ import annotations

import json

import typer

from face_process.errors import GalleryError
from face_process.store_documents import stored_face_document
from merge.commands.copies import tell_of_copies
from merge.commands.options import warn
from merge.commands.tables import local_time, print_rows
from merge.settings import Settings
from merge.stores import opened_store
from UI.texts import text

COLUMNS = ("number", "quality", "source", "since", "portrait")


def list_faces(settings: Settings, name: str, *, as_json: bool) -> None:
    """Print a person's faces, the oldest first.

    Raises:
        GalleryError: Nobody has that name.
    """
    with opened_store(settings, warn) as store:
        faces, portrait = store.people.faces(name), store.people.portrait(name)
    if as_json:
        for face in faces:
            typer.echo(json.dumps(stored_face_document(face, portrait), ensure_ascii=False))
        return
    if not faces:
        warn(text(settings.language, "cli.no_faces", name=name))
        return
    yes = text(settings.language, "cli.yes")
    rows = (
        (
            str(face.id),
            "" if face.quality is None else f"{face.quality:.2f}",
            face.source,
            local_time(face.created_at),
            yes if face.id == portrait else "",
        )
        for face in faces
    )
    print_rows(settings.language, COLUMNS, rows)


def move_face(settings: Settings, number: int, name: str) -> None:
    """Give a face to another person.

    Raises:
        GalleryError: There is no such face, or the name is none.
    """
    with opened_store(settings, warn) as store:
        person = store.people.move_face(number, name)
    facts = {"number": number, "name": person.name, "count": person.faces}
    typer.echo(text(settings.language, "cli.face_moved", **facts))


def remove_face(settings: Settings, number: int, *, purge: bool) -> None:
    """Remove one face, and name the copies that still hold it.

    Raises:
        GalleryError: There is no such face.
    """
    with opened_store(settings, warn) as store:
        try:
            removed = [store.people.remove_face(number)]
            key = "cli.face_removed"
        except GalleryError:
            removed = store.people.removed_earlier(face=number) if purge else []
            if not removed:
                raise
            key = "cli.face_removed_earlier"
    typer.echo(text(settings.language, key, number=number))
    tell_of_copies(settings.database, removed, settings.language, purge=purge)


def choose_portrait(settings: Settings, number: int) -> None:
    """Let a face stand for its person.

    Raises:
        GalleryError: There is no such face.
    """
    with opened_store(settings, warn) as store:
        store.people.set_portrait(number)
    typer.echo(text(settings.language, "cli.portrait_set", number=number))
