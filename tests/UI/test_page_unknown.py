from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from face_process.align import align
from face_process.face_enroll import encode_crop, enrol
from face_process.face_service import open_service
from face_process.image_file import read_image
from face_process.photo_seen import see_photo
from face_process.strangers import find_strangers
from merge.kept_settings import keep_setting
from merge.settings import Settings
from SQL.backups import keep_backup
from SQL.sightings import Sighting
from tests.face_process.live_scenes import talking
from tests.UI.films import write_video
from UI.page_settings import PageSettings
from UI.unknown_markup import cards as cards_of
from UI.viewer import Page, Viewer

FRAMES = 50
HEADS = {"d12": 10, "d19": 20, "d20": 20, "d3": 20}
"""Talking heads, and from which frame on they are filmed."""
OFTEN, TWICE, ONCE = "Andy_Roddick", "Angelina_Jolie", "Ann_Veneman"


@pytest.fixture(scope="module")
def film(shared_data, tmp_path_factory):
    """A film of four people, one after the other, and a later photo of each."""
    folder = tmp_path_factory.mktemp("film")
    pictures, photos = [], []
    for name, start in HEADS.items():
        frames = talking(shared_data, name, FRAMES + 30, start)
        pictures += frames[:FRAMES]
        photos.append(folder / f"{name}.png")
        cv2.imwrite(str(photos[-1]), frames[-1])
    return write_video(folder / "visitors.mp4", pictures, len(pictures) / 25, sound=False), photos


@pytest.fixture(scope="module")
def looks(engine, shared_data):
    """Three people: crops, vectors and lengths of four photos, of two and of one."""
    seen = []
    for name, count in ((OFTEN, 4), (TWICE, 2), (ONCE, 1)):
        for file in sorted((shared_data / "lfw" / "known" / name).iterdir())[:count]:
            image = read_image(file)
            middle = np.array(image.shape[1::-1]) / 2
            face = min(engine.detect(image), key=lambda one: np.linalg.norm(one.centre - middle))
            seen.append(align(image, face.landmarks))
    return list(zip(seen, *engine.read_crops(seen), strict=True))


@pytest.fixture
def service(engine, people):
    """The page's store as another program sees it; no sightings are left in it."""
    people.sightings.forget(datetime.now(UTC) + timedelta(days=1))
    yield open_service(engine, people)
    people.sightings.forget(datetime.now(UTC) + timedelta(days=1))


@pytest.fixture
def seen(service, looks):
    """Two hours between any two: one came four times since two days ago, one twice, one once."""
    model_id, now = service.gallery.model_id, datetime.now(UTC)
    rows = []
    for index, (crop, vector, length) in enumerate(looks):
        at = now - timedelta(days=2) + timedelta(hours=2 * index)
        rows.append(
            Sighting(
                None, "browser", at, at + timedelta(seconds=3), None, None, None,
                encode_crop(crop), model_id, vector, crop_length=float(length),
            )
        )  # fmt: skip
    service.store.sightings.add(rows)
    return service


def cards(visitor, count):
    """Open the tab and return its cards, of which there are so many."""
    visitor.tab("unknown")
    found = visitor["unknown-strangers"].locator(".fm-stranger")
    expect(found).to_have_count(count)
    return found


def groups(service):
    return sorted(len(who.faces) for who in find_strangers(service))


def give(visitor, name):
    box = visitor["unknown-name"].locator("input")
    box.fill(name)
    box.press("Enter")


