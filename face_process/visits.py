"""When was who here? Sightings with short pauses between them are one visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import overload

from SQL.sightings import Glimpse


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


class Visits(Sequence[Visit]):
    """Visits, the latest first; each is put together when it is looked at.

    Args:
        stays: The sightings of each visit, the earliest first.
    """

    def __init__(self, stays: list[list[Glimpse]]) -> None:
        self._stays = sorted(stays, key=_end, reverse=True)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._stays)

    @overload
    def __getitem__(self, place: int) -> Visit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Visit]: ...
    def __getitem__(self, place: int | slice) -> Visit | list[Visit]:
        """Return one of them, or some as a list."""
        if isinstance(place, slice):
            return [_visit(stay) for stay in self._stays[place]]
        return _visit(self._stays[place])

    def touching(self, since: datetime, until: datetime) -> Visits:
        """Return those that ended at ``since`` or later and began before ``until``."""
        return Visits(
            [stay for stay in self._stays if _end(stay)[0] >= since and _start(stay) < until]
        )


def person_of(glimpse: Glimpse) -> int | None:
    """Return whose sighting it is, as far as the store knows."""
    return glimpse.person_id


def visits(
    glimpses: Iterable[Glimpse],
    gap: timedelta,
    whose: Callable[[Glimpse], Hashable | None] = person_of,
) -> Visits:
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
    stays: list[list[Glimpse]] = []
    for one in glimpses:
        who = whose(one)
        if who is None:
            stays.append([one])
        else:
            together[who, one.clip or one.source, one.from_seconds is None].append(one)
    for seen in together.values():
        stays += _stays(seen, gap)
    return Visits(stays)


def _stays(seen: list[Glimpse], gap: timedelta) -> Iterator[list[Glimpse]]:
    """Divide sightings of one person at one source where the pauses are long."""
    live = seen[0].from_seconds is None
    pause = gap if live else gap.total_seconds()
    start_of, end_of = _LIVE if live else _FILMED
    seen.sort(key=attrgetter("id"))
    seen.sort(key=start_of)
    stay, until = seen[:1], end_of(seen[0])
    for one in seen[1:]:
        if start_of(one) - until < pause:
            stay.append(one)
            until = max(until, end_of(one))
        else:
            yield stay
            stay, until = [one], end_of(one)
    yield stay


_LIVE = attrgetter("started_at"), attrgetter("ended_at")
_FILMED = attrgetter("from_seconds"), attrgetter("to_seconds")


def _start(stay: list[Glimpse]) -> datetime:
    """Return when a visit began, or where a file was last seen."""
    return stay[0].started_at if stay[0].from_seconds is None else _end(stay)[0]


def _end(stay: list[Glimpse]) -> tuple[datetime, int]:
    """Return when a visit ended, and in which sighting."""
    last = stay[0] if len(stay) == 1 else max(stay, key=attrgetter("ended_at", "id"))
    return last.ended_at, last.id


def _visit(stay: list[Glimpse]) -> Visit:
    first, best = stay[0], max(stay, key=_look)
    filmed = first.from_seconds is not None
    return Visit(
        person_id=first.person_id,
        name=first.name,
        source=first.source,
        started_at=_start(stay),
        ended_at=_end(stay)[0],
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
