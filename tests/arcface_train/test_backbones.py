"""The networks are those of the papers, and weights that others published fit them."""

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper

from arcface_train.backbones import BACKBONES, build_network, new_network
from arcface_train.network import embed_crops
from arcface_train.onnx_import import import_network


@pytest.mark.parametrize(
    ("kind", "dimension", "megabytes"),
    [
        ("iresnet50", 512, 174.4),  # w600k_r50.onnx of buffalo_l
        ("mobile_facenet", 128, 4.0),  # Chen et al. 2018, abstract
        ("plain_net", 128, 8.28),  # half of it in half precision: what a starter pack has room for
    ],
)
def test_it_is_as_large_as_those_that_are_published(kind, dimension, megabytes):
    with torch.device("meta"):
        network = new_network(kind, dimension)
    size = sum(parameter.nbytes for parameter in network.parameters()) / 1e6
    assert size == pytest.approx(megabytes, rel=0.01)


@pytest.mark.parametrize(("kind", "layers"), [("iresnet18", 18), ("iresnet34", 34),
                                              ("iresnet50", 50), ("iresnet100", 100)])  # fmt: skip
def test_it_is_as_deep_as_its_name_says(kind, layers):
    with torch.device("meta"):
        network = new_network(kind, 512)
    deep = [
        layer
        for name, layer in network.named_modules()
        if isinstance(layer, torch.nn.Conv2d | torch.nn.Linear) and "downsample" not in name
    ]
    assert len(deep) == layers


@pytest.mark.parametrize("kind", ["iresnet18", "mobile_facenet", "plain_net"])
def test_it_learns_at_every_weight_and_is_rebuilt_from_its_plan(kind):
    torch.manual_seed(0)
    network = new_network(kind, 32)
    crops = np.random.default_rng(0).integers(0, 256, (2, 112, 112, 3), np.uint8)
    vectors = network(torch.rand(2, 3, 112, 112) * 255)
    assert vectors.shape == (2, 32)
    (vectors * torch.randn(2, 32)).sum().backward()
    learning = [one for one in network.parameters() if one.requires_grad]
    assert all(one.grad is not None and one.grad.abs().sum() > 0 for one in learning)
    again = build_network(network.plan)
    again.load_state_dict(network.state_dict())
    np.testing.assert_array_equal(embed_crops(again, crops), embed_crops(network, crops))


def test_every_backbone_has_a_plan_of_its_name():
    with torch.device("meta"):
        assert [new_network(kind, 8).plan.kind for kind in BACKBONES] == list(BACKBONES)


def test_a_published_mobile_facenet_gives_its_embeddings_in_ours(shared_models, six_crops):
    """The one of mini_casia is in ONNX, its normalisation folded into its convolutions."""
    file = shared_models / "mini_casia" / "arcface_mobilefacenet_casia.onnx"
    graph = onnx.load(str(file)).graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    network = new_network("mobile_facenet", 128)
    layers = [layer for layer in network.modules() if not list(layer.children())]
    for node in graph.node:
        if node.op_type not in ("Conv", "PRelu"):
            continue
        layer = layers.pop(0)
        layer.weight.data = torch.tensor(arrays[node.input[1]].copy()).reshape(layer.weight.shape)
        if node.op_type == "Conv":
            norm = layers.pop(0)
            norm.weight.data.fill_((1 + norm.eps) ** 0.5)
            norm.bias.data = torch.tensor(arrays[node.input[2]].copy())
    expected = embed_crops(import_network(file), six_crops)
    np.testing.assert_allclose(embed_crops(network, six_crops), expected, atol=1e-4)
