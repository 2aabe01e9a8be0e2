"""Another recognition model, on real people: nobody is enrolled again and nothing is lost."""

import numpy as np
import pytest

from face_process.face_enroll import enrol, examine, examine_face
from face_process.face_service import embed_faces, open_service
from face_process.image_file import read_image
from face_process.init_InsightFace import load_engine
from face_process.model_packs import open_pack
from merge.settings import Device
from SQL.database_operate import Store
from SQL.rows import NewFace
from tests.command_line import run


@pytest.fixture(scope="module")
def engines(shared_models):
    return {
        name: load_engine(open_pack(shared_models / name), Device.CPU)
        for name in ("mini", "mini_casia")
    }


@pytest.fixture(scope="module")
def people(shared_data):
    """Sixty people by name: two photos to enrol, three to recognise."""
    folders = sorted((shared_data / "lfw" / "known").iterdir())
    return {one.name: [read_image(file) for file in sorted(one.iterdir())[:5]] for one in folders}


@pytest.fixture(scope="module")
def switched(engines, people, tmp_path_factory):
    """A store enrolled with mini and used with mini_casia since."""
    with Store(tmp_path_factory.mktemp("switched") / "known_faces.db") as store:
        enrol_all(open_service(engines["mini"], store), people)
        open_service(engines["mini_casia"], store)
        yield store


def largest(engine, photo):
    return max(engine.detect(photo), key=lambda face: face.width * face.height)


def enrol_all(service, people):
    for name, photos in people.items():
        faces = [largest(service.engine, photo) for photo in photos[:2]]
        shown = zip(photos, faces, strict=False)
        enrol(service, name, [examine_face(service, *one, name) for one in shown])


def rank_one(service, people):
    """Return in how many photos the right person is the nearest."""
    right = 0
    for name, photos in people.items():
        for photo in photos[2:]:
            vector = service.engine.embed(photo, [largest(service.engine, photo)])
            right += service.gallery.nearest(vector)[0].name == name
    return right


def vectors(store, engine):
    model_id = store.register_model(engine.identity)
    with store.templates.everyone(model_id) as everyone:
        some = list(everyone.templates)
    return {
        int(face_id): vector
        for part in some
        for face_id, vector in zip(part.face_ids, part.vectors, strict=True)
    }


def test_after_a_switch_all_are_recognised_as_if_enrolled_with_the_new_model(
    switched, engines, people, tmp_path
):
    with Store(tmp_path / "direct.db") as store:
        enrol_all(open_service(engines["mini_casia"], store), people)
        expected = vectors(store, engines["mini_casia"])
        direct = rank_one(open_service(engines["mini_casia"], store), people)
    now = vectors(switched, engines["mini_casia"])
    assert now.keys() == expected.keys()
    for face_id, vector in expected.items():
        assert vector @ now[face_id] > 0.99999  # the crop is kept without loss
    assert rank_one(open_service(engines["mini_casia"], switched), people) == direct
    assert direct >= 0.9 * 3 * len(people)


def test_switching_back_is_instant_and_bit_for_bit(switched, engines):
    before = vectors(switched, engines["mini"])
    told = []
    open_service(engines["mini"], switched, report=told.append)
    assert told == []
    after = vectors(switched, engines["mini"])
    assert before.keys() == after.keys()
    assert all(np.array_equal(before[face_id], after[face_id]) for face_id in before)


def test_a_switch_goes_on_where_it_was_stopped(engines, people, tmp_path):
    class StoppedError(Exception):
        pass

    def stop(done):
        raise StoppedError

    with Store(tmp_path / "known_faces.db") as store:
        service = open_service(engines["mini"], store)
        enrol_all(service, people)
        model_id = store.register_model(engines["mini_casia"].identity)
        lacking = store.templates.lacking(model_id)
        with pytest.raises(StoppedError):
            embed_faces(engines["mini_casia"], store, lacking, stop)
        left = store.templates.lacking(model_id)
        assert 0 < len(left) < len(lacking)
        service.refresh()  # whoever uses the old model goes on meanwhile
        assert len(service.gallery) == len(lacking)
        assert embed_faces(engines["mini_casia"], store, lacking) == len(left)
        assert store.templates.lacking(model_id) == []


def test_the_command_line_switches_and_names_whoever_is_left_behind(
    shared_models, tmp_path, astronaut, engines
):
    database = tmp_path / "known_faces.db"
    home = {"FACEMIND_DATABASE": str(database)}
    answer = run("enroll", "Eileen", astronaut, "--pack", "mini", **home)
    assert answer.returncode == 0, answer.stderr
    with Store(database) as store:
        service = open_service(engines["mini"], store)
        candidate = examine(service, read_image(astronaut), "张三")
        face = NewFace(None, candidate.vector, None, "")
        store.add_faces("张三", [face], service.gallery.model_id)
    answer = run("models", "use", "mini_casia", **home)
    assert answer.returncode == 0, answer.stderr
    assert "张三" in answer.stderr
    assert "Eileen" not in answer.stderr
    recognized = run("recognize", astronaut, **home)
    assert "Eileen" in recognized.stdout
    file = shared_models / "mini" / "arcface_mobilefacenet.onnx"
    by_path = run("recognize", astronaut, "--recognition-model", file, **home)
    assert "Eileen" in by_path.stdout
