"""Who is known and was seen, as JSON documents: see :mod:`face_process.documents`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from face_process.attendance import Attendance
from face_process.visits import Visit
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


def visit_document(visit: Visit) -> Document:
    """Return a visit."""
    return {
        "number": visit.best,
        "name": visit.name,
        "source": visit.source,
        "started_at": visit.started_at.isoformat(),
        "ended_at": visit.ended_at.isoformat(),
        "from_seconds": visit.from_seconds,
        "to_seconds": visit.to_seconds,
        "similarity": visit.similarity,
        "sightings": len(visit.sightings),
    }


def attendance_document(row: Attendance) -> Document:
    """Return somebody's day."""
    return {
        "day": row.day.isoformat(),
        "name": row.name,
        "first_seen": row.first_seen.isoformat(),
        "last_seen": row.last_seen.isoformat(),
        "visits": row.visits,
        "present": round(row.present.total_seconds(), 3),
    }


def plain(value: object) -> object:
    """Return a value as JSON and tables can hold it: times become ISO 8601."""
    return value.isoformat() if isinstance(value, datetime) else value
