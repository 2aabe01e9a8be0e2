"""Corrections of real faces: right, somebody else, not this person, known at once everywhere."""

from dataclasses import replace

import pytest

from face_process.errors import GalleryError, StoreError
from face_process.face_correct import Outcome, confirm, name_as, reject
from face_process.face_enroll import enrol, examine
from face_process.face_recognize import recognize_image, see_faces
from face_process.face_service import open_service
from face_process.face_track import LiveRecognizer
from face_process.face_why import explain
from face_process.image_file import read_image
from face_process.init_InsightFace import load_engine
from face_process.model_packs import open_pack
from face_process.people_erase import erase_person
from face_process.shown_face import UNKNOWN, NamedSo, photo_face
from merge.settings import Device
from SQL.rejections import Rejections
from tests.face_process.live_scenes import names, play, talking

ANGELINA, BEN, BILL = "Angelina_Jolie", "Ben_Affleck", "Bill_Frist"


@pytest.fixture(scope="session")
def photos(shared_data):
    """Return a function that reads a photo of somebody by name and number."""

    def read(name, number):
        folder = shared_data / "lfw" / "known" / name
        return read_image(sorted(folder.iterdir())[number])

    return read


@pytest.fixture
def shown(service, photos):
    """Return a function that looks at the face of a photo."""

    def look(name, number):
        seen = see_faces(service, photos(name, number))
        largest = max(seen, key=lambda one: one.face.width)
        return photo_face(largest, f"{name}.jpg", "f" * 64)

    return look


@pytest.fixture
def known(service, photos):
    """Angelina and Ben, with one photo each."""
    for name in (ANGELINA, BEN):
        enrol(service, name, [examine(service, photos(name, 0), name)])
    return service


def name_of(service, shown):
    named = explain(service, shown).named
    return named.name if named else None


def faces(service):
    return {person.name: person.faces for person in service.store.people.all()}


def test_a_name_is_explained_by_the_nearest_and_the_next_two(known, photos, shown):
    enrol(known, BILL, [examine(known, photos(BILL, 0), BILL)])
    face = shown(ANGELINA, 1)
    told = explain(known, face)
    assert told.named.name == ANGELINA
    assert {match.name for match in told.candidates} == {ANGELINA, BEN, BILL}
    assert told.candidates[0].similarity >= told.threshold == 0.5 > told.candidates[1].similarity
    (enrolled,) = known.store.people.faces(ANGELINA)
    assert told.nearest.face_id == enrolled.id


def test_with_nobody_enrolled_there_is_nothing_to_explain(service, shown):
    told = explain(service, shown(ANGELINA, 1))
    assert (told.nearest, told.named, told.candidates) == (None, None, ())


def test_a_right_name_keeps_the_look_once(known, shown):
    face = shown(ANGELINA, 1)
    first = confirm(known, face, explain(known, face).named)
    assert (first.outcome, first.faces) == (Outcome.KEPT, 2)
    assert explain(known, face).nearest.similarity > 0.99
    again = confirm(known, face, explain(known, face).named)
    assert (again.outcome, again.faces) == (Outcome.KNOWN, 2)
    kept = known.store.people.faces(ANGELINA)[1]
    assert kept.source == f"{ANGELINA}.jpg"
    assert kept.quality is not None


def test_a_face_that_is_not_somebody_stays_so_until_they_are_enrolled_better(known, shown, photos):
    face = shown(ANGELINA, 1)
    named = explain(known, face).named
    other = open_service(known.engine, known.store)  # as an open page, or a window
    assert reject(known, face, named).outcome is Outcome.REJECTED
    for service in (known, other, open_service(known.engine, known.store)):
        assert name_of(service, face) is None
        assert recognize_image(service, photos(ANGELINA, 1))[0].name is None
    assert name_of(known, shown(ANGELINA, 0)) == ANGELINA
    assert name_of(known, shown(BEN, 1)) == BEN
    assert name_as(known, face, ANGELINA).outcome is Outcome.KEPT
    assert name_of(other, face) == ANGELINA
    assert len(known.store.rejections.of_model(known.gallery.model_id).ids) == 0


@pytest.mark.parametrize("name", [BEN, "Somebody New"])
def test_a_face_named_as_somebody_else_is_theirs_at_once(known, shown, name):
    face = shown(ANGELINA, 1)
    corrected = name_as(known, face, name, explain(known, face).named)
    assert (corrected.outcome, corrected.name) == (Outcome.KEPT, name)
    assert name_of(known, face) == name
    assert name_of(known, shown(ANGELINA, 0)) == ANGELINA


def test_a_face_like_a_third_person_is_asked_about_and_stored_if_that_is_right(known, shown):
    face = shown(ANGELINA, 1)
    asked = name_as(known, face, BEN)
    assert (asked.outcome, asked.other.name) == (Outcome.ASKS_RESEMBLES, ANGELINA)
    assert faces(known) == {ANGELINA: 1, BEN: 1}
    assert name_as(known, face, BEN, anyway=True).outcome is Outcome.KEPT
    assert name_of(known, face) == BEN


def test_a_picture_enrolled_as_the_wrong_person_goes_over_to_the_right_one(known, shown):
    face = shown(ANGELINA, 0)
    corrected = name_as(known, face, BEN, explain(known, face).named)
    assert (corrected.outcome, corrected.other.name) == (Outcome.MOVED, ANGELINA)
    assert faces(known) == {ANGELINA: 0, BEN: 2}
    assert name_of(known, face) == BEN


