"""Classify faces during training: a centre for each person, of which a sample takes part."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

FIRST_DEVIATION = 0.01
"""Of the first centres, as InsightFace draws them (arcface_torch, partial_fc_v2.py)."""


class PartialFC(nn.Module):
    """The loss of faces against the centres of people, a margin included.

    With many people most centres have nobody in a batch. Those of the batch and a random sample of
    the others stand for all: An et al., "Killing Two Birds with One Stone: Efficient and Robust
    Training of Face Recognition CNNs by Partial FC", CVPR 2022 (arXiv:2203.15565). It
    makes the table of cosines, which grows with people and batch, as small as the sample is.

    Under ``DistributedDataParallel`` each process has all centres, draws a sample of its own for
    its own faces, and the gradients are averaged as any others: no face has to travel. That is
    exact at rate 1, and the paper's estimate below it.

    Args:
        people: How many classes.
        dimension: Width of the embeddings.
        margin: ``ArcFace`` or ``AdaFace``.
        rate: Share of the centres that takes part in a step, 0 … 1.
    """

    def __init__(self, people: int, dimension: int, margin: nn.Module, rate: float = 1.0) -> None:
        super().__init__()
        self.margin = margin
        self.centres = nn.Parameter(torch.empty(people, dimension))
        self._sample = max(1, round(people * rate))
        nn.init.normal_(self.centres, 0, FIRST_DEVIATION)

    def begin_at(self, people: Tensor) -> None:
        """Let the centres begin where the people are, (people, d), instead of anywhere.

        Else a network that knows faces well unlearns some of it before they are found.
        """
        length = FIRST_DEVIATION * self.centres.shape[1] ** 0.5
        with torch.no_grad():
            self.centres.copy_(length * functional.normalize(people))

    def forward(self, vectors: Tensor, labels: Tensor) -> Tensor:
        """Return the mean cross-entropy of a batch, a number.

        Args:
            vectors: (n, d) of any length, as the network gives them.
            labels: (n,) int64, who each is.
        """
        centres = self.centres
        if self._sample < len(centres):
            chosen = self._choose(labels)
            centres, labels = centres[chosen], torch.searchsorted(chosen, labels)
        # Half precision would round cosines near 1 to steps of 0.004.
        with torch.autocast(vectors.device.type, enabled=False):
            wide = torch.promote_types(vectors.dtype, torch.float32)
            vectors = vectors.to(wide)
            norms = vectors.norm(dim=1)
            cosines = functional.normalize(vectors) @ functional.normalize(centres.to(wide)).T
            return functional.cross_entropy(self.margin(cosines, labels, norms), labels)

    def _choose(self, labels: Tensor) -> Tensor:
        """Return the centres that take part, sorted: all of the batch's, others by chance."""
        present = labels.unique()
        chances = torch.rand(len(self.centres), device=labels.device)
        chances[present] = 2  # above any chance
        count = max(self._sample, len(present))
        return chances.topk(count).indices.sort().values
