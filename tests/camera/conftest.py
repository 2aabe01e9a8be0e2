from contextlib import contextmanager

import cv2
import numpy as np
import pytest
from live_stream import streaming
from started_program import starting
from watched_window import numbered
from x_screen import missing_tools, opened_screen


@pytest.fixture(scope="session")
def screen():
    if missing_tools():
        pytest.skip(f"no screen to test on: {', '.join(missing_tools())} not installed")
    with opened_screen() as opened:
        yield opened


@pytest.fixture
def program(tmp_path, shared_models):
    """Return a way to start the program with the pack mini."""
    with starting(tmp_path, FACEMIND_PACK="mini") as start:
        yield start


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
