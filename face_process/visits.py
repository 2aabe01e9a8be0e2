"""When was who here? Sightings with short pauses between them are one visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from SQL.sightings import Glimpse

WRITTEN = timedelta(milliseconds=1)
"""How exactly the store keeps times: the last moment of a day is this long before the next."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody seen at one place, without a pause worth telling.

    Attributes:
        person_id: Row of the person; None where unknown.
        name: Their name; None where unknown.
        source: A file's name, a camera or a stream's address.
        started_at: When they came, UTC; in a file, when they were last found there.
        ended_at: When they were last seen, UTC; in a file the same as ``started_at``.
        from_seconds: Where in a video file they come; None where live.
        to_seconds: Where in a video file they go; None where live.
        similarity: The best of their sightings; None where unknown.
        sightings: Rows of the sightings, the earliest first.
        best: Row of the sighting with the best look.
    """

    person_id: int | None
    name: str | None
    source: str
    started_at: datetime
    ended_at: datetime
    from_seconds: float | None
    to_seconds: float | None
    similarity: float | None
    sightings: tuple[int, ...]
    best: int

    @property
    def lasted(self) -> timedelta:
        """How long they were there, in a file by its own clock."""
        if self.from_seconds is None or self.to_seconds is None:
            return self.ended_at - self.started_at
        return timedelta(seconds=self.to_seconds - self.from_seconds)


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


def person_of(glimpse: Glimpse) -> int | None:
    """Return whose sighting it is, as far as the store knows."""
    return glimpse.person_id


def visits(
    glimpses: Iterable[Glimpse],
    gap: timedelta,
    whose: Callable[[Glimpse], Hashable | None] = person_of,
) -> list[Visit]:
    """Return visits, the latest first.

    Live sightings follow each other by the time of day, those of a video file by its own clock,
    so that a file recognised twice has the same visits as before.

    Args:
        glimpses: In any order.
        gap: Pauses of one person at one source that are shorter than this are no end.
        whose: Tells who a sighting is of: sightings with the same answer may be one visit, those
            with None are visits of their own. Strangers who were grouped can be told apart by it.
    """
    together: dict[Hashable, list[Glimpse]] = defaultdict(list)
    alone: list[list[Glimpse]] = []
    for one in glimpses:
        who = whose(one)
        if who is None:
            alone.append([one])
        else:
            together[who, one.clip or one.source, one.from_seconds is None].append(one)
    stays = [*alone, *(stay for seen in together.values() for stay in _stays(seen, gap))]
    found = [_visit(stay) for stay in stays]
    return sorted(found, key=lambda visit: (visit.ended_at, visit.best), reverse=True)


def attendance(found: Iterable[Visit], zone: tzinfo | None = None) -> list[Attendance]:
    """Return who was there on which day: the latest day first, then by who came first.

    Strangers are left out. People in video files count on the day on which they were found.

    Args:
        found: Visits, in any order.
        zone: Whose midnights divide the days; None means this machine's.
    """
    parts: dict[tuple[date, int], list[_Part]] = defaultdict(list)
    names: dict[int, str] = {}
    for visit in found:
        if visit.person_id is not None:
            names[visit.person_id] = visit.name or ""
            for day, part in _by_day(visit, zone):
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


def _stays(seen: list[Glimpse], gap: timedelta) -> Iterator[list[Glimpse]]:
    """Divide sightings of one person at one source where the pauses are long."""
    live = seen[0].from_seconds is None
    pause = gap if live else gap.total_seconds()
    seen.sort(key=_live_start if live else _clip_start)
    stay, until = [seen[0]], seen[0].ended_at if live else seen[0].to_seconds
    for one in seen[1:]:
        start, end = (one.started_at, one.ended_at) if live else (one.from_seconds, one.to_seconds)
        if start - until < pause:
            stay.append(one)
            until = max(until, end)
        else:
            yield stay
            stay, until = [one], end
    yield stay


def _live_start(one: Glimpse) -> tuple[datetime, int]:
    return one.started_at, one.id


def _clip_start(one: Glimpse) -> tuple[float, int]:
    return one.from_seconds or 0.0, one.id


def _visit(stay: list[Glimpse]) -> Visit:
    first = stay[0]
    best = max(stay, key=_look) if len(stay) > 1 else first
    ended_at = max(one.ended_at for one in stay)
    filmed = first.from_seconds is not None
    return Visit(
        person_id=first.person_id,
        name=first.name,
        source=first.source,
        started_at=ended_at if filmed else first.started_at,
        ended_at=ended_at,
        from_seconds=first.from_seconds,
        to_seconds=max(one.to_seconds for one in stay) if filmed else None,
        similarity=best.similarity,
        sightings=tuple(one.id for one in stay),
        best=best.id,
    )


def _look(one: Glimpse) -> tuple[float, float, int]:
    """Return how good a look is: the more alike the better; of strangers, the longest seen."""
    if one.from_seconds is None or one.to_seconds is None:
        seconds = (one.ended_at - one.started_at).total_seconds()
    else:
        seconds = one.to_seconds - one.from_seconds
    return (-1.0 if one.similarity is None else one.similarity), seconds, one.id


def _by_day(visit: Visit, zone: tzinfo | None) -> Iterator[tuple[date, _Part]]:
    """Divide a visit at midnight."""
    if visit.from_seconds is not None:
        found = visit.ended_at
        yield found.astimezone(zone).date(), _Part(found, found, visit.lasted)
        return
    start = visit.started_at
    while True:
        day = start.astimezone(zone).date()
        end = midnight(day + timedelta(days=1), zone)
        yield day, _Part(start, min(visit.ended_at, end - WRITTEN), None)
        if visit.ended_at < end:
            return
        start = end


def midnight(day: date, zone: tzinfo | None) -> datetime:
    """Return when a day begins, UTC: days with a changed clock aren't 24 hours long."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _present(parts: list[_Part]) -> timedelta:
    """Return how long somebody was there in all."""
    total = sum((part.filmed for part in parts if part.filmed is not None), timedelta())
    until = datetime.min.replace(tzinfo=UTC)
    for part in sorted((one for one in parts if one.filmed is None), key=lambda one: one.start):
        total += max(timedelta(), part.last - max(until, part.start))
        until = max(until, part.last)
    return total
