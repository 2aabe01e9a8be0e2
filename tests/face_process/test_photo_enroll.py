import gc
import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from face_process import photo_examine
from face_process.errors import ImageError, StoreError
from face_process.face_enroll import enrol
from face_process.face_service import open_service
from face_process.photo_enroll import PersonPhotos, enrol_people, enrol_photos, people_in_folder
from face_process.photo_examine import PhotoJob, examined_photos
from face_process.photo_seen import see_photo
from SQL.database_operate import Store
from tests.command_line import PROJECT


@pytest.fixture
def folder(tmp_path, astronaut):
    people = tmp_path / "people"
    photos = ("张三/a.png", "张三/deep/b.png", "张三/notes.txt", "Zoë.png")
    hidden = (".hidden/c.png", "张三/.thumbs/d.png", "张三/deep/.e.png")
    for path in photos + hidden:
        (people / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(astronaut, people / path)
    (people / "空").mkdir()
    return people


def test_a_folder_is_a_person_each_and_so_is_a_photo(folder):
    found = {
        person.name: [file.name for file in person.files] for person in people_in_folder(folder)
    }
    assert found == {"张三": ["a.png", "b.png"], "Zoë": ["Zoë.png"]}


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(ImageError, match="no photos or videos"):
        people_in_folder(tmp_path)
    with pytest.raises(ImageError):
        people_in_folder(tmp_path / "nowhere")


def test_good_photos_are_stored_and_bad_ones_told_with_the_reason(service, folder, group_photo):
    bad = folder / "张三" / "c.jpg"
    bad.write_text("no picture")
    files = [folder / "张三" / "a.png", bad, group_photo]
    outcomes = list(enrol_photos(service, "张三", files))
    reasons = [outcome.error and outcome.error.key for outcome in outcomes]
    assert reasons == [None, "image_unreadable", "several_faces"]
    assert service.store.people.find("张三").faces == 1


@pytest.fixture
def photos(shared_data):
    """Eighteen photos of three people, six each."""
    known = sorted((shared_data / "lfw" / "known").iterdir())[:3]
    return [PersonPhotos(one.name, tuple(sorted(one.iterdir()))) for one in known]


@pytest.fixture
def commits(monkeypatch):
    """Set after how many seconds examined photos are stored."""
    return lambda seconds: monkeypatch.setattr("face_process.photo_enroll.LONGEST_UNSAVED", seconds)


def stored(service):
    return {person.name: person.faces for person in service.store.people.all()}


def our_threads():
    names = [thread.name for thread in threading.enumerate()]
    ours = ("look at photos", "embed faces", "store faces")
    return [name for name in names if name.startswith(ours)]


@pytest.mark.parametrize("seconds", [0.0, 60.0], ids=["many commits", "one commit"])
def test_outcomes_keep_the_order_and_are_stored_when_told(service, photos, commits, seconds):
    commits(seconds)
    told = []
    for outcome in enrol_people(service, photos):
        assert outcome.candidate, outcome.file
        told.append((outcome.name, outcome.file))
        names = [name for name, _ in told]
        for name in set(names):
            assert service.store.people.find(name).faces >= names.count(name)
    assert told == [(person.name, file) for person in photos for file in person.files]
    assert stored(service) == {person.name: 6 for person in photos}


def test_a_photo_given_twice_is_stored_once(service, photos, tmp_path):
    first, second = photos[0].files[:2]
    copy = shutil.copy(first, tmp_path / "copy.jpg")
    outcomes = list(enrol_photos(service, "A", [first, second, Path(copy), first]))
    assert [outcome.enrolled_already for outcome in outcomes] == [False, False, True, True]
    assert stored(service) == {"A": 2}


def test_a_second_run_passes_over_what_is_enrolled_without_decoding_it(
    service, photos, monkeypatch
):
    list(enrol_people(service, [PersonPhotos("A", photos[0].files[:4])]))
    decoded = []
    decode = photo_examine.decode_image
    monkeypatch.setattr(
        photo_examine,
        "decode_image",
        lambda content, name: decoded.append(name) or decode(content, name),
    )
    outcomes = list(enrol_people(service, [PersonPhotos("A", photos[0].files)]))
    assert [outcome.enrolled_already for outcome in outcomes] == [True] * 4 + [False] * 2
    assert sorted(decoded) == [str(file) for file in photos[0].files[4:]]
    assert stored(service) == {"A": 6}


def test_a_photo_enrolled_on_the_page_is_known_to_a_folder(service, photos):
    photo = photos[0].files[0]
    enrol(service, "A", [see_photo(service, photo).candidate])
    (outcome,) = enrol_people(service, [PersonPhotos("A", (photo,))])
    assert outcome.enrolled_already
    assert stored(service) == {"A": 1}


def test_a_photo_under_another_name_is_enrolled_and_pointed_out(service, photos):
    photo = photos[0].files[0]
    list(enrol_photos(service, "A", [photo]))
    people = [PersonPhotos("B", (photo,)), PersonPhotos("C", (photo, photos[1].files[0]))]
    outcomes = list(enrol_people(service, people))
    assert [outcome.shared_with for outcome in outcomes] == [("A",), ("A", "B"), ()]
    assert stored(service) == {"A": 1, "B": 1, "C": 2}


@pytest.mark.parametrize("seconds", [0.0, 60.0], ids=["many commits", "one commit"])
def test_one_person_under_two_names_in_one_run_is_pointed_out(service, photos, commits, seconds):
    commits(seconds)
    mine = photos[1].files
    people = [
        PersonPhotos("Known", mine[:2]), *photos[::2], PersonPhotos("Same again", mine[2:4])
    ]  # fmt: skip
    outcomes = list(enrol_people(service, people))
    resembled = [
        outcome.candidate.resembles and outcome.candidate.resembles.name for outcome in outcomes
    ]
    assert resembled == [None] * 14 + ["Known"] * 2
    match = outcomes[-1].candidate.resembles
    assert match.person_id == service.store.people.find("Known").id
    assert match.similarity >= service.threshold


def test_each_face_of_a_group_is_enrolled_from_the_one_photo_and_none_twice(service, group_photo):
    for name, number in zip("ABCDEF", itertools.count(1), strict=False):
        (outcome,) = enrol_photos(service, name, [group_photo], number)
        assert outcome.candidate
        assert not outcome.shared_with
    (again,) = enrol_photos(service, "C", [group_photo], 3)
    assert again.enrolled_already
    (other,) = enrol_photos(service, "C", [group_photo], 4)  # the user's word against ours
    assert other.candidate.resembles.name == "D"
    assert stored(service) == {name: 1 + (name == "C") for name in "ABCDEF"}


def test_a_refused_photo_holds_on_to_no_picture(service, photos, group_photo):
    (outcome,) = enrol_photos(service, "A", [group_photo])
    assert outcome.error.key == "several_faces"
    assert outcome.error.__traceback__ is None
    assert outcome.error.__context__ is None


def test_few_photos_are_in_hand_however_many_there_are(service, photos):
    taken = 0

    def endless():
        nonlocal taken
        for file in itertools.cycle(photos[0].files):
            taken += 1
            yield PhotoJob("A", file)

    examined = examined_photos(service, endless())
    count = 0
    for batch in examined:
        count += len(batch)
        most = photo_examine.LOOKS_AHEAD + 4 * photo_examine.EMBEDDED_AT_ONCE
        assert taken - count <= most
        if count > 100:
            break
    examined.close()
    assert our_threads() == []


def test_memory_is_flat(service, photos, tmp_path):
    """Large photos: were they kept, forty would take 200 MB."""
    import resource

    import cv2

    from face_process.image_file import read_image

    large = tmp_path / "large.jpg"
    cv2.imwrite(str(large), cv2.resize(read_image(photos[0].files[0]), (1300, 1300)))
    jobs = [PhotoJob("A", large)] * 40
    list(examined_photos(service, jobs[:8]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    list(examined_photos(service, jobs))
    gc.collect()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kB


def broken(after, error):
    """A stage that fails when it has done so many."""
    done = itertools.count()

    def stage(call):
        def fail(*arguments, **options):
            if next(done) >= after:
                raise error
            return call(*arguments, **options)

        return fail

    return stage


@pytest.mark.parametrize("stage", ["detect", "embed_crops"])
def test_a_stage_that_breaks_ends_everything_and_loses_nothing_told(
    service, photos, commits, monkeypatch, stage
):
    commits(0.0)
    spoil = broken(after=2 if stage == "embed_crops" else 8, error=RuntimeError("a bug"))
    monkeypatch.setattr(service.engine, stage, spoil(getattr(service.engine, stage)))
    monkeypatch.setattr(photo_examine, "EMBEDDED_AT_ONCE", 2)
    told = []
    with pytest.raises(RuntimeError, match="a bug"):
        told.extend(enrol_people(service, photos))
    assert our_threads() == []
    assert sum(stored(service).values()) >= len(told)


def test_a_store_that_cannot_be_written_ends_everything(service, photos, commits, monkeypatch):
    commits(0.0)
    full = StoreError("store_full", file="x", reason="full")
    spoil = broken(after=1, error=full)
    monkeypatch.setattr(service.store, "add_people", spoil(service.store.add_people))
    told = []
    with pytest.raises(StoreError):
        told.extend(enrol_people(service, photos))
    assert our_threads() == []
    assert sum(stored(service).values()) == len(told)


def test_whoever_stops_listening_leaves_no_thread_behind(service, photos, commits):
    commits(0.0)
    outcomes = enrol_people(service, photos)
    next(outcomes)
    outcomes.close()
    assert our_threads() == []


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, {project!r})
from dataclasses import replace
from face_process import photo_enroll
from merge.facemind import build_service
from merge.stores import open_store
from merge.settings import build_settings
photo_enroll.LONGEST_UNSAVED = 0.05
settings = replace(build_settings({{}}), database=Path({database!r}), pack="mini")
with open_store(settings) as store:
    people = photo_enroll.people_in_folder(Path({folder!r}))
    for outcome in photo_enroll.enrol_people(build_service(settings, store), people):
        if outcome.candidate:
            print(outcome.name, outcome.file.name, flush=True)
"""


def test_after_a_kill_everyone_told_is_there_and_the_next_run_goes_on(engine, photos, tmp_path):
    folder, database = tmp_path / "people", tmp_path / "known_faces.db"
    for person in photos:
        (folder / person.name).mkdir(parents=True)
        for file in person.files:
            shutil.copy(file, folder / person.name)
    words = {"project": str(PROJECT), "database": str(database), "folder": str(folder)}
    told = []
    with subprocess.Popen(
        [sys.executable, "-c", CHILD.format(**words)], stdout=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    ) as child:  # fmt: skip
        for line in child.stdout:
            if not line.endswith("\n"):
                break  # the kill cut it off
            told.append(tuple(line.split()))
            if len(told) == 7:
                child.send_signal(signal.SIGKILL)
    assert len(told) >= 7
    with Store(database) as store:
        faces = enrolled_photos(store)
        assert set(told) <= set(faces)
        outcomes = list(enrol_people(open_service(engine, store), people_in_folder(folder)))
        already = [outcome for outcome in outcomes if outcome.enrolled_already]
        assert len(already) == len(faces)
        everything = [(person.name, file.name) for person in photos for file in person.files]
        assert sorted(enrolled_photos(store)) == sorted(everything)


def enrolled_photos(store):
    """Whose face was enrolled from which file, for every face."""
    with store._connections.reading() as connection:
        return connection.execute(
            "SELECT person.name, source FROM face JOIN person ON person.id = person_id"
        ).fetchall()
