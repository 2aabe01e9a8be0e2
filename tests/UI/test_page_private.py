"""The page as other machines get it: behind a password and over HTTPS."""

import hashlib
import json
import re
import ssl
import textwrap
from urllib.parse import quote, urlsplit

import gradio_client
import httpx
import pytest
from gradio_client.exceptions import AuthenticationError
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from README_images.page_screenshots import settle
from tests.command_line import run
from tests.UI.conftest import web
from tests.UI.visit import Visit

PASSWORD = "Größe 密码 é"
DECOMPOSED = "Gro\u0308ße 密码 e\u0301"
"""The same, as other keyboards make it."""
PHONE = {"viewport": {"width": 390, "height": 844}}

LISTENER = """
import os, sys

def hear(event, arguments):
    if event == "socket.connect":
        socket, place = arguments
        if socket.type == 2:  # UDP, which sends nothing by that
            return
    elif event == "socket.sendto":
        place = arguments[1]
    elif event == "socket.getaddrinfo":
        place = arguments[:2]
    else:
        return
    host = place[0] if isinstance(place, tuple) else place
    if isinstance(host, bytes):
        host = host.decode()
    if host not in (None, "127.0.0.1", "::1", "localhost", "0.0.0.0") and str(host)[0] != "/":
        with open(os.environ["HEARD"], "a") as heard:
            print(event, host, file=heard)

sys.addaudithook(hear)
with open(os.environ["HEARD"], "a") as heard:
    print("listening", file=heard)
"""
"""Makes a Python write down whom it asks, before it does anything else."""


@pytest.fixture(scope="module")
def private(shared_models, tmp_path_factory):
    """Return the address, the folder and the words of a page that other machines reach."""
    folder = tmp_path_factory.mktemp("private")
    (folder / "sitecustomize.py").write_text(textwrap.dedent(LISTENER))
    environment = {
        "FACEMIND_HOST": "0.0.0.0",
        "FACEMIND_PASSWORD": PASSWORD,
        "FACEMIND_CACHE": str(folder / "cache"),
        "PYTHONPATH": str(folder),
        "HEARD": str(folder / "heard.txt"),
    }
    with web(folder, **environment) as (process, address):
        told = "".join(process.stdout.readline() for _ in range(3))
        yield address, folder, told


@pytest.fixture
def guest(browser, private):
    """Return a function that comes from elsewhere; what is logged and fetched is checked."""
    visits = []

    def come(locale="en-US", password=PASSWORD, **context):
        visits.append(Visit(browser, private[0], locale, password=password, **context))
        return visits[-1]

    yield come
    for one in visits:
        one.close()


@pytest.fixture
def outsider(private):
    """Return a program without a session."""
    with httpx.Client(base_url=private[0], verify=False) as client:
        yield client


def test_page_for_other_machines_is_refused_without_a_password(tmp_path):
    ended = run(
        "web",
        "--host",
        "0.0.0.0",
        FACEMIND_DATABASE=str(tmp_path / "a.db"),
        FACEMIND_GRADIO_TEMP=str(tmp_path / "gradio_temp"),
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "FACEMIND_PASSWORD" in ended.stderr.splitlines()[-1]
    assert list((tmp_path / "gradio_temp").iterdir()) == []


def test_password_is_told_nowhere(private, outsider):
    outsider.post("/login", data={"password": "wrong guess"})
    told = private[2] + (private[1] / "log.txt").read_text()
    assert PASSWORD not in told
    assert "wrong guess" not in told


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/config"), ("GET", "/gradio_api/info"), ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/queue/join"), ("GET", "/gradio_api/queue/data?session_hash=x"),
        ("GET", "/gradio_api/file=/etc/hostname"), ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/heartbeat/x"), ("GET", "/monitoring/summary"), ("GET", "/theme.css"),
        ("GET", "/assets/index.js"), ("GET", "/favicon.ico"), ("GET", "/nothing"), ("PUT", "/"),
    ],
)  # fmt: skip
def test_nothing_is_given_out_without_a_session(outsider, method, path):
    cookie = f"facemind-{outsider.base_url.port}=guessed"
    assert outsider.request(method, path, headers={"cookie": cookie}).status_code == 401


