"""How quick is the page: to start, and to answer a photo?

    python benchmarks/page.py [PHOTO]

Everything is seen by headless Chromium, with the pack that the program would use (FACEMIND_MODELS
and FACEMIND_PACK choose). Ready: from starting ``web`` until its tabs are seen and a recognition
is answered, in turn with a bare Gradio page that loads the same models. Photo: from putting it in
until its names, and its picture, are seen, for several sizes of PHOTO (the group photo that comes
with InsightFace); beside it what recognising that picture takes in this process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
sys.path.insert(0, str(PROJECT / "benchmarks"))

from start_up import BARE_PAGE, free_port  # noqa: E402

from face_process.face_enroll import enrol, examine  # noqa: E402
from face_process.face_recognize import recognize_image  # noqa: E402
from face_process.face_service import FaceService, open_service  # noqa: E402
from face_process.image_file import read_image  # noqa: E402
from face_process.init_InsightFace import load_engine  # noqa: E402
from face_process.model_packs import ModelPack, choose_pack  # noqa: E402
from merge.settings import Settings, build_settings  # noqa: E402
from SQL.database_operate import Store  # noqa: E402

STARTS, ROUNDS = 5, 9
MEGAPIXELS = (1, 4, 12)
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WAIT = 120_000
WATCH = """() => {
  const seen = window.seen = {};
  document.querySelector('#photo-in input[type=file]').addEventListener('change', () => {
    seen.given = performance.now(); seen.named = seen.pictured = null; seen.before = words();
  }, true);
  const words = () => document.querySelector('#photo-summary')?.textContent.trim() ?? '';
  const look = () => {
    if (seen.given && !seen.named && words() && words() !== seen.before)
      seen.named = performance.now();
    const image = document.querySelector('#photo-out img');
    if (seen.named && !seen.pictured && image?.complete && image.naturalWidth)
      seen.pictured = performance.now();
    requestAnimationFrame(look);
  };
  look();
}"""
"""Notes when a photo is put in, and when its names and its picture are on the screen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Milliseconds from putting a photo in: until its names are seen, and its picture."""

    named: float
    pictured: float


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
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except ConnectionRefusedError:
            time.sleep(0.01)
    page.goto(f"http://127.0.0.1:{port}/")
    page.locator(sign).first.wait_for()
    return page


def asked(port: int, action: str) -> None:
    """Call an endpoint that takes nothing, and wait for its answer."""
    address = f"http://127.0.0.1:{port}/gradio_api/call/{action}"
    request = urllib.request.Request(address, b'{"data": []}', {"Content-Type": "application/json"})
    job = json.load(urllib.request.urlopen(request, timeout=60))["event_id"]
    assert b"complete" in urllib.request.urlopen(f"{address}/{job}", timeout=60).read()


def starts(browser: Browser, environment: dict[str, str], pack: ModelPack) -> None:
    """Print how long it takes until the page, and a bare one, can be used."""
    pairs = []
    for _ in range(STARTS):
        port, begin = free_port(), time.perf_counter()
        with served(*web(environment, port)):
            page = opened(browser, port, "#photo-in")
            seen = time.perf_counter() - begin
            asked(port, "status")  # waits for the models
            ready = time.perf_counter() - begin
            page.context.close()
        port, begin = free_port(), time.perf_counter()
        bare = BARE_PAGE.format(folder=str(pack.folder), port=port)
        with served([sys.executable, "-c", bare], environment):
            page = opened(browser, port, "text=Hello")
            pairs.append((seen, ready, time.perf_counter() - begin))
            page.context.close()
    seen, ready, bare = (statistics.median(one) for one in zip(*pairs, strict=True))
    print(
        f"ready, {STARTS} starts: tabs seen {seen:.2f} s, with models {ready:.2f} s, "
        f"bare Gradio page with models {bare:.2f} s, ratio {ready / bare:.2f}"
    )


def take_out(page: Page) -> None:
    """Take the last photo out, if there is one, and watch for the next."""
    if page.locator("#photo-in").get_by_label("Remove Image").count():
        page.locator("#photo-in").get_by_label("Remove Image").click()
        page.wait_for_function("!document.querySelector('#photo-out img')")
    page.locator("#photo-in input[type=file]").first.wait_for(state="attached")
    page.evaluate(WATCH)


def put_in(page: Page, photo: Path) -> None:
    """Put a photo in; it is answered meanwhile."""
    page.locator("#photo-in input[type=file]").first.set_input_files(photo)


def answered(page: Page) -> Shown:
    """Wait until a photo that was put in is answered."""
    page.wait_for_function("window.seen?.pictured")
    seen = page.evaluate("window.seen")
    return Shown(seen["named"] - seen["given"], seen["pictured"] - seen["given"])


def scaled(photo: Path, megapixels: float, folder: Path) -> Path:
    """Write a photo in another size, as a camera would."""
    image = cv2.imread(str(photo))
    scale = (megapixels * 1e6 / (image.shape[0] * image.shape[1])) ** 0.5
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    file = folder / f"{megapixels}.jpg"
    cv2.imwrite(str(file), image, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return file


def photos(page: Page, service: FaceService, photo: Path, folder: Path) -> None:
    """Print how long a photo takes, for several sizes, beside recognising alone."""
    for megapixels in MEGAPIXELS:
        file = scaled(photo, megapixels, folder)
        image, alone, shown = read_image(file), [], []
        for _ in range(ROUNDS + 1):
            begin = time.perf_counter()
            faces = recognize_image(service, image)
            alone.append(1000 * (time.perf_counter() - begin))
            take_out(page)
            put_in(page, file)
            shown.append(answered(page))
        recognising = statistics.median(alone[1:])
        named = statistics.median(one.named for one in shown[1:])
        pictured = statistics.median(one.pictured for one in shown[1:])
        print(
            f"photo of {megapixels} Mpx, {len(faces)} faces, {ROUNDS} times: names {named:.0f} ms, "
            f"picture {pictured:.0f} ms; recognising alone {recognising:.0f} ms; beyond it "
            f"{named - recognising:.0f} ms"
        )


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


def main() -> None:
    """Measure both and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photo", type=Path, nargs="?", default=group_photo())
    photo = parser.parse_args().photo
    with stage(photo) as ours:
        starts(ours.browser, ours.environment, ours.pack)
        port = free_port()
        with served(*web(ours.environment, port)):
            page = opened(ours.browser, port, "#photo-in")
            asked(port, "status")
            photos(page, ours.service, photo, ours.folder)


if __name__ == "__main__":
    main()
