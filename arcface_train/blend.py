"""A network between one before training and the same one after it."""

from __future__ import annotations

from copy import deepcopy

import torch

from arcface_train.network import FaceNetwork


def blended(before: FaceNetwork, after: FaceNetwork, share: float) -> FaceNetwork:
    """Return a network whose weights lie on the line between two of the same kind.

    It keeps more of what the first one knew, and often tells more than either where training saw
    few pictures: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models",
    arXiv:2109.01903, section 3.

    Args:
        before: What share 0 gives; it stays as it is.
        after: What share 1 gives; likewise.
        share: 0 … 1.
    """
    blend = deepcopy(after)
    old = before.state_dict()
    with torch.no_grad():
        for name, value in blend.state_dict().items():
            if value.is_floating_point():
                value.lerp_(old[name].to(value), 1 - share)
    return blend
