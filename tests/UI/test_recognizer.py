"""The page's recogniser follows the settings while it answers."""

import shutil
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from face_process.errors import ModelError
from face_process.face_correct import Outcome, name_as, reject
from face_process.face_enroll import enrol, examine
from face_process.face_recognize import name_faces, recognize_image, see_faces
from face_process.face_why import explain
from face_process.image_file import read_image
from face_process.photo_seen import propose, see_photo
from face_process.shown_face import photo_face
from face_process.varied_looks import VariedLooks
from merge.facemind import service_opener
from merge.kept_settings import keep_setting
from merge.settings import Device, Settings
from SQL.database_operate import Store
from UI.live_visitor import Visitor, Work
from UI.page_settings import PageSettings
from UI.recognizer import Recognizer

NAME = "张三"


@pytest.fixture
def packs(shared_models, tmp_path):
    folder = tmp_path / "models"
    for name in ("mini", "mini_casia"):
        shutil.copytree(shared_models / name, folder / name)
    return folder


@pytest.fixture
def recognizer(store, packs):
    """Return a recogniser with mini that follows what is kept."""
    settings = Settings(models=packs)
    opened = Recognizer(service_opener(settings, store), PageSettings(settings, store))
    yield opened
    opened.leave()


@pytest.fixture
def photo(recognizer, astronaut):
    """Return a photo of the only person who is known."""
    image, service = read_image(astronaut), recognizer.service()
    enrol(service, NAME, [examine(service, image, NAME)])
    return image


def model(recognizer):
    return recognizer.service().engine.identity.name


@pytest.fixture
def bare(store, starter, tmp_path, monkeypatch):
    """Return a recogniser that has nothing but a starter, and where better packs go."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("face_process.pack_places.PROJECT_PACKS", tmp_path / "project")
    settings = Settings(models=tmp_path / "models")
    opened = Recognizer(service_opener(settings, store), PageSettings(settings, store))
    yield opened, settings.models
    opened.leave()


def test_a_better_pack_takes_the_starters_place_and_everybody_stays_known(
    bare, store, shared_models, astronaut
):
    recognizer, models = bare
    image, service = read_image(astronaut), recognizer.service()
    enrol(service, NAME, [examine(service, image, NAME)])
    assert (model(recognizer), recognizer.stopgap) == ("starter", True)
    assert recognizer.leave_stopgap() is None
    shutil.copytree(shared_models / "mini_casia", models / "buffalo_l")
    assert recognizer.leave_stopgap().name == "buffalo_l"
    recognizer.switch.ended.result(60)
    assert (model(recognizer), recognizer.stopgap) == ("buffalo_l", False)
    assert [face.name for face in recognize_image(recognizer.service(), image)] == [NAME]
    assert store.setting("pack") is None
    assert recognizer.leave_stopgap() is None


def test_the_starter_stays_where_its_successor_was_refused_or_it_was_chosen(
    bare, store, shared_models
):
    recognizer, models = bare
    recognizer.service()
    shutil.copytree(shared_models / "mini_casia", models / "buffalo_l")
    recognizer.leave_stopgap()
    recognizer.switch.cancel()
    with pytest.raises(CancelledError):
        recognizer.switch.ended.result(60)
    assert model(recognizer) == "starter"
    assert recognizer.leave_stopgap() is None, "tried again and again"
    recognizer.change(pack="starter").ended.result(60)
    assert (model(recognizer), recognizer.stopgap) == ("starter", False)
    assert store.setting("pack") == "starter"


@pytest.fixture
def gone(store):
    """Let a pack have been chosen that isn't here."""
    store.set_setting("pack", "gone")


def test_a_better_pack_takes_over_where_the_one_that_was_chosen_is_gone(gone, bare, shared_models):
    recognizer, models = bare
    assert (model(recognizer), recognizer.stopgap) == ("starter", True)
    shutil.copytree(shared_models / "mini", models / "buffalo_l")
    assert recognizer.leave_stopgap().name == "buffalo_l"
    recognizer.switch.ended.result(60)
    assert (model(recognizer), recognizer.stopgap) == ("buffalo_l", False)


def test_a_threshold_kept_by_another_program_counts_at_the_next_look(recognizer, photo, store):
    before = recognizer.service()
    with Store(store.file) as elsewhere:
        keep_setting(elsewhere, "threshold", "1.0")
    (face,) = recognize_image(recognizer.service(), photo[:, ::-1].copy())
    assert (face.name, face.threshold) == (None, 1.0)
    assert recognizer.service().gallery is before.gallery
    keep_setting(store, "threshold", None)
    assert recognizer.service().threshold == before.threshold


def test_everybody_is_answered_with_the_old_models_while_others_are_opened(
    recognizer, photo, store
):
    models = set()

    def look_often():
        names = []
        while not names or recognizer.switch is None or recognizer.switch.running:
            service = recognizer.service()
            models.add(service.engine.identity.name)
            names += [face.name for face in recognize_image(service, photo)]
        return names

    with ThreadPoolExecutor(3) as visitors:
        jobs = [visitors.submit(look_often) for _ in range(3)]
        while not models:
            time.sleep(0.01)
        switch = recognizer.change(pack="mini_casia")
        switch.ended.result(60)
        answers = [name for job in jobs for name in job.result(60)]
    assert "mini" in models
    assert set(answers) == {NAME}
    assert (switch.done, switch.total) == (1, 1)
    assert model(recognizer) == "mini_casia"
    assert [face.name for face in recognize_image(recognizer.service(), photo)] == [NAME]
    assert store.setting("pack") == "mini_casia"


