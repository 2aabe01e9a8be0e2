"""The better model that a training learns from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from arcface_train.checkpoint import read_checkpoint
from arcface_train.embedder import CHECKPOINT_SUFFIXES, Embedder, TorchEmbedder, open_embedder


@dataclass(frozen=True, slots=True)
class Teacher:
    """A recognition model that only embeds; it needs no form that can be trained.

    Attributes:
        source: What the card of what it taught calls it.
        embedder: Itself.
    """

    source: str
    embedder: Embedder


def open_teacher(model: str, packs: Path | None) -> Teacher:
    """Return a teacher.

    Args:
        model: A checkpoint (``.pt``, ``.pth``), an ONNX file, or a pack's folder or name.
        packs: The user's own folder of packs, or None.

    Raises:
        ModelError: There is no such model, or it can't be used.
        TrainError: The checkpoint can't be read.
    """
    if Path(model).suffix.lower() in CHECKPOINT_SUFFIXES:
        read = read_checkpoint(Path(model))
        return Teacher(read.record.source, TorchEmbedder(read.network))
    return Teacher(Path(model).absolute().name, open_embedder(model, packs))
