"""The pictures of a training: those of several face sets, numbered through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from arcface_train.face_set import FaceSet
from face_process.types import Image

NOBODY = -1
"""Label of pictures whose person isn't told from others, as where everybody has but one."""


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Crops on the disk, whom they show, and where their landmarks are.

    Attributes:
        sets: The face sets.
        places: (n, 2) int64, which set and which of its crops a picture is.
        labels: (n,) int64, 0 … people − 1, or NOBODY.
        landmarks: (n, 5, 2) float32 pixels of the crops.
    """

    sets: tuple[FaceSet, ...]
    places: NDArray[np.int64]
    labels: NDArray[np.int64]
    landmarks: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def people(self) -> int:
        """How many different people are told apart."""
        return int(self.labels.max(initial=NOBODY)) + 1

    def crop(self, row: int) -> Image:
        """Return a picture, (112, 112, 3) uint8 BGR.

        Raises:
            TrainError: Its file is missing or damaged.
        """
        which, index = self.places[row]
        return self.sets[which].crop(int(index))

    def crops(self, rows: Sequence[int] | NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return pictures, (n, 112, 112, 3) uint8 BGR."""
        return np.stack([self.crop(int(row)) for row in rows])

    def only(self, rows: NDArray[np.int64]) -> Pictures:
        """Return some of the pictures, their people numbered anew."""
        labels = self.labels[rows]
        people = np.unique(labels[labels >= 0])
        numbered = np.where(labels >= 0, np.searchsorted(people, labels), NOBODY)
        return replace(
            self, places=self.places[rows], labels=numbered, landmarks=self.landmarks[rows]
        )


def pictures_of(people: Sequence[FaceSet], others: Sequence[FaceSet] = ()) -> Pictures:
    """Return the pictures of face sets.

    Args:
        people: Whose people are told apart; a name in two of these sets is one person.
        others: Whose pictures are used without saying who they show.
    """
    sets = (*people, *others)
    names = sorted({name for one in people for name in one.names})
    number = {name: index for index, name in enumerate(names)}
    labels = [np.array([number[name] for name in one.names])[one.labels] for one in people]
    labels += [np.full(len(one), NOBODY) for one in others]
    which = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    index = np.concatenate([np.arange(len(one)) for one in sets])
    return Pictures(
        sets,
        np.stack([which, index], axis=1),  # (n, 2)
        np.concatenate(labels).astype(np.int64),
        np.concatenate([one.landmarks for one in sets]),
    )
