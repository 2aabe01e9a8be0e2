"""What a checkpoint holds comes back, and weights that others published are understood."""

import numpy as np
import pytest
import torch

from arcface_train.backbones import new_network
from arcface_train.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from arcface_train.embedder import open_embedder
from arcface_train.network import embed_crops
from arcface_train.onnx_import import import_network
from arcface_train.training_record import TrainingRecord
from face_process.errors import TrainError

RECORD = TrainingRecord("mini", "2f66", 2, 9, {"name": "default", "rate": 3e-4}, {"masked": 0.8})


@pytest.fixture(scope="module")
def mini(shared_models):
    """Return the network of the pack mini, changed a little."""
    network = import_network(shared_models / "mini" / "arcface_mobilefacenet.onnx")
    with torch.no_grad():
        network.backbone.layers[2].weight.mul_(1.1)
    return network


def test_a_network_comes_back_with_its_record_and_the_state_of_the_training(
    mini, tmp_path, six_crops
):
    file = tmp_path / "best.pt"
    write_checkpoint(file, Checkpoint(mini, RECORD, {"step": 3, "momentum": torch.ones(2)}))
    read = read_checkpoint(file)
    assert read.record == RECORD
    assert read.network.plan == mini.plan
    assert read.training["step"] == 3
    expected = embed_crops(mini, six_crops)
    np.testing.assert_array_equal(embed_crops(read.network, six_crops), expected)
    np.testing.assert_array_equal(open_embedder(file).embed(six_crops), expected)
    assert [one.name for one in tmp_path.iterdir()] == ["best.pt"]
    weights = sum(parameter.nbytes for parameter in mini.parameters())
    assert file.stat().st_size < 1.2 * weights, "the weights are in it twice"


def mobile_facenet_names():
    """Return the layers' names of arcface-pytorch's MobileFaceNet, in its order."""
    three = ("conv", "bn", "prelu")

    def block(name):
        yield from (f"{name}.conv.{part}" for part in three)
        yield from (f"{name}.conv_dw.{part}" for part in three)
        yield from (f"{name}.project.{part}" for part in three[:2])

    yield from (f"conv1.{part}" for part in three)
    yield from (f"conv2_dw.{part}" for part in three)
    for row, blocks in ((3, 4), (4, 6), (5, 2)):
        yield from block(f"conv_{row - 1}{row}")
        for number in range(blocks):
            yield from block(f"conv_{row}.model.{number}")
    yield from ("sep", "sep_bn", "prelu", "GDC_dw", "GDC_bn", "features", "last_bn")


def published(network, prefix):
    """Return a network's weights as arcface-pytorch would have saved them."""
    state = network.backbone.state_dict()
    if network.plan.kind == "mobile_facenet":
        layers = dict.fromkeys(name.rpartition(".")[0] for name in state)
        theirs = dict(zip(layers, mobile_facenet_names(), strict=True))
        state = {
            f"{theirs[name.rpartition('.')[0]]}.{name.rpartition('.')[2]}": value
            for name, value in state.items()
        }
    classes = torch.zeros(5, network.plan.dimension)
    return {f"{prefix}{name}": value for name, value in state.items()} | {"head.weight": classes}


@pytest.mark.parametrize("prefix", ["arcface.", "module.arcface.", ""])
@pytest.mark.parametrize(("kind", "dimension"), [("iresnet18", 64), ("mobile_facenet", 128)])
def test_published_weights_find_their_network(tmp_path, kind, dimension, prefix, six_crops):
    network = new_network(kind, dimension)
    torch.save(published(network, prefix), tmp_path / "ep100.pth")
    read = read_checkpoint(tmp_path / "ep100.pth")
    assert read.network.plan == network.plan
    assert read.record.source == "ep100.pth"
    np.testing.assert_array_equal(
        embed_crops(read.network, six_crops[:2]), embed_crops(network, six_crops[:2])
    )


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "checkpoint_missing"),
        (b"not a checkpoint", "checkpoint_unreadable"),
        ([1, 2], "checkpoint_unreadable"),
        ({"format": 1, "weights": {}}, "checkpoint_unreadable"),
        ({"format": 999}, "checkpoint_newer"),
        ({"linear.weight": torch.zeros(2, 2)}, "checkpoint_unknown"),
        ({"layer1.0.conv1.weight": torch.zeros(2), "fc.weight": torch.zeros(8, 2)},
         "checkpoint_unknown"),
    ],
    ids=["missing", "junk", "a list", "incomplete", "newer", "other weights", "another depth"],
)  # fmt: skip
def test_what_is_no_checkpoint_is_said(tmp_path, content, key):
    file = tmp_path / "some.pt"
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content is not None:
        torch.save(content, file)
    with pytest.raises(TrainError) as caught:
        read_checkpoint(file)
    assert caught.value.key == key
    assert "some.pt" in caught.value.sentence("en")


def test_a_checkpoint_cut_off_is_said(mini, tmp_path):
    file = tmp_path / "cut.pt"
    write_checkpoint(file, Checkpoint(mini, RECORD))
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(TrainError) as caught:
        read_checkpoint(file)
    assert caught.value.key == "checkpoint_unreadable"


def test_a_network_of_our_own_kinds_is_read_as_it_was_written(tmp_path):
    torch.manual_seed(0)
    network = new_network("plain_net", 32)
    write_checkpoint(tmp_path / "one.pt", Checkpoint(network, TrainingRecord("random")))
    read = read_checkpoint(tmp_path / "one.pt").network
    assert read.plan == network.plan
    written = network.state_dict()
    assert all(torch.equal(value, written[name]) for name, value in read.state_dict().items())
