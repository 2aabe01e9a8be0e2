"""What wrong answers of a detector cost."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

FOCUS = 2.0
"""Power of the quality focal loss, its authors' own."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of each loss in the sum.

    Attributes:
        score: Of the scores.
        box: Of the boxes.
        landmarks: Of the landmarks; an error of a twentieth of the eye distance is a fiftieth of
            a face's size, so that they need much.
    """

    score: float = 1.0
    box: float = 2.0
    landmarks: float = 30.0


def quality_focal(logits: Tensor, qualities: Tensor) -> Tensor:
    """Return what each score costs, of the same shape.

    Cross-entropy to how well the box fits instead of to 1, less where it is right already: Li et
    al. 2020, "Generalized focal loss" (arXiv 2006.04388), equation 6.

    Args:
        logits: Any shape.
        qualities: The same; intersection over union where there is a face, else 0.
    """
    away = (qualities - torch.sigmoid(logits)).abs()
    return away**FOCUS * functional.binary_cross_entropy_with_logits(
        logits, qualities, reduction="none"
    )


def overlaps(boxes: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Return intersection over union of pairs of boxes, and its generalised form, (n,) each.

    The second one also tells how far apart boxes are that don't meet: Rezatofighi et al. 2019,
    "Generalized intersection over union" (arXiv 1902.09630), algorithm 1.

    Args:
        boxes: (n, 4) ``x1, y1, x2, y2``; sides may have been exchanged.
        targets: (n, 4).
    """
    sizes = (boxes[:, 2:] - boxes[:, :2]).clamp(min=0)
    target_sizes = targets[:, 2:] - targets[:, :2]
    common = torch.minimum(boxes[:, 2:], targets[:, 2:]) - torch.maximum(
        boxes[:, :2], targets[:, :2]
    )
    around = torch.maximum(boxes[:, 2:], targets[:, 2:]) - torch.minimum(
        boxes[:, :2], targets[:, :2]
    )
    common, around = common.clamp(min=0).prod(dim=1), around.clamp(min=0).prod(dim=1)
    union = sizes.prod(dim=1) + target_sizes.prod(dim=1) - common
    shared = common / union.clamp(min=1e-6)
    return shared, shared - (around - union) / around.clamp(min=1e-6)


def landmark_distance(landmarks: Tensor, targets: Tensor, sizes: Tensor, seen: Tensor) -> Tensor:
    """Return the mean absolute difference of landmarks in sizes of the face, (n,).

    Args:
        landmarks: (n, 5, 2) pixels.
        targets: (n, 5, 2).
        sizes: (n,) pixels.
        seen: (n, 5) 1 where a landmark counts, else 0; of a face with none the distance is 0.
    """
    away = (landmarks - targets).abs().mean(dim=2) / sizes[:, None]  # (n, 5)
    return (away * seen).sum(dim=1) / seen.sum(dim=1).clamp(min=1)
