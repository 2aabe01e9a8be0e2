"""People with all that is kept of them, as they travel from one store to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from face_process.types import ModelIdentity


@dataclass(frozen=True, slots=True, eq=False)
class WholeFace:
    """An enrolled face with everything that is kept of it.

    Attributes:
        crop: Aligned 112×112 crop as PNG, or None where there is none.
        quality: 0 … 1, or None where it wasn't judged.
        source: Where it comes from: a file's name, ``camera`` or ``reference``.
        created_at: When it was enrolled, UTC.
        photo_sha256: Hex digest of the photo it was enrolled from, or None where unknown.
        vectors: By the sha256 of a recognition model, (d,) float32 of unit length.
        portrait: Whether the user chose it to stand for its person.
    """

    crop: bytes | None
    quality: float | None
    source: str
    created_at: datetime
    photo_sha256: str | None
    vectors: Mapping[str, NDArray[np.float32]]
    portrait: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class WholePerson:
    """Somebody enrolled, with their faces one by one.

    Attributes:
        name: Unique, NFC, 1–64 characters.
        note: What the user wrote about them; may be empty.
        created_at: When they were first enrolled, UTC.
        faces: To be gone through once, before the next person.
    """

    name: str
    note: str
    created_at: datetime
    faces: Iterable[WholeFace]


@dataclass(frozen=True, slots=True, eq=False)
class WholePeople:
    """One state of some people; to be read before the state is let go.

    Attributes:
        count: How many there are.
        models: Whose vectors their faces may have.
        people: They themselves, one by one, those enrolled first coming first.
    """

    count: int
    models: tuple[ModelIdentity, ...]
    people: Iterator[WholePerson]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a person: whether they are new, faces added, faces there already."""

    created: bool
    faces: int
    known: int
