"""Frames and labels are legible wherever a face is, on pictures of every size."""

import numpy as np
import pytest

from face_process.draw import Look, draw_faces, draw_frame, draw_label, label
from face_process.types import DetectedFace, Match, RecognizedFace


def face(box, name="Anna", similarity=0.62, threshold=0.5):
    found = DetectedFace(np.array(box, np.float32), np.zeros((5, 2), np.float32), 0.9)
    match = None if name is None else Match(1, name, similarity, 1)
    return RecognizedFace(found, match, threshold)


def grey(width, height):
    return np.full((height, width, 3), 128, np.uint8)


def test_the_image_given_stays_as_it_is():
    image = grey(640, 480)
    drawn = draw_faces(image, [face((100, 100, 200, 220))], "en")
    assert (image == 128).all()
    assert drawn.shape == image.shape
    assert (drawn != image).any()


def test_an_image_without_faces_comes_back_as_a_copy():
    image = grey(64, 48)
    drawn = draw_faces(image, [], "en")
    assert np.array_equal(drawn, image)
    assert drawn is not image


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (face((0, 0, 9, 9), "张三"), "张三 0.62"),
        (face((0, 0, 9, 9), "Anna", 0.31), "Unknown 0.31"),
        (face((0, 0, 9, 9), None), "Unknown"),
    ],
    ids=["known", "too far", "nobody enrolled"],
)
def test_a_label_says_name_and_similarity(who, words):
    assert label(who, "en") == words


def test_strangers_are_called_so_in_chinese_too():
    assert label(face((0, 0, 9, 9), None), "zh") == "未知"


@pytest.mark.parametrize(
    "box",
    [
        *[(0, 0, 90, 110), (560, 0, 640, 100), (0, 380, 80, 480), (560, 380, 640, 480)],
        *[(0, 0, 640, 480), (-30, -40, 60, 70), (600, 440, 700, 520), (300, 200, 301, 201)],
    ],
    ids=str,
)
def test_a_label_at_any_edge_is_whole(box):
    image = grey(640, 480)
    area = draw_label(image, box, "Anna Schmidt 0.62", Look.KNOWN)
    assert area.left >= 0
    assert area.top >= 0
    assert area.right <= 640
    assert area.bottom <= 480
    inside = image[area.top : area.bottom, area.left : area.right]
    assert (inside == Look.KNOWN.letters).all(axis=2).any()
    outside = image.copy()
    outside[area.top : area.bottom, area.left : area.right] = 128
    assert (outside == 128).all()


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (8, 8), (40, 12), (12, 300)], ids=str)
def test_tiny_images_are_no_error(size):
    drawn = draw_faces(grey(*size), [face((0, 0, *size), "Anna Schmidt")], "en")
    assert drawn.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("name", ["W" * 64, "张" * 64, "محمد " * 12], ids=["latin", "zh", "arabic"])
def test_long_names_are_shortened_to_the_image(name):
    image = grey(300, 200)
    area = draw_label(image, (200, 100, 260, 170), f"{name} 0.62", Look.KNOWN)
    assert 0 <= area.left < area.right <= 300


@pytest.mark.parametrize("side", [300, 1280, 7680])
def test_letters_grow_with_the_image(side):
    image = grey(side, side)
    box = np.array((0.4, 0.4, 0.5, 0.52)) * side
    area = draw_label(image, box, "Anna 0.62", Look.KNOWN)
    height = area.bottom - area.top
    assert height >= 13
    assert side / 60 < height < side / 10


def test_labels_of_neighbours_do_not_cover_each_other_or_their_faces():
    image = grey(640, 480)
    faces = [face((100, 200, 180, 300), "Anna Schmidt"), face((190, 200, 270, 300), "Bob Miller")]
    first = draw_label(image.copy(), faces[0].face.box, label(faces[0], "en"), Look.KNOWN)
    second = draw_label(image.copy(), faces[1].face.box, label(faces[1], "en"), Look.KNOWN, [first])
    assert not first.overlaps(second)


def test_known_unknown_and_undecided_differ_in_form_not_in_hue_alone():
    inked = {}
    for look in Look:
        image = grey(200, 200)
        draw_frame(image, (40, 40, 160, 160), look)
        inked[look] = (image != 128).any(axis=2)
    edge = np.s_[38:43, 95:105]  # the middle of the upper side
    assert inked[Look.KNOWN][edge].any()
    assert not inked[Look.UNKNOWN][edge].any()
    assert inked[Look.UNDECIDED].sum() < inked[Look.UNKNOWN].sum()


@pytest.mark.parametrize("look", Look, ids=lambda look: look.value)
def test_letters_stand_out_from_their_paper(look):
    def luminance(colour):
        linear = [
            (c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4) for c in colour
        ]
        return 0.0722 * linear[0] + 0.7152 * linear[1] + 0.2126 * linear[2]

    bright, dark = luminance(look.letters), luminance(look.paper)
    assert (bright + 0.05) / (dark + 0.05) > 4.5  # WCAG 2, level AA
