"""A handful of labelled pictures: the group photo and the astronaut, each in two sizes."""

from pathlib import Path

import cv2
import pytest

from arcface_train.detector.label import LabelJob, label_photos
from arcface_train.detector.labels import read_labels
from face_process.image_file import read_image
from merge.commands.bar import progress
from merge.settings import Settings


@pytest.fixture(scope="session")
def photos(group_photo, astronaut, tmp_path_factory) -> Path:
    """Return a folder of five photos, one of them without a face."""
    folder = tmp_path_factory.mktemp("detector photos")
    for name, photo in (("group", group_photo), ("astronaut", astronaut)):
        image = read_image(photo)
        (folder / name).mkdir()
        for share in (0.5, 1.0):
            smaller = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
            cv2.imwrite(str(folder / name / f"{share}.png"), smaller)
    sky = read_image(astronaut)[:120, 380:]
    cv2.imwrite(str(folder / "nobody.png"), sky)
    return folder


@pytest.fixture(scope="session")
def labels_folder(photos, shared_models, tmp_path_factory) -> Path:
    """Return the folder of these photos' labels by the pack mini."""
    out = tmp_path_factory.mktemp("detector labels")
    label_photos(Settings(models=shared_models), LabelJob(photos, out, "mini"), progress)
    return out


@pytest.fixture(scope="session")
def labels(labels_folder):
    return read_labels(labels_folder)