def test_models_chosen_in_a_terminal_are_taken_over(recognizer, photo, store):
    assert model(recognizer) == "mini"
    with Store(store.file) as elsewhere:
        elsewhere.set_setting("pack", "mini_casia")
    recognizer.service()
    recognizer.switch.ended.result(60)
    assert model(recognizer) == "mini_casia"


def test_models_that_cant_be_used_leave_the_old_ones(recognizer, photo, store, packs):
    (packs / "mini_casia" / "arcface_mobilefacenet_casia.onnx").write_bytes(b"none")
    with pytest.raises(ModelError):
        recognizer.change(pack="mini_casia").ended.result(60)
    with pytest.raises(ModelError, match="directml"):
        recognizer.change(device=Device.DIRECTML).ended.result(60)
    assert model(recognizer) == "mini"
    assert store.settings() == {}
    store.set_setting("pack", "mini_casia")
    recognizer.service()
    failed = recognizer.switch
    assert isinstance(failed.ended.exception(60), ModelError)
    assert model(recognizer) == "mini"
    assert recognizer.switch is failed, "tried again and again"


def test_a_change_that_is_given_up_leaves_the_old_models(recognizer, photo, store):
    switch = recognizer.change(pack="mini_casia")
    with pytest.raises(ModelError):
        recognizer.change(pack="mini")
    switch.cancel()
    with pytest.raises(CancelledError):
        switch.ended.result(60)
    assert model(recognizer) == "mini"
    assert store.setting("pack") is None


def test_a_face_examined_before_a_change_of_models_is_enrolled_as_the_new_one_sees_it(
    recognizer, photo
):
    other = "李四"
    candidate = examine(recognizer.service(), photo, other)
    recognizer.change(pack="mini_casia").ended.result(60)
    service = recognizer.service()
    service.store.people.remove(NAME)
    enrol(service, other, [candidate])
    (face,) = recognize_image(service, photo)
    assert face.name == other
    assert face.nearest.similarity == pytest.approx(1.0, abs=0.01)


def test_a_photo_seen_before_a_change_of_models_is_named_and_corrected_with_the_new_ones(
    recognizer, photo, store
):
    seen = see_faces(recognizer.service(), photo)
    shown = photo_face(seen[0], "astronaut.png", "f" * 64)
    recognizer.change(pack="mini_casia").ended.result(60)
    service = recognizer.service()
    (face,) = name_faces(service, seen)
    assert face.nearest.similarity == pytest.approx(1.0, abs=0.01)
    assert explain(service, shown).named.name == NAME
    assert name_as(service, shown, "李四", face.nearest).outcome is Outcome.MOVED
    assert reject(service, shown, explain(service, shown).named, anyway=True).faces == 0
    assert name_as(service, shown, "王五").outcome is Outcome.KEPT
    (again,) = recognize_image(service, photo)
    assert (again.name, again.nearest.similarity) == ("王五", pytest.approx(1.0, abs=0.01))


def test_photos_put_in_before_a_change_of_models_are_compared_by_the_new_ones(
    recognizer, photo, astronaut
):
    seen = see_photo(recognizer.service(), astronaut)
    recognizer.change(pack="mini_casia").ended.result(60)
    (candidate,) = propose(recognizer.service(), "李四", [seen]).candidates
    assert candidate.resembles.name == NAME
    assert candidate.resembles.similarity == pytest.approx(1.0, abs=0.01)


def test_looks_that_other_models_took_are_taken_anew(recognizer, photo):
    guide = VariedLooks()
    assert guide.see(recognizer.service(), photo, 0.0).taken
    recognizer.change(pack="mini_casia").ended.result(60)
    sight = guide.see(recognizer.service(), photo, 5.0)
    assert (len(sight.shots), sight.taken) == (1, True)


def test_a_live_visitor_gets_the_new_threshold_with_the_next_frame(recognizer, astronaut, store):
    answers = []
    settings = PageSettings(Settings(), store)
    visitor = Visitor("en", answers.append, lambda: settings.now)
    jpeg = astronaut.read_bytes()

    def look(number):
        visitor.do(Work((number, jpeg, time.monotonic()), None), recognizer.service())
        return answers[-1]

    first = look(1)
    assert "30 days" in first["hint"]
    assert "hint" not in look(2)
    keep_setting(store, "threshold", "0.9")
    keep_setting(store, "sightings_days", "3")
    changed = look(3)
    visitor.close()
    assert "3 days" in changed["hint"]
    (before,), (after,) = first["faces"], changed["faces"]
    assert after["threshold"] - before["threshold"] == pytest.approx(0.4, abs=0.02)
    assert after["track"] > before["track"], "a number must not mean somebody else now"
