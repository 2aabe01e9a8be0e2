import pytest

from face_process.face_enroll import enrol
from face_process.photo_seen import propose, see_photo


@pytest.fixture(scope="module")
def keanu(shared_data):
    return sorted((shared_data / "lfw" / "known" / "Keanu_Reeves").glob("*.jpg"))[:3]


def unlike(service, name, photos):
    """Return from which photos a face would be asked about."""
    proposal = propose(service, name, [see_photo(service, photo) for photo in photos])
    return [one.candidate.source for one in proposal.unlike]


def test_somebody_else_of_a_name_that_is_taken_stands_out(service, astronaut, keanu):
    enrol(service, "Wei", [see_photo(service, astronaut).candidate])
    names = [photo.name for photo in keanu]
    assert unlike(service, "Wei", keanu) == names  # although they are like each other
    (first, *_) = propose(service, "Wei", [see_photo(service, keanu[0])]).unlike
    assert first.similarity < 0.2


def test_further_photos_of_the_same_person_do_not(service, keanu):
    assert unlike(service, "Keanu", keanu) == []
    enrol(service, "Keanu", [see_photo(service, keanu[0]).candidate])
    assert unlike(service, "Keanu", keanu[1:]) == []


def test_of_somebody_new_the_photo_unlike_the_others_stands_out(service, astronaut, keanu):
    assert unlike(service, "Keanu", [keanu[0], astronaut, keanu[1]]) == [astronaut.name]
    assert unlike(service, "Keanu", [astronaut]) == []
