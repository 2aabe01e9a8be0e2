"""Packs come over bad networks whole, or not at all; the network is a server of our own."""

import hashlib
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from face_process import file_download
from face_process.errors import ModelError
from face_process.pack_download import download_pack
from face_process.pack_sources import KNOWN_PACKS, PackSource, RemoteFile, pack_sources

MODELS = ("det_500m.onnx", "arcface_mobilefacenet.onnx")
CHUNK = 64 * 1024


@dataclass
class Mirror:
    """What a server has, how it behaves, and what it was asked."""

    files: dict[str, bytes]
    url: str = ""
    cuts: int = 0  # so many answers end in the middle
    busy: int = 0  # so many answers are HTTP 503
    ranges: bool = True
    length: bool = True
    seconds_a_chunk: float = 0.0
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    sent: int = 0

    def source(self, contents: dict[str, bytes]) -> PackSource:
        """Return these files here, which must have these contents."""
        files = tuple(
            RemoteFile(f"{self.url}/{name}", name, hashlib.sha256(one).hexdigest(), len(one))
            for name, one in contents.items()
        )
        return PackSource(files, MODELS)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        mirror: Mirror = self.server.mirror
        asked = self.headers.get("Range")
        mirror.asked.append((self.path, asked))
        content = mirror.files.get(self.path.removeprefix("/"))
        if content is None or mirror.busy:
            mirror.busy = max(mirror.busy - 1, 0)
            self.reply(404 if content is None else 503, {"Content-Length": "0"})
            return
        start = int(asked.removeprefix("bytes=").split("-")[0]) if asked and mirror.ranges else 0
        if start and start >= len(content):
            self.reply(416, {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"})
            return
        headers = {"Connection": "close"}
        if mirror.length:
            headers["Content-Length"] = str(len(content) - start)
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self.reply(206 if start else 200, headers)
        self.send(mirror, content[start:])

    def send(self, mirror, rest):
        if mirror.cuts:
            mirror.cuts -= 1
            rest = rest[: len(rest) // 2]
        self.close_connection = True
        for begin in range(0, len(rest), CHUNK):
            try:
                self.wfile.write(rest[begin : begin + CHUNK])
            except OSError:  # the other side has gone
                return
            mirror.sent += len(rest[begin : begin + CHUNK])
            time.sleep(mirror.seconds_a_chunk)

    def reply(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch):
    """Give each test a cache of its own, no proxy, and no time to lose."""
    monkeypatch.setenv("FACEMIND_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(file_download, "PAUSES", (0.01, 0.02, 0.03))
    monkeypatch.setattr(file_download, "SECONDS_BETWEEN_REPORTS", 0.0)


@pytest.fixture
def serve():
    """Return what starts a server that behaves as told."""
    servers = []

    def start(files: dict[str, bytes], **behaviour) -> Mirror:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.mirror = Mirror(files, f"http://127.0.0.1:{server.server_port}", **behaviour)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        servers.append((server, thread))
        return server.mirror

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def mini(shared_models):
    """Return the two models of the pack mini."""
    return {name: (shared_models / "mini" / name).read_bytes() for name in MODELS}


@pytest.fixture
def archive(mini, tmp_path):
    """Return a zip of the pack mini inside a folder, with a third model that nobody needs."""
    with zipfile.ZipFile(tmp_path / "mini.zip", "w") as file:
        for name, content in {**mini, "genderage.onnx": bytes(1000)}.items():
            file.writestr(f"mini/{name}", content)
    return {"mini.zip": (tmp_path / "mini.zip").read_bytes()}


@pytest.fixture
def into(tmp_path):
    """Return a folder of packs that doesn't exist yet."""
    return tmp_path / "models"


def leftovers(tmp_path: Path) -> list[str]:
    folder = tmp_path / "cache" / "downloads"
    return sorted(one.name for one in folder.iterdir() if not one.name.endswith(".lock"))


def failed(into, sources, **options) -> ModelError:
    with pytest.raises(ModelError) as caught:
        download_pack("mini", into, sources=sources, **options)
    assert not list(into.rglob("*")), "half a pack is in place"
    return caught.value


def test_two_models_become_a_pack_and_progress_is_told(serve, mini, into, tmp_path):
    mirror, told = serve(mini), []
    pack = download_pack("mini", into, told.append, [mirror.source(mini)])
    assert (pack.name, pack.folder) == ("mini", into / "mini")
    assert pack.recognition.read_bytes() == mini[MODELS[1]]
    assert [one.name for one in into.iterdir()] == ["mini"]
    last = {one.file: one for one in told}
    assert [last[name].received for name in MODELS] == [len(mini[name]) for name in MODELS]
    assert [last[name].total for name in MODELS] == [len(mini[name]) for name in MODELS]
    assert {(one.source, one.attempt) for one in told} == {("127.0.0.1", 1)}
    received = [one.received for one in told if one.file == MODELS[1]]
    assert received == sorted(received)
    assert len(received) > 10
    assert leftovers(tmp_path) == []


def test_zip_gives_only_the_two_models_needed(serve, archive, into, tmp_path):
    mirror = serve(archive)
    pack = download_pack("mini", into, sources=[mirror.source(archive)])
    assert sorted(file.name for file in pack.folder.iterdir()) == sorted(MODELS)
    assert leftovers(tmp_path) == []


def test_pack_in_place_is_not_downloaded_again(serve, mini, into):
    mirror = serve(mini)
    for _ in range(2):
        download_pack("mini", into, sources=[mirror.source(mini)])
    assert len(mirror.asked) == 2


def test_cut_download_goes_on_where_it_stopped(serve, mini, into):
    mirror, told = serve(mini, cuts=3), []
    download_pack("mini", into, told.append, [mirror.source(mini)])
    assert [asked is not None for _, asked in mirror.asked] == [False, True, True, True, False]
    assert mirror.sent < 1.2 * sum(map(len, mini.values()))
    assert max(one.attempt for one in told) == 4


def test_cut_without_a_length_is_noticed(serve, mini, into):
    mirror = serve(mini, cuts=1, length=False)
    assert download_pack("mini", into, sources=[mirror.source(mini)]).name == "mini"
    assert mirror.asked[1][1] is not None


def test_download_goes_on_in_a_later_run_and_at_another_host(serve, mini, into, tmp_path):
    first = serve(mini, seconds_a_chunk=0.02)
    stop = threading.Event()

    def stop_halfway(progress):
        if progress.received > len(mini[MODELS[0]]) // 2:
            stop.set()

    error = failed(into, [first.source(mini)], report=stop_halfway, stop=stop)
    assert error.key == "download_stopped"
    assert leftovers(tmp_path)[0].endswith(".part")
    second = serve(mini)
    download_pack("mini", into, sources=[second.source(mini)])
    assert second.asked[0][1] is not None
    assert second.sent < sum(map(len, mini.values())) - len(mini[MODELS[0]]) // 3


def test_killed_download_goes_on_in_the_next_run(serve, mini, into, tmp_path):
    mirror = serve(mini, seconds_a_chunk=0.02)
    source = mirror.source(mini)
    code = (
        "from pathlib import Path; from face_process.pack_download import download_pack;"
        "from face_process.pack_sources import PackSource, RemoteFile;"
        f"download_pack('mini', Path({str(into)!r}), sources=[{source!r}])"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    deadline = time.monotonic() + 60
    while mirror.sent < 20 * CHUNK and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not into.exists()
    mirror.seconds_a_chunk = 0.0
    mirror.asked.clear()
    download_pack("mini", into, sources=[source])
    assert mirror.asked[0][1] is not None


def test_server_without_ranges_is_started_over(serve, mini, into):
    mirror = serve(mini, cuts=2, ranges=False)
    pack = download_pack("mini", into, sources=[mirror.source(mini)])
    assert pack.detection.read_bytes() == mini[MODELS[0]]


def test_server_that_always_cuts_without_ranges_is_given_up(serve, mini, into):
    mirror = serve(mini, cuts=99, ranges=False)
    assert failed(into, [mirror.source(mini)]).key == "download_failed"
    assert len(mirror.asked) == 5  # the first gained bytes, four in a row gained none


def test_wrong_bytes_lead_to_the_next_mirror(serve, mini, into, tmp_path):
    wrong = serve({name: bytes(len(content)) for name, content in mini.items()})
    right = serve(mini)
    sources = [wrong.source(mini), right.source(mini)]
    pack = download_pack("mini", into, sources=sources)
    assert pack.detection.read_bytes() == mini[MODELS[0]]
    assert len(wrong.asked) == 1
    assert right.asked[0][1] is None, "the wrong bytes were kept"


def test_wrong_bytes_everywhere_leave_nothing(serve, mini, into, tmp_path):
    wrong = serve({name: bytes(len(content)) for name, content in mini.items()})
    error = failed(into, [wrong.source(mini)])
    assert error.key == "download_failed"
    assert leftovers(tmp_path) == []


def test_page_of_another_size_is_not_read(serve, mini, into):
    portal = serve(dict.fromkeys(mini, b"<html>Please log in"))
    error = failed(into, [portal.source(mini)])
    assert "19 bytes" in error.sentence("en")


def test_bad_part_of_an_earlier_run_does_not_condemn_a_good_mirror(serve, mini, into, tmp_path):
    mirror = serve(mini)
    source = mirror.source(mini)
    folder = tmp_path / "cache" / "downloads"
    folder.mkdir(parents=True)
    part = folder / f"{source.files[0].sha256[:16]}-{MODELS[0]}.part"
    part.write_bytes(bytes(1000))
    download_pack("mini", into, sources=[source])
    assert [asked for _, asked in mirror.asked] == ["bytes=1000-", None, None]


@pytest.mark.parametrize("extra", [0, 10], ids=["whole", "too long"])
def test_part_that_needs_nothing_more_is_judged(serve, mini, into, tmp_path, extra):
    mirror = serve(mini)
    sized = mirror.source(mini)
    files = tuple(RemoteFile(one.url, one.name, one.sha256) for one in sized.files)
    folder = tmp_path / "cache" / "downloads"
    folder.mkdir(parents=True)
    part = folder / f"{files[0].sha256[:16]}-{MODELS[0]}.part"
    part.write_bytes(mini[MODELS[0]] + bytes(extra))
    download_pack("mini", into, sources=[PackSource(files, MODELS)])
    assert len(mirror.asked) == (2 if extra == 0 else 3)


def test_missing_file_leads_to_the_next_mirror_at_once(serve, mini, archive, into):
    without, whole = serve({}), serve(archive)
    download_pack("mini", into, sources=[without.source(mini), whole.source(archive)])
    assert len(without.asked) == 1


def test_busy_server_is_asked_again(serve, mini, into):
    mirror = serve(mini, busy=3)
    assert download_pack("mini", into, sources=[mirror.source(mini)]).name == "mini"


def test_nobody_there_says_what_to_do(serve, mini, into):
    gone = Mirror({}, "http://127.0.0.1:9")
    empty = serve({})
    error = failed(
        into, [gone.source(mini), Mirror({}, "nonsense").source(mini), empty.source(mini)]
    )
    assert error.key == "download_failed"
    for language in ("en", "zh"):
        assert "HTTP 404" in error.sentence(language)
        assert f"{empty.url}/{MODELS[1]}" in error.sentence(language)
        assert f"models import {MODELS[1]}" in error.sentence(language)


def test_stop_ends_a_slow_download_soon_and_keeps_its_part(serve, mini, into, tmp_path):
    mirror = serve(mini, seconds_a_chunk=0.05)
    stop = threading.Event()
    timer = threading.Timer(0.3, stop.set)
    timer.start()
    error = failed(into, [mirror.source(mini)], stop=stop)
    timer.join()
    assert error.key == "download_stopped"
    assert mirror.sent < len(mini[MODELS[0]])
    assert leftovers(tmp_path)[0].endswith(".part")


def test_two_downloads_at_once_share_one(serve, mini, into):
    mirror, packs = serve(mini, seconds_a_chunk=0.002), []
    source = mirror.source(mini)
    threads = [
        threading.Thread(target=lambda: packs.append(download_pack("mini", into, None, [source])))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(packs) == 3
    assert packs[0] == packs[1] == packs[2]
    assert len(mirror.asked) == 2


def test_pack_that_came_up_meanwhile_is_kept(serve, mini, into, shared_models):
    def come_up(progress):
        if not (into / "mini").exists():
            shutil.copytree(shared_models / "mini", into / "mini")
            (into / "mini" / "mine.txt").write_text("mine")

    mirror = serve(mini)
    pack = download_pack("mini", into, come_up, [mirror.source(mini)])
    assert (pack.folder / "mine.txt").read_text() == "mine"


def test_damaged_pack_is_replaced_and_kept_aside(serve, mini, into, caplog):
    (into / "mini").mkdir(parents=True)
    damaged = bytearray(mini[MODELS[1]])
    damaged[-1] ^= 1
    (into / "mini" / MODELS[0]).write_bytes(mini[MODELS[0]])
    (into / "mini" / MODELS[1]).write_bytes(damaged)
    mirror = serve(mini)
    pack = download_pack("mini", into, sources=[mirror.source(mini)])
    assert pack.recognition.read_bytes() == mini[MODELS[1]]
    assert (into / "mini-replaced-1" / MODELS[1]).read_bytes() == bytes(damaged)
    assert "mini-replaced-1" in caplog.text


def test_damaged_pack_stays_where_nothing_can_be_downloaded(serve, mini, into):
    (into / "mini").mkdir(parents=True)
    with pytest.raises(ModelError):
        download_pack("mini", into, sources=[serve({}).source(mini)])
    assert [one.name for one in into.iterdir()] == ["mini"]


def test_full_disk_is_told_and_nothing_is_downloaded_twice(serve, mini, into, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    mirror = serve(mini)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        error = failed(into, [mirror.source(mini)])
    assert (error.key, error.values["folder"]) == ("models_unwritable", into)
    assert "No space left" in error.sentence("en")
    download_pack("mini", into, sources=[mirror.source(mini)])
    assert len(mirror.asked) == 2


def test_cache_that_cannot_be_written_is_named(serve, mini, into, tmp_path):
    (tmp_path / "cache").write_text("in the way")
    assert failed(into, [serve(mini).source(mini)]).key == "models_unwritable"


def test_proxy_that_cannot_be_used_is_no_crash(serve, mini, into, monkeypatch):
    for name in ("ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "nonsense://127.0.0.1:9")
    assert failed(into, [serve(mini).source(mini)]).key == "download_failed"


def test_own_mirror_is_asked_first_for_models_then_for_the_zip(serve, into, monkeypatch):
    mirror = serve({})
    monkeypatch.setenv("FACEMIND_MIRROR", f"{mirror.url}/packs/")
    own = pack_sources("buffalo_l")[:2]
    with pytest.raises(ModelError):
        download_pack("buffalo_l", into, sources=own)
    asked = [path for path, _ in mirror.asked]
    assert asked == ["/packs/buffalo_l/det_10g.onnx", "/packs/buffalo_l.zip"]


def test_standard_pack_comes_as_two_models_before_the_whole_zip():
    sources = [source.files for source in pack_sources("buffalo_l", {})]
    assert [files[0].url.split("/")[2] for files in sources] == [
        "huggingface.co", "hf-mirror.com", "modelscope.cn", "github.com", "modelscope.cn",
    ]  # fmt: skip
    assert [len(files) for files in sources] == [2, 2, 2, 1, 1]
    assert sources[4][0].url.endswith("/resolve/master/buffalo_l.zip")


def test_hugging_face_endpoint_of_the_environment_is_used():
    urls = [
        file.url
        for source in pack_sources("buffalo_l", {"HF_ENDPOINT": "https://hf.example/"})
        for file in source.files
    ]
    assert urls[0].startswith("https://hf.example/public-data/insightface/resolve/33c1063c")
    assert not any("huggingface.co" in url for url in urls)


@pytest.mark.parametrize("name", KNOWN_PACKS)
def test_every_known_pack_has_a_source_and_digests(name):
    for source in pack_sources(name, {}):
        assert all(len(bytes.fromhex(file.sha256)) == 32 for file in source.files)
        assert all(file.url.startswith("https://") for file in source.files)


def test_unknown_pack_names_the_known_ones(into):
    with pytest.raises(ModelError) as caught:
        download_pack("nope", into)
    assert caught.value.key == "pack_unknown"
    assert "buffalo_l" in caught.value.sentence("en")
