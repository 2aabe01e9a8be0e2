import numpy as np
import pytest

from arcface_train.cleaning import FEWEST_PAIRS, clean, least_similarity

WIDTH = 128


def faces_of(random, person, count, spread=0.5):
    """Return unit rows about a person's direction, cosine to each other about 1 / (1 + spread²)."""
    noise = random.standard_normal((count, WIDTH)) / np.sqrt(WIDTH)
    rows = person + spread * noise
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def random():
    return np.random.default_rng(1)


@pytest.fixture
def people(random):
    """Return the directions of forty people."""
    rows = random.standard_normal((40, WIDTH))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def cleaned(random, rows, people, contents=None, thumbnails=None):
    vectors = np.concatenate(rows).astype(np.float32)
    if thumbnails is None:
        thumbnails = random.integers(0, 256, (len(vectors), 16, 16)).astype(np.uint8)
    contents = contents or [str(number) for number in range(len(vectors))]
    return clean(vectors, thumbnails, people, contents)


def test_who_is_in_the_wrong_folder_is_found_and_nobody_else_is(random, people):
    rows = [faces_of(random, person, 5) for person in people]
    rows[3][2], rows[7][0] = rows[8][0], rows[9][0]
    found = cleaned(random, rows, [name for name in range(40) for _ in range(5)])
    assert np.flatnonzero(found.unlike).tolist() == [3 * 5 + 2, 7 * 5 + 0]
    assert found.similarity[found.unlike].max() < 0.3
    assert found.similarity[~found.unlike].min() > 0.6
    assert (found.copy_of == -1).all()


def test_two_of_another_person_are_no_majority(random, people):
    rows = [faces_of(random, person, 5) for person in people]
    rows[3][1:3] = faces_of(random, people[8], 2, spread=0.1)
    found = cleaned(random, rows, [name for name in range(40) for _ in range(5)])
    assert np.flatnonzero(found.unlike).tolist() == [16, 17]


def test_two_faces_that_are_not_alike_are_both_in_doubt_and_one_alone_is_not(random, people):
    rows = [faces_of(random, people[0], 1), faces_of(random, people[1], 1)]
    found = cleaned(random, rows, ["A", "A"])
    assert found.unlike.tolist() == [True, True]
    found = cleaned(random, rows, ["A", "B"])
    assert found.unlike.tolist() == [False, False]
    assert np.isnan(found.similarity).all()


def test_how_alike_is_enough_is_measured_on_the_set_where_it_is_large(random, people):
    few = np.concatenate([faces_of(random, person, 2) for person in people[:5]])
    assert least_similarity(few.astype(np.float32), np.repeat(np.arange(5), 2)) == 0.25
    many = np.concatenate([faces_of(random, person, 5) for person in people]).astype(np.float32)
    labels = np.repeat(np.arange(40), 5)
    assert (labels[:, None] != labels).sum() / 2 > FEWEST_PAIRS
    least = least_similarity(many, labels)
    similarities = (many @ many.T)[labels[:, None] != labels]
    assert (similarities > least).mean() == pytest.approx(0.01, abs=0.002)


def test_a_copy_has_the_same_face_and_the_same_picture(random, people):
    (row,) = faces_of(random, people[0], 1)
    rows = [np.stack([row, row, row])]
    thumbnails = random.integers(0, 200, (3, 16, 16)).astype(np.uint8)
    thumbnails[2] = thumbnails[0] + 20  # brighter
    found = cleaned(random, rows, ["A"] * 3, thumbnails=thumbnails)
    assert found.copy_of.tolist() == [-1, -1, 0]
    rows = [np.concatenate([faces_of(random, people[0], 2), row[None]])]
    assert (cleaned(random, rows, ["A"] * 3, thumbnails=thumbnails).copy_of == -1).all()


def test_a_copy_of_somebody_wrong_does_not_vouch_for_it(random, people):
    rows = [faces_of(random, people[0], 3), np.repeat(faces_of(random, people[1], 1), 3, axis=0)]
    thumbnails = random.integers(0, 256, (6, 16, 16)).astype(np.uint8)
    thumbnails[4:] = thumbnails[3]
    found = cleaned(random, rows, ["A"] * 6, thumbnails=thumbnails)
    assert found.copy_of.tolist() == [-1, -1, -1, -1, 3, 3]
    assert found.unlike.tolist() == [False, False, False, True, False, False]


def test_the_same_file_in_two_folders_stays_where_it_is_like_the_others(random, people):
    rows = [faces_of(random, people[0], 4), faces_of(random, people[1], 4)]
    rows[0][3] = rows[1][0]
    contents = ["a", "b", "c", "same", "same", "d", "e", "f"]
    found = cleaned(random, rows, ["A"] * 4 + ["B"] * 4, contents)
    assert np.flatnonzero(found.unlike).tolist() == [3]
    assert (found.copy_of == -1).all()
    found = cleaned(random, [rows[0][3:], rows[1][:1]], ["A", "B"], ["same", "same"])
    assert found.copy_of.tolist() == [-1, 0]
