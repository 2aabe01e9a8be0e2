import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from live_scenes import play, talking

from face_process.errors import StoreError
from face_process.face_enroll import enrol, examine
from face_process.face_track import LiveRecognizer
from face_process.film import Film, fingerprint
from face_process.sightings import SightingLog
from face_process.video_recognize import recognize_video
from merge.settings import Settings


@pytest.fixture
def ended(service, shared_data):
    """A known and an unknown face that were seen for a second each."""
    image = talking(shared_data, "d19", 1, start=150)[0]
    enrol(service, "艾琳", [examine(service, image, "艾琳")])
    live = LiveRecognizer(service)
    play(live, talking(shared_data, "d19", 25))
    play(live, talking(shared_data, "d20", 25), start=25)
    return live.finish()


def write(service, ended, live_now=None, **settings):
    with SightingLog(service, Settings(**settings), "clip.mp4") as log:
        log.add(ended, live_now)


def test_known_and_unknown_people_of_a_file_are_kept_with_their_times(service, ended):
    write(service, ended)
    unknown, known = sorted(service.store.sightings.find(), key=lambda one: one.name or "")
    assert (known.name, known.source, known.from_seconds) == ("艾琳", "clip.mp4", 0.0)
    assert 0.5 < known.to_seconds <= 1.0
    assert known.similarity > 0.5
    assert (unknown.name, unknown.person_id, unknown.similarity) == (None, None, None)
    assert unknown.from_seconds == pytest.approx(1.0)
    assert abs(known.started_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert known.crop.startswith(b"\x89PNG")


def test_where_sound_comes_first_the_times_are_those_of_players(service, ended):
    with SightingLog(service, Settings(), "clip.mp4") as log:
        log.add(ended, ahead=2.0)
    assert min(one.from_seconds for one in service.store.sightings.find()) == 2.0


def test_it_is_kept_which_film_it_was_and_where_unless_it_is_an_upload(service, ended, tmp_path):
    file = tmp_path / "clip.mp4"
    file.write_bytes(b"film")
    for film in (Film(file), Film(file, stays=False)):
        with SightingLog(service, Settings(), "clip.mp4", film) as log:
            log.add(ended)
    seen = service.store.sightings.find()
    assert [one.file for one in seen] == [None, None, str(file), str(file)]
    assert {one.clip for one in seen} == {fingerprint(file)}


def test_live_sightings_have_the_time_of_day(service, ended):
    write(service, ended, live_now=61.0)
    for one in service.store.sightings.find():
        assert (one.from_seconds, one.to_seconds) == (None, None)
        ago = datetime.now(UTC) - one.started_at
        assert timedelta(seconds=55) < ago < timedelta(seconds=90)
        assert one.ended_at > one.started_at


def test_they_can_be_turned_off(service, ended):
    write(service, ended, sightings="off")
    assert service.store.sightings.find() == []


def test_old_ones_are_forgotten(service, ended):
    write(service, ended, live_now=10 * 86400.0)
    assert len(service.store.sightings.find()) == 2
    write(service, [], sightings_days=30)
    assert len(service.store.sightings.find()) == 2
    write(service, [], sightings_days=5)
    assert service.store.sightings.find() == []


def test_removing_a_person_removes_theirs_and_later_ones_are_not_kept(service, ended):
    write(service, ended)
    service.store.people.remove("艾琳")
    assert [one.name for one in service.store.sightings.find()] == [None]
    write(service, ended)
    assert [one.name for one in service.store.sightings.find()] == [None, None]


def test_a_store_that_cannot_be_written_stops_nothing(service, ended, monkeypatch):
    def refuse(_sightings):
        raise StoreError("store_readonly", file="x")

    monkeypatch.setattr(service.store.sightings, "add", refuse)
    write(service, ended)
    assert service.store.sightings.find() == []


def test_the_frames_never_wait_for_the_store(service, ended, monkeypatch):
    writing = threading.Event()

    def slow(_sightings):
        writing.set()
        time.sleep(0.5)

    monkeypatch.setattr(service.store.sightings, "add", slow)
    with SightingLog(service, Settings(), "clip.mp4") as log:
        log.add(ended)
        assert not writing.is_set()
    assert writing.is_set()
    assert not [one for one in threading.enumerate() if one.name == "sightings"]


def test_a_video_leaves_its_people_also_where_it_is_stopped(service, shared_data):
    clip = shared_data / "videos" / "talking" / "d19.mp4"
    with SightingLog(service, Settings(), clip.name) as log:
        frames = recognize_video(service, clip, sightings=log)
        for _ in range(30):
            next(frames)
        frames.close()
    (seen,) = service.store.sightings.find()
    assert (seen.source, seen.from_seconds) == ("d19.mp4", 0.0)


def test_whoever_leaves_waits_for_what_is_written_but_not_for_what_is_forgotten(
    service, ended, monkeypatch
):
    grouping, go_on = threading.Event(), threading.Event()

    def slow(_service):
        grouping.set()
        go_on.wait()

    monkeypatch.setattr("face_process.sightings.find_strangers", slow)
    write(service, ended, live_now=40 * 86400.0, sightings_days=90)
    strangers = service.store.strangers
    strangers.ignore([one.id for one in strangers.all()])
    log = SightingLog(service, Settings(sightings_days=30), "clip.mp4").__enter__()
    try:
        assert grouping.wait(60)
        log.add(ended)
        log.leave()
        assert not go_on.is_set()
        assert len(service.store.sightings.find()) == 4
    finally:
        go_on.set()
        log.__exit__(None, None, None)
    assert len(service.store.sightings.find()) == 2
