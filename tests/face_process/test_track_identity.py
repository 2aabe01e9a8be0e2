import numpy as np
import pytest

from face_process.gallery import Gallery
from face_process.track_identity import Identity, Reading, read_look, rules_for
from face_process.types import DetectedFace, ModelIdentity
from SQL.rows import NewFace

WIDTH = 128


def unit(*parts):
    """Return a unit vector whose first entries are these; the rest makes it long enough."""
    vector = np.zeros(WIDTH, np.float32)
    vector[: len(parts)] = parts
    vector[-1] = np.sqrt(max(0.0, 1 - np.square(vector).sum()))
    return vector


@pytest.fixture
def gallery(store):
    """Ann and Ben, whose faces have nothing in common."""
    model = store.register_model(ModelIdentity("made", "0" * 64, WIDTH))
    for axis, name in enumerate(("Ann", "Ben")):
        vector = np.zeros(WIDTH, np.float32)
        vector[axis] = 1
        store.add_faces(name, [NewFace(None, vector, None, "made")], model)
    return Gallery(store, model)


RULES = rules_for(0.5, 60)


MANY = rules_for(0.5, 300)


def looked(gallery, *looks, weight=1.0, blur=0.0, rules=RULES):
    identity = Identity()
    for embedding in looks:
        identity.look(Reading(embedding, weight, blur), gallery, rules)
    return identity


def test_one_good_look_is_enough(gallery):
    assert looked(gallery, unit(0.46)).name == "Ann"


def test_one_middling_look_is_not(gallery):
    identity = looked(gallery, unit(0.4))
    assert (identity.name, identity.decided) == (None, False)
    assert identity.nearest.name == "Ann"


def test_several_looks_that_differ_are_believed_sooner(gallery):
    several = looked(gallery, unit(0.4, 0, 0.3), unit(0.4, 0, -0.3), unit(0.4, 0, 0, 0.4))
    assert several.name == "Ann"


def test_the_same_look_again_proves_nothing(gallery):
    assert looked(gallery, *[unit(0.4)] * 20).name is None


def test_two_people_about_as_similar_give_no_name(gallery):
    assert looked(gallery, unit(0.5, 0.45)).name is None


def test_an_unreadable_look_says_nothing(gallery):
    identity = looked(gallery, unit(0.9), unit(0.9), weight=0.0)
    assert identity.name is None
    assert identity.embedding is None
    assert identity.decided


def test_a_name_stays_through_a_bad_moment_and_goes_when_it_lasts(gallery):
    identity = looked(gallery, unit(0.6))
    identity.look(Reading(unit(0.3), 1.0), gallery, RULES)
    assert identity.name == "Ann"
    for _ in range(8):
        identity.look(Reading(unit(0.1), 1.0), gallery, RULES)
    assert identity.name is None


def test_a_name_that_barely_passed_goes_as_soon_as_it_sinks_below(gallery):
    barely = looked(gallery, unit(0.4, 0, 0.3), unit(0.4, 0, -0.3), unit(0.4, 0, 0, 0.4))
    surely = looked(gallery, unit(0.6))
    assert (barely.name, barely.sure, surely.sure) == ("Ann", False, True)
    for identity in (barely, surely):
        identity.look(Reading(unit(0.3), 1.0), gallery, RULES)
    assert (barely.name, surely.name) == (None, "Ann")
    for part in (0.3, -0.3, 0.2, -0.2):
        barely.look(Reading(unit(0.42, 0, 0, 0, part), 1.0), gallery, RULES)
    assert barely.nearest.similarity > RULES.average
    assert barely.name is None  # it doesn't come and go


