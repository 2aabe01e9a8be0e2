from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from face_process.attendance import attendance
from face_process.visits import visits
from SQL.sightings import Glimpse

NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)
GAP = timedelta(minutes=5)
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NAMES = {1: "安娜", 2: "Ben"}


def live(number, minute, *, person=1, source="door", lasted=1.0, similarity=0.6):
    """Somebody at a camera from a minute after noon on."""
    start = NOON + timedelta(minutes=minute)
    end = start + timedelta(minutes=lasted)
    similarity = similarity if person else None
    name = NAMES.get(person)
    return Glimpse(number, person, name, source, start, end, None, None, similarity, "mini")


def filmed(number, start, end, *, found=NOON, person=1, similarity=0.6):
    name = NAMES.get(person)
    return Glimpse(number, person, name, "street.mp4", found, found, start, end, similarity, "mini")


def parts(found):
    return [visit.sightings for visit in found]


def test_short_pauses_are_one_visit_and_long_ones_divide_the_latest_first():
    seen = [live(1, 0), live(2, 5), live(3, 11.1), live(4, 14)]
    last, first = visits(reversed(seen), GAP)
    assert (first.sightings, last.sightings) == ((1, 2), (3, 4))
    assert (first.started_at, first.ended_at) == (NOON, NOON + timedelta(minutes=6))
    assert first.lasted == timedelta(minutes=6)
    assert (first.person_id, first.name, first.source) == (1, "安娜", "door")
    assert (first.from_seconds, first.to_seconds) == (None, None)


def test_a_pause_as_long_as_the_gap_ends_a_visit():
    assert parts(visits([live(1, 0), live(2, 6)], GAP)) == [(2,), (1,)]
    assert parts(visits([live(1, 0), live(2, 6)], GAP + timedelta(seconds=1))) == [(1, 2)]


def test_a_short_sighting_within_a_long_one_ends_nothing():
    seen = [live(1, 0, lasted=30), live(2, 1), live(3, 31)]
    assert parts(visits(seen, GAP)) == [(1, 2, 3)]


def test_other_people_and_other_sources_have_visits_of_their_own():
    seen = [live(1, 0), live(2, 1, person=2), live(3, 2, source="yard"), live(4, 3)]
    assert parts(visits(seen, GAP)) == [(1, 4), (3,), (2,)]


def test_the_best_look_is_the_most_similar_one():
    (visit,) = visits([live(1, 0), live(2, 1, similarity=0.8), live(3, 2)], GAP)
    assert (visit.best, visit.similarity) == (2, 0.8)


def test_strangers_are_joined_only_by_whom_they_are_said_to_be():
    seen = [live(n, n, person=None, lasted=n) for n in (1, 2, 3)]
    assert parts(visits(seen, GAP)) == [(3,), (2,), (1,)]
    groups = {1: "a", 2: "b", 3: "a"}
    second, first = visits(seen, GAP, whose=lambda one: groups.get(one.id))
    assert (second.sightings, first.sightings) == ((1, 3), (2,))
    assert (second.name, second.similarity, second.best) == (None, None, 3)


def test_a_file_has_its_own_clock_however_long_its_recognition_took():
    hours = timedelta(hours=1)
    seen = [filmed(1, 3.4, 9.1), filmed(2, 12, 20, found=NOON + hours), filmed(3, 400, 401)]
    later, earlier = sorted(visits(seen, GAP), key=lambda visit: visit.from_seconds, reverse=True)
    assert (earlier.sightings, later.sightings) == ((1, 2), (3,))
    assert (earlier.from_seconds, earlier.to_seconds) == (3.4, 20)
    assert earlier.lasted == timedelta(seconds=16.6)


def test_a_file_recognised_again_has_the_same_visits_found_later():
    first = [filmed(1, 3, 9), filmed(2, 400, 410)]
    again = NOON + timedelta(days=3)
    both = visits([*first, filmed(3, 3, 9, found=again), filmed(4, 400, 410, found=again)], GAP)
    assert parts(both) == [(2, 4), (1, 3)]
    assert {(visit.started_at, visit.ended_at) for visit in both} == {(again, again)}


