"""Small face sets of real people, for tests of evaluation."""

from pathlib import Path

import cv2
import numpy as np

from arcface_train.face_set import ListedFace, write_list
from face_process.align import align, similarity_transform
from face_process.image_file import read_image


def make_face_set(engine, folder: Path, photos: list[Path]) -> Path:
    """Make a face set of photos that are named after who they show, Name_0001.jpg."""
    faces = []
    for photo in photos:
        person = photo.stem.rpartition("_")[0]
        image = read_image(photo)
        face = max(engine.detect(image), key=lambda one: one.width)
        matrix = similarity_transform(face.landmarks)
        landmarks = face.landmarks @ matrix[:, :2].T + matrix[:, 2]
        file = f"crops/{person}/{photo.stem}.png"
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / file), align(image, face.landmarks))
        faces.append(ListedFace(file, person, str(photo), landmarks.astype(np.float32), face.score))
    write_list(folder, faces)
    return folder


def known_photos(data: Path, people: int, each: int) -> list[Path]:
    """Return the first photos of the first people that LFW knows."""
    folders = sorted((data / "lfw" / "known").iterdir())[:people]
    return [photo for folder in folders for photo in sorted(folder.iterdir())[:each]]


def stranger_photos(data: Path, people: int) -> list[Path]:
    """Return a photo each of other people."""
    return sorted((data / "lfw" / "strangers").iterdir())[:people]
