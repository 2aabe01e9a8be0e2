import cv2
import numpy as np
import pytest

from face_process.face_enroll import enrol
from face_process.face_quality import Grade
from face_process.image_file import read_image
from face_process.photo_seen import propose, see_photo


def test_a_good_portrait_is_seen_as_such_by_a_stranger(service, astronaut):
    seen = see_photo(service, astronaut)
    assert seen.candidate.quality.grade is Grade.GOOD
    assert seen.candidate.resembles is None
    assert (seen.label, seen.preview, seen.enrolled_as) == ("astronaut.png", b"", ())


def test_somebody_known_is_seen_without_a_name(service, astronaut, tmp_path):
    enrol(service, "艾琳", [see_photo(service, astronaut).candidate])
    other = tmp_path / "other.png"
    cv2.imwrite(str(other), cv2.convertScaleAbs(read_image(astronaut), alpha=0.8))
    seen = see_photo(service, other)
    assert seen.candidate.resembles.name == "艾琳"
    assert seen.candidate.resembles.similarity > 0.9
    assert propose(service, "艾琳", [seen]).candidates[0].resembles is None
    assert propose(service, "Eve", [seen]).candidates[0].resembles.name == "艾琳"


def test_of_a_group_a_face_has_to_be_chosen(service, group_photo):
    seen = see_photo(service, group_photo)
    assert seen.undecided
    assert len(seen.faces) == 6
    shown = cv2.imdecode(np.frombuffer(seen.preview, np.uint8), cv2.IMREAD_COLOR)
    assert shown.shape[1] / shown.shape[0] == pytest.approx(seen.size[0] / seen.size[1], abs=0.01)
    chosen = see_photo(service, group_photo, 3)
    assert chosen.candidate.face is chosen.faces[2]
    assert propose(service, "Ross", [seen, chosen]).unused == (seen,)


@pytest.mark.parametrize("name", ["corrupted.png", "empty.png"])
def test_what_is_no_picture_says_why(service, shared_data, name):
    seen = see_photo(service, shared_data / "bad_inputs" / name)
    assert (seen.candidate, seen.error.key) == (None, "image_unreadable")


def test_the_same_photo_is_proposed_once(service, astronaut, tmp_path):
    copy = tmp_path / "copy.png"
    copy.write_bytes(astronaut.read_bytes())
    both = [see_photo(service, astronaut), see_photo(service, copy)]
    first = propose(service, "Eileen", both)
    assert (len(first.candidates), first.repeated) == (1, (both[1],))
    enrol(service, "Eileen", first.candidates)
    again = see_photo(service, copy)
    assert again.enrolled_as == ("Eileen",)
    assert propose(service, "Eileen", [again]).repeated == (again,)
    assert len(propose(service, "Another", [again]).candidates) == 1


def test_another_face_of_the_same_group_photo_is_new_for_the_same_person(service, group_photo):
    one, other = (see_photo(service, group_photo, number) for number in (3, 4))
    enrol(service, "Ross", [one.candidate])
    proposal = propose(service, "Ross", [one, other])
    assert proposal.repeated == (one,)
    assert len(proposal.candidates) == 1
