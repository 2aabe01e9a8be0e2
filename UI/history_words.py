"""How the history tells days, times and lengths of time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from face_process.visits import Visit
from UI.video_people import clock
from UI.viewer import Viewer

HOUR = 3600
DAY = timedelta(days=1)


def day_title(viewer: Viewer, day: date) -> str:
    """Return a day: ``Today · Monday, 2026-03-02``."""
    weekday = viewer.say(f"history.weekday_{day.weekday()}")
    named = viewer.say("history.day", weekday=weekday, date=day.isoformat())
    today = datetime.now().astimezone().date()
    near = {today: "today", today - timedelta(days=1): "yesterday"}.get(day)
    if near is None:
        return named
    return viewer.say("history.relative_day", relative=viewer.say(f"history.{near}"), day=named)


def from_to(visit: Visit) -> str:
    """Return from when to when: by the clocks here, or by a video file's clock."""
    if visit.from_seconds is not None:
        return f"{clock(visit.from_seconds)} – {clock(visit.to_seconds)}"
    start, end = visit.started_at.astimezone(), visit.ended_at.astimezone()
    until = f"{end:%H:%M}" if end - start < DAY else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%H:%M} – {until}"


def how_long(viewer: Viewer, lasted: timedelta) -> str:
    """Return a length of time as people say it."""
    seconds = max(1, round(lasted.total_seconds()))
    if seconds < 60:
        return viewer.say("history.seconds", seconds=seconds)
    if seconds < HOUR:
        return viewer.say("history.minutes", minutes=seconds // 60)
    return viewer.say("history.hours", hours=seconds // HOUR, minutes=seconds % HOUR // 60)


def similar(similarity: float | None) -> str:
    """Return a similarity as it is shown; a dash where there is none."""
    return "–" if similarity is None else f"{similarity:.2f}"
