"""Where model packs lie: the folders that are searched, and the one that new packs go to."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from merge.settings import PROJECT

log = logging.getLogger(__name__)

PROJECT_PACKS = PROJECT / ".insightface" / "models"
STARTER_PACK = PROJECT / "models" / "starter"
"""The small pack that comes with the program; it counts last, and nothing is written into it."""


def pack_folders(models: Path | None) -> list[Path]:
    """Return the folders that hold packs, in the order they are searched, existing ones only.

    Args:
        models: The user's own folder (``--models``), searched first.
    """
    return [place for place in dict.fromkeys(_places(models)) if place.is_dir()]


def install_folder(models: Path | None) -> Path:
    """Return where new packs are put: the first folder searched that can be written to.

    Args:
        models: The user's own folder (``--models``).
    """
    return next((place for place in _places(models) if _writable(place)), PROJECT_PACKS)


def possible_packs(models: Path | None) -> list[Path]:
    """Return the folders that may be packs, in the order in which they count: the starter last.

    Args:
        models: The user's own folder (``--models``), searched first.
    """
    folders: list[Path] = []
    for place in pack_folders(models):
        try:
            inside = sorted(place.iterdir())
        except OSError as error:
            log.warning("the folder %s can't be searched for model packs: %s", place, error)
            continue
        folders += [one for one in inside if _may_be_pack(one)]
    return [*folders, STARTER_PACK] if STARTER_PACK.is_dir() else folders


def is_starter(folder: Path) -> bool:
    """Return whether a folder is that of the starter pack, however its path is written."""
    return folder.resolve() == STARTER_PACK.resolve()


def _may_be_pack(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(".") and not is_starter(folder)


def _places(models: Path | None) -> list[Path]:
    places = [PROJECT_PACKS, Path.home() / ".insightface" / "models"]
    return places if models is None else [models, *places]


def _writable(folder: Path) -> bool:
    """Return whether packs may be put into a folder, or into a new one of that path.

    A folder whose owner took away everyone's right to write is left alone by root, too.
    """
    if is_starter(folder):
        return False
    existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return (
        existing.is_dir() and os.access(existing, os.W_OK) and bool(existing.stat().st_mode & 0o222)
    )
