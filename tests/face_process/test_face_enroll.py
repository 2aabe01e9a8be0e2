import cv2
import numpy as np
import pytest

from face_process.errors import FaceMindError, GalleryError, ImageError
from face_process.face_enroll import enrol, examine, pick_face
from face_process.face_quality import Doubt
from face_process.face_recognize import recognize_image
from face_process.image_file import read_image
from face_process.types import DetectedFace

PICTURE = np.zeros((480, 640, 3), np.uint8)


def face_at(x, y, size):
    box = np.array([x - size / 2, y - size / 2, x + size / 2, y + size / 2], np.float32)
    return DetectedFace(box, np.zeros((5, 2), np.float32), 0.9)


def test_the_six_of_the_group_photo_are_recognised_in_it(service, group_photo):
    photo = read_image(group_photo)
    names = ["张三", "李四", "Zoë", "Ольга", "さくら", "민준"]
    for number, name in enumerate(names, start=1):
        enrol(service, name, [examine(service, photo, name, number=number)])
    faces = recognize_image(service, photo)
    assert [face.name for face in faces] == names
    assert min(face.nearest.similarity for face in faces) >= 0.99


def test_a_group_is_never_enrolled_silently(service, group_photo):
    with pytest.raises(ImageError) as refused:
        examine(service, read_image(group_photo), "x")
    assert refused.value.key == "several_faces"
    assert "6 faces" in str(refused.value)
    assert service.store.people.all() == []


@pytest.mark.parametrize("number", [0, 7])
def test_a_face_that_is_not_there_is_told(service, group_photo, number):
    with pytest.raises(ImageError, match=f"no face number {number}: the photo has 6"):
        examine(service, read_image(group_photo), "x", number=number)


def test_a_picture_without_a_face_is_refused(service):
    with pytest.raises(ImageError) as refused:
        examine(service, PICTURE, "x")
    assert refused.value.key == "no_face"


def test_a_name_that_is_none_is_refused_before_anything_is_stored(service, astronaut):
    with pytest.raises(GalleryError):
        examine(service, read_image(astronaut), "  ")


@pytest.mark.parametrize(
    ("faces", "expected"),
    [
        pytest.param([(320, 240, 200), (80, 80, 100)], 0, id="clearly largest"),
        pytest.param([(100, 240, 100), (320, 240, 90), (560, 240, 100)], 1, id="clearly central"),
        pytest.param([(200, 240, 100), (440, 240, 100)], None, id="two alike"),
        pytest.param([(300, 240, 100), (400, 240, 100)], None, id="two near the middle"),
        pytest.param([(320, 240, 50), (60, 60, 100), (580, 60, 95)], None, id="small in front"),
    ],
)
def test_a_face_is_taken_only_where_it_stands_out(faces, expected):
    found = [face_at(*face) for face in faces]
    if expected is None:
        with pytest.raises(ImageError):
            pick_face(found, PICTURE)
    else:
        assert pick_face(found, PICTURE) is found[expected]


@pytest.mark.parametrize(
    ("spoil", "doubt"),
    [
        pytest.param(lambda p: cv2.GaussianBlur(p, (0, 0), 6), Doubt.BLURRED, id="blurred"),
        pytest.param(lambda p: (p * 0.15).astype(np.uint8), Doubt.TOO_DARK, id="dark"),
        pytest.param(
            lambda p: np.clip(p * 0.2 + 210, 0, 255).astype(np.uint8), Doubt.TOO_BRIGHT, id="bright"
        ),
        pytest.param(lambda p: cv2.resize(p, None, fx=0.3, fy=0.3), Doubt.TOO_SMALL, id="small"),
    ],
)
def test_a_poor_photo_is_doubted_and_can_be_enrolled_all_the_same(service, astronaut, spoil, doubt):
    good = examine(service, read_image(astronaut), "Eileen")
    poor = examine(service, spoil(read_image(astronaut)), "Eileen")
    assert good.quality.doubts == ()
    assert doubt in poor.quality.doubts
    assert poor.quality.score < good.quality.score
    assert enrol(service, "Eileen", [poor]).created


def test_a_turned_head_is_doubted(service, group_photo):
    candidate = examine(service, read_image(group_photo), "x", number=5)
    assert Doubt.TURNED in candidate.quality.doubts


def test_somebody_known_under_another_name_is_pointed_out(service, astronaut):
    photo = read_image(astronaut)
    enrol(service, "Eileen", [examine(service, photo, "Eileen")])
    assert examine(service, photo, "Eileen").resembles is None
    alike = examine(service, photo[:, ::-1], "Somebody Else").resembles
    assert alike.name == "Eileen"
    assert alike.similarity > 0.7


def test_an_enrolment_that_fails_changes_nothing(service, astronaut):
    candidate = examine(service, read_image(astronaut), "x")
    with pytest.raises(FaceMindError):
        enrol(service, "x" * 65, [candidate])
    assert service.store.people.all() == []
    assert len(service.gallery) == 0
