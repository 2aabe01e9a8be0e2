"""Which photos a face set is made from, and where the crop of each goes."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from face_process.errors import ImageError, TrainError
from face_process.photo_enroll import people_in_folder

CROPS_FOLDER = "crops"


@dataclass(frozen=True, slots=True)
class PlannedPhoto:
    """A photo that a face set is made from.

    Attributes:
        person: Whom it is to show.
        photo: The file.
        key: The same within the folder of photos, with forward slashes.
        crop: Where its crop goes within the face set, with forward slashes.
    """

    person: str
    photo: Path
    key: str
    crop: str

    @property
    def stamp(self) -> str:
        """Size and time of the file; another one means that it has changed."""
        try:
            about = self.photo.stat()
        except OSError:
            return "missing"
        return f"{about.st_size} {about.st_mtime_ns}"


def plan(photos: Path) -> list[PlannedPhoto]:
    """Return the photos of a folder with a sub-folder a person, and where their crops go.

    Raises:
        TrainError: There is no such folder, or no photo in it.
    """
    try:
        people = people_in_folder(photos)
    except ImageError as error:
        raise TrainError("train_photos_missing", folder=photos) from error
    jobs = []
    for person in people:
        stems = Counter(_stem(file) for file in person.files)
        for file in person.files:
            key, stem = file.relative_to(photos).as_posix(), _stem(file)
            if stems[stem] > 1:
                stem += f"_{hashlib.sha256(key.encode()).hexdigest()[:8]}"
            crop = f"{CROPS_FOLDER}/{person.name}/{stem}.png"
            jobs.append(PlannedPhoto(person.name, file, key, crop))
    return jobs


def _stem(file: Path) -> str:
    """Return the name of a photo's crop; a dot in it is for the names of augmentations."""
    return file.stem.replace(".", "_")
