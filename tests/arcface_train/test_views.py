import numpy as np
import pytest

from arcface_train.face_set import read_face_set
from arcface_train.subjects import gather_subjects
from arcface_train.views import View, embed_views
from face_process.errors import TrainError
from tests.arcface_train.small_sets import known_photos, make_face_set, stranger_photos


class PixelEmbedder:
    """Takes a corner of the picture for its embedding, and keeps what it was shown."""

    def __init__(self):
        self.shown = []

    def embed(self, crops):
        self.shown += [crop.copy() for crop in crops]
        rows = crops[:, 60:80, :50].reshape(len(crops), -1).astype(np.float32) + 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def sets(engine, shared_data, tmp_path_factory):
    """Return the face sets of three people with two photos each, and of two strangers."""
    known = tmp_path_factory.mktemp("known")
    strangers = tmp_path_factory.mktemp("strangers")
    return (
        read_face_set(make_face_set(engine, known, known_photos(shared_data, 3, 2))),
        read_face_set(make_face_set(engine, strangers, stranger_photos(shared_data, 2))),
    )


@pytest.fixture
def subjects(sets):
    return gather_subjects(*sets)


def embed(subjects, views, models=1, seed=0):
    embedders = [PixelEmbedder() for _ in range(models)]
    counts = []
    return embedders, embed_views(embedders, subjects, views, seed, counts.append), counts[-1]


def test_strangers_come_after_the_people_to_be_known(subjects, sets):
    assert subjects.labels.tolist() == [0, 0, 1, 1, 2, 2, 3, 4]
    assert subjects.is_stranger.tolist() == [False] * 6 + [True] * 2
    assert (subjects.crop(7) == sets[1].crop(1)).all()
    assert (subjects.landmarks(6) == sets[1].landmarks[0]).all()


def test_without_strangers_those_with_a_single_photo_are_some(sets, engine, tmp_path, shared_data):
    photos = known_photos(shared_data, 2, 2) + stranger_photos(shared_data, 1)
    faces = read_face_set(make_face_set(engine, tmp_path, photos))
    alone = gather_subjects(faces, None)
    assert [faces.names[label] for label in np.unique(alone.labels[alone.is_stranger])] == [
        photos[-1].stem.rpartition("_")[0]
    ]


def test_a_stranger_who_is_to_be_known_is_refused(sets):
    with pytest.raises(TrainError, match="nobody of these"):
        gather_subjects(sets[0], sets[0])


def test_people_with_one_photo_each_are_too_few_to_evaluate_on(sets):
    with pytest.raises(TrainError, match="several photos"):
        gather_subjects(sets[1], None)


def test_both_models_see_the_same_pictures(subjects):
    embedders, _, count = embed(subjects, [View("clean"), View("masked")], models=2)
    first, second = (np.array(one.shown) for one in embedders)
    assert (first == second).all()
    assert (first[:8] != first[8:]).any(axis=(1, 2, 3)).all()
    assert count == 2 * 2 * len(subjects)


def test_the_seed_and_the_condition_alone_decide_where_a_mask_sits(subjects):
    alone = embed(subjects, [View("masked")])[1][0][View("masked")]
    after = embed(subjects, [View("sunglasses"), View("masked")])[1][0][View("masked")]
    other = embed(subjects, [View("masked")], seed=1)[1][0][View("masked")]
    assert (alone == after).all()
    assert (alone != other).any()


def test_an_embedding_is_averaged_with_that_of_the_mirror_image(subjects):
    plain, flipped = View("clean"), View("clean", flip=True)
    (embedder,), (seen,), _ = embed(subjects, [plain, flipped])
    mirrored = embedder.embed(np.stack([subjects.crop(row) for row in range(8)])[:, :, ::-1])
    both = seen[plain] + mirrored
    expected = both / np.linalg.norm(both, axis=1, keepdims=True)
    assert seen[flipped] == pytest.approx(expected, abs=1e-6)
