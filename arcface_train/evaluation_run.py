"""Evaluate models from their files, on people from face sets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from arcface_train.embedder import open_embedder
from arcface_train.evaluation import Evaluation, Protocol, Seen, evaluate_model
from arcface_train.face_set import read_face_set
from arcface_train.lfw import read_pairs
from arcface_train.subjects import Subjects, gather_subjects
from arcface_train.views import embed_views
from face_process.errors import TrainError
from merge.progress import Progress
from UI.texts import Language, text


@dataclass(frozen=True, slots=True)
class Sources:
    """What is evaluated on.

    Attributes:
        faces: A face set of people, some with several photos.
        strangers: A face set of others, or None.
        pairs: A list of pairs of ``faces`` as LFW's pairs.txt, or None.
    """

    faces: Path
    strangers: Path | None = None
    pairs: Path | None = None


@dataclass(frozen=True, slots=True)
class Contenders:
    """What is evaluated.

    Attributes:
        models: One or two: checkpoints, ONNX files, packs' folders or names.
        packs: The user's own folder of packs, searched first for names.
        kept_gallery: Whether the second of two is searched for among what the first enrolled.
    """

    models: tuple[str, ...]
    packs: Path | None = None
    kept_gallery: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Short ones to tell them apart by."""
        paths = [Path(model).resolve() for model in self.models]
        names = tuple(path.stem if path.is_file() else path.name for path in paths)
        return names if len(set(names)) == len(names) else self.models


def run_evaluation(
    contenders: Contenders,
    sources: Sources,
    protocol: Protocol,
    shown: Progress,
    language: Language,
) -> tuple[Subjects, list[Evaluation]]:
    """Return the people and how good each model is on them.

    Args:
        contenders: The models.
        sources: The people.
        protocol: How to evaluate.
        shown: Shows how far it is.
        language: In which to show that.

    Raises:
        FaceMindError: A model or a face set can't be read, or two models whose embeddings differ
            in width are to share a gallery.
    """
    faces = read_face_set(sources.faces)
    strangers = read_face_set(sources.strangers) if sources.strangers else None
    subjects = gather_subjects(faces, strangers)
    lfw = read_pairs(sources.pairs, faces.files) if sources.pairs else None
    embedders = [open_embedder(model, contenders.packs) for model in contenders.models]
    conditions = {view.condition for view in protocol.views}
    total = len(subjects) * len(conditions) * len(embedders)
    with shown(text(language, "cli.embedding_faces"), total) as advance:
        found = embed_views(embedders, subjects, protocol.views, protocol.seed, advance)
    seen = [Seen(views, views) for views in found]
    names = list(contenders.names)
    if contenders.kept_gallery:
        seen[1] = _in_gallery_of(seen[0], seen[1])
        names[1] = text(language, "cli.gallery_kept", model=names[1])
    evaluations = []
    with shown(text(language, "cli.measuring"), len(names)) as advance:
        for name, each in zip(names, seen, strict=True):
            evaluations.append(evaluate_model(name, each, subjects, protocol, lfw))
            advance(len(evaluations))
    return subjects, evaluations


def _in_gallery_of(first: Seen, second: Seen) -> Seen:
    widths = [next(iter(seen.enrolled.values())).shape[1] for seen in (first, second)]
    if widths[0] != widths[1]:
        raise TrainError("gallery_width", first=widths[0], second=widths[1])
    return Seen(first.enrolled, second.compared)