def test_strangers_of_a_video_are_named_once_and_known_from_then_on(visit, service, film):
    video, photos = film
    visitor = visit()
    visitor.tab("video")
    visitor.upload("video-in", str(video))
    expect(visitor["video-in"].locator("video")).to_be_visible()
    visitor["video-button"].click()
    visitor.sees("video-progress", visitor.says("page.video.strangers"), timeout=120_000)
    visitor.tab("unknown")
    found = visitor["unknown-strangers"].locator(".fm-stranger")
    expect(found.first).to_be_visible()
    met = found.count()
    assert 3 <= met <= 5
    expect(found.first).to_contain_text(visitor.says("page.unknown.seen_today", count=1))
    expect(found.first).to_contain_text("visitors.mp4")
    for left, name in ((met - 1, "阿英"), (met - 2, "Ben")):
        found.first.locator("[data-do=open]").last.click()
        give(visitor, name)
        visitor.sees("unknown-said", name)
        expect(found).to_have_count(left)
        (sighting,) = service.store.sightings.find(person=name)
        assert (sighting.source, sighting.name) == ("visitors.mp4", name)
        assert sighting.similarity > service.threshold
    visitor.tab("photo")
    said = []
    for photo in photos:
        visitor.upload("photo-in", str(photo))
        visitor.sees("photo-summary", visitor.says("page.photo.faces", count=1, names=""))
        said.append(visitor["photo-summary"].inner_text())
        visitor.control("photo-in", "remove_image").click()
        expect(visitor["photo-summary"]).to_have_text("")
    for name in ("阿英", "Ben"):
        assert sum(name in words for words in said) == 1


def test_an_ignored_stranger_stays_hidden_when_seen_again(visit, seen, looks):
    visitor = visit("zh-CN")
    first = cards(visitor, 3).first
    day = visitor.says(f"page.unknown.weekday_{(datetime.now() - timedelta(days=2)).weekday()}")
    expect(first).to_contain_text(visitor.says("page.unknown.seen", count=4, day=day))
    first.get_by_text("忽略", exact=True).click()
    visitor.sees("unknown-said", visitor.says("page.unknown.ignored_now"))
    cards(visitor, 2)
    again = seen.store.sightings.find(limit=9)[-1]
    seen.store.sightings.remove([one.id for one in seen.store.sightings.find(limit=9)[4:]])
    seen.store.sightings.add([again])
    visitor.tab("photo")
    cards(visitor, 2)
    visitor["unknown-ignored"].locator("input").check()
    shown = cards(visitor, 3)
    ignored = shown.filter(has_text="已忽略")
    expect(ignored).to_have_count(1)
    ignored.get_by_text("取消忽略", exact=True).click()
    visitor.sees("unknown-said", visitor.says("page.unknown.heeded_now"))
    assert not any(face.ignored for face in seen.store.strangers.all())


def test_strangers_are_merged_and_a_face_is_taken_out_for_good(visit, seen):
    visitor = visit()
    found = cards(visitor, 3)
    merge = visitor["unknown-strangers"].locator("[data-do=merge]")
    found.nth(0).locator("input").check()
    expect(merge).to_be_disabled()
    found.nth(1).locator("input").check()
    merge.click()
    visitor.sees("unknown-said", visitor.says("page.unknown.merged"))
    expect(visitor["unknown-strangers"].locator(":checked")).to_have_count(0)
    cards(visitor, 2).first.locator("[data-do=open]").first.click()
    faces = visitor["unknown-faces"].locator("li")
    expect(faces).to_have_count(sum(groups(seen)) - 1)
    faces.first.get_by_text("Not this person").click()
    visitor.sees("unknown-said", visitor.says("page.unknown.taken_out"))
    expect(faces).to_have_count(5)
    visitor["unknown-back"].click()
    cards(visitor, 3)
    assert groups(seen) == [1, 1, 5]


def test_a_tick_stays_with_whom_it_was_given_when_others_leave_the_list(visit, seen):
    visitor = visit()
    found = cards(visitor, 3)
    value = found.nth(1).locator("input").get_attribute("value")
    found.nth(1).locator("input").check()
    found.nth(0).locator("[data-do=ignore]").click()
    cards(visitor, 2)
    ticked = visitor["unknown-strangers"].locator(":checked")
    expect(ticked).to_have_count(1)
    expect(ticked).to_have_attribute("value", value)


