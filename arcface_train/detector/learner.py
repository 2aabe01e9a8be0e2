"""Let a detector learn, a batch a step."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from arcface_train.detector.crop_batches import CropBatch
from arcface_train.detector.losses import landmark_distance, overlaps, quality_focal
from arcface_train.detector.network import Answers, Detector, to_pixels
from arcface_train.detector.recipe import DetectorRecipe


@dataclass(frozen=True, slots=True)
class StepLosses:
    """What a step cost.

    Attributes:
        whole: Weighted sum.
        score: Of the scores.
        box: Of the boxes.
        landmarks: Of the landmarks: mean difference, in sizes of the face.
    """

    whole: float
    score: float
    box: float
    landmarks: float


class DetectorLearner:
    """Trains a detector; the same steps give the same weights.

    Attributes:
        detector: What learns.
        mean: The running mean of its weights, which is what is judged.
        step: Steps taken.

    Args:
        detector: What begins; it is changed.
        recipe: How.
    """

    def __init__(self, detector: Detector, recipe: DetectorRecipe) -> None:
        self.detector = detector.to(memory_format=torch.channels_last)
        self.mean = copy.deepcopy(detector).eval()
        self.step = 0
        self._recipe = recipe
        self._optimizer = torch.optim.AdamW(
            list(_groups(detector, recipe.weight_decay)), lr=recipe.learning_rate
        )

    def learn(self, batch: CropBatch, progress: float) -> StepLosses:
        """Take one step and return what it cost.

        Args:
            batch: What to learn from.
            progress: Share of the training that is done, 0 … 1.
        """
        recipe = self._recipe
        for group in self._optimizer.param_groups:
            group["lr"] = recipe.learning_rate_at(progress)
        self.detector.train()
        pixels = to_pixels(torch.from_numpy(batch.crops))
        answers = self.detector(pixels.contiguous(memory_format=torch.channels_last))
        losses = losses_of(answers, batch, recipe)
        self._optimizer.zero_grad(set_to_none=True)
        losses[0].backward()
        nn.utils.clip_grad_norm_(self.detector.parameters(), recipe.most_gradient)
        self._optimizer.step()
        self._average(recipe.averaged_at(self.step))
        self.step += 1
        return StepLosses(*losses.detach().tolist())

    def state(self) -> dict[str, Any]:
        """Return all that changes, to go on from."""
        return {
            "step": self.step,
            "detector": self.detector.state_dict(),
            "mean": self.mean.state_dict(),
            "optimizer": self._optimizer.state_dict(),
        }

    def resume(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.step = state["step"]
        self.detector.load_state_dict(state["detector"])
        self.mean.load_state_dict(state["mean"])
        self._optimizer.load_state_dict(state["optimizer"])

    @torch.no_grad()
    def _average(self, kept: float) -> None:
        for mean, new in zip(
            self.mean.state_dict().values(), self.detector.state_dict().values(), strict=True
        ):
            if mean.is_floating_point():
                mean.lerp_(new, 1 - kept)
            else:
                mean.copy_(new)


def losses_of(answers: Answers, batch: CropBatch, recipe: DetectorRecipe) -> Tensor:
    """Return what answers cost: the weighted sum, scores, boxes and landmarks, (4,).

    All are sums over answers, divided by how many are to find a face.

    Args:
        answers: Of the network, (b, a, …).
        batch: What they should have been.
        recipe: Weights the losses.
    """
    finding, points, strides = map(_tensor, (batch.finding, batch.points, batch.strides))
    targets, landmarks, seen = map(_tensor, (batch.boxes, batch.landmarks, batch.seen))
    sides = answers.sides.flatten(0, 1)[finding] * strides[:, None]  # (p, 4)
    offsets = answers.landmarks.flatten(0, 1)[finding] * strides[:, None, None]  # (p, 5, 2)
    boxes = torch.cat([points - sides[:, :2], points + sides[:, 2:]], dim=1)
    shared, fit = overlaps(boxes, targets)
    logits = answers.scores.flatten()
    qualities = torch.zeros_like(logits)
    qualities[finding] = shared.detach()
    count = max(1, len(finding))
    focal = quality_focal(logits, qualities) * _tensor(batch.counted).flatten()
    sizes = (targets[:, 2:] - targets[:, :2]).prod(dim=1).sqrt()
    away = landmark_distance(points[:, None] + offsets, landmarks, sizes, seen)
    parts = torch.stack([focal.sum(), (1 - fit).sum(), away.sum()]) / count
    weights = recipe.weights
    whole = parts @ torch.tensor([weights.score, weights.box, weights.landmarks])
    return torch.cat([whole[None], parts])


def _tensor(values: NDArray[Any]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values))


def _groups(detector: Detector, weight_decay: float) -> Iterator[dict[str, Any]]:
    """Yield the parameters; biases and normalisation don't decay."""
    parameters = list(detector.parameters())
    yield {"params": [one for one in parameters if one.ndim > 1], "weight_decay": weight_decay}
    yield {"params": [one for one in parameters if one.ndim <= 1], "weight_decay": 0.0}
