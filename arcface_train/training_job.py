"""A training from its folders: read the face sets, begin or go on, tell how it goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from arcface_train.checkpoint import Checkpoint
from arcface_train.embedder import Embedder, TorchEmbedder
from arcface_train.face_set import read_face_set
from arcface_train.held_out import hold_out
from arcface_train.kept import KEPT, TAUGHT, Kept, kept_embeddings
from arcface_train.pictures import pictures_of
from arcface_train.processes import joined
from arcface_train.recipes import Recipe
from arcface_train.run_folder import plain
from arcface_train.start import start
from arcface_train.teacher import Teacher, open_teacher
from arcface_train.training import Training, Watch, train
from arcface_train.training_log import Entry
from face_process.errors import TrainError
from merge.progress import Progress, Tell
from merge.settings import Settings
from UI.texts import text


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody wants trained.

    Attributes:
        faces: Face sets of the people to learn; a name in two of them is one person.
        others: Face sets whose pictures are used without telling people apart.
        model: What training begins with, see ``start``.
        teacher: A better model whose similarities between faces are learnt, and whose embeddings,
            too, if the recipe says so, see ``open_teacher``; None: nobody.
        out: The folder of the training.
        recipe_name: What the recipe is called.
        recipe: How.
        held_out: Share of the people that the network is judged by, 0 … 1.
        seed: Of all that chance decides.
    """

    faces: tuple[Path, ...]
    others: tuple[Path, ...]
    model: str | None
    teacher: str | None
    out: Path
    recipe_name: str
    recipe: Recipe
    held_out: float
    seed: int


def run(settings: Settings, job: Job, shown: Progress, tell: Tell) -> None:
    """Train, or go on where a training was stopped.

    Args:
        settings: Where packs are, what to compute on, and the language of the progress.
        job: What to train.
        shown: Shows how far it is.
        tell: Is told how good the network is, from time to time.

    Raises:
        ModelError: The model to begin with isn't there, or can't be used.
        TrainError: It can't be trained, a face set can't be read, or the folder holds another
            training, or the embeddings to learn have another width.
    """
    with joined(settings.device) as processes:
        begun, teacher = _begin(settings, job)
        people, others = (map(read_face_set, sets) for sets in (job.faces, job.others))
        pictures = pictures_of(list(people), list(others))
        left, held = hold_out(pictures, job.held_out, job.seed)
        job.out.mkdir(parents=True, exist_ok=True)
        told_by = {"name": job.recipe_name, **_numbers(job.recipe)}
        of_people = int((left.labels >= 0).sum())
        record = replace(
            begun.record,
            people=left.people,
            photos=of_people,
            others=len(left) - of_people,
            recipe=told_by,
            teacher=teacher.source if teacher else "",
        )
        training = Training(left, held, job.recipe, job.out, job.seed)

        def embedded(by: Embedder, file: str) -> Kept:
            with shown(text(settings.language, "cli.embedding_faces"), len(left)) as advance:
                return kept_embeddings(left, by, job.out / file, processes, advance)

        taught = embedded(teacher.embedder, TAUGHT) if teacher else None
        kept = taught if job.recipe.as_teacher else None
        if job.recipe.keep_weight and not job.recipe.as_teacher:
            kept = embedded(TorchEmbedder(begun.network), KEPT)
        with shown(text(settings.language, "cli.training"), training.steps) as advance:

            def told(entry: Entry) -> None:
                tell(_line(entry))

            began = replace(begun, record=record)
            train(training, began, kept, taught, processes, Watch(told, advance))


def _begin(settings: Settings, job: Job) -> tuple[Checkpoint, Teacher | None]:
    """Return what training begins with, and the teacher."""
    kind, seed = job.recipe.network, job.seed
    if job.teacher is None:
        return start(job.model, kind, seed, settings.models), None
    teacher = open_teacher(job.teacher, settings.models)
    if not job.recipe.as_teacher:
        return start(job.model, kind, seed, settings.models), teacher
    width = teacher.embedder.width
    begun = start(job.model, kind, seed, settings.models, width)
    if begun.network.plan.dimension != width:
        found = begun.network.plan.dimension
        raise TrainError("train_teacher_width", teacher=job.teacher, wanted=width, found=found)
    return begun, teacher


def _numbers(recipe: Recipe) -> dict[str, str | int | float]:
    """Return what the card of a model tells of its recipe."""
    numbers = plain(recipe)
    numbers |= {f"jitter {name}": share for name, share in numbers.pop("jitter").items()}
    return {name: number for name, number in numbers.items() if number is not None}


def _line(entry: Entry) -> str:
    told = "  ".join(f"{name} {value:.3f}" for name, value in entry.scores.items())
    return f"epoch {entry.epoch:.1f}  loss {entry.loss:.3f}  {entry.seconds:.0f} s  {told}"
