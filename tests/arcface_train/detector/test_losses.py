import numpy as np
import pytest
import torch

from arcface_train.detector.losses import landmark_distance, overlaps, quality_focal

RANDOM = np.random.default_rng(5)


def test_quality_focal_is_that_of_the_paper():
    logits, qualities = RANDOM.normal(0, 3, 20), RANDOM.uniform(0, 1, 20)
    score = 1 / (1 + np.exp(-logits))
    entropy = -(qualities * np.log(score) + (1 - qualities) * np.log(1 - score))
    expected = np.abs(qualities - score) ** 2 * entropy
    got = quality_focal(torch.from_numpy(logits), torch.from_numpy(qualities))
    np.testing.assert_allclose(got.numpy(), expected, rtol=1e-6)


def generalised(one, other):
    """Plainly, as in the paper."""
    common = np.prod(
        np.clip(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0, 9e9)
    )
    union = np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2]) - common
    around = np.prod(np.maximum(one[2:], other[2:]) - np.minimum(one[:2], other[:2]))
    return common / union, common / union - (around - union) / around


def test_overlaps_are_those_of_the_paper():
    corners, sizes = RANDOM.uniform(0, 50, (2, 30, 2)), RANDOM.uniform(1, 40, (2, 30, 2))
    boxes, others = np.concatenate([corners, corners + sizes], axis=2)
    expected = np.array([generalised(one, other) for one, other in zip(boxes, others, strict=True)])
    got = overlaps(torch.from_numpy(boxes), torch.from_numpy(others))
    np.testing.assert_allclose(torch.stack(got, dim=1).numpy(), expected, rtol=1e-5)


def test_boxes_apart_still_learn_where_to_go():
    box = torch.tensor([[0.0, 0.0, 10.0, 10.0]], requires_grad=True)
    shared, fit = overlaps(box, torch.tensor([[30.0, 0.0, 40.0, 10.0]]))
    fit.sum().backward()
    assert shared.item() == 0
    assert box.grad[0, 2] > 0


def test_landmarks_cost_shares_of_the_face_and_hidden_ones_nothing():
    there = torch.zeros(2, 5, 2)
    found = there.clone()
    found[0, 0] = torch.tensor([3.0, 1.0])
    found[1, 2] = 7.0
    seen = torch.ones(2, 5)
    seen[1, 2] = 0
    got = landmark_distance(found, there, torch.tensor([40.0, 40.0]), seen)
    assert got.tolist() == pytest.approx([(2 / 40) / 5, 0])
    assert landmark_distance(found, there, torch.tensor([40.0, 40.0]), 0 * seen).tolist() == [0, 0]
