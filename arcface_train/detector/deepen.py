"""Give a trained detector more blocks, which change nothing until they have learnt something."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import nn

from arcface_train.detector.network import Block, Detector, DetectorPlan


def deepened(detector: Detector, plan: DetectorPlan) -> Detector:
    """Return a network of a plan that answers as a shallower one does.

    The blocks that were lacking come last in their stages and begin with a last scale of 0, so
    that each lets through what it gets (Goyal et al. 2017, arXiv 1706.02677, section 5.1).

    Args:
        detector: The shallower network.
        plan: Of the same widths, with at least as many blocks in each stage; to another one a
            network can't grow, and is returned as it is.
    """
    lacking = [more - fewer for more, fewer in zip(plan.blocks, detector.plan.blocks, strict=True)]
    if replace(plan, blocks=detector.plan.blocks) != detector.plan or min(lacking) < 0:
        return detector
    grown = Detector(plan)
    grown.load_state_dict(detector.state_dict(), strict=False)
    with torch.no_grad():
        for stage, count in zip(grown.stages, lacking, strict=True):
            for block in list(stage)[len(stage) - count :]:
                _let_through(block)
    return grown


def _let_through(block: Block) -> None:
    scale = next(part for part in block.second if isinstance(part, nn.BatchNorm2d))
    scale.weight.zero_()
