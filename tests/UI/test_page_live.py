import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from UI.live_hub import LiveHub, Visitor

LOCALES = ["en-US", "zh-CN"]
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


@pytest.fixture(scope="module")
def jpeg(astronaut):
    return cv2.imencode(".jpg", read_image(astronaut))[1].tobytes()


def files_below(folder):
    return {file for file in Path(folder).rglob("*") if file.is_file() and "gradio" in str(file)}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_known_face_is_named_live(live, known, running, locale):
    page = live(locale)
    before = files_below(running[1])
    expect(page.page.locator(f"{FACE}-known")).to_contain_text(NAME)
    page.sees("live-list", NAME)
    figures = page.page.evaluate("window.facemind")
    assert set(figures) == {"answersPerSecond", "medianAgeMs", "faces"}
    assert figures["faces"] == 1
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
    page.page.locator(f"{FACE}-unknown").click()
    page["live-name"].fill("艾琳")
    page["live-enrol"].click()
    page.sees("live-note", page.says("page.live.enrolled", name="艾琳"))
    expect(page.page.locator(f"{FACE}-known")).to_contain_text("艾琳")
    assert [person.name for person in people.people()] == ["艾琳"]
    page["live-stop"].click()


def test_a_face_that_is_somebody_else_is_asked_about(live, known, people):
    page = live()
    page.page.locator(f"{FACE}-known").click()
    page["live-name"].fill("Eve")
    page["live-enrol"].click()
    page.sees("live-enrol", page.says("page.live.anyway"))
    page.sees("live-note", NAME)
    assert [person.name for person in people.people()] == [NAME]
    page["live-enrol"].click()
    page.sees("live-note", page.says("page.live.enrolled", name="Eve"))
    assert {person.name for person in people.people()} == {NAME, "Eve"}
    page["live-stop"].click()


@pytest.mark.parametrize("locale", LOCALES)
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


def socket_address(running):
    return running[0].replace("http", "ws") + "/live/socket?language=en"


def exchange(address, origin, jpeg, frames):
    """Return the answers to some frames, each sent when the one before was answered."""
    answers = []
    with connect(address, origin=origin) as socket:
        for number in range(frames):
            socket.send(number.to_bytes(4, "big") + jpeg)
            answers.append((json.loads(socket.recv(20)), time.monotonic()))
    return answers


def test_frames_are_answered_by_number_with_faces(running, known, jpeg):
    answers = exchange(socket_address(running), running[0], jpeg, 3)
    assert [answer["number"] for answer, _ in answers] == [0, 1, 2]
    (face,) = answers[-1][0]["faces"]
    assert (face["name"], face["track"]) == (NAME, 1)
    assert answers[-1][0]["width"] == 512


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
def test_only_our_own_page_may_open_the_socket(running, jpeg, origin):
    with pytest.raises(InvalidStatus) as refused:
        exchange(socket_address(running), origin, jpeg, 1)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "nonsense", [b"123", "no json", '{"enrol": "x"}', b"0" * 1_500_000],
    ids=["short", "no json", "no number", "too big"],
)  # fmt: skip
def test_nonsense_ends_the_line_politely(running, nonsense):
    with connect(socket_address(running), origin=running[0]) as socket:
        socket.send(nonsense)
        with pytest.raises(ConnectionClosedError) as closed:
            socket.recv(20)
    assert closed.value.rcvd.code in {1003, 1009}


def test_what_is_no_picture_is_skipped_and_the_line_goes_on(running, jpeg):
    with connect(socket_address(running), origin=running[0]) as socket:
        socket.send(b"\0\0\0\1no picture")
        assert json.loads(socket.recv(20)) == {"number": 1, "skipped": True}
        socket.send(b"\0\0\0\2" + jpeg)
        assert len(json.loads(socket.recv(20))["faces"]) == 1


def test_of_four_pages_at_once_none_starves(running, jpeg):
    with ThreadPoolExecutor(4) as pages:
        jobs = [
            pages.submit(exchange, socket_address(running), running[0], jpeg, 40) for _ in range(4)
        ]
        answered = [job.result() for job in jobs]
    first_done = min(line[-1][1] for line in answered)
    for line in answered:
        assert sum(at <= first_done for _, at in line) >= 20, "half as many as the quickest"


def test_a_visitor_who_leaves_leaves_nothing(service, jpeg):
    came = threading.Event()
    hub = LiveHub(lambda: service)
    visitor = Visitor("en", lambda answer: came.set())
    hub.join(visitor)
    hub.put(visitor, (1, jpeg))
    assert came.wait(20)
    thread = next(one for one in threading.enumerate() if one.name == "live pages")
    hub.leave(visitor)
    thread.join(10)
    assert not thread.is_alive()


def test_an_older_frame_that_still_waits_is_answered_as_skipped():
    answers = []
    visitor = Visitor("en", answers.append)
    visitor.put((1, b""))
    visitor.put((2, b""))
    assert answers == [{"number": 1, "skipped": True}]
    assert visitor.take().frame[0] == 2
    assert visitor.take() is None
