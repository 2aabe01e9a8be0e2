"""Trained networks become packs that the program finds, loads, and agrees with PyTorch about."""

import shutil
import zipfile

import numpy as np
import onnx
import pytest
import torch
from typer.testing import CliRunner

from arcface_train import pack_export
from arcface_train.backbones import new_network
from arcface_train.checkpoint import Checkpoint, write_checkpoint
from arcface_train.export_onnx import app
from arcface_train.network import embed_crops
from arcface_train.onnx_import import import_network
from arcface_train.pack_export import export_pack
from arcface_train.training_record import TrainingRecord
from face_process.errors import ModelError, TrainError
from face_process.init_InsightFace import load_engine
from face_process.model_packs import installed_packs
from face_process.model_rewrite import quick_recognizer
from merge.settings import Device
from tests.command_line import run_here

RECORD = TrainingRecord(
    "mini", "2f66b88c", 12, 345, {"recipe": "default", "rate": 3e-4}, {"masked": 0.8812345}
)
PACKS = ("mini", "mini_casia")


@pytest.fixture
def detector(shared_models):
    return shared_models / "mini" / "det_500m.onnx"


def learnt(network):
    """Change a network's weights a little, each in its own way, as training would."""
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for parameter in network.parameters():
            change = torch.randn(parameter.shape, generator=generator)
            parameter += 0.02 * parameter.abs().mean() * change
    return network


def network_of(kind, shared_models):
    if kind in PACKS:
        return learnt(import_network(next((shared_models / kind).glob("arcface*.onnx"))))
    torch.manual_seed(1)
    network = learnt(new_network(kind, 48))
    for layer in network.modules():
        if isinstance(layer, torch.nn.modules.batchnorm._BatchNorm):
            layer.momentum = None  # the statistics of all that was seen, as after a long training
    network.train()
    network(torch.rand(4, 3, 112, 112) * 255)
    return network


@pytest.mark.parametrize("kind", [*PACKS, "iresnet18", "mobile_facenet"])
def test_the_program_embeds_as_pytorch_does(kind, shared_models, detector, tmp_path, six_crops):
    network = network_of(kind, shared_models)
    pack = export_pack(Checkpoint(network, RECORD), detector, tmp_path / "mine")
    assert installed_packs(tmp_path)[0] == pack
    assert quick_recognizer(pack.recognition) != pack.recognition, "it isn't rewritten for speed"
    engine = load_engine(pack, Device.CPU)
    assert engine.identity.dimension == network.plan.dimension
    expected = embed_crops(network, six_crops)
    np.testing.assert_allclose(engine.embed_crops(list(six_crops)), expected, atol=1e-4)
    again = import_network(pack.recognition)
    np.testing.assert_allclose(embed_crops(again, six_crops), expected, atol=1e-4)
    model = onnx.load(str(pack.recognition))
    onnx.checker.check_model(model, full_check=True)
    shapes = [
        one.type.tensor_type.shape.dim for one in (model.graph.input[0], model.graph.output[0])
    ]
    assert [shape[0].dim_param for shape in shapes] == ["n", "n"]


@pytest.mark.parametrize("kind", ["mini", "plain_net"])
def test_half_precision_halves_the_file_and_changes_embeddings_little(
    kind, shared_models, detector, tmp_path, six_crops
):
    network = network_of(kind, shared_models)
    checkpoint = Checkpoint(network, RECORD)
    whole = export_pack(checkpoint, detector, tmp_path / "whole").recognition
    half = export_pack(checkpoint, detector, tmp_path / "half", half=True)
    assert half.recognition.stat().st_size < 0.55 * whole.stat().st_size
    expected = embed_crops(network, six_crops)
    given = load_engine(half, Device.CPU).embed_crops(list(six_crops))
    assert (given * expected).sum(axis=1).min() > 0.9999
    again = import_network(half.recognition)  # training goes on in single precision
    np.testing.assert_allclose(embed_crops(again, six_crops), given, atol=1e-4)
    assert all(one.dtype == torch.float32 for one in again.parameters())


@pytest.mark.parametrize("kind", ["mini", "plain_net"])
def test_a_model_may_look_at_mirror_images_as_well(
    kind, shared_models, detector, tmp_path, six_crops
):
    network = network_of(kind, shared_models)
    checkpoint = Checkpoint(network, RECORD)
    plain = load_engine(export_pack(checkpoint, detector, tmp_path / "plain"), Device.CPU)
    pack = export_pack(checkpoint, detector, tmp_path / "both", half=True, mirror=True)
    both = load_engine(pack, Device.CPU)
    upright, mirrored = (
        rows * lengths[:, None]
        for rows, lengths in map(plain.read_crops, (list(six_crops), [*six_crops[:, :, ::-1]]))
    )
    summed = upright + mirrored
    summed /= np.linalg.norm(summed, axis=1, keepdims=True)
    given = both.embed_crops(list(six_crops))
    assert (given * summed).sum(axis=1).min() > 0.9999
    assert np.abs(both.embed_crops([*six_crops[:, :, ::-1]]) - given).max() < 1e-4
    again = import_network(pack.recognition)
    expected = embed_crops(network, six_crops)
    assert (embed_crops(again, six_crops) * expected).sum(axis=1).min() > 0.9999