def test_a_picture_that_is_enrolled_is_taken_out_only_when_that_is_confirmed(known, shown):
    face = shown(ANGELINA, 0)
    named = explain(known, face).named
    assert reject(known, face, named).outcome is Outcome.ASKS_ENROLLED
    assert faces(known) == {ANGELINA: 1, BEN: 1}
    assert reject(known, face, named, anyway=True).outcome is Outcome.REJECTED
    assert faces(known) == {ANGELINA: 0, BEN: 1}
    assert name_of(known, face) is None


def test_whoever_was_removed_meanwhile_is_neither_confirmed_nor_rejected(known, shown):
    face = shown(ANGELINA, 1)
    named = explain(known, face).named
    erase_person(known.store, ANGELINA)
    for correct in (confirm, reject):
        with pytest.raises(GalleryError, match="removed meanwhile"):
            correct(known, face, named)
    assert faces(known) == {BEN: 1}


def test_a_name_that_is_none_is_refused(known, shown):
    with pytest.raises(GalleryError):
        name_as(known, shown(ANGELINA, 1), "  ")


def test_erasing_somebody_erases_their_face_that_was_kept_against_another(known, shown):
    face = shown(BEN, 1)
    (angelina,) = [one for one in explain(known, face).candidates if one.name == ANGELINA]
    reject(known, face, angelina)
    erase_person(known.store, BEN)
    assert len(known.store.rejections.of_model(known.gallery.model_id).ids) == 0


def test_a_switch_of_the_model_keeps_rejections(known, shown, photos, shared_models):
    face = shown(ANGELINA, 1)
    reject(known, face, explain(known, face).named)
    other = open_service(load_engine(open_pack(shared_models / "mini_casia"), Device.CPU),
                         known.store, threshold=0.2)  # fmt: skip
    found = recognize_image(other, photos(ANGELINA, 1))[0]
    assert found.name != ANGELINA
    assert recognize_image(other, photos(ANGELINA, 0))[0].name == ANGELINA
    late = shown(BEN, 1)
    reject(known, late, explain(known, late).nearest)
    other.refresh()
    assert other.store.rejections.lacking(other.gallery.model_id) == []


def test_a_followed_face_loses_its_name_when_it_is_rejected(service, shared_data):
    head = talking(shared_data, "d19", 45)
    enrol(service, "d19", [examine(service, talking(shared_data, "d19", 1, start=200)[0], "d19")])
    live = LiveRecognizer(service)
    assert names(play(live, head[:30])[-1]) == ["d19"]
    face = photo_face(see_faces(service, head[29])[0], "camera", "")
    reject(service, face, explain(service, face).nearest)
    assert names(play(live, head[30:45], start=30)[-1]) == [None]


def test_a_picture_goes_over_from_whoever_was_renamed_since_it_was_shown(known, shown):
    face = shown(ANGELINA, 0)
    taken_for = explain(known, face).named
    known.store.people.rename(ANGELINA, "Angie")
    assert name_as(known, face, BEN, taken_for).outcome is Outcome.MOVED
    assert faces(known) == {"Angie": 0, BEN: 2}


def test_who_it_is_not_is_kept_before_the_picture_is_taken_away(known, shown, monkeypatch):
    face = shown(ANGELINA, 0)
    match = explain(known, face).named

    def fails(_rejections, *_given):
        raise StoreError("store_full", file=known.store.file)

    monkeypatch.setattr(Rejections, "keep", fails)
    with pytest.raises(StoreError):
        reject(known, face, match, anyway=True)
    assert faces(known)[ANGELINA] == 1


def test_a_face_shown_before_a_change_of_models_is_corrected_as_the_new_one_sees_it(
    known, shown, photos, shared_models
):
    face = shown(ANGELINA, 1)
    other = open_service(load_engine(open_pack(shared_models / "mini_casia"), Device.CPU),
                         known.store)  # fmt: skip
    match = explain(other, face).nearest
    fresh = see_faces(other, photos(ANGELINA, 1))
    expected = other.gallery.nearest(max(fresh, key=lambda one: one.face.width).vector[None])[0]
    assert (match.name, match.similarity) == (ANGELINA, pytest.approx(expected.similarity))
    assert confirm(other, face, match).outcome is Outcome.KEPT
    again = explain(other, face).nearest
    assert (again.name, again.similarity) == (ANGELINA, pytest.approx(1.0, abs=1e-4))
    reject(other, shown(BEN, 1), explain(other, shown(BEN, 1)).nearest)
    assert name_of(other, shown(BEN, 1)) is None


def test_a_name_of_several_looks_is_told_with_what_they_reached_until_it_is_denied(known, shown):
    face = shown(BEN, 1)
    (angelina,) = [one for one in explain(known, face).candidates if one.name == ANGELINA]
    followed = replace(face, named_so=NamedSo(angelina.person_id, 0.47, 0.38), photo_sha256=None)
    told = explain(known, followed)
    assert (told.named.name, told.nearest.similarity, told.threshold) == (ANGELINA, 0.47, 0.38)
    assert told.candidates[1].name == BEN
    assert explain(known, replace(face, named_so=UNKNOWN)).named is None
    reject(known, followed, told.named)
    assert explain(known, followed).named.name == BEN


def test_a_face_named_as_somebody_else_is_not_taken_for_the_first_again(known, shown):
    face = shown(ANGELINA, 1)
    name_as(known, face, BEN, explain(known, face).named)
    assert ANGELINA not in {match.name for match in explain(known, face).candidates}
