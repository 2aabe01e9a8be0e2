"""Keep a network with its weights, where these came from and how the training stands, in a file."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from arcface_train.backbones import build_network
from arcface_train.network import FaceNetwork, NetworkPlan
from arcface_train.published_weights import network_from_weights
from arcface_train.training_record import TrainingRecord
from face_process.errors import TrainError
from face_process.whole_file import written_whole

FORMAT = 1
"""Goes up when what a file holds changes."""


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """What a file holds.

    Attributes:
        network: The network with its weights, on the processor.
        record: Where they came from and what they were trained with.
        training: What it takes to go on training, such as the optimizer's state: plain values
            and tensors, by name; empty where nobody will.
    """

    network: FaceNetwork
    record: TrainingRecord
    training: Mapping[str, Any] = field(default_factory=dict)


def write_checkpoint(file: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint, whole or not at all.

    Raises:
        ArchiveError: It can't be written; the one that was there is there still.
    """
    network = checkpoint.network
    content = {
        "format": FORMAT,
        "network": _plain(network.plan),
        "weights": network.state_dict(),
        "record": asdict(checkpoint.record),
        "training": dict(checkpoint.training),
    }
    with written_whole(file) as out:
        torch.save(content, out)


def _plain(plan: NetworkPlan) -> dict[str, Any]:
    """Return a plan by field, its graph only where it has one: no reader lets empty bytes in."""
    return {name: value for name, value in asdict(plan).items() if value != b""}


def read_checkpoint(file: Path) -> Checkpoint:
    """Return the checkpoint in a file: one of ours, or weights as others publish them.

    Nothing in the file is run: only plain values and tensors are read.

    Raises:
        TrainError: The file is missing, no checkpoint, made by a newer version, or its weights
            fit no network that is known here.
    """
    try:
        content = torch.load(file, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise TrainError("checkpoint_missing", file=file) from error
    except (OSError, EOFError, RuntimeError, ValueError, pickle.UnpicklingError) as error:
        raise TrainError("checkpoint_unreadable", file=file) from error
    if not isinstance(content, dict):
        raise TrainError("checkpoint_unreadable", file=file)
    if "format" not in content:
        network = network_from_weights(content)
        if network is None:
            raise TrainError("checkpoint_unknown", file=file)
        return Checkpoint(network, TrainingRecord(source=file.name))
    if content["format"] != FORMAT:
        raise TrainError("checkpoint_newer", file=file)
    return _read(file, content)


def _read(file: Path, content: Mapping[str, Any]) -> Checkpoint:
    try:
        network = build_network(NetworkPlan(**content["network"]))
        network.load_state_dict(content["weights"])
        record = TrainingRecord(**content["record"])
        return Checkpoint(network, record, content["training"])
    except (KeyError, TypeError, RuntimeError) as error:
        raise TrainError("checkpoint_unreadable", file=file) from error
