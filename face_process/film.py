"""Which video file was it? Found again later, and told from others of its name."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

PIECE = 1 << 20
"""Bytes read at the start, in the middle and at the end: whole films would take minutes."""


@dataclass(frozen=True, slots=True)
class Film:
    """A video file in which people are seen.

    Attributes:
        file: Where it lies.
        stays: Whether it is still there later, as uploads aren't.
    """

    file: Path
    stays: bool = True

    @property
    def kept_path(self) -> str | None:
        """Where to look for it later, absolute; None where it doesn't stay."""
        return str(self.file.absolute()) if self.stays else None


def fingerprint(file: Path) -> str | None:
    """Return what tells a file from others, whatever its name and place; None where it's gone.

    It is made of the size and three pieces of the content. What isn't a plain file has none:
    reading a pipe would take away what is in it.
    """
    if not file.is_file():
        return None
    try:
        with file.open("rb") as content:
            size = os.fstat(content.fileno()).st_size
            digest = hashlib.sha256(str(size).encode())
            for start in (0, size // 2, size - PIECE):
                content.seek(max(0, start))
                digest.update(content.read(PIECE))
    except OSError:
        return None
    return digest.hexdigest()


def found_again(path: str | None, clip: str | None) -> Path | None:
    """Return a film that was kept by its path and fingerprint; None where it's gone or another."""
    if path is None or clip is None:
        return None
    file = Path(path)
    return file if fingerprint(file) == clip else None
