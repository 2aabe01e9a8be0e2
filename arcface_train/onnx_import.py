"""Start training from a pack's ONNX recognition model: the same embeddings, from PyTorch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from arcface_train.mirror_mean import drop_mirror, with_mirror
from arcface_train.network import FaceNetwork, NetworkPlan, embed_crops
from arcface_train.onnx_network import OnnxNetwork
from face_process.crop_vectors import vector_width
from face_process.errors import TrainError
from face_process.init_InsightFace import load_recognizer
from face_process.insightface_models import ArcFaceONNX
from merge.settings import Device

ONNX = "onnx"
LARGEST_DIFFERENCE = 1e-4
"""Between numbers of unit-length embeddings: a hundredth of what would move a cosine by 0.01.
Packs of MobileFaceNets differ by 1e-6."""
TRIED_CROPS = 3


def import_network(file: Path) -> FaceNetwork:
    """Return a pack's recognition model as a network that can be trained.

    A model that looks at faces and at their mirror images gives the network that it does it with.

    Raises:
        ModelError: The file can't be loaded or is no recognition model.
        TrainError: It has an operator that isn't known here, or gives other embeddings in
            PyTorch than in ONNX Runtime.
    """
    recognizer = load_recognizer(file, Device.CPU)
    model = onnx.load(str(file))
    mirror = drop_mirror(model)
    backbone = OnnxNetwork(model)
    plan = NetworkPlan(
        kind=ONNX,
        dimension=vector_width(recognizer),
        side=recognizer.input_size[0],
        # Which of its two normalisations a model takes is for InsightFace to tell.
        mean=recognizer.input_mean,
        std=recognizer.input_std,
        graph=backbone.structure(),
    )
    network = FaceNetwork(backbone, plan)
    difference = embedding_difference(with_mirror(network) if mirror else network, recognizer)
    if not difference <= LARGEST_DIFFERENCE:
        raise TrainError("train_network_differs", file=file, difference=difference)
    return network


def embedding_difference(network: FaceNetwork, recognizer: ArcFaceONNX) -> float:
    """Return by how much two forms of one model differ.

    Args:
        network: The model in PyTorch.
        recognizer: The model in ONNX Runtime.

    Returns:
        The largest difference between numbers of their unit-length embeddings of made-up crops;
        infinite where their widths differ.
    """
    expected = _tried(recognizer, TRIED_CROPS)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    given = embed_crops(network, _made_up(TRIED_CROPS, network.plan.side))
    return float(np.abs(given - expected).max()) if given.shape == expected.shape else np.inf


def _tried(recognizer: ArcFaceONNX, count: int) -> NDArray[np.float32]:
    """Return its vectors of made-up crops; one by one, as its batch may be fixed."""
    crops = _made_up(count, recognizer.input_size[0])
    return np.concatenate([recognizer.get_feat(crop) for crop in crops])


def _made_up(count: int, side: int) -> NDArray[np.uint8]:
    """Return crops of noise: pictures that are alike would hide a difference."""
    return np.random.default_rng(0).integers(0, 256, (count, side, side, 3), np.uint8)
