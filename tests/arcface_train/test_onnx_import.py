"""The packs' own models, trained from: real faces get the same embeddings from PyTorch."""

import numpy as np
import pytest
import torch

from arcface_train import onnx_import
from arcface_train.network import embed_crops, freeze_normalization, to_pixels
from arcface_train.onnx_import import import_network
from face_process.errors import TrainError
from face_process.init_InsightFace import load_recognizer
from merge.settings import Device

FILES = ("mini/arcface_mobilefacenet.onnx", "mini_casia/arcface_mobilefacenet_casia.onnx")


@pytest.fixture(scope="module", params=FILES, ids=["mini", "mini_casia"])
def file(request, shared_models):
    return shared_models / request.param


def test_real_faces_get_the_same_embeddings(file, six_crops):
    network = import_network(file)
    expected = load_recognizer(file, Device.CPU).get_feat(list(six_crops))
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    given = embed_crops(network, six_crops)
    assert given.shape == (6, network.plan.dimension)
    np.testing.assert_allclose(given, expected, atol=1e-4)
    assert embed_crops(network, six_crops[:0]).shape == (0, network.plan.dimension)


def test_a_few_steps_bring_faces_nearer_to_what_is_wanted(file, six_crops):
    torch.manual_seed(0)
    network = import_network(file)
    network.train()
    freeze_normalization(network)
    wanted = torch.nn.functional.normalize(torch.randn(len(six_crops), network.plan.dimension))
    learning = [one for one in network.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=1e-3)
    losses = []
    for _ in range(3):
        cosines = torch.cosine_similarity(network(to_pixels(six_crops, network.plan.side)), wanted)
        optimizer.zero_grad()
        (1 - cosines).mean().backward()
        optimizer.step()
        losses.append(1 - cosines.mean().item())
    assert losses[-1] < losses[0] - 0.05


def test_frozen_normalisation_neither_learns_nor_counts(shared_models, six_crops):
    network = import_network(shared_models / FILES[0])
    network.train()
    freeze_normalization(network)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    learning = [one for one in network.parameters() if one.requires_grad]
    network(to_pixels(six_crops, network.plan.side)).sum().backward()
    torch.optim.SGD(learning, lr=1e-3).step()
    changed = {
        name for name, tensor in network.state_dict().items() if (tensor != before[name]).any()
    }
    still = [name for name in before if "running" in name]
    assert still
    assert changed
    assert not changed.intersection(still)


def test_embedding_leaves_a_network_in_training(shared_models, six_crops):
    network = import_network(shared_models / FILES[0])
    network.train()
    embed_crops(network, six_crops[:1])
    assert network.training


def test_a_model_that_comes_out_different_is_refused(shared_models, monkeypatch):
    monkeypatch.setattr(onnx_import, "embedding_difference", lambda network, recognizer: 0.02)
    with pytest.raises(TrainError) as caught:
        import_network(shared_models / FILES[0])
    assert "0.02" in caught.value.sentence("en")
