from dataclasses import replace

import pytest
import torch

from arcface_train.detector.deepen import deepened
from arcface_train.detector.network import Detector, DetectorPlan

SHALLOW = replace(DetectorPlan(), blocks=(1, 1, 1))
DEEP = replace(DetectorPlan(), blocks=(1, 2, 3))


@pytest.fixture
def shallow():
    """Return a network whose normalisation isn't that of the beginning any more."""
    torch.manual_seed(1)
    network = Detector(SHALLOW).train()
    with torch.no_grad():
        for _ in range(3):
            network(torch.randn(2, 3, 96, 96))
    return network.eval()


def test_a_deeper_network_answers_as_before(shallow):
    deep = deepened(shallow, DEEP).eval()
    assert deep.plan == DEEP
    pixels = torch.randn(1, 3, 128, 96)
    with torch.no_grad():
        for before, after in zip(shallow(pixels), deep(pixels), strict=True):
            torch.testing.assert_close(after, before)


def test_new_blocks_learn(shallow):
    deep = deepened(shallow, DEEP).train()
    optimizer = torch.optim.SGD(deep.parameters(), lr=0.1)
    before = deep.stages[2][-1].first[0].weight.detach().clone()
    for _ in range(2):
        optimizer.zero_grad()
        deep(torch.randn(2, 3, 96, 96)).scores.square().mean().backward()
        optimizer.step()
    assert not torch.equal(deep.stages[2][-1].first[0].weight, before)


@pytest.mark.parametrize(
    "plan",
    [replace(DEEP, heads=(32, 64, 96)), replace(DetectorPlan(), blocks=(0, 1, 1))],
    ids=["wider", "shallower"],
)
def test_to_another_plan_nothing_grows(shallow, plan):
    assert deepened(shallow, plan) is shallow
