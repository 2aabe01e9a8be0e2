"""Recipes of training: what the loss is made of, how fast is learnt, and for how long."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import StrEnum

from arcface_train.jitter import NO_JITTER, Jitter


class Margin(StrEnum):
    """How the class loss keeps people apart."""

    ARCFACE = "arcface"
    ADAFACE = "adaface"


class Optimizer(StrEnum):
    """How weights follow gradients."""

    ADAM = "adam"
    ADAMW = "adamw"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what is learnt, apart from pictures, start and seed.

    Attributes:
        network: The kind of network, see ``BACKBONES``; None goes on with any that is given.
        margin: Which class loss.
        margin_size: Angle in radians (ArcFace) or m (AdaFace).
        scale: Length that cosines are multiplied with.
        class_weight: Of the class loss in the sum; 0 needs no identities.
        centres: Share of the class centres that takes part in a step, for very many people.
        keep_weight: Of 1 − cosine to what the untouched network makes of the clean picture, see
            ``kept.targets``. It keeps an existing gallery comparable, and teaches what is hidden.
        keep_person: Share of the person's mean in that, 0 … 1.
        as_teacher: Whether pictures are to be embedded as by a teacher, not as they were before.
        relations: Where there is a teacher, weight, beside 1 − cosine, of how much the similarities
            between a batch's pictures differ from those that the teacher gives.
        twelve: Whether an epoch shows each picture in the reference's twelve augmentations, too.
        jitter: What pictures are changed by, after that.
        optimizer: Adam or AdamW.
        learning_rate: Highest one.
        weight_decay: Of the weights, not of biases and normalisation.
        momentum: Adam's first beta.
        warm_up: Share of all steps in which the learning rate rises.
        head_first: Share of all steps in which only the class centres learn. They need none where
            embeddings are kept: then they begin at the people's means.
        keeps_statistics: Whether batch normalisation keeps the means and variances it has.
        trained_share: How far the network that is kept lies from the one that began to the one
            that was trained, 0 … 1, see ``blended``.
        batch: Pictures a step.
        epochs: How often every picture is seen.
        patience: Looks without a better score after which training ends early.
    """

    network: str | None = None
    margin: Margin = Margin.ARCFACE
    margin_size: float = 0.3
    scale: float = 32.0
    class_weight: float = 0.3
    centres: float = 1.0
    keep_weight: float = 8.0
    keep_person: float = 0.3
    as_teacher: bool = False
    relations: float = 40.0
    twelve: bool = False
    jitter: Jitter = field(default_factory=Jitter)
    optimizer: Optimizer = Optimizer.ADAMW
    learning_rate: float = 6e-4
    weight_decay: float = 0.01
    momentum: float = 0.9
    warm_up: float = 0.02
    head_first: float = 0.0
    keeps_statistics: bool = True
    trained_share: float = 0.75
    batch: int = 64
    epochs: int = 10
    patience: int = 8

    def learning_rate_at(self, step: int, steps: int) -> float:
        """Return the learning rate of a step: a straight rise, then half a cosine to 0.

        Loshchilov and Hutter 2017, "SGDR", equation 5, without restarts.

        Args:
            step: From 0.
            steps: All steps there will be.
        """
        rising = round(self.warm_up * steps)
        if step < rising:
            return self.learning_rate * (step + 1) / rising
        progress = (step - rising) / max(1, steps - rising)
        return self.learning_rate * (1 + math.cos(math.pi * progress)) / 2


RECIPES = {
    "small": Recipe(),
    "distil": Recipe(
        network="plain_net",
        class_weight=0.0,
        keep_weight=1.0,
        keep_person=0.0,
        as_teacher=True,
        relations=5.0,
        jitter=Jitter(geometry=1.0, mask=0.1, sunglasses=0.1),
        learning_rate=3e-3,
        weight_decay=0.05,
        keeps_statistics=False,
        trained_share=1.0,
        batch=128,
        epochs=100,
        patience=40,
    ),
    "reference": Recipe(
        network="iresnet50",
        margin_size=0.5,
        scale=64.0,
        class_weight=1.0,
        keep_weight=0.0,
        twelve=True,
        jitter=replace(NO_JITTER, flip=0.5),
        optimizer=Optimizer.ADAM,
        learning_rate=1e-4,
        weight_decay=0.0,
        warm_up=0.0,
        keeps_statistics=False,
        trained_share=1.0,
        batch=224,
        epochs=100,
    ),
}
"""``small`` adapts a good network to a few hundred or thousand people. ``distil`` makes a small
network from nothing that embeds as a teacher does; it takes any faces and no names. With a teacher
either learns the similarities between pictures, too (Park et al. 2019, "Relational Knowledge
Distillation", arXiv:1904.05068, learn distances). ``reference`` is what the author of the program
that FaceMind descends from gives for his iResNet50."""
