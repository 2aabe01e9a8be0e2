import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit
from urllib.request import urlopen

import httpx
import pytest
from playwright.sync_api import expect

from face_process.errors import PageError
from tests.command_line import run
from tests.UI.conftest import PROJECT, web
from UI.server import USUAL_PORT, open_socket, until_interrupted
from UI.texts import text

HOME = {"host": "127.0.0.1"}


def ask(address, method, path, body=None, **headers):
    """Send one request exactly as given and return its status and text."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def join(address, function, data, session="test", **headers):
    """Ask for a handler by its number, as the page does."""
    request = {"data": data, "fn_index": function, "session_hash": session, "trigger_id": None}
    return ask(address, "POST", "/gradio_api/queue/join?", json.dumps(request), **headers)


def answers(address, session):
    """Return the messages for a session up to the end of its work."""
    with urlopen(f"{address}/gradio_api/queue/data?session_hash={session}", timeout=30) as stream:
        for line in stream:
            if line.startswith(b"data:"):
                message = json.loads(line[5:])
                yield message
                if message["msg"] == "process_completed":
                    return


def handler_of(address, element):
    """Return the number of the first handler that reads an element."""
    config = json.loads(ask(address, "GET", "/config")[1])
    number = next(
        part["id"] for part in config["components"] if part["props"].get("elem_id") == element
    )
    return next(one["id"] for one in config["dependencies"] if one["inputs"] == [number])


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", ""])
def test_request_for_another_host_is_refused(running, method, host):
    assert ask(running[0], method, "/", Host=host)[0] in {400, 403}


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_own_names_are_served(running, name):
    port = urlsplit(running[0]).port
    assert ask(running[0], "GET", "/", Host=f"{name}:{port}")[0] == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost:7"]
)
def test_page_from_elsewhere_can_not_act(running, origin):
    assert join(running[0], 0, [], Origin=origin)[0] == 403
    assert ask(running[0], "POST", "/gradio_api/upload", b"", Origin=origin)[0] == 403


def test_own_page_and_programs_without_a_page_can_act(running):
    assert join(running[0], 0, [], Origin=running[0])[0] == 200
    assert join(running[0], 0, [])[0] == 200


@pytest.mark.parametrize("element", ["photo-in", "video-in", "setup-in"])
def test_file_that_nobody_uploaded_is_never_read(running, shared_data, element):
    photo = shared_data / "bad_inputs" / "einstein.png"
    data = {"path": str(photo), "meta": {"_type": "gradio.FileData"}}
    number = handler_of(running[0], element)
    assert join(running[0], number, [data], session=element)[0] == 200
    last = list(answers(running[0], element))[-1]
    assert last["success"] is False
    assert text("en", "page.upload_lost") in json.dumps(last)
    assert "einstein" not in json.dumps(last)


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/environ", str(PROJECT / "client.py")])
def test_files_of_this_machine_are_not_served(running, path):
    assert ask(running[0], "GET", f"/gradio_api/file={path}")[0] == 403


def test_database_is_not_served(running):
    file = running[1] / "known_faces.db"
    assert file.exists()
    assert ask(running[0], "GET", f"/gradio_api/file={file}")[0] == 403


def test_handlers_of_the_page_are_no_public_interface(running):
    info = json.loads(ask(running[0], "GET", "/gradio_api/info")[1])
    config = json.loads(ask(running[0], "GET", "/config")[1])["dependencies"]
    assert info["unnamed_endpoints"] == {}
    named = {f"/{one['api_name']}" for one in config if one["api_visibility"] != "private"}
    assert info["named_endpoints"].keys() == named
    own = next(one for one in config if one["api_visibility"] == "private")
    assert own["api_name"] not in info["named_endpoints"]
    assert ask(running[0], "GET", "/monitoring/summary")[0] != 200
    assert ask(running[0], "GET", "/openapi.json")[0] == 404


def test_page_comes_packed_to_who_unpacks_it(running):
    plain = httpx.get(running[0], headers={"accept-encoding": "identity"})
    packed = httpx.get(running[0], headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert packed.num_bytes_downloaded < len(plain.content) / 5


def test_page_names_no_other_host(running):
    html = ask(running[0], "GET", "/")[1]
    assert "og:" not in html
    assert re.findall(r"(?:src|href)=\W*(?:https?:)?//[^ >]+", html) == []


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_program_well_while_a_visitor_looks(shared_models, browser, tmp_path, kind):
    with web(tmp_path) as (process, address):
        page = browser.new_page()
        page.goto(address)
        expect(page.locator("#photo-in")).to_be_visible()
        process.send_signal(kind)
        assert process.wait(10) == 0
        page.close()
    assert (tmp_path / "log.txt").read_text() == ""
    assert list((tmp_path / "gradio_temp").iterdir()) == []


def test_second_page_takes_the_next_port(running, tmp_path):
    with socket.socket() as usual:
        usual.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            usual.bind(("127.0.0.1", USUAL_PORT))
            usual.listen()
        except OSError:
            pass  # taken already, by the page that runs
        with open_socket("127.0.0.1", None) as found:
            assert found.getsockname()[1] > USUAL_PORT


def test_port_asked_for_and_busy_is_said_in_a_sentence(running, tmp_path):
    port = urlsplit(running[0]).port
    environment = {
        **os.environ,
        "FACEMIND_DATABASE": str(tmp_path / "a.db"),
        "FACEMIND_GRADIO_TEMP": str(tmp_path / "gradio_temp"),
    }
    ended = subprocess.run(
        [sys.executable, str(PROJECT / "client.py"), "web", "--port", str(port)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1, "the usage was right"
    assert ended.stderr.strip() == PageError("port_busy", port=port).sentence("en")
    assert ended.stdout == ""


def test_address_of_another_machine_is_refused_in_a_sentence():
    with pytest.raises(PageError, match=r"can't listen on 192\.0\.2\.1"):
        open_socket("192.0.2.1", None)


def test_folder_that_can_not_be_written_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "temp"
    ended = run("web", "--gradio-temp", folder, FACEMIND_DATABASE=str(tmp_path / "a.db"))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert str(folder) in ended.stderr


def test_page_answers_while_the_models_still_load(visit, running):
    start = time.monotonic()
    assert ask(running[0], "GET", "/")[0] == 200
    assert time.monotonic() - start < 20


class Interrupting:
    """Something in whose deletion a signal comes in; Python swallows what that raises."""

    def __del__(self):
        signal.raise_signal(signal.SIGTERM)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_signal_is_remembered_when_python_forgets_it():
    with until_interrupted() as interrupted:
        object_ = Interrupting()
        del object_
        assert interrupted.is_set()
