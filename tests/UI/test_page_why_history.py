"""Why a visit is somebody's; it is confirmed, denied for good, or found to be another's."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from face_process.face_enroll import encode_crop, enrol, examine
from face_process.face_service import open_service
from face_process.face_why import explain
from face_process.image_file import read_image
from face_process.shown_face import ShownFace
from SQL.sightings import Sighting

ANGELINA, BEN = "Angelina_Jolie", "Ben_Affleck"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def look(engine, people, shared_data):
    """Angelina and Ben are enrolled, and she was seen; return her look of then and a recogniser."""
    people.sightings.forget(datetime.now(UTC) + timedelta(days=2))
    service = open_service(engine, people)

    def seen(name, number):
        photo = sorted((shared_data / "lfw" / "known" / name).iterdir())[number]
        return examine(service, read_image(photo), name)

    for name in (ANGELINA, BEN):
        enrol(service, name, [seen(name, 0)])
    face, now = seen(ANGELINA, 1), datetime.now(UTC)
    person, model = people.people.find(ANGELINA).id, service.gallery.model_id
    crop = encode_crop(face.crop)
    times = (now - timedelta(minutes=1), now, None, None)
    people.sightings.add([Sighting(person, "door", *times, 0.57, crop, model, face.vector)])
    return service, ShownFace(face.crop, face.vector, model, None, "door")


def open_visit(page):
    page.tab("history")
    page["history-list"].locator("li button").first.click()
    expect(page["history-why"].locator("figure img")).to_have_count(2)


def whose(people):
    return [one.name for one in people.sightings.find()]


def test_a_visit_is_explained_confirmed_and_denied_for_good(visit, people, look):
    service, face = look
    page = visit()
    page.page.set_viewport_size(PHONE)
    open_visit(page)
    page.sees("history-why", page.says("page.why.named", name=ANGELINA))
    page.sees("history-why", page.says("page.why.rests", similarity="0.57", threshold="0.36"))
    assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page["history-disown"].press("Enter")
    page.sees_toast(page.says("page.history.denied", name=ANGELINA))
    assert whose(people) == [None]
    assert explain(service, face).named is None
    open_visit(page)
    page.sees("history-why", page.says("page.why.unknown"))
    expect(page["history-right"]).to_be_hidden()
    expect(page["history-disown"]).to_be_hidden()


def test_a_right_visit_is_learnt_from_and_another_one_given_away(visit, people, look):
    page = visit("zh-CN")
    open_visit(page)
    page["history-right"].click()
    page.sees_toast(page.says("page.why.kept", name=ANGELINA, count=2))
    assert people.people.find(ANGELINA).faces == 2
    page["history-why"].get_by_role("button", name=page.says("page.why.choose", name=BEN)).click()
    expect(page["history-name"].locator("input")).to_have_value(BEN)
    page["history-assign"].click()
    page.sees_toast(page.says("page.history.enrolled", name=BEN))
    assert whose(people) == [BEN]
