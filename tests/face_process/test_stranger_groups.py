import numpy as np
import pytest

from face_process import stranger_groups
from face_process.align import align
from face_process.image_file import read_image
from face_process.stranger_groups import Faces, group_faces, readable

THRESHOLD = 0.5
PEOPLE, STRANGERS, EACH = 20, 40, 6


def middle_face(engine, file):
    image = read_image(file)
    middle = np.array(image.shape[1::-1]) / 2
    face = min(engine.detect(image), key=lambda one: np.linalg.norm(one.centre - middle))
    return align(image, face.landmarks)


@pytest.fixture(scope="module")
def lfw(engine, shared_data):
    """Aligned crops of 20 people, six each, and of 40 others; and whose they are."""
    known = sorted((shared_data / "lfw" / "known").iterdir())[:PEOPLE]
    files = [file for person in known for file in sorted(person.iterdir())]
    files += sorted((shared_data / "lfw" / "strangers").iterdir())[:STRANGERS]
    people = np.concatenate([np.repeat(np.arange(PEOPLE), EACH), PEOPLE + np.arange(STRANGERS)])
    assert len(files) == len(people)
    return [middle_face(engine, file) for file in files], people


@pytest.fixture(scope="module")
def read(engine, lfw):
    """Their vectors and clarity."""
    vectors, lengths = engine.read_crops(lfw[0])
    return vectors, lengths / np.median(lengths)


def faces(vectors, numbers=None):
    return Faces(vectors, np.zeros(len(vectors), np.int64) if numbers is None else numbers)


def pairs(labels):
    same = labels[:, None] == labels[None]
    return same[np.triu_indices(len(labels), 1)]


def scores(labels, people):
    found, true = pairs(labels), pairs(people)
    return (found & true).sum() / found.sum(), (found & true).sum() / true.sum()


def test_photos_of_strangers_are_grouped_into_people(lfw, read):
    precision, recall = scores(group_faces(faces(readable(*read)), THRESHOLD), lfw[1])
    assert precision >= 0.99
    assert recall >= 0.90


def test_faces_that_nobody_could_recognise_do_not_glue_people_together(engine, lfw):
    import cv2

    crops, people = lfw
    spoilt = np.arange(len(crops)) % 3 == 0
    tiny = [cv2.resize(cv2.resize(crop, (10, 10)), (112, 112)) for crop in crops]
    seen = [bad if is_bad else crop for bad, is_bad, crop in zip(tiny, spoilt, crops, strict=True)]
    vectors, lengths = engine.read_crops(seen)
    clarity = lengths / np.median(lengths[~spoilt])
    glued, _ = scores(group_faces(faces(vectors), THRESHOLD), people)
    precision, _ = scores(group_faces(faces(readable(vectors, clarity)), THRESHOLD), people)
    _, recall = scores(group_faces(faces(readable(vectors, clarity)), THRESHOLD)[~spoilt],
                       people[~spoilt])  # fmt: skip
    assert glued < 0.5
    assert precision >= 0.97
    assert recall >= 0.90


def test_a_higher_threshold_puts_less_together(read):
    vectors = readable(*read)
    counts = [group_faces(faces(vectors), threshold).max() for threshold in (0.4, 0.5, 0.8)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


def test_what_was_said_to_be_one_person_is_one_whatever_it_looks_like(lfw, read):
    people = lfw[1]
    first, second = np.flatnonzero(people == 0), np.flatnonzero(people == 1)
    numbers = np.zeros(len(people), np.int64)
    numbers[[first[0], second[0]]] = 7
    labels = group_faces(faces(readable(*read), numbers), THRESHOLD)
    assert labels[first[0]] == labels[second[0]]


def test_what_was_said_to_be_different_people_stays_apart(lfw, read):
    one = np.flatnonzero(lfw[1] == 0)
    numbers = np.zeros(len(lfw[1]), np.int64)
    numbers[one[:-1]], numbers[one[-1]] = 1, 2
    labels = group_faces(faces(readable(*read), numbers), THRESHOLD)
    assert len(set(labels[one[:-1]])) == 1
    assert labels[one[-1]] != labels[one[0]]


def test_more_than_can_be_linked_at_once_are_grouped_alike(lfw, read, monkeypatch):
    order = np.random.default_rng(0).permutation(len(lfw[1]))
    vectors, people = readable(*read)[order], lfw[1][order]
    monkeypatch.setattr(stranger_groups, "MOST_LINKED", 70)
    precision, recall = scores(group_faces(faces(vectors), THRESHOLD), people)
    assert precision >= 0.99
    assert recall >= 0.85
    numbers = np.where(people == 0, 1, 0)
    numbers[np.flatnonzero(people == 0)[-1]] = 2
    labels = group_faces(faces(vectors, numbers), THRESHOLD)
    assert len(set(labels[numbers == 1])) == 1
    assert set(labels[numbers == 1]).isdisjoint(labels[numbers == 2])


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_faces_are_no_trouble(count):
    labels = group_faces(faces(np.eye(8, dtype=np.float32)[:count]), THRESHOLD)
    assert labels.tolist() == list(range(count))
