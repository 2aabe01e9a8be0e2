"""What counts as a person's name, and the one form it is kept in."""

from __future__ import annotations

import unicodedata

from face_process.errors import GalleryError

LONGEST_NAME = 64


def person_name(written: str) -> str:
    """Return a name as it is kept: Unicode NFC, trimmed.

    Raises:
        GalleryError: It is empty, longer than 64 characters, or has control characters.
    """
    name = unicodedata.normalize("NFC", written).strip()
    if not name:
        raise GalleryError("name_empty")
    if len(name) > LONGEST_NAME:
        raise GalleryError("name_too_long", length=len(name), limit=LONGEST_NAME)
    # Cc: control characters. Cs: halves of characters, as from undecodable file names.
    # Zl, Zp: line and paragraph separators, which would break a line of output.
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in name):
        raise GalleryError("name_not_text")
    return name
