"""``models``: which packs are here; download, import and choose one."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import typer

from face_process.model_packs import choose_pack, installed_packs
from face_process.pack_places import install_folder
from merge.commands.bar import progress
from merge.commands.options import warn
from merge.facemind import build_service, download, tell_of_lost_pictures
from merge.kept_settings import CHOSEN_PACK
from merge.settings import Settings
from merge.stores import opened_store
from UI.texts import text


def list_packs(settings: Settings) -> None:
    """Print the packs found, the one in use marked.

    Raises:
        ModelError: There is none.
    """
    with opened_store(settings, warn) as store:
        used = choose_pack(settings, store.setting(CHOSEN_PACK)).pack
    packs = installed_packs(settings.models)
    if used not in packs:
        packs = [used, *packs]
    if not sys.stdout.isatty():
        for pack in packs:
            typer.echo(f"{'*' if pack == used else ' '}\t{pack.name}\t{pack.recognition.parent}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for heading in ("", text(settings.language, "cli.column_pack"),
                    text(settings.language, "cli.column_folder")):  # fmt: skip
        table.add_column(heading)
    for pack in packs:
        table.add_row("*" if pack == used else "", pack.name, str(pack.recognition.parent))
    Console(markup=False, highlight=False).print(table)


def download_pack(settings: Settings, name: str) -> None:
    """Download a pack.

    Raises:
        ModelError: No mirror gave it.
    """
    pack = download(settings, name, progress)
    typer.echo(text(settings.language, "cli.downloaded", pack=pack.name, folder=pack.folder))


def import_pack(settings: Settings, source: Path, name: str | None) -> None:
    """Import a pack from a zip file or a folder.

    Raises:
        ModelError: It isn't a complete pack, or one of that name is here.
    """
    from face_process import pack_import

    pack = pack_import.import_pack(source, install_folder(settings.models), name)
    typer.echo(text(settings.language, "cli.imported", pack=pack.name, folder=pack.folder))


def use_pack(settings: Settings, name: str) -> None:
    """Use a pack from now on; every known face is embedded with its model first.

    Raises:
        ModelError: There is no such pack, or it can't be loaded.
    """
    chosen = replace(settings, pack=name, detection_model=None, recognition_model=None)
    path = Path(name).expanduser()
    with opened_store(settings, warn) as store:
        service = build_service(chosen, store, lambda _sentence: None, progress)
        tell_of_lost_pictures(settings, store, service.gallery.model_id, warn)
        store.set_setting(CHOSEN_PACK, str(path.resolve()) if path.is_dir() else name)
    typer.echo(text(settings.language, "cli.used", pack=service.engine.identity.name))
    if settings.pack and settings.pack != name:
        names = {"pack": settings.pack, "shadowed": name}
        warn(text(settings.language, "cli.pack_shadowed", **names))
