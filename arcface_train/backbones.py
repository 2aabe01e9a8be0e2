"""The networks that can be trained, by name, and any of them rebuilt from its plan."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import onnx
from torch import nn

from arcface_train.iresnet import IResNet
from arcface_train.mobile_facenet import MobileFaceNet
from arcface_train.network import FaceNetwork, NetworkPlan
from arcface_train.onnx_import import ONNX
from arcface_train.onnx_network import OnnxNetwork
from arcface_train.plain_net import PlainNet
from face_process.align import CROP_SIZE

MEAN = STD = 127.5
"""InsightFace's normalisation, which every recogniser of its family is trained with."""

BACKBONES: dict[str, Callable[[int], nn.Module]] = {
    "iresnet18": partial(IResNet, (2, 2, 2, 2)),
    "iresnet34": partial(IResNet, (3, 4, 6, 3)),
    "iresnet50": partial(IResNet, (3, 4, 14, 3)),
    "iresnet100": partial(IResNet, (3, 13, 30, 3)),
    "mobile_facenet": MobileFaceNet,
    "plain_net": PlainNet,
}
"""Name to what makes it for a width of embeddings."""


def new_network(kind: str, dimension: int) -> FaceNetwork:
    """Return a network with random weights.

    Args:
        kind: A name in ``BACKBONES``.
        dimension: Width of its embeddings.
    """
    return build_network(NetworkPlan(kind, dimension, CROP_SIZE, MEAN, STD))


def build_network(plan: NetworkPlan) -> FaceNetwork:
    """Return the network of a plan; its weights are random, or zero where its graph came bare."""
    if plan.kind == ONNX:
        return FaceNetwork(OnnxNetwork(onnx.ModelProto.FromString(plan.graph)), plan)
    return FaceNetwork(BACKBONES[plan.kind](plan.dimension), plan)
