"""What a training begins with: a pack, a model file, a checkpoint, or random weights."""

from __future__ import annotations

from pathlib import Path

import torch

from arcface_train.backbones import BACKBONES, new_network
from arcface_train.checkpoint import Checkpoint, read_checkpoint
from arcface_train.embedder import CHECKPOINT_SUFFIXES, ONNX_SUFFIX
from arcface_train.onnx_import import ONNX, import_network
from arcface_train.training_record import TrainingRecord
from face_process.errors import TrainError
from face_process.model_inspect import file_sha256
from face_process.model_packs import find_pack

RANDOM = "random"
DIMENSION = 512
"""Of networks that begin with random weights, as ArcFace's own."""


def start(
    model: str | None,
    network: str | None,
    seed: int,
    packs: Path | None = None,
    dimension: int = DIMENSION,
) -> Checkpoint:
    """Return what a training begins with.

    Args:
        model: A checkpoint (``.pt``, ``.pth``), an ONNX file, or a pack's folder or name; None
            for random weights.
        network: Which kind it must be, see ``BACKBONES``; None takes any that a model brings.
        seed: Of random weights.
        packs: The user's own folder of packs, or None.
        dimension: Width of the embeddings of a network with random weights.

    Raises:
        ModelError: There is no such model, or it can't be used.
        TrainError: The model can't be trained, is of another kind, or none was given.
    """
    if model is None:
        if network is None:
            raise TrainError("train_start_missing", kinds=", ".join(BACKBONES))
        torch.manual_seed(seed)
        return Checkpoint(new_network(network, dimension), TrainingRecord(RANDOM))
    begun = _read(model, packs)
    found = begun.network.plan.kind
    if network is not None and found not in {network, ONNX}:  # what an ONNX graph is, isn't told
        raise TrainError("train_start_other", model=model, found=found, wanted=network)
    return begun


def _read(model: str, packs: Path | None) -> Checkpoint:
    suffix = Path(model).suffix.lower()
    if suffix in CHECKPOINT_SUFFIXES:
        read = read_checkpoint(Path(model))
        return Checkpoint(read.network, read.record)
    file, name = Path(model), Path(model).name
    if suffix != ONNX_SUFFIX:
        pack = find_pack(model, packs)
        file, name = pack.recognition, pack.name
    return Checkpoint(import_network(file), TrainingRecord(name, file_sha256(file)))
