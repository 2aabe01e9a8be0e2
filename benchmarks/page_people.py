"""How quickly does the tab People open with 5,000 people?

    python benchmarks/page_people.py [--people N] [--times N]

Makes a store with as many people, two faces of about 25 KB each, one of them with 500 faces and
10,000 sightings, starts the page on it and opens it in a headless Chromium. Printed are the
milliseconds, medians of some times, from the click until the answer and all of its pictures are
drawn: for opening the tab, searching, turning a page, and opening a person with two faces and the
one with 500. The baseline, in the same run, is opening the tab Enrol, which asks the program for
next to nothing. The pack is the one that the program would use.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from face_process.init_InsightFace import load_engine  # noqa: E402 - found by the line above
from face_process.model_packs import choose_pack  # noqa: E402
from face_process.types import ModelIdentity  # noqa: E402
from merge.settings import Device, build_settings  # noqa: E402
from SQL.database_operate import Store  # noqa: E402
from SQL.rows import NewFace  # noqa: E402
from SQL.sightings import Sighting  # noqa: E402

MANY = "Many Faces"
MANY_FACES, MANY_SIGHTINGS = 500, 10_000
CHROMIUM = ["--no-sandbox", "--disable-gpu"]
DRAWN = """(wanted) => new Promise((done) => {
  const look = () => {
    const shown = [...document.querySelectorAll(wanted)].filter((one) => one.offsetParent);
    const ready = shown.length && [...document.images].every((one) => one.complete);
    if (ready) requestAnimationFrame(() => done(shown.length)); else requestAnimationFrame(look);
  };
  look();
})"""
"""Waits until what is wanted is there, and every picture of the page is drawn."""


def crops(random: np.random.Generator) -> Iterator[bytes]:
    """Yield pictures as PNGs of about the size of enrolled faces; there are a hundred of them."""
    made = []
    for _ in range(100):
        rough = random.integers(0, 255, (9, 9, 3), np.uint8)
        picture = cv2.resize(rough, (112, 112), interpolation=cv2.INTER_CUBIC).astype(int)
        picture += random.integers(-6, 6, picture.shape)
        made.append(cv2.imencode(".png", picture.clip(0, 255).astype(np.uint8))[1].tobytes())
    while True:
        yield from made


def fill(file: Path, identity: ModelIdentity, people: int) -> None:
    """Make the store."""
    random = np.random.default_rng(0)
    pictures = crops(random)

    def faces(count: int) -> list[NewFace]:
        vectors = random.standard_normal((count, identity.dimension), np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return [NewFace(next(pictures), one, random.random(), "photo.jpg") for one in vectors]

    with Store(file) as store:
        model_id = store.register_model(identity)
        names = (
            f"{first} {number:05}" for number, first in zip(range(people), firsts(), strict=False)
        )
        store.add_people(((name, faces(2)) for name in names), model_id)
        many = store.add_faces(MANY, faces(MANY_FACES), model_id).person_id
        now = datetime.now(UTC)
        times = (now - timedelta(minutes=7 * number) for number in range(MANY_SIGHTINGS))
        (vector,) = (face.vector for face in faces(1))
        store.sightings.add(
            Sighting(many, "door", time, time, None, None, 0.7, next(pictures), model_id, vector)
            for time in times
        )


def firsts() -> Iterator[str]:
    """Yield first names for ever."""
    while True:
        yield from ("Ann", "Bob", "Émile", "Søren", "张伟", "王芳", "李娜")


def timed(page: Page, step: Callable[[], object], wanted: str) -> float:
    """Return the milliseconds from a step until something that it leads to is drawn."""
    start = time.perf_counter()
    step()
    page.evaluate(DRAWN, wanted)
    return 1000 * (time.perf_counter() - start)


def measure(page: Page, address: str) -> dict[str, float]:
    """Return the milliseconds of each step in one visit."""
    page.goto(address)
    page.locator("[data-tab-id=people]").wait_for()
    page.wait_for_timeout(1000)  # what the page does at its start is not the question

    def search(words: str) -> Callable[[], object]:
        return lambda: page.locator("#people-search").locator("input, textarea").fill(words)

    def click(where: str) -> Callable[[], object]:
        return page.locator(where).click

    grid, person = "#people-grid .fm-card", "#person-faces [data-face]"
    found = {"the empty tab": timed(page, click("[data-tab-id=enrol]"), "#enrol-button")}
    found["People"] = timed(page, click("[data-tab-id=people]"), grid)
    turned = "#people-grid [data-do=page][data-first='47']"
    found["the next page"] = timed(page, click("#people-grid [data-do=page]:last-child"), turned)
    one = "#people-grid [data-name='Søren 00003']"
    found["a search"] = timed(page, search("soren 00003"), one)
    found["a person with 2 faces"] = timed(page, click(one), person)
    found["the way back"] = timed(page, click("#person-back"), grid)
    many = f"#people-grid [data-name='{MANY}']"
    timed(page, search(MANY), many)
    found[f"a person with {MANY_FACES} faces"] = timed(page, click(many), person)
    return found


def main() -> None:
    """Make a store, serve it, visit the page, print what it takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args()
    pack = choose_pack(build_settings({}), None).pack
    with tempfile.TemporaryDirectory() as home:
        database = Path(home, "known_faces.db")
        fill(database, load_engine(pack, Device.CPU).identity, options.people)
        environment = {
            **os.environ,
            "FACEMIND_DATABASE": str(database),
            "FACEMIND_GRADIO_TEMP": str(Path(home, "gradio_temp")),
        }
        with subprocess.Popen(
            [sys.executable, str(PROJECT / "client.py"), "web"],
            env=environment, stdout=subprocess.PIPE, text=True,
        ) as server, sync_playwright() as playwright:  # fmt: skip
            try:
                address = re.search(r"http://[^ （]+", server.stdout.readline()).group()
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
                    headless=True,
                    args=CHROMIUM,
                )
                visits = [
                    measure(browser.new_page(locale="en-US"), address)
                    for _ in range(options.times + 1)
                ][1:]  # the first one warms up
                browser.close()
            finally:
                server.terminate()
        size = database.stat().st_size
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} processors")
    print(f"{options.people + 1} people, {size / 1e9:.1f} GB; median of {options.times}, slowest")
    for step in visits[0]:
        took = [visit[step] for visit in visits]
        print(f"{statistics.median(took):6.0f} ms {max(took):6.0f} ms  {step}")


if __name__ == "__main__":
    main()
