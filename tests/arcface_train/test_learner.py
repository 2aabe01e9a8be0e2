from dataclasses import astuple, replace

import numpy as np
import pytest
import torch

from arcface_train.backbones import new_network
from arcface_train.batches import Batch
from arcface_train.learner import Learner, Task
from arcface_train.margins import ArcFace
from arcface_train.partial_fc import PartialFC
from arcface_train.pictures import NOBODY
from arcface_train.recipes import RECIPES

RECIPE = replace(RECIPES["small"], class_weight=2.0, keep_weight=3.0)


@pytest.fixture
def task():
    torch.manual_seed(0)
    return Task(new_network("mobile_facenet", 16), PartialFC(4, 16, ArcFace()), RECIPE).eval()


@pytest.fixture
def pixels():
    return torch.rand(4, 3, 112, 112) * 255


def losses(task, pixels, labels, targets):
    return task(pixels, torch.tensor(labels), targets, torch.empty(len(labels), 0))


def test_losses_are_weighed_by_the_recipe(task, pixels):
    targets = torch.nn.functional.normalize(torch.rand(4, 16))
    whole, of_class, of_keeping = losses(task, pixels, [0, 1, 2, 3], targets)
    assert whole.item() == pytest.approx((2 * of_class + 3 * of_keeping).item())
    assert of_class > 0
    assert 0 < of_keeping < 2


def test_what_is_kept_costs_nothing_and_without_targets_nothing_is_kept(task, pixels):
    with torch.no_grad():
        same = torch.nn.functional.normalize(task.network(pixels))
    assert losses(task, pixels, [0] * 4, same)[2].item() == pytest.approx(0, abs=1e-5)
    assert losses(task, pixels, [0] * 4, torch.empty(4, 0))[2].item() == 0


@pytest.mark.parametrize("width", [16, 24])
def test_similarities_between_pictures_cost_where_they_differ_from_a_teachers(pixels, width):
    torch.manual_seed(0)
    task = Task(new_network("mobile_facenet", 16), None, replace(RECIPE, relations=5.0)).eval()
    targets = torch.nn.functional.normalize(torch.rand(4, 16))
    alike = torch.nn.functional.normalize(torch.rand(4, width))
    alone = losses(task, pixels, [0] * 4, targets)[2]
    related = task(pixels, torch.tensor([0] * 4), targets, alike)[2]
    vectors = torch.nn.functional.normalize(task.network(pixels)).detach().numpy()
    differences = vectors @ vectors.T - alike.numpy() @ alike.numpy().T
    assert (related - alone).item() == pytest.approx(5 * (differences**2).mean(), rel=1e-3)


def test_pictures_of_nobody_count_for_no_class_but_every_weight_has_a_gradient(task, pixels):
    half = losses(task, pixels, [0, 1, NOBODY, NOBODY], torch.empty(4, 0))[1]
    known = losses(task, pixels[:2], [0, 1], torch.empty(2, 0))[1]
    assert half.item() == pytest.approx(known.item() / 2, rel=1e-4)
    nobody = losses(task, pixels, [NOBODY] * 4, torch.empty(4, 0))
    assert nobody[1].item() == 0
    nobody[0].backward()
    assert task.head.centres.grad is not None


def learnt(recipe, at_once, monkeypatch, alike=0):
    """Return what a step of seven pictures costs, and the gradients it followed.

    ``alike`` is how wide the embeddings of a teacher are; 0 without one.
    """
    monkeypatch.setattr("arcface_train.learner.AT_ONCE", at_once)
    torch.manual_seed(0)
    task = Task(new_network("mobile_facenet", 16), PartialFC(4, 16, ArcFace()), recipe)
    learner = Learner(task, recipe, 10, 0, torch.device("cpu"))
    random = np.random.default_rng(0)
    crops = random.integers(0, 256, (7, 112, 112, 3), dtype=np.uint8)
    labels = np.array([0, 1, NOBODY, 3, NOBODY, 2, 1])
    targets = torch.nn.functional.normalize(torch.rand(7, 16))
    batch = Batch(crops, np.arange(7), labels)
    losses = learner.learn(batch, targets, torch.rand(7, alike))
    return losses, {n: one.grad for n, one in task.named_parameters() if one.requires_grad}


def test_a_batch_in_parts_teaches_what_it_does_as_a_whole(monkeypatch):
    parts, in_parts = learnt(RECIPE, 3, monkeypatch)
    whole, at_once = learnt(RECIPE, 64, monkeypatch)
    assert astuple(parts) == pytest.approx(astuple(whole), rel=1e-4)
    for name, gradient in at_once.items():
        tolerance = 1e-4 * gradient.abs().max()
        assert torch.allclose(in_parts[name], gradient, atol=tolerance, rtol=1e-3), name


def test_a_batch_whose_pictures_count_together_is_not_parted(monkeypatch):
    parts, _ = learnt(RECIPE, 3, monkeypatch, alike=8)
    whole, _ = learnt(RECIPE, 64, monkeypatch, alike=8)
    assert parts == whole
