from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from face_process.errors import GalleryError
from face_process.types import ModelIdentity
from face_process.visit_search import VisitSearch, find_attendance, find_visits
from SQL.rows import NewFace
from SQL.sightings import Sighting

GAP = timedelta(minutes=5)
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2025, 6, 2)


@pytest.fixture
def seen(store):
    """Return a function that keeps a sighting: whose, when by Shanghai's clocks, how long."""
    model_id = store.register_model(ModelIdentity("mini", "a" * 64, 8))
    vector = np.eye(8, dtype=np.float32)[0]

    def keep(name, day, hour, minute=0, *, minutes=1.0, source="door"):
        person = None
        if name:
            face = NewFace(None, vector, None, "photo.jpg")
            person = store.add_faces(name, [face], model_id).person_id
        start = datetime(2025, 6, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)
        end = start + timedelta(minutes=minutes)
        one = Sighting(person, source, start, end, None, None, 0.6, b"crop", model_id, vector)
        store.sightings.add([one])

    return keep


def found(store, **wanted):
    visits = find_visits(store, VisitSearch(GAP, **wanted), SHANGHAI)
    return [(one.name, one.ended_at.astimezone(SHANGHAI).strftime("%d %H:%M")) for one in visits]


def test_visits_are_found_by_person_place_and_local_day(store, seen):
    seen("安娜", 1, 23)
    seen("安娜", 2, 0, 30)
    seen("Ben", 2, 9, source="yard")
    seen(None, 3, 0, 10)
    assert found(store) == [
        (None, "03 00:11"), ("Ben", "02 09:01"), ("安娜", "02 00:31"), ("安娜", "01 23:01"),
    ]  # fmt: skip
    assert found(store, first=MONDAY, last=MONDAY) == [("Ben", "02 09:01"), ("安娜", "02 00:31")]
    assert found(store, person="安娜", first=MONDAY) == [("安娜", "02 00:31")]
    assert found(store, last=date(2025, 6, 1)) == [("安娜", "01 23:01")]
    assert found(store, source="yard") == [("Ben", "02 09:01")]
    assert found(store, unknown=True) == [(None, "03 00:11")]


def test_strangers_that_are_ignored_are_left_out(store, seen):
    seen(None, 2, 9)
    with store._connections.writing() as connection:
        connection.execute("UPDATE sighting SET ignored = 1")
    assert found(store) == []


def test_a_visit_across_midnight_is_seen_whole_from_either_day(store, seen):
    for minute in range(50, 60):
        seen("安娜", 1, 23, minute)
    for minute in range(10):
        seen("安娜", 2, 0, minute)
    for day in (1, 2):
        wanted = VisitSearch(GAP, first=date(2025, 6, day), last=date(2025, 6, day))
        (visit,) = find_visits(store, wanted, SHANGHAI)
        assert visit.lasted == timedelta(minutes=20)
        (row,) = find_attendance(store, wanted, SHANGHAI)
        assert row.day.day == day
    assert find_attendance(store, VisitSearch(GAP, first=date(2025, 6, 3)), SHANGHAI) == []


def test_nobody_of_that_name_is_told(store):
    with pytest.raises(GalleryError, match="张三"):
        find_visits(store, VisitSearch(GAP, person="张三"))


@pytest.mark.parametrize("zone", [SHANGHAI, None, ZoneInfo("America/Los_Angeles")])
def test_days_beyond_every_calendar_hold_everything(store, seen, zone):
    seen("安娜", 1, 12)
    search = VisitSearch(GAP, first=date.min, last=date.max)
    assert [one.name for one in find_visits(store, search, zone)] == ["安娜"]
    assert [row.name for row in find_attendance(store, search, zone)] == ["安娜"]
    assert list(find_visits(store, VisitSearch(GAP, first=date.max), zone)) == []
    assert list(find_visits(store, VisitSearch(GAP, last=date.min), zone)) == []
