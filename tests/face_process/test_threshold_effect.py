import numpy as np
import pytest

from face_process.face_enroll import enrol
from face_process.photo_seen import see_photo
from face_process.threshold_effect import measure_likeness
from SQL.rows import NewFace


@pytest.fixture
def six_people(service, shared_data):
    """Enrol three photos of each of five people and one of a sixth; return the service."""
    folders = sorted((shared_data / "lfw" / "known").iterdir())[:6]
    for folder in folders:
        photos = sorted(folder.iterdir())[: 1 if folder == folders[-1] else 3]
        faces = [see_photo(service, photo).candidate for photo in photos]
        enrol(service, folder.name, faces)
    return service


def test_real_faces_are_recognised_by_their_own_person_until_too_much_is_asked(six_people):
    likeness = measure_likeness(six_people)
    assert (likeness.compared, likeness.enrolled, likeness.people) == (16, 16, 5)
    usual, loose, strict = (likeness.at(value) for value in (0.45, -1.0, 0.99))
    assert usual.faces == 15, "a single face has nothing to be recognised by"
    assert usual.recognised >= 12
    assert usual.mixed_up == 0
    assert loose.unknown == 0
    assert (strict.recognised, strict.mixed_up, strict.unknown) == (0, 0, 15)


def test_the_two_people_who_are_most_alike_are_named_with_their_similarity(six_people):
    closest = measure_likeness(six_people).closest
    (one, other), gallery = closest.names, six_people.gallery
    assert one != other
    faces = [face.id for face in six_people.store.people.faces(one)]
    vectors = six_people.store.templates.of_faces(gallery.model_id, faces).vectors
    nearest = gallery.nearest(vectors, [one] * len(vectors))
    best = max(nearest, key=lambda match: match.similarity)
    assert (best.name, best.similarity) == (other, pytest.approx(closest.similarity, abs=1e-5))


def add(service, name, *directions):
    width = service.engine.identity.dimension
    faces = []
    for direction in directions:
        vector = np.zeros(width, np.float32)
        vector[: len(direction)] = direction
        faces.append(NewFace(None, vector / np.linalg.norm(vector), None, ""))
    service.store.add_faces(name, faces, service.gallery.model_id)


def test_a_face_that_is_nearer_to_somebody_else_is_mixed_up_or_unknown(service):
    add(service, "Ann", (1, 0), (0.6, 0.8))
    add(service, "Bob", (0, 1))
    likeness = measure_likeness(service)
    at_06 = likeness.at(0.6)
    assert (at_06.recognised, at_06.mixed_up, at_06.unknown) == (1, 1, 0)
    at_07 = likeness.at(0.7)
    assert (at_07.recognised, at_07.mixed_up, at_07.unknown) == (0, 1, 1)
    assert set(likeness.closest.names) == {"Ann", "Bob"}
    assert likeness.closest.similarity == pytest.approx(0.8)


def test_nobody_and_a_single_face_have_no_effect_to_show(service):
    assert measure_likeness(service).closest is None
    add(service, "Ann", (1, 0))
    likeness = measure_likeness(service)
    assert (likeness.people, likeness.closest, likeness.at(0.5).faces) == (0, None, 0)


def test_of_a_large_gallery_whole_people_are_compared(service):
    for number in range(30):
        add(service, f"{number}", (1, number), (1, number + 0.1))
    likeness = measure_likeness(service, most=20)
    assert (likeness.compared, likeness.enrolled, likeness.people) == (20, 60, 10)
