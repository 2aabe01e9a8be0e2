"""Let detectors look at the same photos: what each finds, misses and makes up, and how fast."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import onnx

from arcface_train.detector.contact_sheet import Shown, shown
from arcface_train.detector.detector_log import BEST
from arcface_train.detector.human_boxes import Drawn, drawn_boxes
from arcface_train.detector.judge import Judgement, PhotoJudgement, judge_photo, together
from arcface_train.detector.judging import answers_of, scrfd_of, teacher_reference
from arcface_train.parallel import done_in_order
from face_process.errors import ImageError, ModelError, TrainError
from face_process.face_engine import DETECTION_THRESHOLD, FULL_SIDE
from face_process.folder_walk import files_in
from face_process.image_file import PHOTO_SUFFIXES, read_image
from face_process.insightface_models import SCRFD
from face_process.model_inspect import Role, model_role
from face_process.model_packs import find_pack
from face_process.model_rewrite import quick_detector
from merge.progress import Advance

TIMED = 15
"""Looks of each detector that are timed, in turn; the quickest counts, which others disturb
least."""


@dataclass(frozen=True, slots=True, eq=False)
class Contender:
    """A detector.

    Attributes:
        name: What it is called.
        model: The detector, on one thread.
    """

    name: str
    model: SCRFD


@dataclass(slots=True, eq=False)
class Outcome:
    """What became of a detector.

    Attributes:
        judgement: By the teacher's faces.
        missed: Faces that it doesn't find at the program's threshold.
        false: What it finds there that isn't one.
        milliseconds: That a square of 640 × 640 takes it on one thread.
    """

    judgement: Judgement
    missed: list[Shown] = field(default_factory=list)
    false: list[Shown] = field(default_factory=list)
    milliseconds: float = np.nan


def contender(name: str, packs: Path | None) -> Contender:
    """Return a detector by its name.

    Args:
        name: An ONNX file, the folder of a training, or a pack's folder or name.
        packs: The user's own folder of packs, or None.

    Raises:
        ModelError: There is no such detector.
    """
    file = Path(name)
    if file.is_dir() and (file / BEST).is_file():
        file = file / BEST
    elif file.suffix.lower() != ".onnx":
        file = find_pack(name, packs).detection
    if model_role(file) is not Role.DETECTION:
        raise ModelError("model_wrong_role", file=file, role=str(Role.DETECTION))
    return Contender(name, scrfd_of(onnx.load(quick_detector(file))))


def compete(
    contenders: Sequence[Contender], teacher: Contender, photos: Path, advance: Advance
) -> list[Outcome]:
    """Return what becomes of each detector on a folder's photos; what are no pictures is left out.

    Args:
        contenders: The detectors.
        teacher: Whose faces are to be found.
        photos: The folder; boxes that people drew there are no false faces.
        advance: Is told how many photos are done.

    Raises:
        TrainError: There are no photos, or what people drew can't be read.
    """
    files = files_in(photos, PHOTO_SUFFIXES)
    if not files:
        raise TrainError("photos_none", folder=photos)
    judged: list[list[PhotoJudgement]] = [[] for _ in contenders]
    outcomes = [Outcome(together([])) for _ in contenders]
    work = partial(_looked_at, contenders, teacher, drawn_boxes(photos))
    with closing(done_in_order(work, files)) as looks:
        for done, of_photo in enumerate(looks, 1):
            for outcome, judgements, look in zip(outcomes, judged, of_photo, strict=False):
                judgements.append(look.judgement)
                outcome.missed += look.missed
                outcome.false += look.false
            advance(done)
    times = milliseconds([one.model for one in contenders])
    for outcome, judgements, each in zip(outcomes, judged, times, strict=True):
        outcome.judgement, outcome.milliseconds = together(judgements), each
    return outcomes


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    judgement: PhotoJudgement
    missed: list[Shown]
    false: list[Shown]


def _looked_at(
    contenders: Sequence[Contender], teacher: Contender, drawn: Drawn, file: Path
) -> list[_Look]:
    try:
        image = read_image(file)
    except ImageError:
        return []
    boxes = drawn.get(file, np.empty((0, 4), np.float32))
    reference = teacher_reference(teacher.model, image, boxes)
    looks = []
    for one in contenders:
        found = answers_of(one.model, image)
        judged = judge_photo(reference, found)
        missed = np.flatnonzero(judged.scores < DETECTION_THRESHOLD)
        false = judged.false[judged.false_scores >= DETECTION_THRESHOLD]
        looks.append(
            _Look(
                judged,
                [shown(image, reference.boxes[row], float(judged.scores[row])) for row in missed],
                [shown(image, found.boxes[row], float(found.scores[row])) for row in false],
            )
        )
    return looks


def milliseconds(models: Sequence[SCRFD]) -> list[float]:
    """Return how long each detector takes for a picture of 640 × 640 on one thread."""
    pixels = np.random.default_rng(0).uniform(-1, 1, (1, 3, FULL_SIDE, FULL_SIDE))
    blob = pixels.astype(np.float32)
    best = [np.inf] * len(models)
    for _ in range(TIMED):
        for number, model in enumerate(models):
            since = time.perf_counter()
            model.session.run(None, {model.input_name: blob})
            best[number] = min(best[number], 1000 * (time.perf_counter() - since))
    return best
