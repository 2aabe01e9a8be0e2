"""Say which copies of the database still hold what was removed, or rid them of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from merge.commands.options import warn
from SQL.copies import copies_holding, purge_copies
from SQL.removed import Removed
from UI.texts import Language, text


def tell_of_copies(
    database: Path, removed: Iterable[Removed], language: Language, *, purge: bool
) -> None:
    """Name the copies that hold what was removed.

    Args:
        database: The database that it was removed from.
        removed: What.
        language: To tell it in.
        purge: Whether to take it out of them, too.
    """
    if purge:
        purged = {copy for one in removed for copy in purge_copies(database, one)}
        for copy in sorted(purged):
            key = "cli.copy_rewritten" if copy.exists() else "cli.copy_deleted"
            typer.echo(text(language, key, file=copy))
        return
    holding = sorted({copy for one in removed for copy in copies_holding(database, one)})
    if holding:
        warn(text(language, "cli.copies_hold"))
    for copy in holding:
        warn(f"  {copy}")
