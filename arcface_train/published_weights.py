"""Weights as others publish them: from bubbliiiing's arcface-pytorch and InsightFace's own.

``arcface-pytorch`` saves the state of its whole model: ``arcface.…`` for the network and
``head.weight`` for the classes that it was trained on, which nobody else has; ``module.`` stands
before both where it was saved from several GPUs. Its iResNets call their layers as InsightFace's
``arcface_torch`` does, whose files have no prefix: ``conv1``, ``layer3.5.bn2``, ``features`` … Its
MobileFaceNet: ``conv1``, ``conv2_dw``, ``conv_23`` … ``conv_5``, ``sep``, ``GDC_dw``, ``features``.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from arcface_train.backbones import BACKBONES, new_network
from arcface_train.network import FaceNetwork

PREFIXES = ("module.", "arcface.", "backbone.")
HEAD = "head."
IRESNET_LAYER, MOBILE_FACENET_LAYER = "layer1.0.conv1.weight", "conv_23.conv.conv.weight"
"""Layers by which the two kinds of network are told."""
IRESNET_WIDTH, MOBILE_FACENET_WIDTH = "fc.weight", "features.weight"
"""Weights with a row for each number of an embedding."""


def network_from_weights(weights: Mapping[str, object]) -> FaceNetwork | None:
    """Return the network that published weights belong to, with them.

    Args:
        weights: The published state by name.

    Returns:
        None where they fit no network that is known here.
    """
    own = {_bare(name): value for name, value in weights.items() if isinstance(value, Tensor)}
    own = {name: value for name, value in own.items() if not name.startswith(HEAD)}
    if MOBILE_FACENET_LAYER in own and MOBILE_FACENET_WIDTH in own:
        network = new_network("mobile_facenet", len(own[MOBILE_FACENET_WIDTH]))
        return _filled(network, own)
    if IRESNET_LAYER not in own or IRESNET_WIDTH not in own:
        return None
    for kind in BACKBONES:
        with torch.device("meta"):  # only the names are of interest yet
            names = new_network(kind, len(own[IRESNET_WIDTH])).backbone.state_dict().keys()
        if names == own.keys():
            return _filled(new_network(kind, len(own[IRESNET_WIDTH])), own)
    return None


def _bare(name: str) -> str:
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name


def _filled(network: FaceNetwork, weights: Mapping[str, Tensor]) -> FaceNetwork | None:
    """Give a network weights in its order: both name their layers as a picture passes them."""
    state = network.backbone.state_dict()
    if len(state) != len(weights):
        return None
    renamed = {}
    for (name, expected), (theirs, value) in zip(state.items(), weights.items(), strict=True):
        same_part = name.rpartition(".")[2] == theirs.rpartition(".")[2]
        if not same_part or expected.shape != value.shape:
            return None
        renamed[name] = value
    network.backbone.load_state_dict(renamed)
    return network