def test_page_without_a_session_is_the_question_for_the_password_alone(outsider):
    answer = outsider.get("/", headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert "gradio" not in answer.text
    assert not re.search(r"(?:src|href)=\W*(?:https?:)?//", answer.text)
    assert outsider.get("/").status_code == 401


def test_live_socket_is_refused_without_a_session(private):
    address = private[0].replace("https", "wss") + "/live/socket"
    trusting = ssl._create_unverified_context()
    with pytest.raises(InvalidStatus) as refused:
        connect(address, origin=private[0], ssl=trusting)
    assert refused.value.response.status_code == 403


def test_session_is_a_cookie_that_scripts_and_other_pages_never_get(outsider):
    answer = outsider.post("/login", data={"password": DECOMPOSED})
    assert answer.status_code == 200
    (cookie,) = answer.headers.get_list("set-cookie")
    assert {"HttpOnly", "Secure", "SameSite=strict"} <= set(cookie.split("; "))
    assert outsider.get("/config").status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_page_from_elsewhere_can_not_guess_the_password(outsider, origin):
    answer = outsider.post("/login", data={"password": PASSWORD}, headers={"origin": origin})
    assert answer.status_code == 403


def test_program_logs_in_with_the_password(private, monkeypatch, tmp_path):
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
    options = {
        "ssl_verify": False, "verbose": False, "download_files": tmp_path,
        "analytics_enabled": False,
    }  # fmt: skip
    client = gradio_client.Client(private[0], auth=("any", PASSWORD), **options)
    client.close()
    with pytest.raises(AuthenticationError):
        gradio_client.Client(private[0], auth=("any", "guess"), **options)
    with pytest.raises(AuthenticationError):
        gradio_client.Client(private[0], **options)


def test_certificate_holds_for_the_machine_and_is_the_one_that_was_told(private):
    trusting = ssl.create_default_context(cafile=private[1] / "cache" / "certificate" / "page.pem")
    for host in ("127.0.0.1", "localhost"):
        port = urlsplit(private[0]).port
        with httpx.Client(verify=trusting) as client:
            assert client.get(f"https://{host}:{port}/config").status_code == 401
    pem = (private[1] / "cache" / "certificate" / "page.pem").read_text()
    der = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE") :])
    assert hashlib.sha256(der).hexdigest().upper() in private[2].replace(":", "")


def test_addresses_for_other_machines_are_told(private):
    port = urlsplit(private[0]).port
    assert re.search(rf"https://(?!127\.|0\.)[\w.-]+:{port}\b", private[2])


def test_visitor_logs_in_and_out(guest, locale):
    page = guest(locale, password="")
    page.sees("password", "")
    page.log_in("no")
    expect(page.page.get_by_role("alert")).to_have_text(page.says("page.private.wrong"))
    page.log_in(PASSWORD)
    expect(page["photo-in"]).to_be_visible()
    settle(page.page)  # Gradio complains of answers that it doesn't get any more
    page.page.get_by_role("button", name=page.says("page.private.log_out"), exact=True).click()
    expect(page["password"]).to_be_focused()
    page.page.go_back()
    expect(page["photo-in"]).to_have_count(0)


def test_question_for_the_password_speaks_the_language_that_is_chosen_on_it(guest):
    page = guest("en-US", password="", **PHONE)
    expect(page.page.get_by_role("button", name="Log in")).to_be_visible()
    page.page.get_by_role("button", name="中文").click()
    expect(page.page.get_by_role("button", name="登录")).to_be_visible()
    assert page.page.evaluate("document.documentElement.scrollWidth") == 390


def test_phone_shows_the_way_out(guest):
    page = guest(**PHONE)
    button = page.page.get_by_role("button", name=page.says("page.private.log_out"), exact=True)
    box = button.bounding_box()
    assert box["x"] + box["width"] <= 390
    assert page.page.evaluate("document.documentElement.scrollWidth") == 390


def test_page_whose_session_has_ended_asks_for_the_password_again(guest, astronaut):
    page = guest()
    settle(page.page)  # what it asks for while it opens is answered
    page.context.clear_cookies()
    page.upload("photo-in", astronaut)
    expect(page["password"]).to_be_focused()
    page.complaints.clear()  # browsers tell their console of the refusal


def test_live_page_whose_session_has_ended_asks_for_the_password_and_comes_back(guest):
    page = guest()
    page.tab("live")
    page["live-start"].click()
    expect(page["live-stop"]).to_be_visible()
    page.context.clear_cookies()
    page.page.evaluate("WebSocket.prototype.send = function () { this.close() }; 0")
    page.log_in(PASSWORD)
    expect(page["live-start"]).to_be_visible()
    page.complaints.clear()  # browsers tell their console of the refusal


def test_browsers_give_the_camera_of_another_machine(guest):
    page = guest()
    assert page.page.evaluate("isSecureContext")
    page.tab("live")
    page["live-start"].click()
    expect(page.page.locator("#live-faces .fm-face")).to_have_count(1)
    page.context.clear_cookies()  # the session itself still holds
    expect(page.page.locator("#live-faces .fm-face")).to_have_count(1)
    page["live-stop"].click()


def test_program_asks_no_other_machine(private, guest, astronaut):
    page = guest()
    page.upload("photo-in", astronaut)
    page.sees("photo-summary", page.says("page.photo.faces_1", names=page.says("page.unknown")))
    assert set((private[1] / "heard.txt").read_text().split("\n")) == {"listening", ""}


def test_file_is_never_fetched_from_elsewhere(outsider):
    outsider.post("/login", data={"password": PASSWORD})
    for path in ("file=http://192.0.2.1/x.jpg", "proxy=http://192.0.2.1/x.jpg"):
        assert outsider.get(f"/gradio_api/{path}").status_code == 403
    picture = {"path": "HTTP://192.0.2.1/x.jpg", "meta": {"_type": "gradio.FileData"}}
    request = {"data": [picture], "fn_index": 0, "session_hash": "x"}
    assert outsider.post("/gradio_api/queue/join", json=request).status_code == 400


def test_name_of_an_upload_is_in_no_address(outsider):
    outsider.post("/login", data={"password": PASSWORD})
    answers = [
        outsider.post("/gradio_api/upload", files={"files": ("张三.JPG", b"abc")})
        for _ in range(2)  # the second time it is there already
    ]
    paths = [json.loads(answer.text)[0] for answer in answers]
    assert paths[0] == paths[1]
    assert paths[0].endswith("/file.jpg")
    assert quote("张三") not in quote(paths[0])
    answer = outsider.get(f"/gradio_api/file={paths[0]}")
    assert (answer.content, answer.headers["cache-control"]) == (b"abc", "no-store")
