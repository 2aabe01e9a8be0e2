import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.metrics import roc_curve as sklearn_roc

from arcface_train.bootstrap import draw_people
from arcface_train.verification import FARS, Comparisons, roc_curve, verify

PEOPLE = 30


def random_comparisons(seed, pairs=40_000, digits=None):
    """Return random scores of which the genuine ones are higher; rounded, many are equal."""
    random = np.random.default_rng(seed)
    people = random.integers(0, PEOPLE, (pairs, 2))
    genuine = people[:, 0] == people[:, 1]
    scores = random.normal(0, 0.1, pairs) + 0.25 * genuine
    if digits is not None:
        scores = scores.round(digits)
    return Comparisons(scores.astype(np.float32), people)


@pytest.fixture
def draws():
    return draw_people(np.zeros(PEOPLE, np.int64), 40, seed=1)


def repeated(comparisons, draw):
    """Return the pairs of a draw, each as often as it comes."""
    times = comparisons.weights(draw)
    return Comparisons(
        np.repeat(comparisons.similarities, times), np.repeat(comparisons.people, times, axis=0)
    )


@pytest.mark.parametrize("digits", [None, 2], ids=["all different", "many equal"])
def test_every_measure_is_scikit_learns(draws, digits):
    comparisons = random_comparisons(0, digits=digits)
    genuine, scores = comparisons.genuine, comparisons.similarities
    result = verify(comparisons, draws)
    far, tar, thresholds = sklearn_roc(genuine, scores, drop_intermediate=False)
    assert result.roc.far == pytest.approx(far)
    assert result.roc.tar == pytest.approx(tar)
    assert result.roc.thresholds[1:] == pytest.approx(thresholds[1:])
    assert result.auc.value == pytest.approx(roc_auc_score(genuine, scores))
    best = max(balanced_accuracy_score(genuine, scores >= each) for each in thresholds[1::4000])
    assert best <= result.accuracy.value + 1e-9
    assert result.accuracy.value == pytest.approx(((tar + 1 - far) / 2).max())
    for most, estimate, threshold in zip(FARS, result.tar, result.thresholds, strict=True):
        assert estimate.value == pytest.approx(tar[far <= most].max())
        assert threshold == pytest.approx(thresholds[far <= most].min())


@pytest.mark.parametrize("digits", [None, 2], ids=["all different", "many equal"])
def test_a_draw_gives_what_its_pairs_give_when_written_out(draws, digits):
    comparisons = random_comparisons(1, pairs=20_000, digits=digits)
    result = verify(comparisons, draws)
    for number in (0, 7):
        pairs = repeated(comparisons, draws[number])
        far, tar, _ = sklearn_roc(pairs.genuine, pairs.similarities, drop_intermediate=False)
        expected = roc_auc_score(pairs.genuine, pairs.similarities)
        assert result.auc.draws[number] == pytest.approx(expected)
        assert result.accuracy.draws[number] == pytest.approx(((tar + 1 - far) / 2).max())
        for most, estimate in zip(FARS, result.tar, strict=True):
            assert estimate.draws[number] == pytest.approx(tar[far <= most].max())


def test_people_who_are_hard_widen_the_interval():
    """Half of the people are never known again: drawing pairs would not see that."""
    random = np.random.default_rng(2)
    genuine = np.repeat(np.arange(PEOPLE), 50)
    impostors = random.integers([0, PEOPLE // 2], [PEOPLE // 2, PEOPLE], (5000, 2))
    people = np.concatenate([np.stack([genuine, genuine], axis=1), impostors])
    hard = np.concatenate([genuine % 2 == 0, np.ones(len(impostors), bool)])
    scores = np.where(hard, 0.0, 1.0) + random.normal(0, 0.01, len(people))
    draws = draw_people(np.zeros(PEOPLE, np.int64), 500, seed=0)
    low, high = verify(Comparisons(scores.astype(np.float32), people), draws).tar[0].interval
    as_if_independent = 2 * 1.96 * 0.5 / np.sqrt(len(genuine))
    assert high - low > 4 * as_if_independent


def test_a_rate_below_one_pair_is_not_given(draws):
    result = verify(random_comparisons(3, pairs=5000), draws)
    assert not np.isnan(result.tar[1].value)
    assert np.isnan(result.tar[2].value)


def test_the_curve_begins_with_nobody_let_through():
    roc = roc_curve(random_comparisons(4, pairs=1000))
    assert (roc.thresholds[0], roc.far[0], roc.tar[0]) == (np.inf, 0, 0)
    assert (roc.far[-1], roc.tar[-1]) == (1, 1)
