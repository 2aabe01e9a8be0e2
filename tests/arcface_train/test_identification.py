import numpy as np
import pytest

from arcface_train.bootstrap import draw_people
from arcface_train.identification import (
    FPIRS,
    Searches,
    assign_roles,
    identify,
    search,
)

LABELS = np.array([3, 0, 0, 1, 3, 0, 2, 4, 4, 4])
STRANGER = LABELS == 4


def test_the_first_photos_are_enrolled_and_the_others_searched_for():
    roles = assign_roles(LABELS, STRANGER, 1)
    assert roles.enrolled.tolist() == [1, 0]  # of 0 and of 3; 1 and 2 have a single photo
    assert roles.mated.tolist() == [2, 4, 5]
    assert roles.strangers.tolist() == [7, 8, 9]


def test_who_has_no_photo_beyond_those_to_enrol_takes_no_part():
    roles = assign_roles(LABELS, STRANGER, 2)
    assert roles.enrolled.tolist() == [1, 2]
    assert roles.mated.tolist() == [5]


def unit_rows(rows):
    rows = np.asarray(rows, np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_search_tells_the_best_of_a_persons_faces_and_the_nearest_other():
    labels = np.array([0, 0, 1, 1, 0, 1, 2])
    gallery = unit_rows([[1, 0], [0, 1], [-1, 0], [-1, -1], [0, 1], [0, 1], [0, 1]])
    probes = unit_rows([[9, 9], [9, 9], [9, 9], [9, 9], [0.1, 1], [-1, 0.2], [-1, -0.5]])
    roles = assign_roles(labels, labels == 2, 2)
    found = search(gallery, probes, labels, roles)
    cosines = probes @ gallery.T
    assert found.own == pytest.approx([cosines[4, 1], cosines[5, 2]])
    assert found.others == pytest.approx([cosines[4, 2], cosines[5, 1]])
    assert found.strangers == pytest.approx([cosines[6, 2:4].max()])
    assert found.mated_people.tolist() == [0, 1]
    assert found.stranger_people.tolist() == [2]


def random_searches(seed, strangers=300):
    random = np.random.default_rng(seed)
    return Searches(
        random.normal(0.5, 0.15, 500).astype(np.float32),
        random.normal(0.2, 0.1, 500).astype(np.float32),
        random.integers(0, 40, 500),
        random.normal(0.2, 0.1, strangers).astype(np.float32),
        random.integers(40, 90, strangers),
    )


def plain_fnir(own, others, strangers, fpir):
    """Raise the threshold one search at a time until no more strangers pass."""
    for threshold in np.sort(np.concatenate([own, strangers])):
        if np.mean(strangers >= threshold) <= fpir:
            return np.mean((own < threshold) | (own <= others)), threshold
    return 1.0, np.inf


def test_misses_are_counted_where_no_more_strangers_pass():
    searches = random_searches(0)
    draws = draw_people(np.repeat([0, 1], [40, 50]), 30, seed=0)
    result = identify(searches, draws)
    assert result.rank_1.value == pytest.approx(np.mean(searches.own > searches.others))
    for number, fpir in enumerate(FPIRS):
        misses, threshold = plain_fnir(searches.own, searches.others, searches.strangers, fpir)
        assert result.fnir[number].value == pytest.approx(misses)
        assert result.thresholds[number] == pytest.approx(threshold)
        mated = np.repeat(np.arange(500), draws[4][searches.mated_people])
        drawn = np.repeat(searches.strangers, draws[4][searches.stranger_people])
        misses, _ = plain_fnir(searches.own[mated], searches.others[mated], drawn, fpir)
        assert result.fnir[number].draws[4] == pytest.approx(misses)


def test_few_strangers_tell_nothing_of_rare_alarms():
    draws = draw_people(np.repeat([0, 1], [40, 50]), 10, seed=0)
    rare, common = identify(random_searches(1, strangers=50), draws).fnir
    assert np.isnan(rare.value)
    assert 0 < common.value < 1
