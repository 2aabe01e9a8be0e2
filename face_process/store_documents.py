"""Who is known and was seen, as JSON documents: see :mod:`face_process.documents`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from SQL.rows import Person, StoredFace
from SQL.sightings import Glimpse

Document = dict[str, Any]
"""A JSON object; its keys and rounding are a promise to other people's programs."""


def person_document(person: Person) -> Document:
    """Return somebody enrolled."""
    return {
        "id": person.id,
        "name": person.name,
        "faces": person.faces,
        "created_at": person.created_at.isoformat(),
        "note": person.note,
    }


def stored_face_document(face: StoredFace, portrait: int | None) -> Document:
    """Return an enrolled face; ``portrait`` is the number of the one that stands for its person."""
    return {
        "number": face.id,
        "quality": face.quality,
        "source": face.source,
        "created_at": face.created_at.isoformat(),
        "picture": face.has_crop,
        "portrait": face.id == portrait,
    }


def sighting_document(sighting: Glimpse) -> Document:
    """Return when and where somebody was seen."""
    return {name: plain(value) for name, value in asdict(sighting).items()}


def plain(value: object) -> object:
    """Return a value as JSON and tables can hold it: times become ISO 8601."""
    return value.isoformat() if isinstance(value, datetime) else value
