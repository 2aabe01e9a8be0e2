"""Run the live window and tell what it left: ``watched_window.py SECONDS CAMERA…``.

SECONDS is what each detection takes longer. Printed is a JSON object: ``shown``, the numbers of
the frames that the window showed (see ``numbered`` below), ``detections``, how many there were,
``threads`` and ``files`` that are still open afterwards.
"""

import json
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import cv2

PROJECT = Path(__file__).resolve().parents[2]
BITS, SIDE, TOP = 8, 32, 320


def numbered(picture, number):
    """Return a copy of a picture, 480 pixels high, with a number written in black and white."""
    marked = picture.copy()
    for bit in range(BITS):
        marked[TOP : TOP + SIDE, bit * SIDE : (bit + 1) * SIDE] = 255 * (number >> bit & 1)
    return marked


def number_of(shown, size):
    """Return the number on a picture of a size (width, height) that a window shows whole."""
    height, width = shown.shape[:2]
    scale = min(width / size[0], height / size[1])
    left, top = (width - size[0] * scale) / 2, (height - size[1] * scale) / 2
    row = round(top + scale * (TOP + SIDE / 2))
    columns = [round(left + scale * SIDE * (bit + 0.5)) for bit in range(BITS)]
    return sum(int(shown[row, column].mean() > 127) << bit for bit, column in enumerate(columns))


class SlowEngine:
    """An engine whose detection takes long."""

    def __init__(self, engine, seconds):
        self._engine = engine
        self._seconds = seconds
        self.detections = 0

    def __getattr__(self, name):
        return getattr(self._engine, name)

    def detect_at(self, image, side):
        self.detections += 1
        time.sleep(self._seconds)
        return self._engine.detect_at(image, side)


def main(seconds, *cameras):
    from camera.recognize_window import run_recognize_window
    from face_process.log_file import keep_log
    from merge.facemind import build_service
    from merge.settings import build_settings
    from merge.stores import open_store

    keep_log()
    settings = build_settings({"camera": list(cameras)})
    shown, engines, show = set(), [], cv2.imshow

    def watched_show(window, image):
        shown.add(number_of(image, (640, 480)))
        show(window, image)

    cv2.imshow = watched_show
    with open_store(settings) as store:

        def open_service():
            service = build_service(settings, store)
            engines.append(SlowEngine(service.engine, float(seconds)))
            return replace(service, engine=engines[0])

        with suppress(KeyboardInterrupt):
            run_recognize_window(settings, open_service)
    files = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # that of the listing itself
            files.append(str(descriptor.readlink()))
    threads = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
    detections = engines[0].detections if engines else 0
    told = {"shown": sorted(shown), "detections": detections, "threads": threads, "files": files}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    main(*sys.argv[1:])