@pytest.fixture
def checkpoint(shared_models, tmp_path):
    """Return the file of a checkpoint of the pack mini, and its network."""
    network = network_of("mini", shared_models)
    file = tmp_path / "best.pt"
    write_checkpoint(file, Checkpoint(network, RECORD))
    return file, network


def test_the_pack_is_listed_used_and_imported(checkpoint, shared_models, tmp_path, astronaut):
    file, _ = checkpoint
    packs = tmp_path / "packs"
    home = {"FACEMIND_DATABASE": str(tmp_path / "own" / "known_faces.db")}
    given = CliRunner().invoke(app, [str(file), str(packs / "mine")])
    assert given.exit_code == 0
    assert str(packs / "mine") in given.stdout
    shutil.copytree(shared_models / "mini", packs / "mini")
    home |= {"FACEMIND_MODELS": str(packs), "FACEMIND_PACK": ""}
    assert "mine" in run_here("models", "list", **home).stdout
    assert run_here("enroll", "Eileen", astronaut, **home).returncode == 0
    assert run_here("models", "use", "mine", **home).returncode == 0
    answer = run_here("recognize", astronaut, "--json", **home)
    assert '"pack": "mine"' in answer.stdout
    assert '"name": "Eileen"' in answer.stdout
    with zipfile.ZipFile(tmp_path / "shared.zip", "w") as archive:
        for part in (packs / "mine").iterdir():
            archive.write(part, part.name)
    assert run_here("models", "import", tmp_path / "shared.zip", **home).returncode == 0
    assert (packs / "shared" / "card.md").is_file()


def test_the_card_tells_where_the_weights_came_from(checkpoint, tmp_path):
    file, _ = checkpoint
    CliRunner().invoke(
        app, [str(file), str(tmp_path / "packs" / "office"), "--detector", "mini_casia"]
    )
    words = (tmp_path / "packs" / "office" / "card.md").read_text("utf-8")
    said = (
        "# office", "mini (sha256 2f66b88c)", "345 photos of 12 people", "| rate | 0.0003 |",
        "| masked | 0.8812 |", "128 wide", "non-commercial",
    )  # fmt: skip
    assert [one for one in said if one not in words] == []


def test_a_detector_may_be_a_file_of_its_own(checkpoint, shared_models, tmp_path):
    file, _ = checkpoint
    own = tmp_path / "own_detector.onnx"
    shutil.copyfile(shared_models / "mini" / "det_500m.onnx", own)
    given = CliRunner().invoke(
        app, [str(file), str(tmp_path / "a" / "one"), "--detector", str(own)]
    )
    assert given.exit_code == 0, given.output
    assert (tmp_path / "a" / "one" / own.name).read_bytes() == own.read_bytes()
    for wrong in (tmp_path / "no.onnx", tmp_path / "a" / "one" / pack_export.RECOGNIZER):
        given = CliRunner().invoke(
            app, [str(file), str(tmp_path / "b" / "two"), "--detector", str(wrong)]
        )
        assert given.exit_code == 1
        assert wrong.name in given.stderr
        assert not (tmp_path / "b").exists()


def test_a_pack_of_that_name_is_left_alone(checkpoint, detector, tmp_path):
    file, _ = checkpoint
    (tmp_path / "mine").mkdir()
    given = CliRunner().invoke(app, [str(file), str(tmp_path / "mine")])
    assert given.exit_code == 1
    assert "mine" in given.stderr
    assert not list((tmp_path / "mine").iterdir())


def test_a_name_that_no_pack_may_have_is_refused(checkpoint, detector, tmp_path):
    _, network = checkpoint
    with pytest.raises(ModelError):
        export_pack(Checkpoint(network, RECORD), detector, tmp_path / "none")


def test_a_model_that_comes_out_different_is_not_left_behind(
    checkpoint, detector, tmp_path, monkeypatch
):
    _, network = checkpoint
    monkeypatch.setattr(pack_export, "embedding_difference", lambda network, recognizer: np.nan)
    with pytest.raises(TrainError) as caught:
        export_pack(Checkpoint(network, RECORD), detector, tmp_path / "packs" / "mine")
    assert caught.value.key == "export_differs"
    assert not list((tmp_path / "packs").iterdir())


def test_a_missing_checkpoint_is_said_in_a_sentence(tmp_path):
    given = CliRunner().invoke(app, [str(tmp_path / "no.pt"), str(tmp_path / "mine")])
    assert given.exit_code == 1
    assert "no.pt" in given.stderr
