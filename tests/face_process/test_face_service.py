import pytest

from face_process.face_enroll import enrol, examine
from face_process.face_recognize import recognize_image
from face_process.face_service import open_service
from face_process.image_file import read_image
from face_process.init_InsightFace import load_engine
from face_process.model_packs import open_pack
from merge.settings import Device
from SQL.rows import NewFace


@pytest.fixture(scope="module")
def other_engine(shared_models):
    return load_engine(open_pack(shared_models / "mini_casia"), Device.CPU)


def test_switching_the_model_keeps_everyone_and_loses_no_vector(service, other_engine, group_photo):
    photo = read_image(group_photo)
    for number in (1, 2, 3):
        enrol(service, f"人{number}", [examine(service, photo, "x", number=number)])
    told = []
    other = open_service(other_engine, service.store, report=told.append)
    assert told == [3]
    assert [f.name for f in recognize_image(other, photo)][:3] == ["人1", "人2", "人3"]
    assert [f.name for f in recognize_image(service, photo)][:3] == ["人1", "人2", "人3"]
    assert service.store.templates.lacking(service.gallery.model_id) == []


def test_a_face_whose_picture_is_broken_or_lost_is_passed_over(service, other_engine, astronaut):
    photo = read_image(astronaut)
    candidate = examine(service, photo, "Eileen")
    for name, crop in (("lost", None), ("broken", b"no picture")):
        face = NewFace(crop, candidate.vector, None, "")
        service.store.add_faces(name, [face], service.gallery.model_id)
    enrol(service, "Eileen", [candidate])
    other = open_service(other_engine, service.store)
    assert recognize_image(other, photo)[0].name == "Eileen"
    assert service.store.templates.people_lacking(other.gallery.model_id) == ["broken", "lost"]


def test_a_person_enrolled_with_another_model_is_known_at_the_next_look(
    service, other_engine, group_photo
):
    photo = read_image(group_photo)
    other = open_service(other_engine, service.store)
    enrol(other, "张三", [examine(other, photo, "张三", number=1)])
    assert recognize_image(service, photo)[0].name == "张三"


def test_the_users_threshold_decides(engine, store, astronaut):
    photo = read_image(astronaut)
    service = open_service(engine, store)
    enrol(service, "Eileen", [examine(service, photo, "Eileen")])
    strict = open_service(engine, store, threshold=1.0)
    loose = open_service(engine, store, threshold=-1.0)
    dark = (photo * 0.3).astype("uint8")
    (face,) = recognize_image(strict, dark)
    assert face.name is None
    assert face.nearest.name == "Eileen"
    assert recognize_image(loose, dark)[0].name == "Eileen"
    assert service.threshold == 0.5
