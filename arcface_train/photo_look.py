"""Look at one photo of a person: find their face, keep its crop, and tell what was found."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from arcface_train.photo_plan import PlannedPhoto
from face_process.align import align, similarity_transform
from face_process.errors import ImageError
from face_process.face_engine import FaceEngine
from face_process.face_enroll import encode_crop, pick_face
from face_process.image_file import decode_image, read_content
from face_process.types import Image
from face_process.whole_file import written_whole

THUMBNAIL_SIDE = 16


class Fault(StrEnum):
    """Why a photo gives a face set no face."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    UNREADABLE = "unreadable"
    UNLIKE = "unlike"
    DUPLICATE = "duplicate"


FAULT_OF_ERROR = {"no_face": Fault.NO_FACE, "several_faces": Fault.SEVERAL_FACES}
"""By the error's key; every other one is that of a picture that can't be read."""


@dataclass(frozen=True, slots=True, eq=False)
class LookedFace:
    """The face of a photo.

    Attributes:
        crop: Its file within the face set.
        landmarks: (5, 2) float32 pixels of the crop.
        score: Detection score, 0 … 1.
        vector: (d,) float32 of unit length.
        thumbnail: (16, 16) uint8, the grey crop.
    """

    crop: str
    landmarks: NDArray[np.float32]
    score: float
    vector: NDArray[np.float32]
    thumbnail: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was found in a photo.

    Attributes:
        key: Which photo.
        stamp: Of the file that was looked at.
        sha256: Of its content; empty where it couldn't be read.
        face: The face that is meant, or None.
        fault: Why there is none, or None.
        detail: Of the fault: how many faces, or what is wrong with the file.
    """

    key: str
    stamp: str
    sha256: str
    face: LookedFace | None = None
    fault: Fault | None = None
    detail: str = ""


def look_at(engine: FaceEngine, folder: Path, job: PlannedPhoto) -> Look:
    """Look at a photo and write the crop of its face.

    Args:
        engine: Detects, and embeds for the cleaning.
        folder: The face set.
        job: Which photo.

    Raises:
        ArchiveError: The crop can't be written.
    """
    stamp, sha256 = job.stamp, ""
    try:
        content = read_content(job.photo)
        sha256 = hashlib.sha256(content).hexdigest()
        image = decode_image(content, job.key)
        face = pick_face(engine.detect(image), image)
    except ImageError as error:
        fault = FAULT_OF_ERROR.get(error.key, Fault.UNREADABLE)
        detail = error.key if fault is Fault.UNREADABLE else str(error.values.get("count", 0))
        return Look(job.key, stamp, sha256, fault=fault, detail=detail)
    crop = align(image, face.landmarks)
    matrix = similarity_transform(face.landmarks)
    landmarks = face.landmarks @ matrix[:, :2].T + matrix[:, 2]  # (5, 2)
    write_crop(folder / job.crop, crop)
    (vector,) = engine.embed_crops([crop])
    found = LookedFace(job.crop, landmarks, face.score, vector, _thumbnail(crop))
    return Look(job.key, stamp, sha256, found)


def write_crop(file: Path, crop: Image) -> None:
    """Write a crop as PNG, whole or not at all, and the folder that it goes to.

    Raises:
        ArchiveError: It can't be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(file) as out:
        out.write(encode_crop(crop))


def _thumbnail(crop: Image) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    return cv2.resize(grey, (THUMBNAIL_SIDE, THUMBNAIL_SIDE), interpolation=cv2.INTER_AREA)
