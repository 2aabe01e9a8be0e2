"""The window as a clone runs it: whatever else is missing, this is tried everywhere."""

import pytest
from started_program import starting
from x_screen import coloured, until

from face_process.draw import Look
from tests.clone import CLONE, bare

TITLE = "FaceMind"
SCRIPT = (str(CLONE), "local")


@pytest.fixture
def clone(tmp_path):
    with starting(tmp_path, **bare(tmp_path)) as start:
        yield start


def test_somebody_in_front_of_the_camera_becomes_known_and_is_framed(
    screen, clone, astronaut_stream
):
    camera = ("--camera", astronaut_stream.url)
    enrolling = clone("enroll", *camera, "--name", "张三", script=SCRIPT, DISPLAY=screen.display)
    assert enrolling.wait()[:2] == (0, "张三 is known now\n")
    recognising = clone("recognize", *camera, script=SCRIPT, DISPLAY=screen.display)

    def framed():
        picture = screen.picture(TITLE)
        return picture is not None and coloured(picture, Look.KNOWN.colour) is not None

    until(framed)
    screen.press(TITLE, "Escape")
    assert recognising.wait()[0] == 0
