"""Names in a video are questioned and corrected in its list, and so are those in the history."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from tests.UI.films import write_video

ANGELINA, BEN, BILL = "Angelina_Jolie", "Ben_Affleck", "Bill_Frist"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def photo_of(shared_data):
    """Return a function that reads somebody's photo."""

    def read(name, number):
        return read_image(sorted((shared_data / "lfw" / "known" / name).iterdir())[number])

    return read


@pytest.fixture(scope="module")
def clip(photo_of, tmp_path_factory):
    """Return a film that shows Angelina for a second and a half, then Bill."""
    file = tmp_path_factory.mktemp("clips") / "two.mp4"
    return write_video(file, [photo_of(ANGELINA, 1), photo_of(BILL, 1)], 3, sound=False)


@pytest.fixture
def known(engine, people, photo_of):
    """Angelina and Ben; nobody was seen yet."""
    people.sightings.forget(datetime.now(UTC) + timedelta(days=2))
    service = open_service(engine, people)
    for name in (ANGELINA, BEN):
        enrol(service, name, [examine(service, photo_of(name, 0), name)])
    return service


def recognise(page, clip):
    """Recognise a video to its end."""
    page.tab("video")
    page.upload("video-in", clip)
    expect(page["video-in"].locator("video")).to_be_visible()
    again(page)


def again(page):
    page["video-button"].click()
    expect(page["video-cancel"]).to_be_visible()
    expect(page["video-cancel"]).to_be_hidden(timeout=90_000)
    expect(page["video-table"].locator(".fm-row-why").first).to_be_visible()


def row(page, name):
    """Return the row of somebody, or of the first stranger (None)."""
    rows = page["video-table"].locator("tbody tr")
    if name is None:
        return rows.filter(has=page.page.locator(".fm-unknown")).first
    return rows.filter(has=page.page.locator("strong", has_text=name))


def question(page, name):
    row(page, name).locator(".fm-row-why").press("Enter")
    title = page["video-why-faces"].locator("h3")
    words = page.says("page.why.named", name=name) if name else page.says("page.why.unknown")
    expect(title).to_have_text(words)
    expect(title).to_be_focused()


def name_as(page, name):
    box = page["video-why-name"].locator("input")
    box.click()
    box.press_sequentially(name)
    box.press("Enter")


def whose(people):
    """Return whose the sightings are, in the order of the film."""
    seen = sorted(people.sightings.find(), key=lambda one: one.from_seconds)
    return [one.name for one in seen]


def faces(people):
    return {person.name: person.faces for person in people.people.all()}


def test_a_stranger_is_named_and_a_wrong_name_goes_for_good(visit, known, people, clip):
    page = visit()
    recognise(page, clip)
    page.sees("video-progress", page.says("page.video.unknown_1"))
    assert whose(people) == [ANGELINA, None]
    question(page, None)
    expect(page["video-why-not"]).to_be_hidden()
    name_as(page, "Bill")
    expect(row(page, "Bill")).to_contain_text("1.00")
    page.sees("video-progress", page.says("page.video.corrected"))
    assert whose(people) == [ANGELINA, "Bill"]
    question(page, ANGELINA)
    page["video-why-not"].click()
    page.sees("video-why-said", page.says("page.why.rejected", name=ANGELINA))
    expect(row(page, ANGELINA)).to_have_count(0)
    assert whose(people) == [None, "Bill"]
    assert faces(people) == {ANGELINA: 1, BEN: 1, "Bill": 1}
    again(page)
    expect(page["video-why"]).to_be_hidden()
    expect(row(page, "Bill")).to_be_visible()
    expect(row(page, None)).to_be_visible()
    expect(row(page, ANGELINA)).to_have_count(0)


def test_a_right_name_is_kept_and_a_wrong_one_changed_on_a_telephone(visit, known, people, clip):
    page = visit("zh-CN")
    page.page.set_viewport_size(PHONE)
    recognise(page, clip)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    table = page["video-table"].locator(".fm-scroll")
    assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
    question(page, ANGELINA)
    page.page.get_by_role("button", name=page.says("page.why.right", name=ANGELINA)).click()
    page.sees("video-why-said", page.says("page.why.kept", name=ANGELINA, count=2))
    expect(row(page, ANGELINA)).to_contain_text("1.00")
    question(page, None)
    name_as(page, BEN)
    expect(row(page, BEN)).to_be_visible()
    question(page, BEN)
    name_as(page, "老比")
    page.sees("video-why-said", "老比")
    expect(row(page, "老比")).to_be_visible()
    expect(row(page, BEN)).to_have_count(0)
    assert whose(people) == [ANGELINA, "老比"]
    assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
