"""PlainNet, a small face recogniser of nothing but what processors compute fastest."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from face_process.align import CROP_SIZE

STRIDE = 16
"""By how much the stages shrink a picture: 112 pixels to 7."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A halving of the picture to so many channels, then residual blocks."""

    channels: int
    blocks: int


STAGES = (Stage(16, 0), Stage(32, 1), Stage(96, 2), Stage(192, 2))
LAST_CHANNELS = 512
"""2.1 million weights. ONNX Runtime is fastest at dense 3×3 convolutions with ReLU: on one thread
they take 3.8 ms a face where the 1.0 million of a MobileFaceNet, most of them in depthwise and 1×1
convolutions with PReLU, take 9.7 (7.0 in the form that the program rewrites them to)."""


class PlainNet(nn.Module):
    """Residual blocks of dense 3×3 convolutions, then a weight for each place of the last map.

    The weights for each place are MobileFaceNet's (arXiv:1804.07573, section 3.2).

    Args:
        dimension: Width of the embeddings.
    """

    def __init__(self, dimension: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for stage in STAGES:
            layers += [_convolution(before, stage.channels, 3, stride=2), nn.ReLU()]
            layers += [Block(stage.channels) for _ in range(stage.blocks)]
            before = stage.channels
        layers += [_convolution(before, LAST_CHANNELS, 1), nn.ReLU()]
        self.maps = nn.Sequential(*layers)
        side = CROP_SIZE // STRIDE
        self.weigh = _convolution(LAST_CHANNELS, LAST_CHANNELS, side, groups=LAST_CHANNELS, pad=0)
        self.embed = _convolution(LAST_CHANNELS, dimension, 1)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, pictures: Tensor) -> Tensor:
        """Return (n, dimension) vectors of normalised pictures (n, 3, 112, 112)."""
        return self.embed(self.weigh(self.maps(pictures))).flatten(1)


class Block(nn.Module):
    """Two convolutions and a shortcut (He et al. 2016, arXiv:1512.03385, figure 2)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.path = nn.Sequential(
            _convolution(channels, channels, 3), nn.ReLU(), _convolution(channels, channels, 3)
        )
        self._last = nn.ReLU()

    def forward(self, maps: Tensor) -> Tensor:
        """Return the block's maps."""
        return self._last(maps + self.path(maps))


def _convolution(
    before: int,
    channels: int,
    kernel: int,
    stride: int = 1,
    groups: int = 1,
    pad: int | None = None,
) -> nn.Sequential:
    padding = kernel // 2 if pad is None else pad
    shape = {"stride": stride, "padding": padding, "groups": groups, "bias": False}
    return nn.Sequential(nn.Conv2d(before, channels, kernel, **shape), nn.BatchNorm2d(channels))
