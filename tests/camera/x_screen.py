"""A screen of our own: Xvfb with a window manager, looked at and typed into by xdotool."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

TOOLS = ("Xvfb", "openbox", "xdotool", "wmctrl", "import")
PATIENCE = 40.0
"""Seconds that anything may take on a busy machine."""


def missing_tools():
    return [tool for tool in TOOLS if shutil.which(tool) is None]


@contextmanager
def opened_screen():
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x860x24"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=(write,), **quiet)
    os.close(write)
    with os.fdopen(read) as answer:
        display = f":{answer.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, **quiet)
    try:
        screen = Screen(display)
        until(lambda: "openbox" in screen.run("wmctrl", "-m").lower())
        yield screen
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


class Screen:
    def __init__(self, display):
        self.display = display

    def run(self, *command):
        env = {**os.environ, "DISPLAY": self.display, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=PATIENCE)
        return done.stdout.decode("utf-8", "replace")

    def window(self, title):
        """Return the id of the visible window whose title is this from its start, or None."""
        found = self.run("xdotool", "search", "--onlyvisible", "--name", f"^{title}").split()
        return found[-1] if found else None

    def await_window(self, title):
        return until(lambda: self.window(title))

    def await_gone(self, title):
        until(lambda: self.window(title) is None)

    def press(self, title, *keys):
        self.run("xdotool", "windowactivate", "--sync", self.await_window(title))
        for key in keys:
            self.run("xdotool", "key", "--delay", "60", key)

    def write(self, title, words):
        self.run("xdotool", "windowactivate", "--sync", self.await_window(title))
        self.run("xdotool", "type", "--delay", "120", words)

    def close(self, title):
        self.run("wmctrl", "-c", title)

    def picture(self, title):
        """Return what the window shows, (h, w, 3) BGR; None where it is gone."""
        window = self.window(title)
        if window is None:
            return None
        env = {**os.environ, "DISPLAY": self.display}
        command = ["import", "-silent", "-window", window, "png:-"]
        done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=PATIENCE)
        if done.returncode or not done.stdout:
            return None
        image = cv2.imdecode(np.frombuffer(done.stdout, np.uint8), cv2.IMREAD_COLOR_BGR)
        self.keep(title, image)
        return image

    @staticmethod
    def keep(title, image):
        """Keep the pictures for people to look at, where a folder for them is given."""
        folder = os.environ.get("TEST_SCREENSHOTS")
        if folder:
            test = os.environ.get("PYTEST_CURRENT_TEST", "").split("::")[-1].split(" ")[0]
            cv2.imwrite(
                str(Path(folder) / f"{test[5:45]}-{title}-{time.monotonic_ns()}.png"), image
            )


def until(check, patience=PATIENCE):
    """Return the first true answer of ``check``."""
    end = time.monotonic() + patience
    while True:
        answer = check()
        if answer is not None and answer is not False:
            return answer
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def coloured(image, colour, tolerance=24):
    """Return the box ``x1, y1, x2, y2`` of an image's pixels of a colour, or None."""
    near = np.abs(image.astype(int) - np.array(colour)).max(axis=2) <= tolerance
    if near.sum() < 50:
        return None
    rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1], rows[-1]])
