"""A detector learns from a handful of pictures, goes on where it stood, and is read by others."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from arcface_train.detector.detector_export import export_detector
from arcface_train.detector.detector_run import read_network
from arcface_train.detector.network import Detector, DetectorPlan
from arcface_train.detector.onnx_detector import from_onnx
from arcface_train.detector.recipe import DetectorRecipe
from arcface_train.detector.training import DetectorTraining, Length, train
from face_process.errors import TrainError
from face_process.insightface_models import SCRFD

RECIPE = replace(DetectorRecipe(), batch=4, side=160, learning_rate=2e-3)


def learn(labels, folder, steps, told=lambda entry: None, recipe=RECIPE, begun=None):
    folder.mkdir(exist_ok=True)
    train(DetectorTraining(labels, None, recipe, Length(steps, None), folder, begun, 0), told)
    return read_network(folder).state_dict()


@pytest.fixture(scope="module")
def learnt(labels, tmp_path_factory):
    """Return the folder of a short training, and what was told of it."""
    folder, entries = tmp_path_factory.mktemp("run"), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("arcface_train.detector.training.LOOK_EVERY", 30)
        learn(labels, folder, 120, entries.append)
    return folder, entries


def test_what_is_learnt_costs_less_than_before(labels, learnt, tmp_path):
    before = []
    learn(labels, tmp_path, 2, before.append)
    first, last = before[0], learnt[1][-1]
    assert last.score_loss < 0.8 * first.score_loss
    assert last.box_loss < first.box_loss
    assert last.landmark_loss < first.landmark_loss


def test_insightface_reads_what_was_trained(learnt, astronaut, tmp_path):
    file = tmp_path / "detector.onnx"
    made = export_detector(read_network(learnt[0]), file)
    assert made.difference < 1e-4
    model = SCRFD(str(file))
    model.prepare(-1, input_size=(160, 224), det_thresh=0.01)
    assert (model.fmc, model._num_anchors, model.use_kps) == (3, 2, True)
    boxes, landmarks = model.detect(np.full((224, 160, 3), 120, np.uint8))
    assert boxes.shape[1:] == (5,)
    assert landmarks is None or landmarks.shape[1:] == (5, 2)


def test_half_precision_makes_the_file_half_as_large_and_answers_alike(learnt, tmp_path):
    network = read_network(learnt[0])
    whole = export_detector(network, tmp_path / "whole.onnx")
    half = export_detector(network, tmp_path / "half.onnx", half=True)
    assert half.size < 0.6 * whole.size
    assert half.halved < 0.05


def test_weights_come_back_from_the_file_as_they_were(tmp_path):
    torch.manual_seed(3)
    network = Detector(DetectorPlan())
    export_detector(network, tmp_path / "one.onnx")
    again = from_onnx(tmp_path / "one.onnx")
    assert again.plan == network.plan
    for name, value in network.state_dict().items():
        assert torch.allclose(again.state_dict()[name], value, atol=1e-6), name


def test_a_training_that_was_stopped_ends_with_the_same_weights(labels, tmp_path, monkeypatch):
    class Stopped(Exception):  # noqa: N818 - as when the power fails
        pass

    def stop(_entry):
        raise Stopped

    monkeypatch.setattr("arcface_train.detector.training.LOOK_EVERY", 3)
    whole = learn(labels, tmp_path / "whole", 6)
    with pytest.raises(Stopped):
        learn(labels, tmp_path / "halves", 6, stop)
    halves = learn(labels, tmp_path / "halves", 6)
    assert all(torch.equal(value, halves[name]) for name, value in whole.items())
    with pytest.raises(TrainError, match="another"):
        learn(labels, tmp_path / "halves", 6, recipe=replace(RECIPE, batch=2))


def test_a_training_goes_on_from_a_file(labels, learnt, tmp_path):
    entries = []
    learn(labels, tmp_path / "more", 2, entries.append, begun=learnt[0] / "best.onnx")
    fresh = []
    learn(labels, tmp_path / "fresh", 2, fresh.append)
    assert entries[0].score_loss < 0.8 * fresh[0].score_loss
