"""Who is no answer any more, in galleries small and large, here and in other processes."""

import numpy as np
import pytest

from face_process.gallery import Gallery
from face_process.types import ModelIdentity
from SQL.database_operate import Store
from SQL.rows import NewFace
from tests.face_process.test_gallery import WIDTH, add, near, unit


@pytest.fixture
def model_id(store):
    return store.register_model(ModelIdentity("test", "c" * 64, WIDTH))


@pytest.fixture(params=["product", "codes"])
def anna(request, store, model_id, monkeypatch):
    """A gallery of many in which Anna is enrolled with one face, and her row."""
    if request.param == "codes":
        monkeypatch.setattr("face_process.gallery.LARGEST_PRODUCT", 100 * WIDTH)
    anna = add(store, model_id, "Anna", 0)
    many = [(f"person {n}", [NewFace(None, unit(n), None, "")]) for n in range(1, 150)]
    store.add_people(many, model_id)
    return anna.person_id


PROBE = near(unit(0), 0.8)


def nearest(gallery, probe=PROBE):
    gallery.refresh()
    (match,) = gallery.nearest(probe[None])
    assert gallery.candidates(probe, 2)[0] == match
    return match.name


def test_a_rejected_face_goes_to_the_next_person(store, model_id, anna):
    gallery = Gallery(store, model_id)
    first, second = gallery.candidates(PROBE, 2)
    assert first.name == "Anna"
    store.rejections.keep(anna, b"crop", PROBE, model_id)
    gallery.refresh()
    assert gallery.nearest(PROBE[None]) == [second]
    assert gallery.candidates(PROBE, 150)[0] == second
    assert "Anna" not in {match.name for match in gallery.candidates(PROBE, 150)}
    assert nearest(gallery, unit(0)) == "Anna", "she herself is known as before"


def test_a_look_that_is_nearer_to_the_rejected_one_is_rejected_too(store, model_id, anna):
    store.rejections.keep(anna, b"crop", PROBE, model_id)
    gallery = Gallery(store, model_id)
    assert nearest(gallery, near(PROBE, 0.95, 5)) != "Anna"
    assert nearest(gallery, near(unit(0), 0.95, 5)) == "Anna"


def test_a_better_match_that_is_enrolled_later_counts(store, model_id, anna):
    gallery = Gallery(store, model_id)
    store.rejections.keep(anna, b"crop", PROBE, model_id)
    assert nearest(gallery) != "Anna"
    store.add_faces("Anna", [NewFace(None, PROBE, None, "")], model_id)
    assert nearest(gallery) == "Anna"


def test_a_rejection_made_or_taken_back_elsewhere_is_taken_in(store, model_id, anna):
    gallery = Gallery(store, model_id)
    with Store(store.file) as other:
        number = other.rejections.keep(anna, b"crop", PROBE, model_id)
        assert nearest(gallery) != "Anna"
        other.rejections.remove([number])
    assert nearest(gallery) == "Anna"


def test_rejections_are_known_from_the_start_and_of_one_model_only(store, model_id, anna):
    other_id = store.register_model(ModelIdentity("other", "d" * 64, WIDTH))
    store.rejections.keep(anna, b"crop", PROBE, other_id)
    gallery = Gallery(store, model_id)
    assert nearest(gallery) == "Anna"
    store.rejections.keep(anna, b"crop", PROBE, model_id)
    assert nearest(Gallery(store, model_id)) != "Anna"


def test_rejections_go_over_to_whom_somebody_is_merged_into(store, model_id, anna):
    gallery = Gallery(store, model_id)
    store.rejections.keep(anna, b"crop", PROBE, model_id)
    gallery.refresh()
    store.people.merge("Anna", "person 7")
    assert nearest(gallery) != "person 7"
    assert nearest(gallery, unit(0)) == "person 7"


def test_a_gallery_tells_of_rejections_that_its_model_has_not_seen(store, model_id, anna):
    gallery = Gallery(store, model_id)
    assert not gallery.rejections_lack
    other_id = store.register_model(ModelIdentity("other", "d" * 64, WIDTH))
    number = store.rejections.keep(anna, b"crop", PROBE, other_id)
    gallery.refresh()
    assert gallery.rejections_lack
    store.rejections.add(model_id, [(number, PROBE)])
    gallery.have_embedded([])
    assert nearest(gallery) != "Anna"
    assert not gallery.rejections_lack


def test_the_average_of_several_looks_is_rejected_as_one_look_is(store, model_id, anna):
    store.rejections.keep(anna, b"crop", PROBE, model_id)
    average = np.mean([PROBE, near(PROBE, 0.9, 5), near(PROBE, 0.9, 6)], axis=0)
    assert np.linalg.norm(average) < 0.99
    names = [match.name for match in Gallery(store, model_id).candidates(average, 3)]
    assert "Anna" not in names
