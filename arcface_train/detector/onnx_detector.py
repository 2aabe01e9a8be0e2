"""A detector as an ONNX file that InsightFace takes for an SCRFD, and back to the very weights."""

from __future__ import annotations

import copy
import io
import json
import warnings
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from google.protobuf.message import DecodeError
from onnx import numpy_helper
from torch import Tensor, nn

from arcface_train.detector.network import ANCHORS, ANSWER, STRIDES, Detector, DetectorPlan
from arcface_train.half_weights import halve
from arcface_train.onnx_writing import OPSET
from face_process.errors import TrainError

INPUT = "input"
OUTPUTS = tuple(f"{what}_{stride}" for what in ("score", "bbox", "kps") for stride in STRIDES)
"""In InsightFace's order: it tells outputs by their place."""
PLAN = "facemind_detector"
"""Name of the note in the file that holds the network's plan."""


class _AsScrfd(nn.Module):
    """What InsightFace reads: for each level scores, then sides, then landmarks, in strides."""

    def __init__(self, detector: Detector) -> None:
        super().__init__()
        self.detector = detector

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        """Return the nine outputs for one picture, (1, cells × anchors, 1 | 4 | 10)."""
        scores, sides, landmarks = [], [], []
        for level in self.detector.maps(pixels):
            # Cut before they are put in rows: what ONNX Runtime then copies is less.
            rows = level.permute(0, 2, 3, 1).reshape(1, -1, ANSWER)
            scores.append(torch.sigmoid(rows[..., :1]))
            sides.append(rows[..., 1:5])
            landmarks.append(rows[..., 5:])
        return (*scores, *sides, *landmarks)


def to_onnx(detector: Detector, *, half: bool = False) -> onnx.ModelProto:
    """Return a detector as an ONNX model of free input size.

    Its input is (1, 3, h, w) float32 RGB, (x − 127.5) / 128, h and w multiples of 32. Parameters
    keep their names, and batch normalisation stays by itself, so that ``from_onnx`` gets the very
    weights; ONNX Runtime folds it into the convolutions when it loads the file.

    Args:
        detector: The network.
        half: Whether the convolutions' weights are kept in half precision; they are computed
            with in single precision.
    """
    still = _AsScrfd(copy.deepcopy(detector).cpu().eval())
    side = STRIDES[-1] * 4
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter's own age
        torch.onnx.export(
            still,
            (torch.zeros(1, 3, side, side),),
            out,
            input_names=[INPUT],
            output_names=list(OUTPUTS),
            opset_version=OPSET,
            dynamic_axes={INPUT: {2: "height", 3: "width"}}
            | {name: {1: f"cells_{name}"} for name in OUTPUTS},
            training=torch.onnx.TrainingMode.PRESERVE,
            do_constant_folding=False,
            dynamo=False,
        )
    model = onnx.ModelProto.FromString(out.getvalue())
    del model.graph.value_info[:]
    _name_as_in(model, detector)
    if half:
        halve(model)
    plan = json.dumps({"anchors": ANCHORS, **asdict(detector.plan)})
    model.metadata_props.append(onnx.StringStringEntryProto(key=PLAN, value=plan))
    onnx.checker.check_model(model)
    return model


def from_onnx(file: Path) -> Detector:
    """Return the network that ``to_onnx`` wrote, with its weights, to go on training.

    Raises:
        TrainError: The file is missing, or is no detector of ours.
    """
    try:
        model = onnx.load(file)
        notes = {note.key: note.value for note in model.metadata_props}
        plan = json.loads(notes[PLAN])
        if plan.pop("anchors") != ANCHORS:
            raise ValueError("another number of anchors")
        detector = Detector(DetectorPlan(**{name: tuple(value) for name, value in plan.items()}))
        weights = detector.state_dict()
        for tensor in model.graph.initializer:
            if tensor.name in weights:
                values = numpy_helper.to_array(tensor).astype(np.float32)
                weights[tensor.name] = torch.from_numpy(values.copy())
        detector.load_state_dict(weights)
    except FileNotFoundError as error:
        raise TrainError("detector_missing", file=file) from error
    except (OSError, DecodeError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise TrainError("detector_foreign", file=file) from error
    return detector


def _name_as_in(model: onnx.ModelProto, detector: Detector) -> None:
    """Give weights the names that they have in the network, in place of the exporter's."""
    names = {f"detector.{name}": name for name in detector.state_dict()}
    for tensor in model.graph.initializer:
        tensor.name = names.get(tensor.name, tensor.name)
    for node in model.graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = names.get(name, name)
