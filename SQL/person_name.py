"""What counts as a person's name or a note about them, and the form these are kept in."""

from __future__ import annotations

import unicodedata

from face_process.errors import GalleryError

LONGEST_NAME = 64
LONGEST_NOTE = 2000
NOT_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Cc: control characters. Cs: halves of characters, as from undecodable file names. Zl, Zp: line
and paragraph separators, which would break a line of output."""
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that Unicode doesn't take apart, as people type them who haven't got them."""


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
    if any(unicodedata.category(character) in NOT_TEXT for character in name):
        raise GalleryError("name_not_text")
    return name


def note_text(written: str) -> str:
    """Return a note as it is kept; it may have several lines.

    Raises:
        GalleryError: It is longer than 2000 characters, or has control characters.
    """
    if len(written) > LONGEST_NOTE:
        raise GalleryError("note_too_long", length=len(written), limit=LONGEST_NOTE)
    note = written.replace("\r\n", "\n")
    if any(unicodedata.category(one) in NOT_TEXT and one not in "\n\t" for one in note):
        raise GalleryError("note_not_text")
    return note


def folded_name(name: str) -> str:
    """Return a name without case and accents, for finding it however it is typed."""
    if name.isascii():
        return name.lower()
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in parts if unicodedata.category(one) != "Mn").translate(PLAIN)


def name_order(name: str) -> bytes:
    """Return what sorts names as people expect: case and accents don't count.

    Usual Chinese characters come by their sound, as they stand so in GB 18030.
    """
    return folded_name(name).encode("gb18030")
