"""One way to embed crops, whatever kind of model is judged."""

import subprocess
import sys

import numpy as np
import pytest

from arcface_train import torch_here
from arcface_train.embedder import open_embedder
from face_process.errors import ModelError, TrainError
from tests.command_line import PROJECT


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_an_onnx_model_gives_what_the_program_gives(shared_models, engine, six_crops, count):
    model = open_embedder(shared_models / "mini" / "arcface_mobilefacenet.onnx")
    given, expected = model.embed(six_crops[:count]), engine.embed_crops(list(six_crops[:count]))
    assert given.dtype == np.float32
    assert given.shape == expected.shape
    np.testing.assert_allclose(given, expected, atol=1e-5)


def test_a_pack_may_be_its_folder_or_its_name(shared_models, six_crops):
    by_folder, by_name = open_embedder(shared_models / "mini_casia"), open_embedder("mini_casia")
    np.testing.assert_array_equal(by_folder.embed(six_crops[:1]), by_name.embed(six_crops[:1]))


@pytest.mark.parametrize("name", ["nobody", "missing.onnx"])
def test_what_is_no_model_is_said(name):
    with pytest.raises(ModelError) as caught:
        open_embedder(name)
    assert name in caught.value.sentence("en")


def test_onnx_models_need_no_pytorch():
    program = "import sys; import arcface_train.embedder; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=True, timeout=120)


def test_a_checkpoint_without_pytorch_is_said(monkeypatch):
    monkeypatch.setattr(torch_here, "find_spec", lambda _name: None)
    with pytest.raises(TrainError) as caught:
        open_embedder("best.pt")
    assert "requirements-train.txt" in caught.value.sentence("en")
