"""iResNet, the network that ArcFace's best models are made of."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from face_process.align import CROP_SIZE

CHANNELS = (64, 128, 256, 512)
STRIDE = 16
"""By how much the four stages shrink a picture: 112 pixels to 7."""
DROPOUT = 0.5
"""As the reference program's training has it (bubbliiiing/arcface-pytorch, nets/arcface.py)."""
FIRST_DEVIATION = 0.1
"""Of the convolutions' first weights, as InsightFace draws them (arcface_torch, iresnet.py)."""


class IResNet(nn.Module):
    """Four stages of residual blocks, then one linear layer over the whole map.

    The block is that of ArcFace (Deng et al., CVPR 2019, section 3.1, "IR"), the numbers of blocks
    those of "Improved Residual Networks" (Duta et al., ICPR 2020) as InsightFace uses them; the
    end is BN-Dropout-FC-BN, ArcFace's option E. Layers are called as in InsightFace's
    ``arcface_torch``, so that weights trained there fit.

    Args:
        blocks: How many blocks each stage has.
        dimension: Width of the embeddings.
    """

    def __init__(self, blocks: tuple[int, int, int, int], dimension: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, CHANNELS[0], 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(CHANNELS[0])
        self.prelu = nn.PReLU(CHANNELS[0])
        before = (CHANNELS[0], *CHANNELS)
        self.layer1, self.layer2, self.layer3, self.layer4 = (
            _stage(before[i], CHANNELS[i], blocks[i]) for i in range(4)
        )
        self.bn2 = nn.BatchNorm2d(CHANNELS[-1])
        self.dropout = nn.Dropout(DROPOUT)
        self.fc = nn.Linear(CHANNELS[-1] * (CROP_SIZE // STRIDE) ** 2, dimension)
        self.features = nn.BatchNorm1d(dimension)
        # A length is no part of an embedding: the last scales stay at 1.
        self.features.weight.requires_grad_(False)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.normal_(layer.weight, 0, FIRST_DEVIATION)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return (n, dimension) vectors of normalised pictures (n, 3, 112, 112)."""
        maps = self.prelu(self.bn1(self.conv1(pictures)))
        maps = self.layer4(self.layer3(self.layer2(self.layer1(maps))))
        flat = torch.flatten(self.bn2(maps), 1)  # (n, 512 * 7 * 7)
        return self.features(self.fc(self.dropout(flat)))


class Block(nn.Module):
    """BN-Conv-BN-PReLU-Conv-BN beside a shortcut; the second convolution has the stride."""

    def __init__(self, before: int, channels: int, stride: int) -> None:
        super().__init__()
        self.bn1 = nn.BatchNorm2d(before)
        self.conv1 = nn.Conv2d(before, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.prelu = nn.PReLU(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride=stride, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(channels)
        self.downsample = None
        if stride != 1 or before != channels:
            shrink = nn.Conv2d(before, channels, 1, stride=stride, bias=False)
            self.downsample = nn.Sequential(shrink, nn.BatchNorm2d(channels))

    def forward(self, maps: Tensor) -> Tensor:
        """Return the block's maps."""
        bent = self.prelu(self.bn2(self.conv1(self.bn1(maps))))
        shortcut = maps if self.downsample is None else self.downsample(maps)
        return self.bn3(self.conv2(bent)) + shortcut


def _stage(before: int, channels: int, blocks: int) -> nn.Sequential:
    first = Block(before, channels, 2)
    return nn.Sequential(first, *(Block(channels, channels, 1) for _ in range(blocks - 1)))
