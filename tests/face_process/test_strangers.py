from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest

from face_process.align import align
from face_process.errors import GalleryError
from face_process.face_enroll import encode_crop, enrol, examine
from face_process.face_recognize import recognize_image
from face_process.face_service import open_service, usual_length
from face_process.image_file import read_image
from face_process.init_InsightFace import load_engine
from face_process.model_packs import choose_pack
from face_process.sightings import SightingLog
from face_process.stranger_book import StrangerBook
from face_process.strangers import (
    find_strangers,
    name_stranger,
    read_faces,
    resembled,
    unread,
)
from face_process.video_recognize import recognize_video
from merge.settings import Device, Settings
from SQL.sightings import Sighting

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
GAP = timedelta(minutes=5)
OFTEN, ONCE = "Andy_Roddick", "Ann_Veneman"
MINUTES = (0, 2, 60, 61, 500)
"""When one was seen: on three visits."""


@pytest.fixture(scope="module")
def photos(shared_data):
    """Six photos of one person and one of another."""
    known = shared_data / "lfw" / "known"
    one = [read_image(file) for file in sorted((known / OFTEN).iterdir())]
    return one, read_image(sorted((known / ONCE).iterdir())[0])


def crop_of(engine, image):
    middle = np.array(image.shape[1::-1]) / 2
    face = min(engine.detect(image), key=lambda one: np.linalg.norm(one.centre - middle))
    return align(image, face.landmarks)


def sighting(service, image, at):
    crop = crop_of(service.engine, image)
    (vector,), (length,) = service.engine.read_crops([crop])
    return Sighting(
        None, "0", at, at + timedelta(seconds=5), None, None, None, encode_crop(crop),
        service.gallery.model_id, vector, crop_length=float(length),
    )  # fmt: skip


@pytest.fixture
def seen(service, photos):
    """One stranger on three visits, five times in all, and another one once."""
    one, other = photos
    times = [NOON + timedelta(minutes=minutes) for minutes in MINUTES]
    rows = [sighting(service, *pair) for pair in zip(one, times, strict=False)]
    service.store.sightings.add([*rows, sighting(service, other, NOON)])
    return service


def often(service):
    return max(find_strangers(service, GAP), key=lambda who: len(who.faces))


def test_a_stranger_is_told_by_visits_and_the_best_different_looks(seen):
    strangers = find_strangers(seen, GAP)
    assert sorted(len(who.faces) for who in strangers) == [1, 5]
    who = often(seen)
    assert (who.visits, who.sources, who.ignored) == (3, ["0"], False)
    assert (who.first_seen, who.last_seen) == (NOON, NOON + timedelta(minutes=500, seconds=5))
    assert who.ids == sorted(who.ids, reverse=True)
    vectors = np.stack([face.embedding for face in who.shots])
    assert 2 <= len(vectors) <= 5
    assert np.triu(vectors @ vectors.T, 1).max() <= 0.9


def test_a_named_stranger_is_recognised_in_the_next_photo(seen, photos):
    who = often(seen)
    enrolment = name_stranger(seen, who, "安迪")
    assert 2 <= len(enrolment.face_ids) <= 5
    named = seen.store.sightings.find(person="安迪")
    assert sorted(one.id for one in named) == sorted(who.ids)
    assert all(0.3 < one.similarity <= 1 for one in named)
    assert [len(left.faces) for left in find_strangers(seen, GAP)] == [1]
    assert "安迪" in [face.name for face in recognize_image(seen, photos[0][5])]
    seen.store.sightings.remove(who.ids)
    with pytest.raises(GalleryError, match="no longer there"):
        name_stranger(seen, who, "安迪")


def test_who_may_be_somebody_known_is_told(seen, photos):
    assert resembled(seen, often(seen)) is None
    enrol(seen, "安迪", [examine(seen, photos[0][5], "安迪", number=1)])
    assert resembled(seen, often(seen)).name == "安迪"
    assert resembled(seen, often(seen), "安迪") is None


