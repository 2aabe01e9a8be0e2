"""A recognition network as it is trained: pixels in, a vector a face out; how to rebuild it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

EMBED_BATCH = 32


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """What it takes to build a network anew, its weights aside.

    Attributes:
        kind: Name of the backbone, or ``onnx``.
        dimension: Width of its embeddings.
        side: Height and width of its input in pixels.
        mean: What is subtracted from the pixels, 0 … 255.
        std: What they are divided by then.
        graph: For ``onnx``: the ONNX model without its weights.
    """

    kind: str
    dimension: int
    side: int
    mean: float
    std: float
    graph: bytes = field(default=b"", repr=False)


class FaceNetwork(nn.Module):
    """A backbone with the normalisation that it wants.

    Attributes:
        plan: How it is built.
        backbone: Normalised pictures (n, 3, side, side) to vectors (n, d) of any length.
    """

    def __init__(self, backbone: nn.Module, plan: NetworkPlan) -> None:
        super().__init__()
        self.backbone = backbone
        self.plan = plan

    def forward(self, pixels: Tensor) -> Tensor:
        """Return the faces' vectors, not yet of unit length, (n, d).

        Args:
            pixels: (n, 3, side, side) float32, RGB, 0 … 255.
        """
        return self.backbone((pixels - self.plan.mean) / self.plan.std)


def to_pixels(crops: NDArray[np.uint8], side: int) -> Tensor:
    """Return aligned crops as a network takes them, (n, 3, side, side) float32 RGB, 0 … 255.

    Args:
        crops: (n, h, w, 3) uint8 BGR.
        side: Height and width wanted in pixels.
    """
    if crops.shape[1:3] != (side, side):
        crops = np.stack([cv2.resize(crop, (side, side)) for crop in crops])
    planes = crops[..., ::-1].transpose(0, 3, 1, 2)  # (n, 3, side, side)
    return torch.from_numpy(np.ascontiguousarray(planes, dtype=np.float32))


def embed_crops(network: FaceNetwork, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the embeddings of aligned crops, (n, d) float32 unit rows.

    The network is left in the mode, of training or not, that it was in.

    Args:
        network: The network, on any device.
        crops: (n, h, w, 3) uint8 BGR.
    """
    device = next(network.parameters()).device
    was_training = network.training
    network.eval()
    rows = [np.empty((0, network.plan.dimension), np.float32)]
    with torch.inference_mode():
        for start in range(0, len(crops), EMBED_BATCH):
            pixels = to_pixels(crops[start : start + EMBED_BATCH], network.plan.side)
            vectors = network(pixels.to(device)).float()
            rows.append(nn.functional.normalize(vectors).cpu().numpy())
    network.train(was_training)
    return np.concatenate(rows)


def freeze_normalization(network: nn.Module) -> None:
    """Keep batch normalisation as it is: neither its statistics nor its weights learn.

    A small data set moves the statistics away from what the other weights were trained with.
    ``network.train()`` undoes the half of it, so it is called after that.
    """
    for layer in _normalizations(network):
        layer.eval()
        for parameter in layer.parameters():
            parameter.requires_grad_(False)


def _normalizations(network: nn.Module) -> Iterator[_BatchNorm]:
    return (layer for layer in network.modules() if isinstance(layer, _BatchNorm))
