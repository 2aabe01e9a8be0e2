import asyncio
import gc
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import cv2
import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.face_track import LiveRecognizer
from face_process.image_file import read_image
from face_process.recent_looks import RecentLooks
from merge.settings import Settings
from UI.live_enrol import Enrolling, enrol_look
from UI.live_hub import LiveHub
from UI.live_socket import talk
from UI.live_visitor import Visitor
from UI.texts import text

NAME = "张三 Ann"


@pytest.fixture
def known(engine, people, astronaut):
    service = open_service(engine, people)
    enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])
    return service


@pytest.fixture(scope="module")
def jpeg(astronaut):
    return cv2.imencode(".jpg", read_image(astronaut))[1].tobytes()


class LineOfOneFrame:
    """A browser's line that sends one frame and is closed after the answer."""

    def __init__(self, jpeg):
        self.headers = {"origin": "http://127.0.0.1:1", "host": "127.0.0.1:1"}
        self.query_params = {"language": "en"}
        self.answers = []
        self._messages = [{"type": "websocket.receive", "bytes": b"\0\0\0\1" + jpeg}]
        self._answered = asyncio.Event()

    async def accept(self):
        """Nothing to do."""

    async def receive(self):
        """Return the frame, then that the line was closed."""
        if self._messages:
            return self._messages.pop()
        await self._answered.wait()
        return {"type": "websocket.disconnect"}

    async def send_text(self, words):
        """Take an answer."""
        self.answers.append(json.loads(words))
        self._answered.set()


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
    "nonsense",
    [b"123", "no json", '{"enrol": "x"}', '{"enrol": Infinity, "name": "x"}', b"0" * 1_500_000],
    ids=["short", "no json", "no number", "endless number", "too big"],
)  # fmt: skip
def test_nonsense_ends_the_line_politely(running, nonsense):
    def talk():
        with connect(socket_address(running), origin=running[0]) as socket:
            socket.send(nonsense)  # it may be refused before all of it is sent
            socket.recv(20)

    with pytest.raises(ConnectionClosedError) as closed:
        talk()
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


def test_a_closed_line_frees_its_recogniser(service, jpeg):
    hub, socket = LiveHub(lambda: service), LineOfOneFrame(jpeg)
    with ThreadPoolExecutor(1) as pool:  # the browser's driver has a loop in this thread
        pool.submit(lambda: asyncio.run(talk(socket, hub, Settings))).result()
    assert len(socket.answers[0]["faces"]) == 1
    for thread in [one for one in threading.enumerate() if one.name in {"live pages", "sightings"}]:
        thread.join(10)
        assert not thread.is_alive()
    gc.collect()
    left = [one for one in gc.get_objects() if type(one) in {LiveRecognizer, RecentLooks}]
    assert left == []


def test_an_older_frame_that_still_waits_is_answered_as_skipped():
    answers = []
    visitor = Visitor("en", answers.append)
    visitor.put((1, b""))
    visitor.put((2, b""))
    assert answers == [{"number": 1, "skipped": True}]
    assert visitor.take().frame[0] == 2
    assert visitor.take() is None


def test_a_blurred_face_is_asked_about_before_it_is_enrolled(service, astronaut):
    image = cv2.GaussianBlur(read_image(astronaut), None, 5)
    (face,) = LiveRecognizer(service).step(image, 0.0)
    looks = RecentLooks()
    looks.take(image, [face], 0.0)
    meant = Enrolling(face.track, "艾琳", anyway=False)
    asked = enrol_look(service, looks.of(face.track), meant, "en")
    assert (asked["done"], asked["ask"]) == (False, True)
    assert asked["say"] == text("en", "quality.blurred")
    assert service.store.people.all() == []
    insisting = Enrolling(face.track, "艾琳", anyway=True)
    assert enrol_look(service, looks.of(face.track), insisting, "en")["done"]


def test_a_face_that_nobody_looks_at_any_more_is_said_to_be_gone(service):
    answer = enrol_look(service, None, Enrolling(7, "艾琳", anyway=False), "en")
    assert (answer["done"], answer["say"]) == (False, text("en", "page.live.face_gone"))
