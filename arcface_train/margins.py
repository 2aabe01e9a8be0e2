"""The margins that make a classifier of faces tell strangers apart: ArcFace and AdaFace."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

ROUNDING = 1e-6
"""How far a cosine is kept from ±1, where the angle's slope is infinite."""
LEAST_NORM, MOST_NORM, LEAST_SPREAD = 1e-3, 100.0, 1e-3
FIRST_MEAN, FIRST_SPREAD = 20.0, 100.0
"""Bounds and first statistics of AdaFace's norms, as its authors' own code has them
(mk-minchul/AdaFace, head.py)."""


class ArcFace(nn.Module):
    """Add an angle to the one between a face and its own class's centre.

    Deng et al., "ArcFace", CVPR 2019 (arXiv:1801.07698), equation 3; margin and scale are the
    paper's. Where the sum would pass 180° and its cosine rise again, the target falls on in a
    straight line, as InsightFace does it.

    Args:
        margin: The angle in radians.
        scale: By what the cosines are multiplied.
    """

    def __init__(self, margin: float = 0.5, scale: float = 64.0) -> None:
        super().__init__()
        self.margin = margin
        self.scale = scale

    def forward(self, cosines: Tensor, labels: Tensor, norms: Tensor) -> Tensor:
        """Return the logits, (n, c).

        Args:
            cosines: (n, c) between faces and centres.
            labels: (n,) int64, each face's class among the c.
            norms: (n,) lengths of the faces' vectors; of no interest here.
        """
        target = _target(cosines, labels)
        sines = torch.sqrt(1 - target.square())
        bent = target * math.cos(self.margin) - sines * math.sin(self.margin)
        straight = target - math.sin(self.margin) * self.margin
        bent = torch.where(target > math.cos(math.pi - self.margin), bent, straight)
        return _with_target(cosines, labels, bent) * self.scale


class AdaFace(nn.Module):
    """Give clear faces the larger margin where they are hard, and blurred ones where easy.

    The length of a face's vector stands for how clear it is. Kim et al., "AdaFace", CVPR 2022
    (arXiv:2204.00964), section 3.3; the numbers are the paper's. The scale multiplies the offset
    too, as in its authors' code.

    Args:
        margin: m: the largest angle, in radians, and half of the largest offset.
        concentration: h: how much of the norms' spread spans the margin.
        scale: s: by what the cosines are multiplied.
        momentum: How slowly the norms' statistics follow.
    """

    def __init__(
        self,
        margin: float = 0.4,
        concentration: float = 0.333,
        scale: float = 64.0,
        momentum: float = 0.99,
    ) -> None:
        super().__init__()
        self.margin = margin
        self.concentration = concentration
        self.scale = scale
        self.momentum = momentum
        self.register_buffer("mean", torch.tensor(FIRST_MEAN))
        self.register_buffer("spread", torch.tensor(FIRST_SPREAD))

    def forward(self, cosines: Tensor, labels: Tensor, norms: Tensor) -> Tensor:
        """Return the logits, (n, c); in training, learn the norms' statistics.

        Args:
            cosines: (n, c) between faces and centres.
            labels: (n,) int64, each face's class among the c.
            norms: (n,) lengths of the faces' vectors.
        """
        clearness = self._clearness(norms.detach().clamp(LEAST_NORM, MOST_NORM))
        angles = torch.acos(_target(cosines, labels)) - self.margin * clearness
        bent = torch.cos(angles.clamp(ROUNDING, math.pi - ROUNDING))
        bent = bent - (self.margin + self.margin * clearness)
        return _with_target(cosines, labels, bent) * self.scale

    def _clearness(self, norms: Tensor) -> Tensor:
        """Return where the norms lie among those seen lately, −1 … 1, (n,)."""
        if self.training and len(norms) > 1:
            self.mean.lerp_(norms.mean().to(self.mean), 1 - self.momentum)
            self.spread.lerp_(norms.std().to(self.spread), 1 - self.momentum)
        spread = (self.spread + LEAST_SPREAD) / self.concentration
        return ((norms - self.mean) / spread).clamp(-1, 1)


def _target(cosines: Tensor, labels: Tensor) -> Tensor:
    """Return each face's cosine to its own centre, (n,)."""
    own = cosines.gather(1, labels[:, None])[:, 0]
    return own.clamp(ROUNDING - 1, 1 - ROUNDING)


def _with_target(cosines: Tensor, labels: Tensor, target: Tensor) -> Tensor:
    """Return the cosines with each face's own replaced, (n, c)."""
    return cosines.scatter(1, labels[:, None], target[:, None].to(cosines.dtype))
