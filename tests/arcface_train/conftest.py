"""Real faces, aligned, with the landmarks that were found in them."""

from typing import NamedTuple

import numpy as np
import pytest
import torch

from face_process.align import align, similarity_transform
from face_process.image_file import read_image
from face_process.types import Image


class AlignedFace(NamedTuple):
    """A crop and its landmarks."""

    crop: Image
    landmarks: np.ndarray


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Keep PyTorch to one thread: two that wait for each other are slow where others work too."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def aligned(engine):
    """Return how to get the aligned face of a photo."""

    def look(photo):
        image = read_image(photo)
        face = max(engine.detect(image), key=lambda one: one.width)
        matrix = similarity_transform(face.landmarks)
        landmarks = face.landmarks @ matrix[:, :2].T + matrix[:, 2]
        return AlignedFace(align(image, face.landmarks), landmarks.astype(np.float32))

    return look


@pytest.fixture(scope="session")
def portrait(aligned, astronaut):
    """Return the aligned face of scikit-image's astronaut."""
    return aligned(astronaut)


@pytest.fixture(scope="session")
def six_crops(engine, group_photo):
    """Return the aligned crops of the six people in the group photo, (6, 112, 112, 3)."""
    image = read_image(group_photo)
    return np.stack([align(image, face.landmarks) for face in engine.detect(image)])
