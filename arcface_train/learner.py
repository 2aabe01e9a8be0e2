"""One network in training: the loss of a batch, the step after it, and all that a resume needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, normalize
from torch.nn.parallel import DistributedDataParallel

from arcface_train.batches import Batch
from arcface_train.network import FaceNetwork, freeze_normalization, to_pixels
from arcface_train.recipes import Margin, Optimizer, Recipe

AT_ONCE = 16
"""Pictures that go forward and back together on a processor, where the batch may be parted: a
training of a MobileFaceNet takes 1.1 to 1.3 GB of memory then instead of 2.5 to 3.1, at the same
speed."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What a step cost.

    Attributes:
        whole: The weighted sum, which is learnt from.
        of_class: Of telling people apart; 0 where that isn't asked for.
        of_keeping: 1 − cosine to what pictures are to be embedded as, and how much the
            similarities between them differ; 0 where that isn't asked for.
    """

    whole: float
    of_class: float
    of_keeping: float


class Task(nn.Module):
    """A network with its class centres, and what both are to do at once.

    Args:
        network: What is trained.
        head: Takes vectors (b, d) and labels (b,), and gives the class loss; None without people.
        recipe: How the losses are weighed.
    """

    def __init__(self, network: FaceNetwork, head: nn.Module | None, recipe: Recipe) -> None:
        super().__init__()
        self.network = network
        self.head = head
        self._recipe = recipe

    def forward(self, pixels: Tensor, labels: Tensor, targets: Tensor, alike: Tensor) -> Tensor:
        """Return the losses (whole, class, keeping), (3,).

        Args:
            pixels: (b, 3, side, side) float32 RGB, 0 … 255.
            labels: (b,) int64; −1 where the person isn't known.
            targets: (b, d) float32 unit rows, or (b, 0) where nothing is to be kept.
            alike: (b, e) float32 unit rows whose similarities are learnt, or (b, 0).
        """
        vectors = self.network(pixels).float()
        known = labels >= 0
        of_class = of_keeping = vectors.sum() * 0
        if self.head is not None and known.any():
            of_class = self.head(vectors[known], labels[known]) * known.float().mean()
        elif self.head is not None:  # other processes wait for its gradients, too
            of_class = sum(one.sum() * 0 for one in self.head.parameters())
        if targets.shape[1]:
            of_keeping = (1 - cosine_similarity(vectors, targets)).mean()
        if alike.shape[1]:
            unlike = _similarities(normalize(vectors)) - _similarities(alike)
            of_keeping = of_keeping + self._recipe.relations * unlike.square().mean()
        whole = self._recipe.class_weight * of_class + self._recipe.keep_weight * of_keeping
        return torch.stack([whole, of_class, of_keeping])


def _similarities(rows: Tensor) -> Tensor:
    """Return the cosines between all unit rows (b, d), (b, b)."""
    return rows @ rows.T


class Learner:
    """Trains a task step by step; the same steps from the same seed give the same weights.

    Args:
        task: What is trained.
        recipe: How.
        steps: All steps there will be.
        seed: Of dropout and of which class centres take part.
        device: Where it runs.
    """

    def __init__(
        self, task: Task, recipe: Recipe, steps: int, seed: int, device: torch.device
    ) -> None:
        # With the channels last a MobileFaceNet learns 1.4 to 1.7 times as fast on a processor.
        self.task = task.to(device, memory_format=torch.channels_last)
        self.step = 0
        self.steps = steps
        self._recipe, self._seed, self._device = recipe, seed, device
        if recipe.keeps_statistics:
            freeze_normalization(task.network)
        self._optimizer = _optimizer(task, recipe)
        parallel = torch.distributed.is_initialized()
        self._run = DistributedDataParallel(self.task) if parallel else self.task
        self._scaler = torch.amp.GradScaler(device.type, enabled=device.type == "cuda")
        self._at_once = AT_ONCE if device.type == "cpu" and _each_alone(recipe) else 0

    def learn(self, batch: Batch, targets: Tensor, alike: Tensor) -> Losses:
        """Take one step and return what it cost.

        Args:
            batch: What to learn from.
            targets: (b, d) float32 unit rows, or (b, 0); see ``Task.forward``.
            alike: (b, e) float32 unit rows, or (b, 0); likewise.
        """
        torch.manual_seed(hash((self._seed, self.step)) % 2**63)  # a resumed step is the same
        self.task.train()
        if self._recipe.keeps_statistics:
            freeze_normalization(self.task.network)
        for group in self._optimizer.param_groups:
            group["lr"] = self._learning_rate(group["part"])
        pixels = to_pixels(batch.crops, self.task.network.plan.side)
        given = (pixels, torch.from_numpy(batch.labels), targets, alike)
        at_once = len(pixels) if alike.shape[1] else self._at_once or len(pixels)
        parts = list(zip(*(one.split(at_once) for one in given), strict=True))
        self._optimizer.zero_grad(set_to_none=True)
        paid = torch.zeros(3)
        for number, part in enumerate(parts, 1):
            whole = nullcontext() if number == len(parts) else self._without_the_others()
            with whole:
                losses = self._losses(*part) * (len(part[0]) / len(batch.rows))
                self._scaler.scale(losses[0]).backward()
            paid += losses.detach().cpu()
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self.step += 1
        return Losses(*paid.tolist())

    def _losses(self, *given: Tensor) -> Tensor:
        """Return what pictures cost, (3,); see ``Task.forward`` for what is given."""
        kind = self._device.type
        # On a processor bfloat16 would be quicker by 8 to 15 % only.
        with torch.autocast(kind, torch.float16, enabled=self._scaler.is_enabled()):
            return self._run(*(one.to(self._device) for one in given))

    def _without_the_others(self) -> AbstractContextManager[None]:
        """While this lasts, gradients are added up here alone."""
        parallel = isinstance(self._run, DistributedDataParallel)
        return self._run.no_sync() if parallel else nullcontext()

    @property
    def learning_rate(self) -> float:
        """Of the network, at the next step."""
        return self._learning_rate("network")

    def state(self) -> dict[str, Any]:
        """Return all that changes beside the network, to go on from."""
        return {
            "step": self.step,
            "seed": self._seed,
            "head": self.task.head.state_dict() if self.task.head else {},
            "optimizer": self._optimizer.state_dict(),
            "scaler": self._scaler.state_dict(),
        }

    def resume(self, network: FaceNetwork, state: dict[str, Any]) -> None:
        """Go on from a network and a state."""
        self.step, self._seed = state["step"], state["seed"]
        self.task.network.load_state_dict(network.state_dict())
        if self.task.head:
            self.task.head.load_state_dict(state["head"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._scaler.load_state_dict(state["scaler"])

    def _learning_rate(self, part: str) -> float:
        """The class centres, new to an old network, learn alone at first."""
        if part == "network" and self.step < round(self._recipe.head_first * self.steps):
            return 0.0
        return self._recipe.learning_rate_at(self.step, self.steps)


def _each_alone(recipe: Recipe) -> bool:
    """Return whether a picture costs the same whatever else is in its batch, similarities aside."""
    return recipe.margin is Margin.ARCFACE and recipe.centres == 1 and recipe.keeps_statistics


def _optimizer(task: Task, recipe: Recipe) -> torch.optim.Optimizer:
    kind = {Optimizer.ADAM: torch.optim.Adam, Optimizer.ADAMW: torch.optim.AdamW}[recipe.optimizer]
    return kind(
        list(_groups(task, recipe.weight_decay)),
        lr=recipe.learning_rate,
        betas=(recipe.momentum, 0.999),
    )


def _groups(task: Task, weight_decay: float) -> Iterator[dict[str, Any]]:
    """Yield the parameters by part; biases, slopes and normalisation don't decay."""
    for part, module in (("network", task.network), ("head", task.head)):
        if module is None:
            continue
        parameters = [one for one in module.parameters() if one.requires_grad]
        for decay, of_part in (
            (weight_decay, [one for one in parameters if one.ndim > 1]),
            (0.0, [one for one in parameters if one.ndim <= 1]),
        ):
            if of_part:
                yield {"params": of_part, "weight_decay": decay, "part": part}
