"""How many answers a second does the live page get, and how old are the boxes it shows?

    python benchmarks/live_page.py FILM [--pages N] [--seconds S]

FILM is a video that plays the part of the webcam, shown at 640 × 480 and 30 frames a second to a
headless Chromium. Each page opens the Live tab and is read through ``window.facemind``. There is
no baseline: 30 is what the camera gives. The pack is the one that the program would use.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import av
import cv2
import numpy as np
from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT, FRAMES = 640, 480, 180
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]  # fmt: skip


def write_camera(film: Path, camera: Path) -> None:
    """Write a film as the motion JPEG that Chromium takes for a webcam."""
    with av.open(str(film)) as container, camera.open("wb") as out:
        for number, frame in enumerate(container.decode(video=0)):
            image = frame.to_ndarray(format="bgr24")
            scale = min(WIDTH / image.shape[1], HEIGHT / image.shape[0])
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            stage = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
            top, left = (HEIGHT - image.shape[0]) // 2, (WIDTH - image.shape[1]) // 2
            stage[top : top + image.shape[0], left : left + image.shape[1]] = image
            out.write(cv2.imencode(".jpg", stage)[1].tobytes())
            if number + 1 == FRAMES:
                return


def measure(address: str, camera: Path, pages: int, seconds: float) -> list[dict[str, float]]:
    """Return what each of some pages reports after a while."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            headless=True,
            args=[*CHROMIUM, f"--use-file-for-fake-video-capture={camera}"],
        )
        opened = []
        for _ in range(pages):
            context = browser.new_context(permissions=["camera"], locale="en-US")
            page = context.new_page()
            page.goto(address)
            page.get_by_role("tab", name="Live", exact=True).click()
            page.locator("#live-start").click()
            opened.append(page)
        # Not time.sleep: Playwright hears of every frame, and what it didn't read meanwhile would
        # keep the machine busy just when the figures are read.
        opened[0].wait_for_timeout(1000 * seconds)
        return [page.evaluate("window.facemind") for page in opened]


def main() -> None:
    """Serve the page, open it, print what it reports."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("film", type=Path)
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        camera = Path(home, "camera.mjpeg")
        write_camera(options.film, camera)
        environment = {
            **os.environ,
            "FACEMIND_DATABASE": str(Path(home, "known_faces.db")),
            "FACEMIND_GRADIO_TEMP": str(Path(home, "gradio_temp")),
        }
        with subprocess.Popen(
            [sys.executable, str(PROJECT / "client.py"), "web"],
            env=environment, stdout=subprocess.PIPE, text=True,
        ) as server:  # fmt: skip
            try:
                address = re.search(r"http://[^ （]+", server.stdout.readline()).group()
                figures = measure(address, camera, options.pages, options.seconds)
            finally:
                server.terminate()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} processors")
    for number, one in enumerate(figures, start=1):
        age = round(one["medianAgeMs"] or 0)
        print(
            f"page {number}: {one['answersPerSecond']:.1f} answers/s, boxes {age} ms old (median)"
        )


if __name__ == "__main__":
    main()
