from itertools import pairwise

import cv2
import numpy as np
import pytest
from live_scenes import side_by_side, talking

from face_process.boxes import overlap, pairs
from face_process.motion import follow, is_cut, likeness, view


def moved(image, dx, dy, scale=1.0):
    """Return a picture shifted by pixels and scaled about its middle."""
    height, width = image.shape[:2]
    middle = np.float32([width / 2, height / 2])
    shift = np.float32([dx, dy]) + middle * (1 - scale)
    matrix = np.float32([[scale, 0, shift[0]], [0, scale, shift[1]]])
    return cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)


@pytest.fixture(scope="module")
def head(shared_data):
    return cv2.resize(talking(shared_data, "d19", 1)[0], (960, 960))


BOX = np.float32([330, 250, 630, 650])


@pytest.mark.parametrize("shift", [(0, 0), (9, -6), (-20, 14)])
def test_a_face_is_followed_where_it_goes(head, shift):
    (box,) = follow(view(head), view(moved(head, *shift)), [BOX])
    np.testing.assert_allclose(box, BOX + np.float32([*shift, *shift]), atol=4)


def test_a_face_that_comes_closer_gets_a_larger_box(head):
    (box,) = follow(view(head), view(moved(head, 0, 0, scale=1.05)), [BOX])
    assert (box[2] - box[0]) / 300 == pytest.approx(1.05, abs=0.02)


def test_a_face_that_is_gone_is_lost_or_looks_different(head):
    before, wall = view(head), view(np.full_like(head, 120))
    (box,) = follow(before, wall, [BOX])
    assert box is None or likeness(before.patch(BOX), wall.patch(box)) < 0.5
    assert follow(before, before, []) == []


def test_a_face_that_leaves_the_picture_is_lost(head):
    edge = np.float32([-200, 250, 100, 650])
    assert follow(view(head), view(moved(head, -30, 0)), [edge]) == [None]


def test_a_cut_is_told_from_motion(shared_data):
    one, other = talking(shared_data, "d19", 25), talking(shared_data, "d12", 25)
    assert is_cut(view(one[0]), view(other[0]))
    assert not any(is_cut(view(a), view(b)) for a, b in pairwise(one))
    wide, tall = side_by_side(one[:1], one[:1])[0], one[0]
    assert is_cut(view(wide), view(tall))


def test_the_same_face_a_moment_later_is_more_alike_than_another(shared_data):
    one, other = talking(shared_data, "d19", 3), talking(shared_data, "d12", 1)
    box = np.float32([100, 80, 260, 280])
    patches = [view(image).patch(box) for image in (*one, *other)]
    assert likeness(patches[0], patches[1]) > 0.9
    assert likeness(patches[0], patches[3]) < 0.75


def test_boxes_that_overlap_most_are_paired_first_and_only_once():
    first, second = np.float32([0, 0, 100, 100]), np.float32([30, 0, 130, 100])
    assert overlap(first, first) == 1
    assert overlap(first, np.float32([200, 200, 300, 300])) == 0
    assert pairs([first, second], [second]) == {1: 0}
    assert pairs([first, second], [second, first]) == {0: 1, 1: 0}
    assert pairs([first], []) == {}
