"""Train a network on pictures, look at it from time to time, and keep the best."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from arcface_train.batches import Batch, Share, batches, steps_an_epoch
from arcface_train.blend import blended
from arcface_train.checkpoint import Checkpoint, write_checkpoint
from arcface_train.held_out import HeldOut, scores
from arcface_train.kept import Kept, person_means, targets
from arcface_train.learner import Learner, Losses, Task
from arcface_train.margins import AdaFace, ArcFace
from arcface_train.network import FaceNetwork
from arcface_train.partial_fc import PartialFC
from arcface_train.pictures import Pictures
from arcface_train.processes import Processes
from arcface_train.recipes import Margin, Recipe
from arcface_train.run_folder import BEST, Progress, read_last, save_last
from arcface_train.training_log import Entry, write_log
from arcface_train.training_record import TrainingRecord

LOOK_EVERY = 250
"""Steps after which a network is looked at and kept; it is at the end, too."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how a training goes.

    Attributes:
        entry: Is given each new entry of the log.
        step: Is given the number of steps taken.
    """

    entry: Callable[[Entry], None]
    step: Callable[[int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """What a training takes beside its network.

    Attributes:
        pictures: What is learnt from.
        held: Whom the network is judged by; None where nobody could be held out.
        recipe: How.
        folder: Where state, best network and log go; what is in there is gone on from.
        seed: Of everything random.
    """

    pictures: Pictures
    held: HeldOut | None
    recipe: Recipe
    folder: Path
    seed: int = 0

    @property
    def epoch(self) -> int:
        """Steps an epoch."""
        return steps_an_epoch(len(self.pictures), self.recipe)

    @property
    def steps(self) -> int:
        """All steps there will be."""
        return self.recipe.epochs * self.epoch


def train(
    training: Training,
    begun: Checkpoint,
    kept: Kept | None,
    taught: Kept | None,
    processes: Processes,
    watch: Watch,
) -> None:
    """Train to the end of the recipe, or until nothing gets better.

    Args:
        training: What is learnt from, and how.
        begun: The network that begins; it is changed.
        kept: What it is to keep, see ``kept_embeddings``; None: nothing.
        taught: A teacher's embeddings, likewise, whose similarities it learns; None: it has none.
        processes: Who trains with this one.
        watch: Is told how it goes.

    Raises:
        TrainError: The folder holds another training, or a picture is missing.
    """
    labels = training.pictures.labels
    wanted = None if kept is None else targets(kept, labels, training.recipe.keep_person)
    alike = None if taught is None else targets(taught, labels, person=0)
    before = deepcopy(begun.network)
    learner = _learner(training, begun.network, wanted, processes)
    log = _Log(training, learner, before, begun.record)
    log.resume(processes)
    share = Share(processes.rank, processes.of)
    paid: list[Losses] = []
    since = time.monotonic()
    for batch in batches(training.pictures, training.recipe, training.seed, learner.step, share):
        paid.append(learner.learn(batch, _rows(wanted, batch), _rows(alike, batch)))
        watch.step(learner.step)
        if learner.step % LOOK_EVERY and learner.step < training.steps:
            continue
        if processes.first:
            watch.entry(log.look(paid, time.monotonic() - since))
        paid, since = [], time.monotonic()
        if processes.agree(log.progress.since_best >= training.recipe.patience):
            break


class _Log:
    """What comes of looking at a network from time to time: the best, the last, the table."""

    def __init__(
        self, training: Training, learner: Learner, before: FaceNetwork, record: TrainingRecord
    ) -> None:
        self.progress = Progress()
        self._training = training
        self._learner = learner
        self._before = before
        self._record = record

    def resume(self, processes: Processes) -> None:
        """Go on from what the folder holds, or look at the network as it is before training."""
        found = read_last(self._training.folder, self._training.recipe)
        processes.wait()  # before anybody writes there
        if found:
            last, self.progress = found
            self._learner.resume(last.network, last.training["state"])
        elif processes.first and self._training.held:
            self.look([], 0.0)

    def look(self, paid: Sequence[Losses], seconds: float) -> Entry:
        """Measure the network, keep it if it is the best so far, and keep the state.

        Args:
            paid: What the steps cost since the last look.
            seconds: How long they took.
        """
        training, learner, progress = self._training, self._learner, self.progress
        costs = [(one.whole, one.of_class, one.of_keeping) for one in paid]
        means = np.mean(costs, axis=0) if costs else [float("nan")] * 3
        network = self._network()
        entry = Entry(
            learner.step,
            learner.step / training.epoch,
            seconds + (progress.entries[-1].seconds if progress.entries else 0.0),
            learner.learning_rate,
            *map(float, means),
            scores(network, training.held) if training.held else {},
        )
        progress.entries.append(entry)
        progress.since_best += 1
        told = {
            f"TAR at FAR 1 % of people held out, {name}": tar for name, tar in entry.scores.items()
        }
        record = replace(self._record, scores=told)
        if entry.score is None or entry.score > progress.best:
            progress.best, progress.since_best = entry.score or 0.0, 0
            write_checkpoint(training.folder / BEST, Checkpoint(network, record))
        last = Checkpoint(learner.task.network, record)
        save_last(training.folder, last, training.recipe, learner.state(), progress)
        write_log(training.folder, progress.entries)
        return entry

    def _network(self) -> FaceNetwork:
        """Return what training has come to so far."""
        share = self._training.recipe.trained_share
        network = self._learner.task.network
        return network if share == 1 else blended(self._before, network, share)


def _learner(
    training: Training,
    network: FaceNetwork,
    wanted: NDArray[np.float32] | None,
    processes: Processes,
) -> Learner:
    recipe, people = training.recipe, training.pictures.people
    torch.manual_seed(training.seed)
    head = None
    if recipe.class_weight and people > 1:
        margin = {Margin.ARCFACE: ArcFace, Margin.ADAFACE: AdaFace}[recipe.margin]
        loss = margin(recipe.margin_size, scale=recipe.scale)
        head = PartialFC(people, network.plan.dimension, loss, recipe.centres)
        if wanted is not None:
            head.begin_at(torch.from_numpy(person_means(wanted, training.pictures.labels)))
    task = Task(network, head, recipe)
    return Learner(task, recipe, training.steps, training.seed, processes.device)


def _rows(of_all: NDArray[np.float32] | None, batch: Batch) -> Tensor:
    if of_all is None:
        return torch.empty(len(batch.rows), 0)
    return torch.from_numpy(of_all[batch.rows])
