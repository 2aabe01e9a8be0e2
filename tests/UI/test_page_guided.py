"""Enrolling in front of the camera: hints, a few good looks by themselves, then a name."""

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

NAME = "李雷"
FRAMES = 240


def written(file, frames):
    """Write a camera's film of frames, (480, 640, 3) uint8 BGR, as motion JPEG."""
    file.write_bytes(b"".join(cv2.imencode(".jpg", frame)[1].tobytes() for frame in frames))
    return file


def talking(shared_data, name):
    """Return frames of somebody who moves their head, in the middle of a camera's picture."""
    video = cv2.VideoCapture(str(shared_data / "videos" / "talking" / f"{name}.mp4"))
    stage = np.full((480, 640, 3), 128, np.uint8)
    frames = []
    while len(frames) < FRAMES and (read := video.read())[0]:
        scale = 480 / read[1].shape[0]
        image = cv2.resize(read[1], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        image = image[:, max(0, image.shape[1] - 640) // 2 :][:, :640]
        left = (640 - image.shape[1]) // 2
        frames.append(stage.copy())
        frames[-1][:, left : left + image.shape[1]] = image
    return frames


@pytest.fixture(scope="module")
def talker(chromium, shared_data, tmp_path_factory):
    """Return a browser whose camera shows somebody who moves."""
    folder = tmp_path_factory.mktemp("camera")
    opened = chromium(written(folder / "talker.mjpeg", talking(shared_data, "d3")))
    yield opened
    opened.close()


def begin(page):
    page.tab("enrol")
    page["enrol-way"].get_by_text(page.says("page.enrol.way_camera")).click()
    page["guide-start"].click()


def stored(people):
    return {person.name: person.faces for person in people.people.all()}


def files_below(folder):
    return {file for file in folder.rglob("*") if file.is_file() and "gradio" in str(file)}


def test_good_looks_are_taken_by_themselves_and_stored_under_the_name(
    visit, running, talker, people, locale
):
    page = visit(locale, using=talker)
    before = files_below(running[1])
    begin(page)
    expect(page["guide-hint"]).to_have_attribute("aria-live", "polite")
    page.sees("guide-hint", page.says("page.guide.good"))
    expect(page["guide-looks"].locator("img").first).to_be_visible()
    page.sees("enrol-faces", page.says("page.enrol.from_camera"))
    page.sees("guide-hint", page.says("page.guide.done"))
    assert page.page.evaluate("document.querySelector('#guide-video').srcObject") is None
    looks = page["enrol-faces"].locator("img").count()
    assert 3 <= looks <= 5
    assert stored(people) == {}
    assert files_below(running[1]) == before, "no frame is written"
    page.page.keyboard.type(NAME)  # the name's box has the focus
    page.page.keyboard.press("Enter")
    page.sees("enrol-message", page.says("page.enrol.created", name=NAME, count=looks))
    assert stored(people) == {NAME: looks}


def test_two_people_in_view_are_asked_to_be_one(
    visit, chromium, people, astronaut, tmp_path, locale
):
    one = cv2.resize(cv2.imread(str(astronaut)), (320, 320), interpolation=cv2.INTER_AREA)
    both = cv2.copyMakeBorder(np.hstack([one, one]), 0, 160, 0, 0, cv2.BORDER_CONSTANT)
    browser = chromium(written(tmp_path / "both.mjpeg", [both] * 10))
    try:
        page = visit(locale, using=browser)
        begin(page)
        page.sees("guide-hint", page.says("window.one_person"))
        expect(page["guide-looks"].locator("img")).to_have_count(0)
        page["guide-stop"].click()
        page.sees("guide-hint", page.says("page.guide.intro"))
    finally:
        browser.close()


def test_another_person_midway_starts_over(visit, chromium, shared_data, tmp_path):
    one, other = (talking(shared_data, name)[0] for name in ("d3", "d12"))
    browser = chromium(written(tmp_path / "swap.mjpeg", [one] * 40 + [other] * 40))
    try:
        page = visit(using=browser)
        begin(page)
        page.sees("guide-hint", page.says("page.guide.restarted"))
        expect(page["guide-looks"].locator("img")).to_have_count(1)
        page["guide-stop"].click()
    finally:
        browser.close()


@pytest.mark.parametrize(
    ("error", "key"), [("NotAllowedError", "denied"), ("NotFoundError", "no_camera")]
)
def test_camera_that_is_not_given_is_a_sentence(visit, locale, error, key):
    page = visit(locale)
    page.page.evaluate(
        """name => navigator.mediaDevices.getUserMedia = async () => {
            throw new DOMException('', name);
        }""",
        error,
    )
    begin(page)
    page.sees("guide-hint", page.says(f"page.live.{key}"))


def test_camera_that_is_unplugged_is_said_and_nothing_stays(visit, people):
    page = visit()
    begin(page)
    expect(page["guide-looks"].locator("img").first).to_be_visible()
    page.page.evaluate(
        "document.querySelector('#guide-video').srcObject.getVideoTracks()[0].onended()"
    )
    page.sees("guide-hint", page.says("page.live.ended"))
    expect(page["guide-looks"].locator("img")).to_have_count(0)
    assert stored(people) == {}


def test_camera_goes_off_when_another_tab_is_opened(visit):
    page = visit()
    begin(page)
    expect(page["guide-looks"].locator("img").first).to_be_visible()
    page.tab("photo")
    page.page.wait_for_function("!document.querySelector('#guide-video').srcObject")
