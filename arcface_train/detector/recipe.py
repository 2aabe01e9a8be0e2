"""How a detector is trained: how fast, how long, from what."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from arcface_train.detector.crop_changes import Chances
from arcface_train.detector.losses import Weights
from arcface_train.detector.network import DetectorPlan


@dataclass(frozen=True, slots=True)
class DetectorRecipe:
    """Everything that decides what is learnt, apart from labels, start, length and seed.

    Attributes:
        plan: Widths of a network that begins with random weights.
        weights: Of the losses.
        chances: How likely crops are changed.
        side: Of the crops in pixels, a multiple of 32.
        batch: Crops a step.
        large_every: Every so many steps crops have twice the side, and are a quarter as many: what
            is seen within faces larger than the others is to be learnt, too. 0 is never.
        learning_rate: Highest one.
        weight_decay: Of the weights, not of biases and normalisation.
        warm_up: Share of the training in which the learning rate rises.
        averaged: Share of itself that the running mean of the weights keeps at each step; the mean
            is what is judged and exported (Polyak and Juditsky 1992).
        most_gradient: Longest gradient that is followed.
    """

    plan: DetectorPlan = field(default_factory=DetectorPlan)
    weights: Weights = field(default_factory=Weights)
    chances: Chances = field(default_factory=Chances)
    side: int = 320
    batch: int = 32
    large_every: int = 4
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    warm_up: float = 0.02
    averaged: float = 0.998
    most_gradient: float = 10.0

    def crops_of(self, step: int) -> tuple[int, int]:
        """Return how many crops a step has, and their side in pixels."""
        if self.large_every and step % self.large_every == self.large_every - 1:
            return max(1, self.batch // 4), 2 * self.side
        return self.batch, self.side

    def learning_rate_at(self, progress: float) -> float:
        """Return the learning rate: a straight rise, then half a cosine to 0.

        Loshchilov and Hutter 2017, "SGDR", equation 5, without restarts.

        Args:
            progress: Share of the training that is done, 0 … 1.
        """
        if progress < self.warm_up:
            return self.learning_rate * max(progress / self.warm_up, 0.01)
        left = (min(progress, 1.0) - self.warm_up) / (1 - self.warm_up)
        return self.learning_rate * (1 + math.cos(math.pi * left)) / 2

    def averaged_at(self, step: int) -> float:
        """Return what the running mean keeps at a step: little at first, when all is new."""
        return min(self.averaged, (1 + step) / (10 + step))
