"""Make a model pack of a checkpoint: a detector, the network as ONNX, and a card."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import onnx

from arcface_train.checkpoint import Checkpoint
from arcface_train.embedder import ONNX_SUFFIX
from arcface_train.half_weights import halve
from arcface_train.mirror_mean import add_mirror, with_mirror
from arcface_train.model_card import FILE_NAME, card
from arcface_train.onnx_import import LARGEST_DIFFERENCE, embedding_difference
from arcface_train.onnx_writing import to_onnx
from arcface_train.pack_in_use import pack_in_use
from face_process.errors import ModelError, TrainError
from face_process.init_InsightFace import load_recognizer
from face_process.model_inspect import Role, model_role
from face_process.model_packs import ModelPack, find_pack
from face_process.pack_import import check_pack_name, place_pack
from merge.settings import Device, Settings

RECOGNIZER = "arcface_trained.onnx"
HALF_DIFFERENCE = 1e-2
"""Between numbers of unit-length embeddings, with weights in half precision."""


def export_pack(
    checkpoint: Checkpoint,
    detector: Path,
    folder: Path,
    *,
    half: bool = False,
    mirror: bool = False,
) -> ModelPack:
    """Return the new pack: the detector, the network as ONNX, and a card.

    Nothing is seen under its name before the model has been loaded as the program loads models,
    rewritten for speed, and gave the embeddings that PyTorch gives.

    Args:
        checkpoint: The network and where it came from.
        detector: ONNX file of the model that finds the faces for it.
        folder: The pack's folder, which must not exist yet; its name is the pack's.
        half: Whether weights are kept in half precision.
        mirror: Whether the model is to sum what it makes of a face and of its mirror image.

    Raises:
        ModelError: There is such a pack already, a pack can't be called that, the folder can't be
            written, or the detector is none.
        TrainError: The model gives other embeddings in ONNX Runtime than in PyTorch.
    """
    check_pack_name(folder.name)
    if folder.exists():
        raise ModelError("pack_exists", pack=folder.name)
    fill = partial(_fill, checkpoint, detector, folder.name, half, mirror)
    return place_pack(folder.name, folder.absolute().parent, fill)


def source_detector(settings: Settings, wanted: str | None, checkpoint: Checkpoint) -> Path:
    """Return the detection model that a new pack gets.

    Args:
        settings: Where packs are looked for.
        wanted: Name or folder of its pack, or its own file (``.onnx``); None takes the one of the
            pack that the weights came from where that is here, else of the one that the program
            uses.
        checkpoint: The weights.

    Raises:
        ModelError: There is none, or the file is another kind of model.
    """
    if wanted is not None and Path(wanted).suffix.lower() == ONNX_SUFFIX:
        if model_role(Path(wanted)) is not Role.DETECTION:
            raise ModelError("model_wrong_role", file=wanted, role=str(Role.DETECTION))
        return Path(wanted)
    if wanted is not None:
        return find_pack(wanted, settings.models).detection
    try:
        return find_pack(checkpoint.record.source, settings.models).detection
    except ModelError:
        return pack_in_use(settings).detection


def _fill(
    checkpoint: Checkpoint, detector: Path, name: str, half: bool, mirror: bool, folder: Path
) -> None:
    network = checkpoint.network
    shutil.copyfile(detector, folder / detector.name)
    model = to_onnx(network)
    if half:
        halve(model)
    if mirror:
        add_mirror(model, network.plan.dimension)
    onnx.save(model, str(folder / RECOGNIZER))
    text = card(name, network.plan, checkpoint.record)
    (folder / FILE_NAME).write_text(text, "utf-8", newline="\n")
    exported = load_recognizer(folder / RECOGNIZER, Device.CPU)
    seen = with_mirror(network) if mirror else network
    difference = embedding_difference(seen, exported)
    if not difference <= (HALF_DIFFERENCE if half else LARGEST_DIFFERENCE):
        raise TrainError("export_differs", difference=difference)
