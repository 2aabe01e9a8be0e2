"""How strangers are told of: how often, since when, where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from face_process.strangers import Stranger
from UI.places import place
from UI.viewer import Viewer

PLACES_NAMED = 2
WEEK, A_YEAR = timedelta(days=7), timedelta(days=360)


def seen(viewer: Viewer, stranger: Stranger) -> str:
    """Return how often somebody came, and since when."""
    if stranger.first_seen.astimezone().date() == date.today():
        return viewer.say("unknown.seen_today", count=stranger.visits)
    since = day(viewer, stranger.first_seen)
    return viewer.say("unknown.seen", count=stranger.visits, day=since)


def last_seen(viewer: Viewer, stranger: Stranger) -> str:
    """Return when somebody was seen last, and where they were seen at all."""
    local = stranger.last_seen.astimezone()
    last = viewer.say("unknown.last", day=day(viewer, local), time=f"{local:%H:%M}")
    return f"{last} · {places(viewer, stranger.sources)}"


def day(viewer: Viewer, time: datetime) -> str:
    """Return a day as people call it: today, yesterday, a day of this week, or a date."""
    day, today = time.astimezone().date(), date.today()
    if day == today:
        return viewer.say("unknown.today")
    if day == today - timedelta(days=1):
        return viewer.say("unknown.yesterday")
    if timedelta() < today - day < WEEK:
        return viewer.say(f"unknown.weekday_{day.weekday()}")
    if abs(today - day) > A_YEAR:
        return day.isoformat()
    return viewer.say("unknown.date", day=day.day, month=viewer.say(f"unknown.month_{day.month}"))


def moment(viewer: Viewer, time: datetime) -> str:
    """Return a day and a time of day."""
    return f"{day(viewer, time)} {time.astimezone():%H:%M}"


def places(viewer: Viewer, sources: Sequence[str]) -> str:
    """Return where somebody was seen, the first two by name."""
    named = viewer.say("list_separator").join(
        place(viewer, source) for source in sources[:PLACES_NAMED]
    )
    more = len(sources) - PLACES_NAMED
    return named if more <= 0 else viewer.say("unknown.and_more", places=named, count=more)
