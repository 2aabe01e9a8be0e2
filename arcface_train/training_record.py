"""What a trained network is worth knowing about: its source, its data, its recipe, its scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """Goes with the weights from the first checkpoint to the card of the exported pack.

    Attributes:
        source: What the weights began as: a pack's name, a file, ``random``.
        source_sha256: Hex digest of the model file that they came from; empty where there is none.
        people: How many people were trained on.
        photos: How many photos of them.
        recipe: The recipe's name and its numbers, by what they are called.
        scores: What was measured of the result, by what it is called.
        others: How many photos of people who weren't told apart.
        teacher: Whose similarities between faces, or embeddings, were learnt; empty: nobody's.
    """

    source: str
    source_sha256: str = ""
    people: int = 0
    photos: int = 0
    recipe: Mapping[str, str | int | float] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    others: int = 0
    teacher: str = ""
