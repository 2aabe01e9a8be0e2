"""Write a trained detector as a file for a pack, and prove that it answers as the network does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from arcface_train.detector.judging import scrfd_of
from arcface_train.detector.network import ANCHORS, ANSWER, Detector, to_pixels
from arcface_train.detector.onnx_detector import to_onnx
from face_process.errors import TrainError
from face_process.face_engine import DETECTION_THRESHOLD
from face_process.init_InsightFace import load_detector
from face_process.whole_file import written_whole
from merge.settings import Device

MOST_DIFFERENCE = 1e-4
"""Between PyTorch's answers and ONNX Runtime's, in strides and scores."""
PROBE = (256, 320)
"""Height and width in pixels of the picture that both answer."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A detector that was written.

    Attributes:
        file: Where.
        size: Bytes.
        difference: Largest difference to the network's answers.
        halved: Largest difference that half precision makes; 0 where it wasn't asked for.
    """

    file: Path
    size: int
    difference: float
    halved: float


def export_detector(
    detector: Detector, file: Path, *, half: bool = False, face_from: float = DETECTION_THRESHOLD
) -> Exported:
    """Write a detector and return how exactly the file answers.

    Args:
        detector: The network; it stays as it is.
        file: Where to.
        half: Whether weights are kept in half precision.
        face_from: Score from which what it finds is to count as a face; its scores are moved so
            that this one becomes the threshold that the program uses.

    Raises:
        TrainError: The file's answers differ from the network's.
        ArchiveError: It can't be written.
    """
    detector = with_threshold(detector, face_from)
    model = to_onnx(detector)
    pixels = _probe()
    with torch.no_grad():
        wanted = [_flat(answers.numpy()) for answers in detector.cpu().eval()(pixels)]
    wanted[0] = 1 / (1 + np.exp(-wanted[0]))
    difference = _difference(_answers(scrfd_of(model), pixels), wanted)
    if difference > MOST_DIFFERENCE:
        raise TrainError("detector_differs", difference=difference)
    if half:
        model = to_onnx(detector, half=True)
    with written_whole(file) as out:
        out.write(model.SerializeToString())
    written = _difference(_answers(load_detector(file, Device.CPU), pixels), wanted)
    return Exported(file, file.stat().st_size, difference, written if half else 0.0)


def with_threshold(detector: Detector, face_from: float) -> Detector:
    """Return a detector whose score ``face_from`` has become the program's threshold.

    Scores keep their order; their logits are moved by one number.
    """
    moved = Detector(detector.plan)
    moved.load_state_dict(detector.state_dict())
    by = float(_logit(DETECTION_THRESHOLD) - _logit(face_from))
    with torch.no_grad():
        for answer in moved.answers:
            for anchor in range(ANCHORS):
                answer.bias[anchor * ANSWER] += by
    return moved


def _logit(score: float) -> float:
    return float(np.log(score / (1 - score)))


def _probe() -> torch.Tensor:
    noise = np.random.default_rng(0).integers(0, 256, (1, *PROBE, 3), np.uint8)
    return to_pixels(torch.from_numpy(noise))


def _answers(model, pixels: torch.Tensor) -> list[NDArray[np.float32]]:  # noqa: ANN001 - SCRFD
    outputs = model.session.run(model.output_names, {model.input_name: pixels.numpy()})
    levels = model.fmc
    kinds = (outputs[:levels], outputs[levels : 2 * levels], outputs[2 * levels :])
    return [np.concatenate([_flat(one) for one in kind]) for kind in kinds]


def _flat(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return values.reshape(-1)


def _difference(found: list[NDArray[np.float32]], wanted: list[NDArray[np.float32]]) -> float:
    pairs = zip(found, wanted, strict=True)
    return max(float(np.abs(one - other).max()) for one, other in pairs)
