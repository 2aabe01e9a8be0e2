"""The margins against plain versions of their papers' formulas, and their gradients."""

import math

import numpy as np
import pytest
import torch

from arcface_train.margins import AdaFace, ArcFace

LABELS = np.array([0, 2, 1, 2, 0])
NORMS = np.array([3.0, 40.0, 21.0, 18.0, 400.0])
COSINES = np.random.default_rng(3).uniform(-0.99, 0.99, (5, 3))
COSINES[1, 2] = -0.95  # past 180° once the margin is added
COSINES[4, 0] = 0.999


def plain_arcface(cosines, labels, margin, scale):
    logits = cosines.copy()
    for face, person in enumerate(labels):
        angle = math.acos(cosines[face, person])
        if angle + margin < math.pi:
            logits[face, person] = math.cos(angle + margin)
        else:
            logits[face, person] = cosines[face, person] - margin * math.sin(margin)
    return logits * scale


def plain_adaface(cosines, labels, norms, mean, spread):
    margin, concentration, scale = 0.4, 0.333, 64
    logits = cosines.copy()
    for face, person in enumerate(labels):
        norm = min(max(norms[face], 0.001), 100)
        clearness = (norm - mean) / ((spread + 0.001) / concentration)
        clearness = min(max(clearness, -1), 1)
        angle = math.acos(cosines[face, person]) - margin * clearness
        angle = min(max(angle, 0), math.pi)
        logits[face, person] = math.cos(angle) - (margin * clearness + margin)
    return logits * scale


def logits_of(margin, cosines=COSINES, norms=NORMS):
    return margin(torch.tensor(cosines), torch.tensor(LABELS), torch.tensor(norms))


@pytest.mark.parametrize(("margin", "scale"), [(0.5, 64.0), (0.3, 32.0)])
def test_arcface_is_the_papers(margin, scale):
    given = logits_of(ArcFace(margin, scale).double())
    np.testing.assert_allclose(given, plain_arcface(COSINES, LABELS, margin, scale), atol=1e-4)


def test_adaface_is_the_papers():
    margin = AdaFace().double().eval()
    margin.mean.fill_(20)
    margin.spread.fill_(6)
    expected = plain_adaface(COSINES, LABELS, NORMS, 20, 6)
    np.testing.assert_allclose(logits_of(margin), expected, atol=1e-4)


def test_adaface_learns_what_norms_are_usual_while_training_only():
    margin = AdaFace().double()
    logits_of(margin)
    seen = np.minimum(NORMS, 100)
    assert margin.mean == pytest.approx(0.99 * 20 + 0.01 * seen.mean())
    assert margin.spread == pytest.approx(0.99 * 100 + 0.01 * seen.std(ddof=1))
    learnt = margin.mean.clone()
    logits_of(margin.eval())
    assert margin.mean == learnt


def test_adaface_keeps_a_clear_face_farther_from_the_others():
    margin = AdaFace().double().eval()
    margin.spread.fill_(6)
    cosines = np.full((5, 3), 0.6)
    blurred, clear = logits_of(margin, cosines, np.array([8.0, 32, 20, 20, 20]))[[0, 1], [0, 2]]
    assert clear < blurred


@pytest.mark.parametrize("kind", [ArcFace, AdaFace])
def test_gradients_are_those_of_finite_differences(kind):
    margin = kind().double().eval()
    cosines = torch.tensor(COSINES, requires_grad=True)
    labels, norms = torch.tensor(LABELS), torch.tensor(NORMS)
    assert torch.autograd.gradcheck(lambda one: margin(one, labels, norms), (cosines,))


@pytest.mark.parametrize("kind", [ArcFace, AdaFace])
@pytest.mark.parametrize("cosine", [1.0, -1.0])
def test_a_face_on_its_centre_or_opposite_has_a_gradient(kind, cosine):
    cosines = torch.full((1, 2), cosine, requires_grad=True)
    kind()(cosines, torch.tensor([0]), torch.tensor([20.0])).sum().backward()
    assert torch.isfinite(cosines.grad).all()
