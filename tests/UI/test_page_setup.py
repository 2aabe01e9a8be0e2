import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from face_process.face_enroll import enrol, examine
from face_process.face_service import open_service
from face_process.image_file import read_image
from SQL.database_operate import Store
from tests.UI.conftest import web

NAME = "张三"
UNREACHABLE = "http://127.0.0.1:9"


@pytest.fixture
def bare(tmp_path):
    """Return the address of a page that has no models yet."""
    models = tmp_path / "models"
    models.mkdir()
    nowhere = {"http_proxy": UNREACHABLE, "https_proxy": UNREACHABLE, "no_proxy": "127.0.0.1"}
    own = {"FACEMIND_PACK": "none", "FACEMIND_MODELS": str(models)}
    with mirror() as address, web(tmp_path, FACEMIND_MIRROR=address, **own, **nowhere) as running:
        yield running[1]


class mirror:  # noqa: N801 - used like a function
    """A place to download from that begins well and then never sends the rest."""

    def __enter__(self):
        ended = self.ended = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", "16923827")
                self.end_headers()
                self.wfile.write(b"\0" * 5_000_000)
                while not ended.wait(0.1):
                    try:
                        self.wfile.write(b"\0" * 1000)
                    except OSError:  # the other side has gone
                        return

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.ended.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def mini_zip(shared_models, tmp_path):
    """Return the pack mini as a zip under another name."""
    file = tmp_path / "small.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for model in (shared_models / "mini").glob("*.onnx"):
            archive.write(model, model.name)
    return file


def test_imported_pack_recognises_without_a_restart(
    bare, visit, engine, mini_zip, astronaut, tmp_path, locale
):
    with Store(tmp_path / "known_faces.db") as store:
        service = open_service(engine, store)
        enrol(service, NAME, [examine(service, read_image(astronaut), NAME)])
    page = visit(locale, bare)
    page.sees("setup-reason", page.says("page.setup.title"))
    expect(page["photo-in"]).to_have_count(0)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"no zip")
    page.upload("setup-in", broken)
    page.sees_toast(page.says("error.pack_unreadable", file="broken.zip"))
    page.control("setup-in", "remove_file").or_(
        page["setup-in"].locator("button[aria-label]")
    ).first.click()
    page.upload("setup-in", mini_zip)
    expect(page["photo-in"]).to_be_visible()
    expect(page["setup"]).to_be_hidden()
    page.upload("photo-in", astronaut)
    page.sees("photo-table", NAME)
    again = visit(locale, bare)
    expect(again["photo-in"]).to_be_visible()


def test_download_shows_how_far_it_is_and_can_be_stopped(bare, visit, locale):
    page = visit(locale, bare)
    page["setup-download"].click()
    page.sees("setup-progress", "det_10g.onnx")
    page.sees("setup-progress", "5 / 16 MB" if locale == "zh-CN" else "5 of 16 MB")
    expect(page["setup-download"]).to_be_disabled()
    page["setup-stop"].click()
    page.sees("setup-progress", page.says("page.setup.stopped"))
    expect(page["setup-download"]).to_be_enabled()
    expect(page["setup-stop"]).to_be_hidden()


def test_download_goes_on_where_its_visitor_leaves_and_can_be_stopped_by_another(
    bare, visit, locale
):
    page = visit(locale, bare)
    page["setup-download"].click()
    page.sees("setup-progress", "det_10g.onnx")
    page.load_again()
    page.sees("setup-progress", "det_10g.onnx")
    expect(page["setup-download"]).to_be_disabled()
    another = visit(locale, bare)
    another.sees("setup-progress", "det_10g.onnx")
    another["setup-stop"].click()
    for visitor in (another, page):
        visitor.sees("setup-progress", visitor.says("page.setup.stopped"))
        expect(visitor["setup-download"]).to_be_enabled()
    another["setup-download"].click()
    another.sees("setup-progress", "det_10g.onnx")
    another["setup-stop"].click()
    another.sees("setup-progress", another.says("page.setup.stopped"))


def test_both_ways_are_explained_in_the_visitors_language(bare, visit, locale):
    page = visit(locale, bare)
    for key in ("download_title", "download_why", "import_title", "import_why"):
        page.sees("setup", page.says(f"page.setup.{key}"))
    shown = page.page.locator("body").inner_text()
    assert "i18n{" not in shown
    assert "translation_metadata" not in shown