def test_who_is_ignored_stays_so_when_the_old_sightings_are_forgotten(seen, photos):
    now = datetime.now(UTC)
    seen.store.strangers.ignore(often(seen).ids)
    seen.store.sightings.add([sighting(seen, photos[0][5], now)])
    with SightingLog(seen, Settings(sightings_days=30), "0"):
        pass
    (left,) = seen.store.strangers.all()
    assert left.ignored
    seen.store.sightings.add([sighting(seen, photos[0][0], now)])
    (who,) = find_strangers(seen, GAP)
    assert who.ignored
    assert all(face.ignored for face in seen.store.strangers.all())


def test_strangers_of_before_a_model_switch_are_read_anew(seen, shared_models, photos):
    assert unread(seen) == []
    settings = Settings(models=shared_models, pack="mini_casia")
    engine = load_engine(choose_pack(settings, None).pack, Device.CPU)
    other = open_service(engine, seen.store)
    missing = unread(other)
    assert len(missing) == 6
    assert find_strangers(other, GAP) == []
    assert list(read_faces(other, missing)) == [6]
    assert unread(other) == []
    assert len(often(other).faces) >= 3
    stored = seen.store.strangers.all()[0]
    expected = engine.embed_crops([crop_of(engine, photos[0][0])])[0]
    assert stored.embedding @ expected > 0.999


def test_a_sighting_whose_picture_is_broken_resembles_nobody(seen):
    (found,) = seen.store.sightings.find(limit=1)
    broken = replace(found, id=None, name=None, crop=b"no picture", crop_length=None)
    seen.store.sightings.add([broken])
    missing = unread(seen)
    assert len(missing) == 1
    assert list(read_faces(seen, missing)) == [1]
    assert sorted(len(who.faces) for who in find_strangers(seen, GAP)) == [1, 1, 5]


def test_strangers_are_grouped_again_only_where_something_changed(seen):
    book = StrangerBook()
    assert not book.is_current(seen, GAP)
    first = book.strangers(seen, GAP)
    assert book.is_current(seen, GAP)
    assert book.strangers(seen, GAP) is first
    who = often(seen)
    assert book.of(seen, GAP, who.ids[-1]).ids == who.ids
    seen.store.sightings.remove(who.ids)
    assert not book.is_current(seen, GAP)
    with pytest.raises(GalleryError):
        book.of(seen, GAP, who.ids[0])


def test_what_nobody_could_recognise_is_not_kept_while_nobody_is_enrolled(service, shared_data):
    clip = shared_data / "videos" / "hamilton" / "short_hamilton_clip.mp4"
    with SightingLog(service, Settings(), clip.name) as log:
        for _ in recognize_video(service, clip, sightings=log):
            pass
    faces = service.store.strangers.all()
    assert 4 <= len(faces) <= 10  # 14 with the faces in the dark
    crops = service.store.sightings.crops(face.id for face in faces)
    assert all(cv2.imdecode(np.frombuffer(png, np.uint8), 1).shape == (112, 112, 3)
               for png in crops.values())  # fmt: skip
    assert all(face.crop_length > 0.5 * usual_length(service) for face in faces)


def test_of_two_who_name_a_stranger_at_once_the_first_is_believed(seen):
    who = often(seen)
    name_stranger(seen, who, "安迪")
    with pytest.raises(GalleryError, match="no longer there"):
        name_stranger(seen, who, "Bob")
    assert [person.name for person in seen.store.people.all()] == ["安迪"]


def test_strangers_that_were_grouped_before_all_was_read_are_grouped_again(seen, photos):
    book = StrangerBook()
    late = replace(sighting(seen, photos[1], NOON + timedelta(hours=1)), crop_length=None)
    seen.store.sightings.add([late])
    assert len(book.strangers(seen, GAP)) == 2
    assert not book.is_current(seen, GAP)
    assert list(read_faces(seen, unread(seen))) == [1]
    assert sorted(len(who.faces) for who in book.strangers(seen, GAP)) == [2, 5]
    assert book.is_current(seen, GAP)
