"""MobileFaceNet, a face recogniser of a million weights for phones and processors."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from face_process.align import CROP_SIZE

STRIDE = 16
"""By how much the stages shrink a picture: 112 pixels to 7."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A row of the paper's table 1: its bottlenecks, of which the first has the stride."""

    expansion: int
    channels: int
    blocks: int
    stride: int


STEM_CHANNELS = 64
STAGES = (
    Stage(2, 64, 5, 2), Stage(4, 128, 1, 2), Stage(2, 128, 6, 1), Stage(4, 128, 1, 2),
    Stage(2, 128, 2, 1),
)  # fmt: skip
LAST_CHANNELS = 512
"""All from Chen et al., "MobileFaceNets", CCBR 2018 (arXiv:1804.07573), table 1."""


class MobileFaceNet(nn.Module):
    """Inverted residual bottlenecks, then a weight for each place of the last map.

    The weights for each place ("global depthwise convolution") are the paper's idea: averaging
    would count the corners of the picture as much as the face in the middle.

    Args:
        dimension: Width of the embeddings.
    """

    def __init__(self, dimension: int) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        before = STEM_CHANNELS
        for stage in STAGES:
            for number in range(stage.blocks):
                stride = stage.stride if number == 0 else 1
                blocks.append(Bottleneck(before, stage.channels, stage.expansion, stride))
                before = stage.channels
        self.stem = nn.Sequential(
            _convolution(3, STEM_CHANNELS, 3, stride=2),
            _convolution(STEM_CHANNELS, STEM_CHANNELS, 3, groups=STEM_CHANNELS),
        )
        self.blocks = nn.Sequential(*blocks)
        self.widen = _convolution(before, LAST_CHANNELS, 1)
        self.weigh = nn.Sequential(
            nn.Conv2d(
                LAST_CHANNELS, LAST_CHANNELS, CROP_SIZE // STRIDE, groups=LAST_CHANNELS, bias=False
            ),
            nn.BatchNorm2d(LAST_CHANNELS),
        )
        self.embed = _linear(LAST_CHANNELS, dimension)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, pictures: Tensor) -> Tensor:
        """Return (n, dimension) vectors of normalised pictures (n, 3, 112, 112)."""
        maps = self.widen(self.blocks(self.stem(pictures)))
        return self.embed(self.weigh(maps)).flatten(1)


class Bottleneck(nn.Module):
    """Widen, look around in each channel, narrow; with a shortcut where the shape stays."""

    def __init__(self, before: int, channels: int, expansion: int, stride: int) -> None:
        super().__init__()
        wide = before * expansion
        self.path = nn.Sequential(
            _convolution(before, wide, 1),
            _convolution(wide, wide, 3, stride=stride, groups=wide),
            _linear(wide, channels),
        )
        self._shortcut = stride == 1 and before == channels

    def forward(self, maps: Tensor) -> Tensor:
        """Return the block's maps."""
        return maps + self.path(maps) if self._shortcut else self.path(maps)


def _convolution(
    before: int, channels: int, kernel: int, stride: int = 1, groups: int = 1
) -> nn.Sequential:
    shape = {"stride": stride, "padding": kernel // 2, "groups": groups, "bias": False}
    return nn.Sequential(
        nn.Conv2d(before, channels, kernel, **shape), nn.BatchNorm2d(channels), nn.PReLU(channels)
    )


def _linear(before: int, channels: int) -> nn.Sequential:
    """Return a 1×1 convolution without a bend after it, as a bottleneck's end keeps more so."""
    return nn.Sequential(nn.Conv2d(before, channels, 1, bias=False), nn.BatchNorm2d(channels))
