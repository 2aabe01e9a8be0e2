"""Turn aligned crops into embeddings, whatever the model is: a pack, an ONNX file, a checkpoint."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from arcface_train.torch_here import require_torch
from face_process.crop_vectors import crop_vectors, vector_width
from face_process.init_InsightFace import load_recognizer
from face_process.insightface_models import ArcFaceONNX
from face_process.model_packs import find_pack
from face_process.processors import in_parallel, usable_processors
from face_process.types import Embeddings
from merge.settings import Device, build_settings

if TYPE_CHECKING:  # only loaded where a checkpoint is read
    from arcface_train.network import FaceNetwork

CHECKPOINT_SUFFIXES = (".pt", ".pth")
ONNX_SUFFIX = ".onnx"


class Embedder(Protocol):
    """A recognition model of any kind."""

    @property
    def width(self) -> int:
        """How many numbers an embedding has."""

    def embed(self, crops: NDArray[np.uint8]) -> Embeddings:
        """Return the embeddings of aligned crops, (n, d) float32 unit rows, in order.

        Args:
            crops: (n, 112, 112, 3) uint8 BGR.
        """


@dataclass(frozen=True, slots=True)
class OnnxEmbedder:
    """A recognition model in ONNX Runtime, in the form and the batches of the program itself."""

    recognizer: ArcFaceONNX

    @property
    def width(self) -> int:
        """How many numbers an embedding has."""
        return vector_width(self.recognizer)

    def embed(self, crops: NDArray[np.uint8]) -> Embeddings:
        """Return the embeddings of aligned crops, see ``Embedder``; all processors are used."""
        if len(crops) == 0:
            return np.empty((0, self.width), np.float32)
        parts = np.array_split(crops, min(usable_processors(), len(crops)))
        vectors = np.concatenate(in_parallel(self._vectors, parts))  # (n, d)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1), 1e-12)[:, None]

    def _vectors(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        return crop_vectors(self.recognizer, crops, Device.CPU)


@dataclass(frozen=True, slots=True)
class TorchEmbedder:
    """A network of a checkpoint, in PyTorch."""

    network: FaceNetwork

    @property
    def width(self) -> int:
        """How many numbers an embedding has."""
        return self.network.plan.dimension

    def embed(self, crops: NDArray[np.uint8]) -> Embeddings:
        """Return the embeddings of aligned crops, see ``Embedder``."""
        from arcface_train.network import embed_crops

        return embed_crops(self.network, crops)


def open_embedder(model: Path | str, packs: Path | None = None) -> Embedder:
    """Return the model of that file, pack folder or pack name.

    Args:
        model: A checkpoint (``.pt``, ``.pth``), an ONNX file, a pack's folder, or the name of a
            pack in the folders where the program looks for packs.
        packs: The user's own folder of packs, searched first; None: what the environment says.

    Raises:
        ModelError: There is no such model, or it can't be used.
        TrainError: The checkpoint can't be read, or PyTorch isn't installed.
    """
    suffix = Path(model).suffix.lower()
    if suffix in CHECKPOINT_SUFFIXES:
        require_torch()
        from arcface_train.checkpoint import read_checkpoint

        return TorchEmbedder(read_checkpoint(Path(model)).network)
    if suffix == ONNX_SUFFIX:
        return OnnxEmbedder(load_recognizer(Path(model), Device.CPU))
    pack = find_pack(str(model), packs or build_settings({}).models)
    return OnnxEmbedder(load_recognizer(pack.recognition, Device.CPU))
