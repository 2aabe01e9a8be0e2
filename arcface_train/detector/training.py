"""Train a detector on labels, look at it from time to time, and keep the best."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from arcface_train.detector.crop_batches import CropSource
from arcface_train.detector.deepen import deepened
from arcface_train.detector.detector_log import DetectorEntry, write_log
from arcface_train.detector.detector_run import (
    DetectorProgress,
    KeptState,
    read_network,
    read_state,
    save_best,
    save_state,
)
from arcface_train.detector.judge import LARGE, SMALL
from arcface_train.detector.judging import judge_by_labels, scrfd_of
from arcface_train.detector.labels import Labels
from arcface_train.detector.learner import DetectorLearner, StepLosses
from arcface_train.detector.network import Detector
from arcface_train.detector.onnx_detector import to_onnx
from arcface_train.detector.photo_cache import PhotoCache
from arcface_train.detector.recipe import DetectorRecipe

LOOK_EVERY = 500
"""Steps after which state and log are kept."""
JUDGE_EVERY = 4
"""Looks after which a network is judged, which takes a while; at the end it always is."""
Told = Callable[[DetectorEntry], None]
"""Is told each new entry of the log."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a training is: the learning rate falls to 0 at its end.

    Attributes:
        steps: All steps there are; None where time decides.
        seconds: All the time there is, on a machine whose speed nobody knows beforehand; such a
            training never comes out quite the same twice.
    """

    steps: int | None
    seconds: float | None = None

    def progress(self, step: int, seconds: float) -> float:
        """Return the share that is done, 0 … 1."""
        if self.steps is not None:
            return min(1.0, step / self.steps)
        return min(1.0, seconds / self.seconds)


@dataclass(frozen=True, slots=True, eq=False)
class DetectorTraining:
    """What a training takes.

    Attributes:
        labels: What is learnt from.
        judged_by: Labels of other photos that it is judged by, or None.
        recipe: How.
        length: How long.
        folder: Where state, best network and log go; what is in there is gone on from.
        begun: The network or the training's folder that it begins with, deepened to the recipe's
            plan where it is shallower; None for random weights.
        seed: Of everything random.
    """

    labels: Labels
    judged_by: Labels | None
    recipe: DetectorRecipe
    length: Length
    folder: Path
    begun: Path | None = None
    seed: int = 0


def train(training: DetectorTraining, told: Told) -> None:
    """Train to the end, or go on where it was stopped.

    Args:
        training: What is learnt from, how and how long.
        told: Is told how it goes.

    Raises:
        TrainError: The folder holds another training, or there is nothing to begin with.
        ImageError: A photo is gone.
    """
    learner = DetectorLearner(_begun(training), training.recipe)
    log = _Log(training, learner)
    log.resume()
    source = CropSource(training.labels, training.recipe, training.seed)
    length, paid = training.length, []
    with closing(source.batches(learner.step)) as batches:
        while (progress := length.progress(learner.step, log.seconds)) < 1:
            paid.append(learner.learn(next(batches), progress))
            done = length.progress(learner.step, log.seconds) >= 1
            if done or learner.step % LOOK_EVERY == 0:
                told(log.look(paid, done))
                paid = []


class _Log:
    """What comes of looking at a network from time to time: the best, the last, the table."""

    def __init__(self, training: DetectorTraining, learner: DetectorLearner) -> None:
        self._training, self._learner = training, learner
        self._progress = DetectorProgress()
        self._since = time.monotonic()
        self._photos = PhotoCache(training.judged_by) if training.judged_by else None

    @property
    def seconds(self) -> float:
        """That the training took by now, pauses between runs left out."""
        return self._progress.seconds + time.monotonic() - self._since

    def resume(self) -> None:
        """Go on from what the folder holds."""
        state = read_state(self._training.folder, self._plan())
        if state:
            self._learner.resume(dict(state.learner))
            self._progress = state.progress
        self._since = time.monotonic()

    def look(self, paid: Sequence[StepLosses], done: bool) -> DetectorEntry:
        """Note how it goes, judge the network where it is time, and keep it and the state.

        Args:
            paid: What the steps since the last look cost.
            done: Whether this is the last look.
        """
        training, learner, progress = self._training, self._learner, self._progress
        whole, score, box, landmarks = np.mean(
            [(one.whole, one.score, one.box, one.landmarks) for one in paid], axis=0
        ).tolist()
        share = training.length.progress(learner.step, self.seconds)
        crops = sum(training.recipe.crops_of(step)[0] for step in range(learner.step))
        rate = training.recipe.learning_rate_at(share)
        judged = ()
        if training.judged_by and (done or learner.step % (LOOK_EVERY * JUDGE_EVERY) == 0):
            judged = self._judged()
        entry = DetectorEntry(
            learner.step, crops, self.seconds, rate, whole, score, box, landmarks, *judged
        )
        progress.entries.append(entry)
        progress.seconds, self._since = self.seconds, time.monotonic()
        if training.judged_by is None or (entry.score or -1.0) > progress.best:
            progress.best = entry.score or -1.0
            save_best(training.folder, learner.mean)
        save_state(training.folder, KeptState(self._plan(), learner.state(), progress))
        write_log(training.folder, progress.entries)
        return entry

    def _judged(self) -> tuple[float, float, float]:
        """Return recall of large and of small faces, and the landmarks' error."""
        model = scrfd_of(to_onnx(self._learner.mean))
        found = judge_by_labels(model, self._training.judged_by, self._photos)
        threshold = found.threshold_for()
        recalls = found.recall(threshold, LARGE), found.recall(threshold, SMALL, LARGE)
        return *recalls, found.landmark_error(threshold)

    def _plan(self) -> dict:
        training = self._training
        return {
            "recipe": asdict(training.recipe),
            "length": asdict(training.length),
            "begun": training.begun and str(training.begun),
            "seed": training.seed,
            "labels": asdict(training.labels.origin),
            "photos": len(training.labels.photos),
        }


def _begun(training: DetectorTraining) -> Detector:
    if training.begun:
        return deepened(read_network(training.begun), training.recipe.plan)
    torch.manual_seed(training.seed)
    return Detector(training.recipe.plan)
