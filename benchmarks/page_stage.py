"""What the benchmarks of the page share: the page served, Chromium, and a recogniser beside it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from face_process.face_enroll import enrol, examine  # noqa: E402
from face_process.face_service import FaceService, open_service  # noqa: E402
from face_process.image_file import read_image  # noqa: E402
from face_process.init_InsightFace import load_engine  # noqa: E402
from face_process.model_packs import ModelPack, choose_pack  # noqa: E402
from merge.settings import Settings, build_settings  # noqa: E402
from SQL.database_operate import Store  # noqa: E402

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WAIT = 120_000


@contextmanager
def served(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """Run a server as long as it is needed."""
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            yield server
        finally:
            server.terminate()


def web(environment: dict[str, str], port: int) -> tuple[list[str], dict[str, str]]:
    """Return the command of the page and its environment."""
    return [sys.executable, str(PROJECT / "client.py"), "web", "--port", str(port)], environment


def opened(browser: Browser, port: int, sign: str) -> Page:
    """Open a page as soon as its server can be reached, and wait until a sign of it is seen."""
    page = browser.new_context(locale="en-US").new_page()
    page.set_default_timeout(WAIT)
    wait_for(port)
    page.goto(f"http://127.0.0.1:{port}/")
    page.locator(sign).first.wait_for()
    return page


def wait_for(port: int) -> None:
    """Wait until a server can be reached."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except ConnectionRefusedError:
            time.sleep(0.01)


def asked(port: int, action: str) -> None:
    """Call an endpoint that takes nothing, and wait for its answer."""
    address = f"http://127.0.0.1:{port}/gradio_api/call/{action}"
    request = urllib.request.Request(address, b'{"data": []}', {"Content-Type": "application/json"})
    job = json.load(urllib.request.urlopen(request, timeout=60))["event_id"]
    assert b"complete" in urllib.request.urlopen(f"{address}/{job}", timeout=60).read()


def enrolled(pack: ModelPack, settings: Settings, photo: Path) -> FaceService:
    """Return a recogniser whose database knows every face of a photo but the last."""
    service = open_service(load_engine(pack, settings.device), Store(settings.database))
    image = read_image(photo)
    for number in range(1, len(service.engine.detect(image))):
        name = f"Person {number}"
        enrol(service, name, [examine(service, image, name, number=number)])
    return service


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """What every measurement needs.

    Attributes:
        browser: Chromium.
        service: The recogniser of this process, which knows whom the page knows.
        environment: What the page is started with.
        pack: The models of both.
        folder: For files.
    """

    browser: Browser
    service: FaceService
    environment: dict[str, str]
    pack: ModelPack
    folder: Path


@contextmanager
def stage(photo: Path) -> Iterator[Stage]:
    """Set everything up, tell the machine, and clear up in the end."""
    pack = choose_pack(build_settings({}), None).pack
    processor = platform.processor() or platform.machine()
    print(f"{processor}, {os.cpu_count()} processors, pack {pack.name}")
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        folder = Path(home)
        database = folder / "known_faces.db"
        environment = {
            **os.environ,
            "FACEMIND_DATABASE": str(database),
            "FACEMIND_GRADIO_TEMP": str(folder / "gradio_temp"),
        }
        service = enrolled(pack, build_settings({"database": database}), photo)
        executable = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM)
        yield Stage(browser, service, environment, pack, folder)
        browser.close()


def group_photo() -> Path:
    """Return the photo of six people that comes with InsightFace."""
    import insightface

    return Path(insightface.__file__).parent / "data" / "images" / "t1.jpg"
