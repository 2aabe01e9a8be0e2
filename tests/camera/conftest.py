import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest
from live_stream import streaming
from watched_window import numbered
from x_screen import PATIENCE, missing_tools, opened_screen, until

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def screen():
    if missing_tools():
        pytest.skip(f"no screen to test on: {', '.join(missing_tools())} not installed")
    with opened_screen() as opened:
        yield opened


class Program:
    """``python client.py`` with the command line's own environment and a database of its own."""

    def __init__(self, process):
        self.process = process

    def wait(self):
        """Return exit status, stdout and stderr."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err

    def await_dialog(self, other_than=None):
        """Return the process of the question that is open; windows' ids are used again at once."""
        main = self.process.pid

        def dialog():
            for child in Path(f"/proc/{main}/task/{main}/children").read_text().split():
                command = Path(f"/proc/{child}/cmdline").read_text()
                if "dialog_process.py" in command and child != other_than:
                    return child
            return None

        return until(dialog)

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)


def heed_control_c():
    """Undo what a shell does to what it runs in the background: no Ctrl-C reaches that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def program(tmp_path, shared_models):
    """Return a way to start the program; whatever still runs at the end is ended."""
    started = []

    def start(*arguments, stdin=subprocess.DEVNULL, script=("client.py", "local"), **environment):
        env = {
            **os.environ,
            "FACEMIND_DATABASE": str(tmp_path / "known_faces.db"),
            "FACEMIND_PACK": "mini",
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "XDG_PICTURES_DIR": str(tmp_path / "Pictures"),
            **environment,
        }
        process = subprocess.Popen(
            [sys.executable, str(PROJECT / script[0]), *script[1:], *map(str, arguments)],
            env={name: value for name, value in env.items() if value is not None},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heed_control_c,
        )
        started.append(process)
        return Program(process)

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@contextmanager
def video_writer(file, rate, size):
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter_fourcc(*"mp4v"), rate, size)
    assert writer.isOpened()
    try:
        yield writer
    finally:
        writer.release()


@pytest.fixture(scope="session")
def short_clip(tmp_path_factory):
    """Return a video of 45 frames at 29.97 a second; the frame's number is its brightness."""
    file = tmp_path_factory.mktemp("videos") / "short 100% clip.mp4"
    with video_writer(file, 29.97, (160, 120)) as writer:
        for number in range(45):
            writer.write(np.full((120, 160, 3), 5 * number + 10, np.uint8))
    return file


@pytest.fixture(scope="session")
def astronaut_pictures(astronaut):
    """Return 126 pictures, 640×480, of the astronaut, moving gently; the end meets the start."""
    portrait = cv2.imread(str(astronaut))[:480]
    shifts = [round(6 * np.sin(number / 10)) for number in range(126)]
    return [np.roll(portrait, shift, axis=1)[:, np.r_[0:512, 0:128]] for shift in shifts]


@pytest.fixture(scope="session")
def astronaut_clip(tmp_path_factory, astronaut_pictures):
    """Return eight seconds of the astronaut."""
    file = tmp_path_factory.mktemp("videos") / "astronaut.mp4"
    with video_writer(file, 25.0, (640, 480)) as writer:
        for number in range(200):
            writer.write(astronaut_pictures[number % 126])
    return file


@pytest.fixture
def astronaut_stream(astronaut_pictures):
    """Yield an endless camera that sees the astronaut."""
    with streaming(pictures=astronaut_pictures) as stream:
        yield stream


@pytest.fixture(scope="session")
def numbered_clip(tmp_path_factory, astronaut_pictures):
    """Return four seconds of the astronaut at 30 frames a second that bear their numbers."""
    file = tmp_path_factory.mktemp("videos") / "numbered.mp4"
    with video_writer(file, 30.0, (640, 480)) as writer:
        for number in range(120):
            writer.write(numbered(astronaut_pictures[number], number))
    return file


@pytest.fixture(scope="session")
def empty_clip(tmp_path_factory):
    """Return one second without a face."""
    file = tmp_path_factory.mktemp("videos") / "empty.mp4"
    with video_writer(file, 25.0, (320, 240)) as writer:
        for _ in range(25):
            writer.write(np.full((240, 320, 3), 120, np.uint8))
    return file
