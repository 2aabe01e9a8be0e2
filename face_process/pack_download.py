"""Download a model pack from the first place that has it, and put it into place whole."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from face_process.errors import ModelError
from face_process.file_download import (
    DownloadProgress,
    SourceFailedError,
    Watch,
    fetch_file,
    host_of,
)
from face_process.model_inspect import cache_folder, model_sha256
from face_process.model_packs import ModelPack, open_pack
from face_process.pack_import import place_pack, take_models, unwritable
from face_process.pack_sources import KNOWN_PACKS, PackSource, RemoteFile, pack_sources

__all__ = ["DownloadProgress", "download_pack"]

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.2


def download_pack(
    name: str,
    into: Path,
    report: Callable[[DownloadProgress], None] | None = None,
    sources: Sequence[PackSource] | None = None,
    stop: threading.Event | None = None,
) -> ModelPack:
    """Download a pack, or go on with a download that was cut or stopped.

    Where it is in place already and whole, nothing is downloaded. A damaged one of that name
    is kept under another name. Two programs downloading at once: one waits for the other.

    Args:
        name: One of ``pack_sources.KNOWN_PACKS``.
        into: The folder of packs, see ``pack_places.install_folder``.
        report: Called as bytes arrive, ten times a second at most, in this thread.
        sources: Where to look, best first; the well-known places unless given.
        stop: Set by another thread to stop; what has arrived is kept.

    Raises:
        ModelError: ``download_failed`` where no place could give it, ``download_stopped``,
            ``pack_unknown``, or ``models_unwritable``.
    """
    sources = pack_sources(name) if sources is None else sources
    watch = Watch(report or _ignore, stop or threading.Event())
    folder = cache_folder() / "downloads"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder / f"{name}.lock", watch):
            pack = _in_place(name, into, sources)
            if pack is None:
                pack = _from_first(name, into, sources, folder, watch)
                _tidy(sources, folder)
            return pack
    except OSError as error:
        raise unwritable(folder, error) from error


def _ignore(progress: DownloadProgress) -> None:
    """Nobody wants to hear of it."""


def _from_first(
    name: str, into: Path, sources: Sequence[PackSource], folder: Path, watch: Watch
) -> ModelPack:
    reasons: dict[str, str] = {}
    for source in sources:
        host = host_of(source.files[0].url)
        try:
            files = [fetch_file(file, folder, watch) for file in source.files]
        except SourceFailedError as error:
            log.warning("%s can't be downloaded from %s: %s", name, host, error)
            reasons[host] = str(error)
            continue
        # Looked for again: it may have come up while this was on its way.
        return _in_place(name, into, sources) or _install(name, into, source, files)
    known = KNOWN_PACKS.get(name)
    by_hand = known.archive if known else sources[-1].files[-1]
    raise ModelError(
        "download_failed",
        pack=name,
        reason="; ".join(f"{host}: {reason}" for host, reason in reasons.items()),
        address=by_hand.url,
        file=by_hand.name,
    )


def _install(name: str, into: Path, source: PackSource, files: Sequence[Path]) -> ModelPack:
    try:
        _set_aside(into / name)
        return place_pack(name, into, partial(_fill, source, files))
    except OSError as error:
        raise unwritable(into, error) from error
    except ModelError as error:
        if error.key != "pack_exists":
            raise
        return open_pack(into / name)


def _fill(source: PackSource, files: Sequence[Path], folder: Path) -> None:
    for remote, file in zip(source.files, files, strict=True):
        if _is_model(remote):
            # Copied, not moved: should the disk be full, nothing needs downloading again.
            shutil.copyfile(file, folder / remote.name)
        else:
            take_models(file, folder, only=source.models)


def _in_place(name: str, into: Path, sources: Sequence[PackSource]) -> ModelPack | None:
    """Return the pack that is there already, None where it is missing or damaged."""
    try:
        pack = open_pack(into / name)
        digests = {
            file.name: file.sha256 for one in sources for file in one.files if _is_model(file)
        }
        for model in (pack.detection, pack.recognition):
            if model_sha256(model) != digests.get(model.name, model_sha256(model)):
                return None
    except ModelError:
        return None
    return pack


def _set_aside(place: Path) -> None:
    """Keep what already has the pack's name, under another one."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return
    number = 1
    while (aside := place.with_name(f"{place.name}-replaced-{number}")).exists():
        number += 1
    place.rename(aside)
    log.warning("the damaged model pack %s is kept as %s", place.name, aside)


def _tidy(sources: Sequence[PackSource], folder: Path) -> None:
    for source in sources:
        for file in source.files:
            for left in folder.glob(f"{file.sha256[:16]}-*"):
                left.unlink(missing_ok=True)


def _is_model(file: RemoteFile) -> bool:
    return file.name.endswith(".onnx")


@contextmanager
def _alone(lock_file: Path, watch: Watch) -> Iterator[None]:
    """Wait until no other program downloads this pack, and keep others out."""
    lock = FileLock(lock_file)
    while True:
        watch.check()
        try:
            lock.acquire(timeout=SECONDS_BETWEEN_LOOKS)
            break
        except Timeout:
            log.debug("another program is downloading this pack")
    try:
        yield
    finally:
        lock.release()
