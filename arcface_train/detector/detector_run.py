"""The folder of a detector's training: its last state to go on from, and its best network."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from arcface_train.detector.detector_log import BEST, DetectorEntry
from arcface_train.detector.network import Detector
from arcface_train.detector.onnx_detector import from_onnx, to_onnx
from face_process.errors import TrainError
from face_process.whole_file import written_whole

LAST = "last.pt"


@dataclass(slots=True)
class DetectorProgress:
    """How far a training came.

    Attributes:
        entries: The log.
        best: The highest score so far.
        seconds: That it took, pauses between runs left out.
    """

    entries: list[DetectorEntry] = field(default_factory=list)
    best: float = -1.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class KeptState:
    """What going on takes.

    Attributes:
        plan: What is trained, in numbers and words; another one can't go on from it.
        learner: State of the learner.
        progress: How far it came.
    """

    plan: Mapping[str, Any]
    learner: Mapping[str, Any]
    progress: DetectorProgress


def save_state(folder: Path, state: KeptState) -> None:
    """Keep everything that going on takes, whole or not at all.

    Raises:
        ArchiveError: It can't be written.
    """
    content = {
        "plan": plain(state.plan),
        "learner": state.learner,
        "progress": asdict(state.progress),
    }
    with written_whole(folder / LAST) as out:
        torch.save(content, out)


def read_state(folder: Path, plan: Mapping[str, Any]) -> KeptState | None:
    """Return what was kept; None where nothing was.

    Raises:
        TrainError: It is damaged, or of another plan.
    """
    file = folder / LAST
    if not file.exists():
        return None
    try:
        content = torch.load(file, map_location="cpu", weights_only=True)
        kept, progress = content["plan"], dict(content["progress"])
        entries = [DetectorEntry(**one) for one in progress.pop("entries")]
        state = KeptState(kept, content["learner"], DetectorProgress(entries, **progress))
    except (
        OSError, EOFError, RuntimeError, ValueError, KeyError, TypeError, pickle.UnpicklingError,
    ) as error:  # fmt: skip
        raise TrainError("checkpoint_unreadable", file=file) from error
    if kept != plain(plan):
        raise TrainError("train_run_other", folder=folder)
    return state


def save_best(folder: Path, detector: Detector) -> None:
    """Keep a network as an ONNX file that any program of InsightFace's family reads.

    Raises:
        ArchiveError: It can't be written.
    """
    with written_whole(folder / BEST) as out:
        out.write(to_onnx(detector).SerializeToString())


def read_network(source: Path) -> Detector:
    """Return the network of an ONNX file of ours, or the best one of a training's folder.

    Raises:
        TrainError: There is none.
    """
    return from_onnx(source / BEST if source.is_dir() else source)


def plain(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plan as JSON has it, to compare it with one that was kept."""
    return json.loads(json.dumps(plan))
