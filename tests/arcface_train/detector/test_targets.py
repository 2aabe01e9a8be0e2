import numpy as np
import pytest

from arcface_train.detector.crops import CropFaces
from arcface_train.detector.network import ANCHORS, STRIDES
from arcface_train.detector.targets import FACELESS, IGNORED, grid_of, owners

SIDE = 320


def faces_of(*boxes, ignored=()):
    count = len(boxes)
    return CropFaces(
        np.array(boxes, np.float32).reshape(-1, 4),
        np.zeros((count, 5, 2), np.float32),
        np.ones((count, 5), bool),
        np.array(ignored, np.float32).reshape(-1, 4),
    )


def square(x, y, size):
    return x - size / 2, y - size / 2, x + size / 2, y + size / 2


def test_answers_stand_in_the_order_of_the_network():
    grid = grid_of(64)
    assert len(grid) == sum((64 // stride) ** 2 for stride in STRIDES) * ANCHORS
    assert grid.points[:4].tolist() == [[0, 0], [0, 0], [8, 0], [8, 0]]
    assert grid.points[8 * ANCHORS].tolist() == [0, 8]
    assert grid.strides[[0, -1]].tolist() == [8, 32]


@pytest.mark.parametrize(
    ("size", "stride", "anchor"),
    [(12, 8, 0), (32, 8, 1), (62, 16, 0), (110, 16, 1), (190, 32, 0), (280, 32, 1)],
)
def test_a_face_belongs_to_the_anchor_of_its_size_near_its_middle(size, stride, anchor):
    grid = grid_of(SIDE)
    found = np.flatnonzero(owners(faces_of(square(160, 160, size)), grid) == 0)
    assert set(grid.strides[found]) == {stride}
    assert set(found % ANCHORS) == {anchor}
    assert np.abs(grid.points[found] - 160).max() <= max(0.25 * size, 0.6 * stride)


@pytest.mark.parametrize("size", np.geomspace(9, 320, 25).round(1).tolist())
def test_every_face_is_to_be_found_wherever_it_is(size):
    for middle in (100.0, 101.7, 106.3, 111.9):
        found = owners(faces_of(square(middle, middle + 3, size)), grid_of(SIDE))
        assert (found == 0).any()


def test_where_something_may_be_a_face_nothing_is_learnt():
    grid = grid_of(SIDE)
    found = owners(faces_of(square(80, 80, 32), ignored=[(200, 200, 260, 260)]), grid)
    inside = ((grid.points > 200) & (grid.points < 260)).all(axis=1)
    tiny = grid.bands[:, 1] <= 30
    assert (found[inside & ~tiny] == IGNORED).all()
    assert (found[inside & tiny] == FACELESS).all(), "there is no small face within it"
    assert found[np.linalg.norm(grid.points - (200, 80), axis=1).argmin()] == FACELESS


def test_eyes_and_mouth_of_a_face_larger_than_the_crop_are_no_faces():
    grid = grid_of(SIDE)
    found = owners(faces_of(ignored=[(0, 0, SIDE, SIDE)]), grid)
    small = grid.bands[:, 1] <= SIDE / 2
    assert (found[small] == FACELESS).all()
    assert (found[~small] == IGNORED).all()


def test_of_two_faces_an_answer_finds_the_nearer():
    near, far = square(96, 96, 32), square(104, 96, 34)
    grid = grid_of(SIDE)
    found = owners(faces_of(near, far), grid)
    at = {tuple(point): found[row] for row, point in enumerate(grid.points) if found[row] >= 0}
    assert at[96, 96] == 0
    assert at[104, 96] == 1


def test_a_picture_without_faces_finds_nothing():
    assert (owners(faces_of(), grid_of(SIDE)) == FACELESS).all()
