"""The API for history: who was seen when."""

from __future__ import annotations

from datetime import date, timedelta

from face_process.errors import PageError
from face_process.store_documents import Document, attendance_document, visit_document
from face_process.visit_search import VisitSearch, find_attendance, find_visits
from UI.viewer import Viewer


def visits(
    viewer: Viewer, first_day: str = "", last_day: str = "", person: str = "", limit: int = 1000
) -> Document:
    """Who was here when, live and in videos: the latest visit first.

    Args:
        first_day: As 2026-01-31, by this machine's clock; empty for the beginning.
        last_day: As 2026-01-31; empty for today.
        person: Only theirs; empty for everybody's, strangers included.
        limit: How many to return at most.

    Returns:
        total: how many there are, and visits: each with name (null: unknown), source,
        started_at and ended_at (UTC), from_seconds and to_seconds (where in a video file; null
        where live), similarity, and sightings: how often they were seen during it.
    """
    found = find_visits(viewer.page.store, _search(viewer, first_day, last_day, person))
    shown = found[: max(0, limit)]
    return {"total": len(found), "visits": [visit_document(visit) for visit in shown]}


def attendance(
    viewer: Viewer, first_day: str = "", last_day: str = "", person: str = ""
) -> list[Document]:
    """Who was here on which day: the latest day first, then by who came first.

    Args:
        first_day: As 2026-01-31, by this machine's clock; empty for the beginning.
        last_day: As 2026-01-31; empty for today.
        person: Only theirs; empty for everybody's.

    Returns:
        Each with day, name, first_seen and last_seen (by this machine's clock), visits (how
        many), and present (seconds).
    """
    search = _search(viewer, first_day, last_day, person)
    return [attendance_document(row) for row in find_attendance(viewer.page.store, search)]


def _search(viewer: Viewer, first_day: str, last_day: str, person: str) -> VisitSearch:
    return VisitSearch(
        timedelta(minutes=viewer.page.settings.visit_gap),
        person=person or None,
        first=_day("first_day", first_day),
        last=_day("last_day", last_day),
    )


def _day(name: str, written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()) if written.strip() else None
    except ValueError as error:
        raise PageError("argument_wrong", name=name) from error
