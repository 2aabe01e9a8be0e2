"""Where the well-known model packs can be downloaded, and what they must be."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from face_process.errors import ModelError

HUGGING_FACE = "https://huggingface.co"
HUGGING_FACE_MIRROR = "https://hf-mirror.com"
HUGGING_FACE_PATH = (
    "public-data/insightface/resolve/33c1063c49c785b7652d3fd529f86fa4f149392b/models"
)
MODELSCOPE = "https://modelscope.cn/models/deepghs/insightface/resolve/master"
GITHUB = "https://github.com/deepinsight/insightface/releases/download/v0.7"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to download.

    Attributes:
        url: Its address.
        name: Its file name: a model, or a zip that holds the models.
        sha256: Hex digest that its bytes must have.
        size: Its bytes; None where nobody wrote them down.
    """

    url: str
    name: str
    sha256: str
    size: int | None = None

    def at(self, base: str) -> RemoteFile:
        """Return the same file at another address, ``base/name``."""
        return RemoteFile(f"{base.rstrip('/')}/{self.name}", self.name, self.sha256, self.size)


@dataclass(frozen=True, slots=True)
class PackSource:
    """One place that has a whole pack.

    Attributes:
        files: What to download there: the two models, or one zip.
        models: Names of the two models.
    """

    files: tuple[RemoteFile, ...]
    models: tuple[str, str]


@dataclass(frozen=True, slots=True)
class KnownPack:
    """A pack of InsightFace.

    Attributes:
        models: Its detection and recognition model.
        archive: The zip of the whole pack, at its official address.
        model_bases: Addresses below which the models lie one by one.
        archive_bases: Further addresses below which the zip lies.
    """

    models: tuple[RemoteFile, RemoteFile]
    archive: RemoteFile
    model_bases: tuple[str, ...] = ()
    archive_bases: tuple[str, ...] = ()


def _model(name: str, sha256: str, size: int | None = None) -> RemoteFile:
    return RemoteFile("", name, sha256, size)


def _archive(name: str, sha256: str, size: int | None = None) -> RemoteFile:
    return RemoteFile(f"{GITHUB}/{name}", name, sha256, size)


# Digests: InsightFace's release v0.7 (github.com/deepinsight/insightface/releases).
KNOWN_PACKS: Mapping[str, KnownPack] = {
    "buffalo_l": KnownPack(
        models=(
            _model(
                "det_10g.onnx",
                "5838f7fe053675b1c7a08b633df49e7af5495cee0493c7dcf6697200b85b5b91",
                16_923_827,
            ),
            _model(
                "w600k_r50.onnx",
                "4c06341c33c2ca1f86781dab0e829f88ad5b64be9fba56e56bc9ebdefc619e43",
                174_383_860,
            ),
        ),
        archive=_archive(
            "buffalo_l.zip",
            "80ffe37d8a5940d59a7384c201a2a38d4741f2f3c51eef46ebb28218a7b0ca2f",
            288_621_354,
        ),
        model_bases=(
            f"{HUGGING_FACE}/{HUGGING_FACE_PATH}/buffalo_l",
            f"{MODELSCOPE}/buffalo_l",
        ),
        archive_bases=(MODELSCOPE,),
    ),
    "buffalo_sc": KnownPack(
        models=(
            _model(
                "det_500m.onnx", "5e4447f50245bbd7966bd6c0fa52938c61474a04ec7def48753668a9d8b4ea3a"
            ),
            _model(
                "w600k_mbf.onnx", "9cc6e4a75f0e2bf0b1aed94578f144d15175f357bdc05e815e5c4a02b319eb4f"
            ),
        ),
        archive=_archive(
            "buffalo_sc.zip", "57d31b56b6ffa911c8a73cfc1707c73cab76efe7f13b675a05223bf42de47c72"
        ),
    ),
    "antelopev2": KnownPack(
        models=(
            _model(
                "scrfd_10g_bnkps.onnx",
                "5838f7fe053675b1c7a08b633df49e7af5495cee0493c7dcf6697200b85b5b91",
                16_923_827,
            ),
            _model(
                "glintr100.onnx",
                "4ab1d6435d639628a6f3e5008dd4f929edf4c4124b1a7169e1048f9fef534cdf",
                260_665_334,
            ),
        ),
        archive=_archive(
            "antelopev2.zip", "8e182f14fc6e80b3bfa375b33eb6cff7ee05d8ef7633e738d1c89021dcf0c5c5"
        ),
    ),
}


def pack_sources(name: str, environ: Mapping[str, str] = os.environ) -> list[PackSource]:
    """Return the places to download a pack from, best first: two models before a whole zip.

    ``FACEMIND_MIRROR`` is an address of one's own, tried before all others: the models as
    ``<mirror>/<pack>/<file>``, else ``<mirror>/<pack>.zip``. ``HF_ENDPOINT`` replaces Hugging
    Face's address, as it does for Hugging Face's own tools.

    Args:
        name: One of ``KNOWN_PACKS``.
        environ: The environment.

    Raises:
        ModelError: The pack is not a known one.
    """
    known = KNOWN_PACKS.get(name)
    if known is None:
        raise ModelError("pack_unknown", pack=name, known=", ".join(KNOWN_PACKS))
    models = (known.models[0].name, known.models[1].name)
    singles = [base for first in known.model_bases for base in _endpoints(first, environ)]
    sources = [
        PackSource(tuple(model.at(base) for model in known.models), models) for base in singles
    ]
    sources.append(PackSource((known.archive,), models))
    sources += [PackSource((known.archive.at(base),), models) for base in known.archive_bases]
    own = environ.get("FACEMIND_MIRROR", "").rstrip("/")
    if own:
        below = tuple(model.at(f"{own}/{name}") for model in known.models)
        sources[:0] = [PackSource(below, models), PackSource((known.archive.at(own),), models)]
    return sources


def _endpoints(base: str, environ: Mapping[str, str]) -> list[str]:
    if not base.startswith(HUGGING_FACE):
        return [base]
    chosen = environ.get("HF_ENDPOINT", "").rstrip("/")
    endpoints = [chosen] if chosen else [HUGGING_FACE, HUGGING_FACE_MIRROR]
    return [base.replace(HUGGING_FACE, endpoint, 1) for endpoint in endpoints]
