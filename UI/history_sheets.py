"""Visits and the attendance sheet as files for spreadsheet programs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from face_process.attendance import Attendance
from face_process.spreadsheet import write_table, write_workbook
from face_process.visit_search import find_attendance, find_visits
from face_process.visits import Visit
from UI.history_form import SHEET, Form
from UI.places import place
from UI.viewer import Viewer

VISIT_COLUMNS = (
    "name", "source", "day_column", "from", "to", "lasted", "best", "in_clip_from", "in_clip_to",
)  # fmt: skip
SHEET_COLUMNS = ("day_column", "name", "first_seen", "last_seen", "number", "present")
WRITERS = {"csv": write_table, "xlsx": write_workbook}


def write_sheet(viewer: Viewer, form: Form, kind: str) -> Path:
    """Write all that was asked for, not only the page that is shown; return the file.

    Args:
        viewer: In whose language the headings are.
        form: What is asked for.
        kind: ``csv`` or ``xlsx``.

    Raises:
        GalleryError: Nobody is called so.
        SettingsError: The pause makes no sense.
        ArchiveError: There is no room for the file.
    """
    store, search = viewer.page.store, form.search(viewer)
    if form.view == SHEET:
        columns, rows = SHEET_COLUMNS, _attendance_rows(find_attendance(store, search))
    else:
        columns, rows = VISIT_COLUMNS, _visit_rows(viewer, find_visits(store, search))
    heading = [viewer.say(f"history.{column}") for column in columns]
    folder = Path(tempfile.mkdtemp(prefix="history-", dir=viewer.page.temporary))
    file = folder / f"facemind-{form.view}.{kind}"
    WRITERS[kind](file, heading, rows)
    return file


def _visit_rows(viewer: Viewer, visits: Iterable[Visit]) -> Iterator[Sequence[object]]:
    unknown = viewer.say("history.unknown")
    for one in visits:
        start, end = _local(one.started_at), _local(one.ended_at)
        yield (
            one.name or unknown,
            place(viewer, one.source),
            start.date(),
            start,
            end,
            one.lasted,
            _rounded(one.similarity),
            _rounded(one.from_seconds),
            _rounded(one.to_seconds),
        )


def _attendance_rows(rows: Iterable[Attendance]) -> Iterator[Sequence[object]]:
    for row in rows:
        first, last = (_whole(seen) for seen in (row.first_seen, row.last_seen))
        yield row.day, row.name, first.time(), last.time(), row.visits, row.present


def _local(time: datetime) -> datetime:
    """Return a time by the clocks here, without its zone, which spreadsheets don't have."""
    return _whole(time.astimezone())


def _whole(time: datetime) -> datetime:
    return time.replace(microsecond=0, tzinfo=None)


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)