def test_among_many_people_the_first_looks_have_to_be_more_similar(gallery):
    looks = [unit(0.42, 0, 0.3), unit(0.42, 0, -0.3), unit(0.42, 0, 0, 0.3), unit(0.42, 0, 0, -0.3)]
    assert looked(gallery, *looks[:2]).name == "Ann"
    assert looked(gallery, *looks[:2], rules=MANY).name is None
    assert looked(gallery, *looks, rules=MANY).name == "Ann"
    # A look that can't be read is not one more.
    identity = looked(gallery, looks[0], rules=MANY)
    identity.look(Reading(unit(0.9), 0.0), gallery, MANY)
    identity.look(Reading(looks[1], 1.0), gallery, MANY)
    assert identity.name is None


def test_blurred_looks_have_to_be_more_similar(gallery):
    looks = [unit(0.41, 0, 0.3), unit(0.41, 0, -0.3), unit(0.41, 0, 0, 0.3), unit(0.41, 0, 0, -0.3)]
    assert looked(gallery, *looks).name == "Ann"
    assert looked(gallery, *looks, blur=1.0).name is None
    assert looked(gallery, unit(0.46)).name == "Ann"
    assert looked(gallery, unit(0.46), blur=1.0).name is None


def test_another_face_in_the_same_place_is_noticed(gallery):
    identity = looked(gallery, unit(0.6))
    assert identity.is_other_face(unit(0, 0.6, -0.8), gallery, RULES, in_doubt=False)
    assert not identity.is_other_face(unit(0.5), gallery, RULES, in_doubt=False)
    unlike = np.zeros(WIDTH, np.float32)
    unlike[[0, 5]] = 0.45, np.sqrt(1 - 0.45**2)
    assert not identity.is_other_face(unlike, gallery, RULES, in_doubt=False)
    assert identity.is_other_face(unlike, gallery, RULES, in_doubt=True)


def test_in_doubt_a_look_has_to_resemble_the_same_person_by_itself(gallery):
    identity = looked(gallery, unit(0.6))
    halfway = unit(0.3, 0.4)
    assert float(identity.embedding @ halfway) > 0.8
    assert not identity.is_other_face(halfway, gallery, RULES, in_doubt=False)
    assert identity.is_other_face(halfway, gallery, RULES, in_doubt=True)
    assert not identity.is_other_face(unit(0.4, 0.3), gallery, RULES, in_doubt=True)
    assert identity.is_other_face(unit(0.25), gallery, RULES, in_doubt=True)


def test_more_people_ask_for_more_similarity():
    few, usual, many = (rules_for(0.5, people) for people in (5, 60, 300))
    assert (usual.one_look, usual.average) == pytest.approx((0.45, 0.38))
    assert many.one_look == pytest.approx(0.5, abs=0.001)
    assert few.average < usual.average < many.average
    assert many.average == pytest.approx(0.4, abs=0.001)
    assert rules_for(0.5, 1500).average == pytest.approx(0.45, abs=0.001)
    assert rules_for(0.6, 60).one_look == pytest.approx(0.55)


def test_clear_frontal_looks_weigh_most():
    frontal = np.float32([[30, 40], [70, 40], [50, 60], [35, 80], [65, 80]])
    turned = frontal + np.float32([[0, 0], [0, 0], [18, 0], [0, 0], [0, 0]])
    box = np.float32([0, 0, 100, 100])
    looks = [
        read_look(DetectedFace(box, points, score), unit(1), clarity)
        for points, score, clarity in (
            *((frontal, 0.9, 1.0), (turned, 0.9, 1.0), (frontal, 0.5, 1.0)),
            *((frontal, 0.9, 0.6), (turned, 0.9, 0.6), (frontal, 0.9, 0.4)),
        )
    ]
    good, side, faint, soft, soft_side, unreadable = looks
    assert type(read_look(DetectedFace(box, frontal, 0.9), unit(1), np.float32(0.6)).blur) is float
    assert good.weight > side.weight
    assert good.weight > faint.weight
    assert unreadable.weight == 0
    # A face that is turned reads less clearly without being blurred.
    assert (good.blur, soft.blur, soft_side.blur) == (0, 1, 0)
