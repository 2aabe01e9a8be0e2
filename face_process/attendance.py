"""Who was there on which day, from when to when, and for how long?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from face_process.visits import Visit

WRITTEN = timedelta(milliseconds=1)
"""How exactly the store keeps times: the last moment of a day is this long before the next."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody on one day.

    Attributes:
        day: By the clocks of the zone asked for.
        person_id: Row of the person.
        name: Their name.
        first_seen: In that zone; 0:00 where a visit began the day before.
        last_seen: In that zone; the day's last moment where a visit went on after it.
        visits: How many visits touch the day.
        present: How long they were there; what two cameras saw at once counts once.
    """

    day: date
    person_id: int
    name: str
    first_seen: datetime
    last_seen: datetime
    visits: int
    present: timedelta


def attendance(found: Iterable[Visit], zone: tzinfo | None = None) -> list[Attendance]:
    """Return who was there on which day: the latest day first, then by who came first.

    Strangers are left out. People in video files count on the day on which they were found.

    Args:
        found: Visits, in any order.
        zone: Whose midnights divide the days; None means this machine's.
    """
    parts: dict[tuple[date, int], list[_Part]] = defaultdict(list)
    names: dict[int, str] = {}
    days = _Days(zone)
    for visit in found:
        if visit.person_id is not None:
            names[visit.person_id] = visit.name or ""
            for day, part in _by_day(visit, days):
                parts[day, visit.person_id].append(part)
    rows = [
        Attendance(
            day,
            person_id,
            names[person_id],
            min(part.start for part in seen).astimezone(zone),
            max(part.last for part in seen).astimezone(zone),
            len(seen),
            _present(seen),
        )
        for (day, person_id), seen in parts.items()
    ]
    rows.sort(key=lambda row: (row.first_seen, row.name))
    return sorted(rows, key=lambda row: row.day, reverse=True)


def midnight(day: date, zone: tzinfo | None) -> datetime:
    """Return when a day begins, UTC: days with a changed clock aren't 24 hours long."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a visit falls on one day, UTC.

    Attributes:
        start: When it began.
        last: The last moment of it that is on that day.
        filmed: How long it lasted by a video file's clock; None where live.
    """

    start: datetime
    last: datetime
    filmed: timedelta | None


class _Days:
    """Tells on which day something was: the clock's zone is asked only where the day is another.

    Args:
        zone: Whose midnights divide the days; None means this machine's.
    """

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._day = date.min
        self._start = self._end = datetime.min.replace(tzinfo=UTC)

    def of(self, moment: datetime) -> tuple[date, datetime]:
        """Return a moment's day, and when that ends, UTC."""
        if not self._start <= moment < self._end:
            self._day = moment.astimezone(self._zone).date()
            self._start = midnight(self._day, self._zone)
            self._end = midnight(self._day + timedelta(days=1), self._zone)
        return self._day, self._end


def _by_day(visit: Visit, days: _Days) -> Iterator[tuple[date, _Part]]:
    """Divide a visit at midnight."""
    if visit.from_seconds is not None:
        found = visit.ended_at
        yield days.of(found)[0], _Part(found, found, visit.lasted)
        return
    start = visit.started_at
    while True:
        day, end = days.of(start)
        yield day, _Part(start, min(visit.ended_at, end - WRITTEN), None)
        if visit.ended_at < end:
            return
        start = end


def _present(parts: list[_Part]) -> timedelta:
    """Return how long somebody was there in all."""
    total = sum((part.filmed for part in parts if part.filmed is not None), timedelta())
    until = datetime.min.replace(tzinfo=UTC)
    for part in sorted((one for one in parts if one.filmed is None), key=lambda one: one.start):
        total += max(timedelta(), part.last - max(until, part.start))
        until = max(until, part.last)
    return total
