import numpy as np
import pytest
import torch

from arcface_train.backbones import new_network
from arcface_train.embedder import TorchEmbedder
from arcface_train.face_set import read_face_set
from arcface_train.kept import KEPT, kept_embeddings, person_means, targets
from arcface_train.pictures import pictures_of
from arcface_train.processes import Processes
from tests.arcface_train.face_sets import make_face_set, photos_of


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


@pytest.fixture
def kept():
    return unit(np.random.default_rng(1).standard_normal((2, 5, 8))).astype(np.float32)


def test_a_picture_is_to_be_the_mean_of_itself_and_its_mirror_image(kept):
    wanted = targets(kept, np.array([0, 1, 2, 0, -1]), person=0)
    assert wanted == pytest.approx(unit(kept.mean(axis=0)), abs=1e-6)


def test_the_pictures_of_a_person_come_nearer_to_each_other_and_others_stay(kept):
    labels = np.array([0, 1, 0, -1, -1])
    own, wanted = targets(kept, labels, person=0), targets(kept, labels, person=0.3)
    assert np.linalg.norm(wanted, axis=1) == pytest.approx(1, abs=1e-6)
    assert wanted[0] @ wanted[2] > own[0] @ own[2] + 0.05
    assert wanted[[1, 3, 4]] == pytest.approx(own[[1, 3, 4]], abs=1e-6)
    together = targets(kept, labels, person=1)
    assert together[0] == pytest.approx(together[2], abs=1e-6)


def test_pictures_of_nobody_known_need_no_people(kept):
    nobody = np.full(5, -1)
    assert np.array_equal(targets(kept, nobody, person=0.5), targets(kept, nobody, person=0))


def test_a_persons_mean_leaves_out_the_pictures_of_others(kept):
    means = person_means(kept[0], np.array([1, 0, 1, -1, -1]))
    assert means == pytest.approx(unit(np.stack([kept[0][1], kept[0][0] + kept[0][2]])), abs=1e-6)


def test_kept_embeddings_are_computed_once_for_a_network(shared_data, aligned, tmp_path):
    photos = photos_of(shared_data / "lfw" / "known", people=2, each=1)
    faces = make_face_set(tmp_path / "faces", aligned, photos)
    pictures = pictures_of([read_face_set(faces)])
    networks = [new_network("plain_net", 16).eval() for _ in range(2)]
    computed = []

    def kept_by(network):
        alone, embedder = Processes(0, 1, torch.device("cpu")), TorchEmbedder(network)
        return np.array(
            kept_embeddings(pictures, embedder, tmp_path / KEPT, alone, computed.append)
        )

    first, again, other = (kept_by(networks[which]) for which in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other, atol=1e-3)
    assert computed == [2, 2]
