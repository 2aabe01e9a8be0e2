"""People kept out of training: how well are they told apart meanwhile, also when half hidden?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arcface_train.conditions import CONDITIONS
from arcface_train.network import FaceNetwork, embed_crops
from arcface_train.pictures import Pictures
from arcface_train.verification import Comparisons, roc_curve

FAR = 1e-2
"""A few hundred pictures give enough impostor pairs for it."""
FEWEST_PEOPLE = 10
"""Below, a score says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Pictures of people that nothing is learnt from, clean and in every test condition.

    Attributes:
        clean: (n, 112, 112, 3) uint8 BGR.
        changed: The same in each condition, by its name.
        labels: (n,) int64, the person of each.
    """

    clean: NDArray[np.uint8]
    changed: dict[str, NDArray[np.uint8]]
    labels: NDArray[np.int64]


def hold_out(pictures: Pictures, share: float, seed: int) -> tuple[Pictures, HeldOut | None]:
    """Take a share of the people with two or more pictures out of a training.

    Args:
        pictures: All of them.
        share: Of those people, 0 … 1.
        seed: Of which people, and of what their pictures are changed by.

    Returns:
        What is left, its people numbered anew, and those taken out; None where they are too few.
    """
    random = np.random.default_rng(seed)
    people, counts = np.unique(pictures.labels[pictures.labels >= 0], return_counts=True)
    several = people[counts >= 2]
    taken = random.permutation(several)[: round(share * len(several))]
    if len(taken) < FEWEST_PEOPLE:
        return pictures, None
    out = np.isin(pictures.labels, taken)
    shown = pictures.only(np.flatnonzero(out))
    clean = shown.crops(range(len(shown)))
    pairs = list(zip(clean, shown.landmarks, strict=True))
    changed = {
        name: np.stack([change(crop, landmarks, random) for crop, landmarks in pairs])
        for name, change in CONDITIONS.items()
    }
    return pictures.only(np.flatnonzero(~out)), HeldOut(clean, changed, shown.labels)


def scores(network: FaceNetwork, held: HeldOut) -> dict[str, float]:
    """Return the TAR at FAR 1e-2 of clean pictures against other pictures in each condition."""
    clean = embed_crops(network, held.clean)
    different = ~np.eye(len(clean), dtype=bool)  # a picture isn't compared with itself
    pairs = np.stack(np.meshgrid(held.labels, held.labels, indexing="ij"), axis=-1)[different]
    found = {}
    for name, crops in held.changed.items():
        similarities = (clean @ embed_crops(network, crops).T)[different]
        roc = roc_curve(Comparisons(similarities, pairs))
        found[name] = float(roc.tar[roc.far <= FAR][-1])
    return found
