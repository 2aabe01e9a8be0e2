"""Who was here on these days, at this place, and is it one person or everybody?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from face_process.attendance import Attendance, attendance, midnight
from face_process.visits import Visit, Visits, visits
from SQL.database_operate import Store
from SQL.sightings import Scope

BEYOND = timedelta(days=1)
"""Read before and after the days asked for: visits across midnight are seen whole."""

EARLIEST, LATEST = date(1971, 1, 1), date(2999, 1, 1)
"""Days whose midnight every system can tell."""


@dataclass(frozen=True, slots=True)
class VisitSearch:
    """Which visits are looked for.

    Attributes:
        gap: A visit goes on over pauses that are shorter.
        person: Only theirs; None means everybody's.
        unknown: Only those of strangers.
        source: Only from there; None means from everywhere.
        first: The first day; None means from the beginning.
        last: The last day; None means until now.
    """

    gap: timedelta
    person: str | None = None
    unknown: bool = False
    source: str | None = None
    first: date | None = None
    last: date | None = None


def find_visits(store: Store, search: VisitSearch, zone: tzinfo | None = None) -> Visits:
    """Return visits that touch the days looked for, the latest first.

    Args:
        store: Where the sightings are.
        search: What is looked for.
        zone: Whose midnights divide the days; None means this machine's.

    Raises:
        GalleryError: Nobody is called so.
    """
    since, until = _LONG_AGO, _NEVER
    if search.first:
        since = midnight(min(max(search.first, EARLIEST), LATEST), zone)
    if search.last:
        until = midnight(min(max(search.last, EARLIEST), LATEST) + timedelta(days=1), zone)
    scope = Scope(
        source=search.source,
        since=since - BEYOND if search.first else None,
        until=until + BEYOND if search.last else None,
        unknown=search.unknown,
        heeded=True,
    )
    with store.sightings.glimpses(person=search.person, scope=scope) as glimpses:
        found = visits(glimpses, search.gap)
    return found.touching(since, until) if search.first or search.last else found


def find_visit(
    store: Store, sighting: int, search: VisitSearch, zone: tzinfo | None = None
) -> Visit | None:
    """Return the visit that a sighting is part of, or None where it is gone.

    Args:
        store: Where the sightings are.
        sighting: Its row.
        search: What is looked for; of people, only who was seen there is.
        zone: See :func:`find_visits`.
    """
    seen = store.sightings.get(sighting)
    if seen is None:
        return None
    search = replace(search, person=seen.name, unknown=seen.name is None)
    if seen.name is None:  # joined to no other, on whatever day
        day = seen.ended_at.astimezone(zone).date()
        search = replace(search, first=day, last=day)
    found = find_visits(store, search, zone)
    return next((one for one in found if sighting in one.sightings), None)


def find_attendance(
    store: Store, search: VisitSearch, zone: tzinfo | None = None
) -> list[Attendance]:
    """Return who was there on the days looked for; see :func:`find_visits`."""
    rows = attendance(find_visits(store, search, zone), zone)
    return [
        row for row in rows if (search.first or date.min) <= row.day <= (search.last or date.max)
    ]


_LONG_AGO = datetime.combine(date.min, time(), UTC)
_NEVER = datetime.combine(date.max, time(), UTC)
