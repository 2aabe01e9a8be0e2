import cv2
import numpy as np
import pytest

from arcface_train.detector.teacher import ask
from arcface_train.jitter import MIRRORED_ORDER
from face_process.image_file import read_image
from face_process.init_InsightFace import load_detector
from face_process.scrfd import search
from merge.settings import Device


@pytest.fixture(scope="module")
def teacher(shared_models):
    return load_detector(shared_models / "mini" / "det_500m.onnx", Device.CPU)


def test_landmarks_count_from_the_edge_in_photo_and_mirror_image(teacher, group_photo):
    image = read_image(group_photo)
    longest, width = max(image.shape[:2]), image.shape[1]
    plain = search(teacher, image, longest, 0.6)
    mirrored = search(teacher, cv2.flip(image, 1), longest, 0.6)
    back = mirrored.landmarks[:, MIRRORED_ORDER].copy()
    back[..., 0] = width - back[..., 0]
    away = np.abs(plain.landmarks[:, None] - back[None]).sum(axis=(2, 3))
    shifts = (plain.landmarks - back[away.argmin(axis=1)])[..., 0]
    assert abs(shifts.mean()) < 0.3


def test_what_is_found_at_several_sizes_lies_where_one_look_finds_it(teacher, group_photo):
    image = read_image(group_photo)
    once = search(teacher, image, max(image.shape[:2]), 0.6)
    found = ask(teacher, image)
    away = np.abs(once.landmarks[:, None] - found.landmarks[None]).sum(axis=(2, 3))
    shifts = once.landmarks - found.landmarks[away.argmin(axis=1)]
    assert len(once) == 6
    np.testing.assert_allclose(shifts.mean(axis=(0, 1)), 0, atol=0.4)
