"""Names in the live picture are questioned and corrected, and change on the screen at once."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from tests.UI.conftest import film

ANGELINA, BEN = "Angelina_Jolie", "Ben_Affleck"
NEW = "新来的 <b>人</b>"
FACE = "#live-faces .fm-face"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def photo_of(shared_data):
    """Return a function that gives the file of somebody's photo."""
    return lambda name, number: sorted((shared_data / "lfw" / "known" / name).iterdir())[number]


@pytest.fixture(scope="module")
def filmed(chromium, photo_of, tmp_path_factory):
    """Return a browser whose camera shows Angelina."""
    file = tmp_path_factory.mktemp("camera") / "angelina.mjpeg"
    opened = chromium(film(file, photo_of(ANGELINA, 1)))
    yield opened
    opened.close()


@pytest.fixture
def known(engine, people, photo_of):
    """Angelina, from another photo, and Ben; nobody was seen yet."""
    people.sightings.forget(datetime.now(UTC) + timedelta(days=2))
    service = open_service(engine, people)
    for name in (ANGELINA, BEN):
        enrol(service, name, [examine(service, read_image(photo_of(name, 0)), name)])
    return service


@pytest.fixture
def live(visit, filmed):
    """Return a function that opens the live tab, starts the camera and clicks the known face."""

    def start(locale="en-US", size=None):
        page = visit(locale, using=filmed)
        if size:
            page.page.set_viewport_size(size)
        page.tab("live")
        page["live-start"].click()
        question(page, ANGELINA)
        return page

    return start


def question(page, name):
    """Click the known face, and wait until the page says why."""
    page.page.locator(f"{FACE}-known").click()
    page.sees("live-why", page.says("page.why.named", name=name))


def faces(people):
    return {person.name: person.faces for person in people.people.all()}


def test_a_face_that_is_not_somebody_loses_the_name_and_stays_without(live, known, people):
    page = live()
    expect(page["live-why"].locator("figure img")).to_have_count(2)
    page.sees("live-why", page.says("page.why.next"))
    page.sees("live-why", BEN)
    page["live-not"].click()
    page.sees("live-note", page.says("page.why.rejected", name=ANGELINA))
    expect(page["live-why"]).to_be_hidden()
    expect(page.page.locator(f"{FACE}-known")).to_have_count(0)
    expect(page.page.locator(f"{FACE}-unknown").first).to_be_visible()
    for _ in range(2):  # as another face, too
        page["live-stop"].click()
        page["live-start"].click()
        expect(page.page.locator(f"{FACE}-unknown").first).to_be_visible()
        expect(page.page.locator(f"{FACE}-known")).to_have_count(0)
    assert faces(people) == {ANGELINA: 1, BEN: 1}
    page["live-stop"].click()


def test_a_right_name_is_kept_and_can_be_taken_back_on_a_telephone(live, known, people):
    page = live("zh-CN", PHONE)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page["live-right"].press("Enter")
    page.sees("live-note", page.says("page.why.kept", name=ANGELINA, count=2))
    expect(page["live-why"]).to_be_hidden()
    question(page, ANGELINA)
    page["live-not"].click()  # a look of this very moment is enrolled by now
    page.sees("live-note", page.says("page.why.enrolled_so", name=ANGELINA, count=2))
    page["live-not"].click()
    page.sees("live-note", page.says("page.why.rejected", name=ANGELINA))
    expect(page.page.locator(f"{FACE}-unknown").first).to_be_visible()
    assert faces(people) == {ANGELINA: 1, BEN: 1}
    page["live-stop"].click()


def test_a_face_that_is_somebody_else_is_theirs_from_the_next_frames_on(live, known, people):
    page = live("zh-CN")
    page["live-why"].get_by_role("button", name=page.says("page.why.choose", name=BEN)).click()
    expect(page["live-name"]).to_have_value(BEN)
    expect(page["live-names"].locator("option")).to_have_count(2)
    page["live-name"].fill(NEW)
    page["live-name"].press("Enter")
    page.sees("live-note", page.says("page.why.kept", name=NEW, count=1))
    expect(page.page.locator(f"{FACE}-known")).to_contain_text(NEW)
    question(page, NEW)
    expect(page["live-why-faces"].locator("h3")).to_be_focused()
    page.page.keyboard.press("Escape")
    expect(page["live-why"]).to_be_hidden()
    assert faces(people) == {ANGELINA: 1, BEN: 1, NEW: 1}
    page["live-stop"].click()
