"""Find the files of some kinds in a folder, to the bottom."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path


def files_in(folder: Path, suffixes: Collection[str]) -> list[Path]:
    """Return the files of a folder and of all folders in it, sorted.

    Symbolic links are followed, each folder once; what is hidden, as thumbnails and waste
    baskets are, is passed over.

    Args:
        folder: Where to look; the files begin with it as it is given.
        suffixes: Endings in small letters, with their dot.
    """
    found: list[Path] = []
    seen: set[str] = set()
    for here, folders, names in os.walk(folder, followlinks=True):
        if os.path.realpath(here) in seen:  # links may lead round in a circle
            folders.clear()
            continue
        seen.add(os.path.realpath(here))
        folders[:] = [name for name in folders if not name.startswith(".")]
        shown = (Path(here, name) for name in names if not name.startswith("."))
        found += [file for file in shown if file.suffix.lower() in suffixes]
    return sorted(found)