def test_another_file_of_the_same_name_has_visits_of_its_own():
    same = replace(filmed(2, 3, 9), source="copy of street.mp4", clip="a")
    other = replace(filmed(3, 3, 9), clip="b")
    assert sorted(parts(visits([replace(filmed(1, 3, 9), clip="a"), same, other], GAP))) == [
        (1, 2),
        (3,),
    ]


def at(zone, *when):
    return datetime(*when, tzinfo=zone)


def stay(number, start, end, person=1, source="door"):
    return Glimpse(number, person, NAMES[person], source, start, end, None, None, 0.6, "mini")


def sheet(zone, *seen):
    return attendance(visits(seen, GAP), zone)


def test_a_day_tells_first_and_last_and_how_often_by_local_clocks():
    evening = stay(1, at(UTC, 2025, 6, 1, 17), at(UTC, 2025, 6, 1, 17, 30))  # 1:00 in Shanghai
    noon, other = live(2, 0), live(3, 1, person=2)
    anna, ben = sheet(SHANGHAI, noon, other, evening)
    assert (anna.day, anna.name, anna.visits) == (date(2025, 6, 2), "安娜", 2)
    assert anna.first_seen == at(SHANGHAI, 2025, 6, 2, 1)
    assert anna.last_seen == at(SHANGHAI, 2025, 6, 2, 20, 1)
    assert anna.first_seen.hour == 1
    assert anna.present == timedelta(minutes=31)
    assert (ben.name, ben.visits, ben.present) == ("Ben", 1, timedelta(minutes=1))
    assert [row.day.day for row in sheet(UTC, noon, evening)] == [2, 1]


def test_a_visit_across_midnight_belongs_to_both_days():
    start, end = at(SHANGHAI, 2025, 6, 1, 23, 50), at(SHANGHAI, 2025, 6, 2, 0, 20)
    second, first = sheet(SHANGHAI, stay(1, start, end))
    assert (first.day.day, first.first_seen, first.visits) == (1, start, 1)
    assert first.last_seen.strftime("%d %H:%M") == "01 23:59"
    assert (second.day.day, second.last_seen, second.visits) == (2, end, 1)
    assert second.first_seen == at(SHANGHAI, 2025, 6, 2)
    assert round((first.present + second.present).total_seconds()) == 1800


@pytest.mark.parametrize(
    ("day", "hours"),
    [((2025, 3, 30), 23), ((2025, 10, 26), 25)],
    ids=["clocks go forward", "clocks go back"],
)
def test_days_on_which_the_clocks_change_are_as_long_as_they_are(day, hours):
    evening_before = at(BERLIN, *day) - timedelta(hours=1)
    end = (at(BERLIN, *day) + timedelta(days=1)).astimezone(UTC)
    after, changed, before = sheet(BERLIN, stay(1, evening_before, end))
    assert (before.day.day, changed.day.day, after.day.day) == (day[2] - 1, day[2], day[2] + 1)
    assert round(changed.present / timedelta(hours=1), 3) == hours
    assert changed.first_seen.strftime("%H:%M") == "00:00"
    assert changed.last_seen.strftime("%H:%M") == "23:59"


def test_two_cameras_at_once_count_the_time_once():
    (row,) = sheet(UTC, live(1, 0, lasted=10), live(2, 5, lasted=10, source="yard"))
    assert (row.visits, row.present) == (2, timedelta(minutes=15))


def test_somebody_in_a_file_was_there_for_as_long_as_the_file_shows_them():
    (row,) = sheet(UTC, filmed(1, 3, 9), filmed(2, 400, 410))
    assert (row.first_seen, row.last_seen, row.visits) == (NOON, NOON, 2)
    assert row.present == timedelta(seconds=16)


def test_strangers_are_on_no_sheet():
    assert sheet(UTC, live(1, 0, person=None)) == []
