"""How quick is the page: to start, and to answer a photo?

    python benchmarks/page.py [PHOTO]

Everything is seen by headless Chromium, with the pack that the program would use (FACEMIND_MODELS
and FACEMIND_PACK choose). Ready: from starting ``web`` until its tabs are seen and a program that
asks beside the browser has its answer, which takes the models; in turn with a bare Gradio page
that loads the same models. Photo: from putting it in
until its names, and its picture, are seen, for several sizes of PHOTO (the group photo that comes
with InsightFace); beside it what recognising that picture takes in this process.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
from page_stage import Stage, asked, group_photo, opened, served, stage, wait_for, web
from playwright.sync_api import Page
from start_up import BARE_PAGE, free_port

from face_process.face_recognize import recognize_image
from face_process.image_file import read_image

STARTS, ROUNDS = 5, 9
MEGAPIXELS = (1, 4, 12)
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


def answered_at(port: int) -> float:
    """Return when a program gets its first answer, for which the models are needed."""
    wait_for(port)
    asked(port, "status")
    return time.perf_counter()


def starts(ours: Stage) -> None:
    """Print how long it takes until the page, and a bare one, can be used."""
    pairs, programs = [], ThreadPoolExecutor(1)
    for _ in range(STARTS):
        port, begin = free_port(), time.perf_counter()
        with served(*web(ours.environment, port)):
            answering = programs.submit(answered_at, port)
            page = opened(ours.browser, port, "#photo-in")
            seen = time.perf_counter()
            ready = max(seen, answering.result()) - begin
            seen -= begin
            page.context.close()
        port, begin = free_port(), time.perf_counter()
        bare = BARE_PAGE.format(folder=str(ours.pack.folder), port=port)
        with served([sys.executable, "-c", bare], ours.environment):
            page = opened(ours.browser, port, "text=Hello")
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


def photos(ours: Stage, page: Page, photo: Path) -> None:
    """Print how long a photo takes, for several sizes, beside recognising alone."""
    for megapixels in MEGAPIXELS:
        file = scaled(photo, megapixels, ours.folder)
        image, alone, shown = read_image(file), [], []
        for _ in range(ROUNDS + 1):
            begin = time.perf_counter()
            faces = recognize_image(ours.service, image)
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


def main() -> None:
    """Measure both and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photo", type=Path, nargs="?", default=group_photo())
    photo = parser.parse_args().photo
    with stage(photo) as ours:
        starts(ours)
        port = free_port()
        with served(*web(ours.environment, port)):
            page = opened(ours.browser, port, "#photo-in")
            asked(port, "status")
            photos(ours, page, photo)


if __name__ == "__main__":
    main()
