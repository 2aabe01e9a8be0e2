"""The people that models are evaluated on: those of a face set, and strangers from another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arcface_train.face_set import FaceSet
from face_process.errors import TrainError
from face_process.types import Image


@dataclass(frozen=True, slots=True, eq=False)
class Subjects:
    """Photos of people, first those of one face set, then of strangers.

    Attributes:
        sets: The face sets.
        labels: (n,) int64, whose photos they are, counted through all sets.
        strata: (p,) int64, which kind each person is of: 0 with several photos, 1 with one,
            2 a stranger.
    """

    sets: tuple[FaceSet, ...]
    labels: NDArray[np.int64]
    strata: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def is_stranger(self) -> NDArray[np.bool_]:
        """(n,) whether each photo shows somebody who is never enrolled."""
        return self.strata[self.labels] == STRANGER

    def crop(self, index: int) -> Image:
        """Return an aligned crop, (112, 112, 3) uint8 BGR.

        Raises:
            TrainError: It can't be read.
        """
        faces, row = self._place(index)
        return faces.crop(row)

    def landmarks(self, index: int) -> NDArray[np.float32]:
        """Return the landmarks of a photo, (5, 2) pixels of its crop."""
        faces, row = self._place(index)
        return faces.landmarks[row]

    def _place(self, index: int) -> tuple[FaceSet, int]:
        for faces in self.sets:
            if index < len(faces):
                return faces, index
            index -= len(faces)
        raise IndexError(index)


SEVERAL, SINGLE, STRANGER = range(3)


def gather_subjects(faces: FaceSet, strangers: FaceSet | None) -> Subjects:
    """Return the people to evaluate on.

    Args:
        faces: People of whom some have several photos.
        strangers: People who are only searched for and compared; without any, those of whom there
            is a single photo are the strangers.

    Raises:
        TrainError: Nobody has several photos, there is only one person, or somebody is in both.
    """
    photos = np.bincount(faces.labels, minlength=len(faces.names))
    if photos.max() < 2 or len(photos) < 2:
        raise TrainError("evaluation_too_small", folder=faces.folder)
    if strangers is None:
        strata = np.where(photos > 1, SEVERAL, STRANGER)
        return Subjects((faces,), faces.labels, strata)
    both = set(faces.names) & set(strangers.names)
    if both:
        raise TrainError("stranger_known", folder=strangers.folder, name=min(both))
    labels = np.concatenate([faces.labels, strangers.labels + len(faces.names)])
    strata = np.concatenate(
        [np.where(photos > 1, SEVERAL, SINGLE), np.full(len(strangers.names), STRANGER)]
    )
    return Subjects((faces, strangers), labels, strata)
