import numpy as np
import pytest

from arcface_train.pairs import all_pairs, compare_pairs

LABELS = np.array([0, 1, 0, 2, 1, 0])


def both_kinds(pairs, labels=LABELS):
    genuine = labels[pairs[:, 0]] == labels[pairs[:, 1]]
    return {tuple(pair) for pair in pairs[genuine].tolist()}, pairs[~genuine]


def test_every_two_photos_are_compared_once():
    genuine, impostors = both_kinds(all_pairs(LABELS, ordered=False, most=100, seed=0))
    assert genuine == {(0, 2), (0, 5), (2, 5), (1, 4)}
    assert len({tuple(pair) for pair in impostors.tolist()}) == len(impostors) == 15 - 4


def test_both_orders_are_compared_where_the_second_is_seen_differently():
    pairs = all_pairs(LABELS, ordered=True, most=100, seed=0)
    genuine, impostors = both_kinds(pairs)
    assert genuine >= {(0, 2), (2, 0), (1, 4), (4, 1)}
    assert len(genuine) == 8
    assert len({tuple(pair) for pair in impostors.tolist()}) == 22


@pytest.mark.parametrize("people", [40, 400], ids=["of all", "of candidates"])
def test_of_too_many_impostors_a_sample_is_taken_that_the_seed_decides(people):
    labels = np.repeat(np.arange(people), 5)
    pairs = all_pairs(labels, ordered=False, most=5000, seed=1)
    genuine, impostors = both_kinds(pairs, labels)
    assert len(genuine) == people * 10
    assert len({tuple(pair) for pair in impostors.tolist()}) == 5000
    assert (all_pairs(labels, ordered=False, most=5000, seed=1) == pairs).all()
    assert (all_pairs(labels, ordered=False, most=5000, seed=2) != pairs).any()
    photos = np.bincount(impostors.ravel(), minlength=len(labels))
    assert photos.mean() == pytest.approx(photos[: people // 2].mean(), rel=0.1)


def test_the_first_of_a_pair_is_seen_one_way_and_the_second_the_other():
    first = np.eye(3, dtype=np.float32)
    second = np.eye(3, dtype=np.float32)[[2, 0, 1]]
    compared = compare_pairs(first, second, np.array([[0, 1], [1, 0]]), np.array([7, 7, 8]))
    assert compared.similarities.tolist() == [1, 0]
    assert compared.people.tolist() == [[7, 7], [7, 7]]
