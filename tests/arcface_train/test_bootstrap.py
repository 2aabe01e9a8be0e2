import numpy as np
import pytest

from arcface_train.bootstrap import Estimate, compare, draw_people


def test_as_many_of_each_kind_are_drawn_as_there_are():
    strata = np.repeat([0, 1], [7, 5])
    draws = draw_people(strata, 200, seed=3)
    assert (draws[:, :7].sum(axis=1) == 7).all()
    assert (draws[:, 7:].sum(axis=1) == 5).all()
    assert draws.mean(axis=0) == pytest.approx(1, abs=0.3)
    assert (draws == draw_people(strata, 200, seed=3)).all()
    assert (draws != draw_people(strata, 200, seed=4)).any()


def test_the_interval_of_a_mean_is_as_wide_as_its_standard_error_says():
    values = np.random.default_rng(0).random(400)
    draws = draw_people(np.zeros(400, np.int64), 2000, seed=0)
    low, high = Estimate(float(values.mean()), draws @ values / 400).interval
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)
    assert low < values.mean() < high


def test_a_second_model_is_compared_draw_by_draw():
    shared = np.random.default_rng(0).normal(0, 0.05, 500)  # what is hard about the people drawn
    first = Estimate(0.8, 0.8 + shared)
    second = Estimate(0.9, 0.9 + shared)
    difference = compare(first, second)
    assert difference.change.value == pytest.approx(0.1)
    assert difference.change.interval == pytest.approx((0.1, 0.1))
    assert difference.misses_lost.value == pytest.approx(0.5)


def test_fewer_errors_are_misses_lost():
    first = Estimate(0.2, np.full(9, 0.2), is_error=True)
    second = Estimate(0.15, np.full(9, 0.15), is_error=True)
    difference = compare(first, second)
    assert difference.change.value == pytest.approx(-0.05)
    assert difference.misses_lost.value == pytest.approx(0.25)


@pytest.mark.parametrize("nearly", [1 + 1e-16, 1 - 2e-16, 1 + 3e-16])
def test_what_summing_leaves_of_a_perfect_score_is_no_miss(nearly):
    perfect = Estimate(nearly, np.full(9, nearly))
    assert np.isnan(compare(perfect, perfect).misses_lost.value)
    assert compare(perfect, Estimate(0.9, np.full(9, 0.9))).misses_lost.draws[0] == -np.inf


def test_nothing_can_be_lost_of_no_misses():
    perfect = Estimate(1.0, np.ones(9))
    assert np.isnan(compare(perfect, perfect).misses_lost.value)
    worse = compare(perfect, Estimate(0.9, np.full(9, 0.9))).misses_lost
    assert worse.value == -np.inf
    assert worse.interval == (-np.inf, -np.inf)


def test_what_could_not_be_measured_has_no_interval():
    assert np.isnan(Estimate(float("nan"), np.ones(9)).interval).all()
