"""The API for history: who was seen when, and who it really was."""

from __future__ import annotations

from datetime import date, timedelta

from face_process import visit_correct
from face_process.errors import GalleryError, PageError
from face_process.store_documents import (
    Document,
    attendance_document,
    person_document,
    visit_document,
)
from face_process.visit_search import VisitSearch, find_attendance, find_visit, find_visits
from face_process.visits import Visit
from SQL.person_name import person_name
from UI.api_correct import correction_document
from UI.api_removed import removed_document
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
        total: how many there are, and visits: each with number, name (null: unknown), source,
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


def give_visit(viewer: Viewer, number: int, name: str, learn: bool = True) -> Document:
    """Say who a visit was really by: it is theirs from then on.

    Args:
        number: The visit's, from `visits`.
        name: Who it was; added where nobody has that name.
        learn: Whether its best look becomes a face of theirs; of somebody new it always does.

    Returns:
        The person whose visit it is now.
    """
    visit_correct.give_visit(viewer.service, _visit(viewer, number), name, learn=learn)
    return person_document(viewer.page.store.people.find(person_name(name)))


def confirm_visit(viewer: Viewer, number: int) -> Document:
    """Say that a visit is rightly named: its best look is kept as another face of that person.

    Args:
        number: The visit's, from `visits`.

    Returns:
        outcome: kept or known (nothing new), name, and faces: how many they have now.
    """
    visit = _named(_visit(viewer, number))
    return correction_document(visit_correct.confirm_visit(viewer.service, visit))


def deny_visit(viewer: Viewer, number: int) -> Document:
    """Say that a visit was not by the person it is named as: it is a stranger's from then on.

    Args:
        number: The visit's, from `visits`.

    Returns:
        outcome: rejected (the face is never again taken for them), or enrolled: this very picture
        is one of their faces and stays so. name, and faces: how many they have now.
    """
    visit = _named(_visit(viewer, number))
    return correction_document(visit_correct.deny_visit(viewer.service, visit))


def remove_visit(viewer: Viewer, number: int, purge_copies: bool = False) -> Document:
    """Remove a visit with its pictures, leaving no trace in the database.

    Args:
        number: The visit's, from `visits`.
        purge_copies: Whether to take it out of backups and other copies, too.

    Returns:
        faces (0), sightings: how many are gone, held_by: copies that still hold them, purged:
        copies that they were taken out of.
    """
    removed = viewer.page.store.sightings.remove(_visit(viewer, number).sightings)
    return removed_document(viewer, removed, purge=purge_copies)


def _visit(viewer: Viewer, number: int) -> Visit:
    visit = find_visit(viewer.page.store, number, _search(viewer, "", "", ""))
    if visit is None:
        raise GalleryError("visit_gone")
    return visit


def _named(visit: Visit) -> Visit:
    if visit.person_id is None:
        raise GalleryError("face_unnamed")
    return visit


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
