import cv2
import pytest

from camera.follower import Follower
from camera.live_enroll import largest_look
from camera.source import Source, SourceKind
from camera.video_capture import Camera, Frame
from merge.settings import Settings


@pytest.fixture
def portrait(astronaut):
    return cv2.imread(str(astronaut))


@pytest.fixture
def follow(service):
    """Return a way to look at one frame after the other of two cameras."""
    cameras = [Camera(Source(number, SourceKind.WEBCAM)) for number in ("0", "1")]
    with Follower(cameras, Settings(sightings="off")) as follower:

        def look(image, time, opening=1, camera=0):
            return follower(service, camera, Frame(image, 1, time, time, opening))

        yield look


def test_a_face_is_followed_until_its_camera_was_lost(follow, portrait):
    first, second = follow(portrait, 0.0), follow(portrait, 0.1)
    assert [face.track for face in second.faces] == [face.track for face in first.faces]
    again = follow(portrait, 0.2, opening=2)
    assert len(again.faces) == 1
    assert again.faces[0].track != first.faces[0].track


def test_each_camera_has_faces_of_its_own(follow, portrait):
    assert follow(portrait, 0.0).faces
    assert not follow(portrait[300:], 0.05, camera=1).faces
    kept = follow(portrait, 0.1)
    assert [face.track for face in kept.faces] == [1]


def test_looks_go_with_their_faces(follow, portrait):
    follow(portrait, 0.0)
    assert not follow(portrait[300:].copy(), 0.1).looks


def test_the_largest_face_of_all_cameras_is_meant(follow, portrait):
    small = cv2.resize(portrait, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    seen = [follow(small, 0.0), follow(portrait, 0.0, camera=1)]
    assert largest_look(seen).image is portrait
    assert largest_look([]) is None
