import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image

NAME = "张三 Ann"
FACE = "#live-faces .fm-face"


@pytest.fixture
def known(engine, people, astronaut):
    service = open_service(engine, people)
    enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])
    return service


@pytest.fixture
def live(visit):
    """Return a function that opens the live tab and starts the camera."""

    def start(locale="en-US"):
        page = visit(locale)
        page.tab("live")
        page["live-start"].click()
        return page

    return start


def files_below(folder):
    return {file for file in Path(folder).rglob("*") if file.is_file() and "gradio" in str(file)}


def test_a_known_face_is_named_live(live, known, running, locale):
    page = live(locale)
    before = files_below(running[1])
    expect(page.page.locator(f"{FACE}-known")).to_contain_text(NAME)
    page.sees("live-list", NAME)
    # The camera's film begins anew now and then, and the face with it.
    figures = page.page.wait_for_function(
        "window.facemind.faces === 1 && window.facemind"
    ).json_value()
    assert set(figures) == {"answersPerSecond", "medianAgeMs", "faces"}
    assert files_below(running[1]) == before, "nothing is written"
    page["live-stop"].click()
    expect(page.page.locator(FACE)).to_have_count(0)
    assert page.page.evaluate("document.querySelector('#live-video').srcObject") is None


def test_a_box_lies_where_the_mirrored_face_is(live, known, engine):
    page = live()
    mark = page.page.locator(f"{FACE}-known")
    expect(mark).to_be_visible()
    box, stage = mark.bounding_box(), page["live-video"].bounding_box()
    middle = (box["x"] + box["width"] / 2 - stage["x"]) / stage["width"]
    assert 0.5 < middle < 0.65, "the astronaut looks out left of the middle, in a mirror right"
    page["live-stop"].click()


def test_a_stranger_is_enrolled_by_a_click(live, people):
    page = live()
    stranger = page.page.locator(f"{FACE}-unknown")
    expect(stranger).to_have_css("background-image", re.compile(r"^(linear-gradient.*){8}$"))
    stranger.click()
    page["live-name"].fill("艾琳")
    page["live-enrol"].click()
    page.sees("live-note", page.says("page.live.enrolled", name="艾琳"))
    expect(page.page.locator(f"{FACE}-known")).to_contain_text("艾琳")
    assert [person.name for person in people.people.all()] == ["艾琳"]
    page["live-stop"].click()


def test_a_stranger_who_looks_like_somebody_is_asked_about(live, known, people, astronaut):
    enrol(known, "Eve", [examine(known, read_image(astronaut), "Eve")])  # so it is neither, live
    page = live()
    page.page.locator(f"{FACE}-unknown").click()
    page["live-name"].fill("Ann")
    page["live-enrol"].click()
    page.sees("live-enrol", page.says("page.live.anyway"))
    assert {person.name for person in people.people.all()} == {NAME, "Eve"}
    page["live-enrol"].click()
    page.sees("live-note", page.says("page.live.enrolled", name="Ann"))
    assert {person.name for person in people.people.all()} == {NAME, "Eve", "Ann"}
    page["live-stop"].click()


def test_a_face_that_left_while_its_name_was_typed_is_enrolled(live, people):
    page = live()
    page.page.locator(f"{FACE}-unknown").click()
    page.page.evaluate(
        """() => { CanvasRenderingContext2D.prototype.drawImage = function () {
            this.fillRect(0, 0, 640, 480);
        } }"""
    )
    expect(page.page.locator(FACE)).to_have_count(0)
    page["live-name"].fill("艾琳")
    page["live-enrol"].click()
    page.sees("live-note", page.says("page.live.enrolled", name="艾琳"))
    assert people.people.find("艾琳").faces == 1
    page["live-stop"].click()


def count_frames(page):
    """Count from now on what the page sends, as ``window.sent``."""
    page.page.evaluate(
        """() => {
            const send = WebSocket.prototype.send;
            window.sent = 0;
            WebSocket.prototype.send = function (what) { window.sent += 1; send.call(this, what); };
        }"""
    )


def test_nothing_is_sent_while_another_tab_is_open(live, known):
    page = live()
    expect(page.page.locator(f"{FACE}-known")).to_be_visible()
    page.tab("photo")
    page.page.wait_for_function("window.facemind.faces === 0")
    count_frames(page)
    page.page.wait_for_function("window.facemind.answersPerSecond === 0")
    assert page.page.evaluate("window.sent") == 0
    page.tab("live")
    expect(page.page.locator(f"{FACE}-known")).to_contain_text(NAME)
    page["live-stop"].click()


def test_after_a_stop_and_a_new_start_there_is_one_loop(live, known):
    page = live()
    for _ in range(3):
        expect(page.page.locator(f"{FACE}-known")).to_be_visible()
        page["live-stop"].click()
        page["live-start"].click()
    expect(page.page.locator(f"{FACE}-known")).to_be_visible()
    asked = page.page.evaluate(
        """() => new Promise(done => {
            const video = document.querySelector('#live-video');
            const ask = video.requestVideoFrameCallback;
            let asked = 0, frames = 0;
            video.requestVideoFrameCallback = function (go) { asked += 1; ask.call(this, go); };
            const count = () => ++frames === 20 ? done(asked / frames) : ask.call(video, count);
            ask.call(video, count);
        })"""
    )
    assert asked < 1.5, "once a frame, not once a frame and start"
    page["live-stop"].click()


def test_a_page_without_https_says_what_to_do(visit, locale):
    page = visit(locale)
    page.tab("live")
    page.page.evaluate("Object.defineProperty(navigator, 'mediaDevices', {value: undefined}); 0")
    page["live-start"].click()
    page.sees("live-note", page.says("page.live.insecure"))


@pytest.mark.parametrize(
    ("error", "key"),
    [("NotAllowedError", "denied"), ("NotFoundError", "no_camera"), ("NotReadableError", "busy")],
)
def test_a_camera_that_cannot_be_used_is_a_sentence(visit, locale, error, key):
    page = visit(locale)
    page.tab("live")
    page.page.evaluate(
        """name => navigator.mediaDevices.getUserMedia = async () => {
            throw new DOMException('', name);
        }""",
        error,
    )
    page["live-start"].click()
    page.sees("live-note", page.says(f"page.live.{key}"))


def test_no_face_stays_where_answers_stay_away(live, known, running):
    page = live()
    expect(page.page.locator(f"{FACE}-known")).to_be_visible()
    process = running[2]
    process.send_signal(signal.SIGSTOP)
    try:
        expect(page.page.locator(FACE)).to_have_count(0, timeout=3000)
        page.sees("live-note", page.says("page.live.waiting"))
        page.sees("live-list", page.says("page.live.waiting"))
    finally:
        process.send_signal(signal.SIGCONT)
    expect(page.page.locator(f"{FACE}-known")).to_be_visible()
    expect(page["live-note"]).not_to_contain_text(page.says("page.live.waiting"))
    page["live-stop"].click()


def test_a_lost_connection_is_told_and_made_again(live, known):
    page = live()
    expect(page.page.locator(f"{FACE}-known")).to_be_visible()
    page.page.context.set_offline(True)
    page.page.evaluate("WebSocket.prototype.send = function () { this.close() }; 0")
    page.sees("live-note", page.says("page.live.reconnecting"))
    expect(page.page.locator(FACE)).to_have_count(0)
    page.page.context.set_offline(False)
    page.page.evaluate("delete WebSocket.prototype.send; 0")
    page["live-stop"].click()
    page.complaints.clear()  # the browser itself logs that it was offline
