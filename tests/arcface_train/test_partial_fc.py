"""The loss against all centres, and against a sample of them."""

import numpy as np
import pytest
import torch
from torch.func import functional_call

from arcface_train.margins import AdaFace, ArcFace
from arcface_train.partial_fc import PartialFC

PEOPLE, WIDTH = 40, 16


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(7)


def batch(faces=6):
    return torch.randn(faces, WIDTH) * 5, torch.arange(faces) * 3


def plain_loss(vectors, labels, centres, margin=0.5, scale=64):
    losses = []
    for vector, person in zip(vectors, labels, strict=True):
        cosines = np.array(
            [vector @ one / np.linalg.norm(vector) / np.linalg.norm(one) for one in centres]
        )
        angle = np.arccos(cosines[person]) + margin
        assert angle < np.pi
        cosines[person] = np.cos(angle)
        losses.append(np.log(np.exp(scale * cosines).sum()) - scale * cosines[person])
    return np.mean(losses)


def test_it_is_the_cross_entropy_of_all_centres():
    head = PartialFC(PEOPLE, WIDTH, ArcFace())
    vectors, labels = batch()
    expected = plain_loss(vectors.numpy(), labels.numpy(), head.centres.detach().numpy())
    assert head(vectors, labels).item() == pytest.approx(expected, rel=1e-4)


def test_gradients_are_those_of_finite_differences():
    head = PartialFC(5, 3, ArcFace(scale=4.0)).double()
    vectors = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    centres = torch.randn(5, 3, dtype=torch.float64, requires_grad=True)
    labels = torch.tensor([0, 4, 1, 1])

    def loss(vectors, centres):
        return functional_call(head, {"centres": centres}, (vectors, labels))

    assert torch.autograd.gradcheck(loss, (vectors, centres))


def test_a_sample_holds_everyone_of_the_batch_and_only_the_sampled_learn():
    head = PartialFC(PEOPLE, WIDTH, ArcFace(), rate=0.25)
    vectors, labels = batch()
    head(vectors, labels).backward()
    learning = head.centres.grad.norm(dim=1) > 0
    assert learning[labels].all()
    assert learning.sum() == PEOPLE * 0.25


def test_a_sample_is_the_loss_against_its_own_centres():
    head = PartialFC(PEOPLE, WIDTH, ArcFace(), rate=0.3)
    vectors, labels = batch()
    loss = head(vectors, labels)
    loss.backward()
    chosen = (head.centres.grad.norm(dim=1) > 0).nonzero()[:, 0].tolist()
    among = np.array([chosen.index(person) for person in labels])
    expected = plain_loss(vectors.numpy(), among, head.centres.detach().numpy()[chosen])
    assert loss.item() == pytest.approx(expected, rel=1e-4)


def test_a_batch_of_more_people_than_the_sample_keeps_them_all():
    head = PartialFC(PEOPLE, WIDTH, ArcFace(), rate=0.01)
    vectors, labels = batch(12)
    head(vectors, labels).backward()
    assert (head.centres.grad.norm(dim=1) > 0).nonzero()[:, 0].tolist() == labels.tolist()


def test_samples_change_and_a_seed_repeats_them():
    head = PartialFC(PEOPLE, WIDTH, ArcFace(), rate=0.3)
    vectors, labels = batch()
    first, second = head(vectors, labels).item(), head(vectors, labels).item()
    assert first != second
    torch.manual_seed(1)
    again = head(vectors, labels).item()
    torch.manual_seed(1)
    assert head(vectors, labels).item() == again


@pytest.mark.parametrize("margin", [ArcFace, AdaFace])
def test_half_precision_around_it_changes_nothing(margin):
    head = PartialFC(PEOPLE, WIDTH, margin())
    head.margin.eval()
    vectors, labels = batch()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        inside = head(vectors, labels)
    assert inside.dtype == torch.float32
    assert inside.item() == head(vectors, labels).item()


def test_centres_that_begin_where_people_are_tell_them_apart_at_once():
    people = torch.randn(PEOPLE, WIDTH)
    vectors, labels = 5 * people[:6] + 0.1 * torch.randn(6, WIDTH), torch.arange(6)
    head = PartialFC(PEOPLE, WIDTH, ArcFace(0.0))
    anywhere = head(vectors, labels).item()
    length = head.centres.norm(dim=1).mean().item()
    head.begin_at(people)
    assert head(vectors, labels).item() < 0.1 * anywhere
    assert head.centres.norm(dim=1).mean().item() == pytest.approx(length, rel=0.1)