def test_a_deleted_stranger_is_asked_about_and_leaves_nothing(visit, seen, running):
    visitor = visit("zh-CN")
    gone = max(find_strangers(seen), key=lambda who: len(who.faces))
    crop = seen.store.sightings.get(gone.ids[0]).crop[100:400]
    cards(visitor, 3).first.locator("[data-do=open]").first.click()
    visitor["unknown-delete"].click()
    visitor.sees("unknown-question", visitor.says("page.unknown.delete_all", count=4))
    visitor["unknown-cancel"].click()
    expect(visitor["unknown-question"]).to_be_hidden()
    assert len(seen.store.strangers.all()) == 7
    copy = keep_backup(seen.store, at_once=True)
    visitor["unknown-delete"].click()
    visitor.sees("unknown-question", copy.name)
    visitor["unknown-purge"].locator("input").check()
    visitor["unknown-yes"].click()
    visitor.sees("unknown-said", visitor.says("page.unknown.deleted"))
    visitor.sees("unknown-said", copy.name)
    assert crop not in copy.read_bytes()
    cards(visitor, 2)
    assert set(gone.ids).isdisjoint(face.id for face in seen.store.strangers.all())
    files = running[1].glob("known_faces.db*")
    assert not any(crop in file.read_bytes() for file in files)


def test_copies_that_still_hold_a_deleted_stranger_are_named(visit, seen):
    visitor = visit()
    cards(visitor, 3).first.locator("[data-do=open]").first.click()
    copy = keep_backup(seen.store, at_once=True)
    visitor["unknown-delete"].click()
    expect(visitor["unknown-purge"].locator("input")).not_to_be_checked()
    visitor["unknown-yes"].click()
    visitor.sees("unknown-said", "To be rid of it there, too, delete these files.")
    visitor.sees("unknown-said", copy.name)


def test_who_looks_like_somebody_known_is_asked_about_first(visit, seen, shared_data):
    photo = sorted((shared_data / "lfw" / "known" / OFTEN).iterdir())[5]
    enrol(seen, "安迪", [see_photo(seen, photo, 1).candidate])
    visitor = visit()
    first = cards(visitor, 3).first
    expect(first).to_contain_text("Looks like 安迪")
    first.locator("[data-do=open]").first.click()
    give(visitor, "Bob")
    visitor.sees("unknown-question", "Is it really Bob?")
    assert seen.store.sightings.find(person="安迪") == []
    visitor["unknown-other"].click()
    visitor.sees("unknown-said", "安迪")
    assert len(seen.store.sightings.find(person="安迪")) == 4
    assert [person.name for person in seen.store.people.all()] == ["安迪"]


def test_a_stranger_is_named_with_the_keyboard_alone_on_a_phone(visit, seen):
    visitor = visit()
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    card = cards(visitor, 3).first
    card.locator("[data-do=open]").first.focus()
    visitor.page.keyboard.press("Enter")
    heading = visitor["unknown-head"].locator("h2")
    expect(heading).to_be_focused()
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == 390
    visitor.page.keyboard.press("Tab")
    expect(visitor["unknown-name"].locator("input")).to_be_focused()
    visitor.page.keyboard.type("Andy")
    visitor.page.keyboard.press("Enter")
    visitor.sees("unknown-said", "Andy")
    assert len(seen.store.sightings.find(person="Andy")) == 4


def test_an_empty_tab_says_how_strangers_get_there(visit, service, locale):
    visitor = visit(locale)
    visitor.tab("unknown")
    visitor.sees("unknown-strangers", visitor.says("page.unknown.empty"))


def test_an_empty_tab_says_how_to_switch_sightings_on_that_were_switched_off(store):
    keep_setting(store, "sightings", "off")
    page = Page(PageSettings(Settings(), store), *[None] * 3)
    said = cards_of(Viewer(page, "en", {}), [], 0, ignored=0)
    assert "“Settings”" in said
    assert "--sightings off" in said
