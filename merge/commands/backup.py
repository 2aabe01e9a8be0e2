"""``backup`` and ``restore``: keep a copy of everything, and put one back."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from face_process.errors import StoreError
from merge.commands.options import warn
from merge.settings import Settings
from merge.stores import open_store
from SQL import backups
from SQL.database_operate import Store
from UI.texts import text


def back_up(settings: Settings, file: Path) -> None:
    """Write a copy of the store to a file.

    Raises:
        StoreError: It can't be written, or the store is damaged.
    """
    with open_store(settings, warn) as store:
        backups.write_backup(store, file)
        facts = {"file": file, **_counts(store)}
    typer.echo(text(settings.language, "cli.backed_up", **facts))


def restore(settings: Settings, file: Path | None) -> None:
    """Put a copy in the store's place; without one, list the backups there are.

    Raises:
        StoreError: It is no backup, or the store can't be written; nothing was changed.
    """
    if file is None:
        _list_backups(settings)
        return
    try:
        with open_store(settings, warn) as store:
            before = backups.restore(store, file)
            counts = _counts(store)
    except StoreError as error:
        if error.key not in {"store_damaged", "store_unreadable"}:
            raise
        before = backups.restore_damaged(settings.database, file)
        with open_store(settings, warn) as store:
            counts = _counts(store)
    typer.echo(text(settings.language, "cli.restored", file=before, **counts))


def _list_backups(settings: Settings) -> None:
    found = [(file, backups.backup_time(file)) for file in backups.backups_of(settings.database)]
    if not found:
        typer.echo(text(settings.language, "cli.no_backups"), err=True)
    elif not sys.stdout.isatty():
        for file, time in found:
            typer.echo(f"{time.isoformat()}\t{file}")
    else:
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, header_style="bold")
        for heading in ("cli.column_taken", "cli.column_backup"):
            table.add_column(text(settings.language, heading))
        for file, time in found:
            table.add_row(f"{time.astimezone():%Y-%m-%d %H:%M}", str(file))
        Console(markup=False, highlight=False).print(table)


def _counts(store: Store) -> dict[str, int]:
    people = store.people.all()
    return {"people": len(people), "faces": sum(person.faces for person in people)}
