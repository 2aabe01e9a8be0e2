import pytest
import torch

from arcface_train.blend import blended
from arcface_train.network import embed_crops
from arcface_train.start import start


@pytest.fixture(scope="module")
def network(shared_models):
    return start(str(shared_models / "mini"), None, seed=0).network


@pytest.fixture(scope="module")
def changed(shared_models):
    other = start(str(shared_models / "mini"), None, seed=0).network
    with torch.no_grad():
        for one in other.parameters():
            one.mul_(1.1)
    return other


def same(one, other):
    return all(torch.allclose(one[name], other[name]) for name in other)


def test_its_ends_are_the_two_networks(network, changed):
    assert same(blended(network, changed, 0.0).state_dict(), network.state_dict())
    assert same(blended(network, changed, 1.0).state_dict(), changed.state_dict())


def test_between_them_every_weight_is_between_theirs(network, changed):
    between = dict(blended(network, changed, 0.25).named_parameters())
    for name, weight in network.named_parameters():
        assert torch.allclose(between[name], 1.025 * weight, atol=1e-7)


def test_neither_network_is_changed(network, changed, portrait):
    before = [embed_crops(one, portrait.crop[None]) for one in (network, changed)]
    blended(network, changed, 0.5)
    after = [embed_crops(one, portrait.crop[None]) for one in (network, changed)]
    assert all((one == other).all() for one, other in zip(before, after, strict=True))
