from dataclasses import replace

import pytest

from arcface_train.recipes import RECIPES, Margin, Optimizer

STEPS = 1000


def test_the_reference_recipe_is_the_authors():
    recipe = RECIPES["reference"]
    assert (recipe.network, recipe.margin) == ("iresnet50", Margin.ARCFACE)
    assert (recipe.margin_size, recipe.scale) == (0.5, 64)
    assert (recipe.optimizer, recipe.momentum, recipe.weight_decay) == (Optimizer.ADAM, 0.9, 0)
    assert (recipe.batch, recipe.epochs, recipe.keep_weight) == (224, 100, 0)
    assert recipe.learning_rate_at(0, STEPS) == pytest.approx(1e-4)


def test_the_learning_rate_rises_then_falls_to_nothing_along_a_cosine():
    recipe = replace(RECIPES["small"], warm_up=0.1, learning_rate=1.0)
    rates = [recipe.learning_rate_at(step, STEPS) for step in range(STEPS)]
    assert rates[0] == pytest.approx(0.01)
    assert max(rates) == pytest.approx(rates[100]) == pytest.approx(1.0)
    assert rates[:100] == sorted(rates[:100])
    assert rates[100:] == sorted(rates[100:], reverse=True)
    assert rates[550] == pytest.approx(0.5)
    assert rates[-1] < 1e-4
