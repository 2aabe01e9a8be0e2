"""A real page in a real browser with a camera made of pictures."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import cv2
import numpy as np
import pytest

from SQL.database_operate import Store
from SQL.rows import NewFace
from tests.UI.visit import Visit

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-fake-ui-for-media-stream",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
FAKE_CAMERA = "--use-fake-device-for-media-stream"
WIDTH, HEIGHT = 640, 480
LOCALES = ["en-US", "zh-CN"]


def pytest_generate_tests(metafunc):
    """Give a test that takes any locale one by its own name, or both where that is asked for."""
    own = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "locale" in metafunc.fixturenames and not any("locale" in names for names in own):
        one = LOCALES[crc32(metafunc.function.__name__.encode()) % 2]
        both = os.environ.get("FACEMIND_TEST_BOTH_LANGUAGES") == "1"
        metafunc.parametrize("locale", LOCALES if both else [one])


@contextmanager
def web(folder, program=PROJECT / "client.py", **environment):
    """Run ``python client.py web``, or another program's, and give its process and address."""
    own = {
        "FACEMIND_DATABASE": str(folder / "known_faces.db"),
        "FACEMIND_GRADIO_TEMP": str(folder / "gradio_temp"),
        "FACEMIND_PACK": "mini",
        "FACEMIND_DEVICE": "cpu",
        **environment,
    }
    with (folder / "log.txt").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, str(program), "web"],
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "FACEMIND_LANGUAGE": "", **own},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
        try:
            ready = process.stdout.readline()
            address = re.search(r"https?://[^ （]+", ready)
            assert address, f"{ready}{(folder / 'log.txt').read_text()}"
            yield process, address.group()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
            process.stdout.close()


@pytest.fixture(scope="session")
def chromium():
    """Return a function that opens Chromium with a file, or nothing, as its camera."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:

        def launch(camera):
            shown = [FAKE_CAMERA, f"--use-file-for-fake-video-capture={camera}"] if camera else []
            return playwright.chromium.launch(
                executable_path=executable, headless=True, args=[*CHROMIUM, *shown]
            )

        yield launch


def film(file, photo, frames=30):
    """Write a camera's film: a photo in the middle, a red bar at its left, as motion JPEG."""
    image = cv2.imread(str(photo))
    scale = min((WIDTH - 80) / image.shape[1], HEIGHT / image.shape[0])
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = image.shape[:2]
    stage = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    left = (WIDTH - width) // 2
    stage[:height, left : left + width] = image
    stage[:, :40] = (0, 0, 255)
    file.write_bytes(cv2.imencode(".jpg", stage)[1].tobytes() * frames)
    return file


@pytest.fixture(scope="session")
def browser(chromium, astronaut, tmp_path_factory):
    """Return a browser whose camera shows the astronaut."""
    opened = chromium(film(tmp_path_factory.mktemp("camera") / "astronaut.mjpeg", astronaut))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def running(shared_models, tmp_path_factory):
    """Return the address and the folder of a page that many tests share."""
    folder = tmp_path_factory.mktemp("web")
    with web(folder) as (process, address):
        yield address, folder, process


@pytest.fixture
def people(running):
    """Return the page's store, opened a second time, with nobody in it and nobody seen."""
    with Store(running[1] / "known_faces.db") as store:
        for person in store.people.all():
            store.people.remove(person.name)
        store.sightings.forget(datetime.now(UTC) + timedelta(days=1))
        yield store


@pytest.fixture
def enrol_quickly(people, engine):
    """Return a function that enrols somebody with faces that only look like some."""
    model_id = people.register_model(engine.identity)
    picture = cv2.imencode(".png", np.full((112, 112, 3), (60, 140, 200), np.uint8))[1].tobytes()
    random = np.random.default_rng(0)

    def faces(count, crop):
        vectors = random.standard_normal((count, engine.identity.dimension)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return [NewFace(crop, one, 0.5, "quick.jpg") for one in vectors]

    def enrol(*names, count=1, crop=picture):
        return people.add_people([(name, faces(count, crop)) for name in names], model_id)

    return enrol


@pytest.fixture(scope="session")
def profiles():
    """Return the browser's profiles that nobody uses just now, by language."""
    return {}


@pytest.fixture
def visit(browser, running, people, profiles):
    """Return a function that opens the page in a language; what it logs and fetches is checked."""
    visits = []

    def open_page(locale="en-US", address=running[0], using=browser, script=""):
        kept = profiles if using is browser else None
        visits.append(Visit(using, address, locale, script, profiles=kept))
        return visits[-1]

    yield open_page
    for one in visits:
        one.close()
