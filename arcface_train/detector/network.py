"""A small anchor-free face detector with landmarks, whose answers are laid out as SCRFD's are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDES = (8, 16, 32)
"""Pixels a cell of each level, SCRFD's own (arXiv 2105.04714)."""
ANCHORS = 2
"""Answers a cell: InsightFace takes a detector of nine outputs to have two."""
ANSWER = 1 + 4 + 10
"""Numbers an answer: score, distances to the four sides, offsets of five landmarks."""
MEAN, STD = 127.5, 128.0
"""InsightFace's normalisation of a detector's input."""
PRIOR = 0.01
"""Score of every cell before training, so that the many empty ones don't drown the others at first
(Lin et al. 2017, "Focal loss for dense object detection", 4.1)."""
TYPICAL_SIZES = (14.0, 30.0, 58.0, 110.0, 190.0, 300.0)
"""Pixels of a face that each anchor of each level begins with: the middle of its band."""
TYPICAL_LANDMARKS = (-0.2, -0.13, 0.2, -0.13, 0.0, 0.06, -0.16, 0.23, 0.16, 0.23)
"""Offsets of the landmarks from the middle of a box, in sizes of the face: the mean over
``det_500m``'s answers, rounded."""


@dataclass(frozen=True, slots=True)
class DetectorPlan:
    """Widths of a network, in channels.

    ONNX Runtime is quickest at dense 3×3 convolutions of multiples of 16 channels; at the early
    strides, where cells are many, each channel costs much, at the late ones little.

    Attributes:
        stem: Of the two convolutions that lead to strides 2 and 4.
        stages: Of strides 8, 16, 32.
        blocks: Residual blocks of each stage.
        necks: Of what is summed from the coarse levels to the fine ones.
        heads: Of the convolution before each level's answers.
    """

    stem: tuple[int, int] = (8, 16)
    stages: tuple[int, int, int] = (32, 64, 96)
    blocks: tuple[int, int, int] = (1, 2, 3)
    necks: tuple[int, int, int] = (32, 64, 64)
    heads: tuple[int, int, int] = (32, 64, 64)


class Answers(NamedTuple):
    """What a network says of a batch, for each anchor of each cell of each level, in that order.

    Attributes:
        scores: (b, a) logits.
        sides: (b, a, 4) distances to the left, upper, right and lower side, in strides.
        landmarks: (b, a, 5, 2) offsets ``x, y`` from the cell's point, in strides.
    """

    scores: Tensor
    sides: Tensor
    landmarks: Tensor


class Convolution(nn.Sequential):
    """Convolution and batch normalisation, with a ReLU unless it goes into a sum."""

    def __init__(
        self, inner: int, outer: int, side: int = 3, stride: int = 1, *, bare: bool = False
    ) -> None:
        super().__init__(
            nn.Conv2d(inner, outer, side, stride, side // 2, bias=False), nn.BatchNorm2d(outer)
        )
        if not bare:
            self.append(nn.ReLU(inplace=True))


class Block(nn.Module):
    """Two 3×3 convolutions beside a way past them (He et al. 2016, "Deep residual learning")."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = Convolution(width, width)
        self.second = Convolution(width, width, bare=True)

    def forward(self, inner: Tensor) -> Tensor:
        """Return features of the same shape."""
        return functional.relu(inner + self.second(self.first(inner)))


class Detector(nn.Module):
    """Backbone, top-down sum (feature pyramid, arXiv 1612.03144) and one head a level.

    Args:
        plan: Its widths.
    """

    def __init__(self, plan: DetectorPlan) -> None:
        super().__init__()
        self.plan = plan
        self.stem = nn.Sequential(
            Convolution(3, plan.stem[0], stride=2), Convolution(*plan.stem, stride=2)
        )
        inner = plan.stem[1]
        self.stages, self.sides, self.downs = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        for width, blocks, neck in zip(plan.stages, plan.blocks, plan.necks, strict=True):
            begin = Convolution(inner, width, stride=2)
            self.stages.append(nn.Sequential(begin, *(Block(width) for _ in range(blocks))))
            self.sides.append(Convolution(width, neck, 1, bare=True))
            inner = width
        for fine, coarse in zip(plan.necks, plan.necks[1:], strict=False):
            self.downs.append(Convolution(coarse, fine, 1, bare=True))
        self.heads, self.answers = nn.ModuleList(), nn.ModuleList()
        for neck, head in zip(plan.necks, plan.heads, strict=True):
            self.heads.append(Convolution(neck, head))
            self.answers.append(nn.Conv2d(head, ANCHORS * ANSWER, 1))
        self.apply(_initialise)
        for level, answer in enumerate(self.answers):
            _expect_typical_faces(answer, level)

    def forward(self, pixels: Tensor) -> Answers:
        """Return the answers to a batch of pictures.

        Args:
            pixels: (b, 3, h, w) float32 RGB, normalised; h and w are multiples of 32.
        """
        levels = self.maps(pixels)
        answers = torch.cat([_rows(level) for level in levels], dim=1)  # (b, a, 15)
        return Answers(answers[..., 0], answers[..., 1:5], answers[..., 5:].unflatten(2, (5, 2)))

    def maps(self, pixels: Tensor) -> list[Tensor]:
        """Return the answers of each level, (b, 30, h / stride, w / stride); see ``forward``.

        Channels are those of the first anchor, then those of the second: score, sides, landmarks.
        """
        features = self.stem(pixels)
        necks = []
        for stage, side in zip(self.stages, self.sides, strict=True):
            features = stage(features)
            necks.append(side(features))
        levels = [functional.relu(necks[-1])]
        for neck, down in zip(reversed(necks[:-1]), reversed(self.downs), strict=True):
            wider = functional.interpolate(down(levels[0]), scale_factor=2.0, mode="nearest")
            levels.insert(0, functional.relu(neck + wider))
        whole = zip(levels, self.heads, self.answers, strict=True)
        return [answer(head(level)) for level, head, answer in whole]


def to_pixels(crops: Tensor) -> Tensor:
    """Return what a network takes: RGB, normalised, (b, 3, h, w) float32.

    Args:
        crops: (b, h, w, 3) uint8 BGR.
    """
    return (crops.permute(0, 3, 1, 2).flip(1).float() - MEAN) / STD


def _rows(level: Tensor) -> Tensor:
    """Return a level's answers one a row, (b, cells × anchors, 15), cell by cell."""
    return level.permute(0, 2, 3, 1).reshape(level.shape[0], -1, ANSWER)


def _initialise(module: nn.Module) -> None:
    """He et al. 2015, "Delving deep into rectifiers"."""
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")


def _expect_typical_faces(answer: nn.Conv2d, level: int) -> None:
    """Let a level begin with faces as they usually are, and hardly any."""
    nn.init.normal_(answer.weight, std=0.01)
    biases = []
    for size in TYPICAL_SIZES[level * ANCHORS : (level + 1) * ANCHORS]:
        strides = size / STRIDES[level]
        landmarks = [offset * strides for offset in TYPICAL_LANDMARKS]
        biases += [-math.log((1 - PRIOR) / PRIOR), *[strides / 2] * 4, *landmarks]
    with torch.no_grad():
        answer.bias.copy_(torch.tensor(biases))
