"""Take a model pack from a zip file or a folder, and put it into place whole."""

from __future__ import annotations

import logging
import lzma
import shutil
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO
from uuid import uuid4

from face_process.errors import ModelError
from face_process.model_packs import NO_PACK, ModelPack, open_pack

log = logging.getLogger(__name__)

LARGEST_PACK_GIGABYTES = 4
LONGEST_NAME = 64
NOT_IN_NAMES = frozenset('/\\:*?"<>|')
TEXT_SUFFIXES = (".md", ".txt")
TEXT_NAMES = ("license", "notice", "readme")
CHUNK = 1 << 20
UNREADABLE = (
    OSError, EOFError, NotImplementedError, RuntimeError,  # RuntimeError: it is encrypted
    ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a zip or a folder.

    Attributes:
        path: Its path in there.
        size: Its bytes once unpacked.
        open: Opens it for reading.
    """

    path: PurePosixPath
    size: int
    open: Callable[[], IO[bytes]]


def import_pack(source: Path, into: Path, name: str | None = None) -> ModelPack:
    """Copy a model pack from a zip or a folder among the installed packs.

    The models lie at the top of it or together in one folder. Nothing is visible under the
    pack's name before a detection and a recognition model have been found in it.

    Args:
        source: A ``.zip`` file or a folder.
        into: The folder of packs, see ``pack_places.install_folder``.
        name: The pack's name; the zip's or folder's unless given.

    Raises:
        ModelError: The source is missing, unreadable, too large, incomplete or holds several
            packs; the name is taken or can't name a folder; ``into`` can't be written.
    """
    if not source.exists():
        raise ModelError("model_file_missing", file=source)
    if name is None:
        name = source.resolve().name if source.is_dir() else source.stem
    check_pack_name(name)
    if (into / name).exists():
        raise ModelError("pack_exists", pack=name)
    return place_pack(name, into, partial(take_models, source))


def place_pack(name: str, into: Path, fill: Callable[[Path], None]) -> ModelPack:
    """Fill a hidden folder beside the packs, check it, and rename it into place.

    Models that are neither for detection nor for recognition are left out.

    Args:
        name: The pack's name, which becomes its folder.
        into: The folder of packs; made where it is missing.
        fill: Puts the pack's files into the folder that it is given.

    Raises:
        ModelError: ``pack_exists`` where a pack of that name came up meanwhile; the pack is
            incomplete or broken; ``into`` can't be written.
    """
    unfinished = into / f".{name}.unfinished-{uuid4().hex[:8]}"
    try:
        unfinished.mkdir(parents=True)
        fill(unfinished)
        pack = _complete(unfinished, name)
        for file in unfinished.glob("*.onnx"):
            if file not in (pack.detection, pack.recognition):
                file.unlink()
        _rename(unfinished, into / name)
    except OSError as error:
        raise unwritable(into, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return open_pack(into / name)


def take_models(source: Path, folder: Path, only: Collection[str] | None = None) -> None:
    """Copy the models of a zip or a folder, and the licence and texts beside them.

    Args:
        source: A zip file or a folder.
        folder: Where the files go, side by side.
        only: Names of the files wanted; all models and texts unless given.

    Raises:
        ModelError: The source is unreadable, too large, or holds no models or several packs.
        OSError: ``folder`` can't be written.
    """
    if source.is_dir():
        _copy(_wanted(_folder_entries(source), source, only), source, folder)
        return
    try:
        archive = zipfile.ZipFile(source)
    except UNREADABLE as error:
        raise ModelError("pack_unreadable", file=source) from error
    with archive:
        _copy(_wanted(_zip_entries(archive), source, only), source, folder)


def unwritable(folder: Path, error: OSError) -> ModelError:
    """Return the error of a folder that can't be written."""
    return ModelError("models_unwritable", folder=folder, reason=error.strerror or error)


def check_pack_name(name: str) -> None:
    """Make sure that a pack can be called that, and its folder too.

    Raises:
        ModelError: It can't.
    """
    unusable = (
        name != name.strip()
        or not name.isprintable()
        or not 1 <= len(name) <= LONGEST_NAME
        or name.startswith(".")
        or name == NO_PACK
        or NOT_IN_NAMES.intersection(name)
    )
    if unusable:
        raise ModelError("pack_name_unusable", name=name)


def _complete(unfinished: Path, name: str) -> ModelPack:
    try:
        return open_pack(unfinished, name)
    except ModelError as error:
        if "file" not in error.values:
            raise
        # The file is about to go; its name is what the user knows.
        known = {**error.values, "file": Path(str(error.values["file"])).name}
        raise ModelError(error.key, **known) from error


def _rename(unfinished: Path, place: Path) -> None:
    try:
        unfinished.rename(place)
    except OSError as error:
        if place.exists():
            raise ModelError("pack_exists", pack=place.name) from error
        raise


def _folder_entries(source: Path) -> Iterator[Entry]:
    for file in sorted([*source.glob("*"), *source.glob("*/*")]):
        if file.is_file():
            path = PurePosixPath(file.relative_to(source).as_posix())
            yield Entry(path, file.stat().st_size, partial(file.open, "rb"))


def _zip_entries(archive: zipfile.ZipFile) -> Iterator[Entry]:
    for member in archive.infolist():
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            log.warning("left out of the pack, its path leads out of the zip: %s", path)
        elif not member.is_dir() and "__MACOSX" not in path.parts:
            yield Entry(path, member.file_size, partial(archive.open, member))


def _wanted(entries: Iterable[Entry], source: Path, only: Collection[str] | None) -> list[Entry]:
    """Return the files of the one pack in there: at the top, else in the only folder of models."""
    folders: dict[PurePosixPath, list[Entry]] = defaultdict(list)
    for entry in entries:
        if _belongs(entry.path.name) and (only is None or entry.path.name in only):
            folders[entry.path.parent].append(entry)
    packs = [
        place
        for place, inside in folders.items()
        if any(_is_model(entry.path.name) for entry in inside)
    ]
    top = PurePosixPath()
    if not packs:
        raise ModelError("pack_unreadable", file=source)
    if len(packs) > 1 and top not in packs:
        raise ModelError("pack_several", file=source, packs=", ".join(map(str, packs)))
    wanted = folders[top if top in packs else packs[0]]
    if sum(entry.size for entry in wanted) > LARGEST_PACK_GIGABYTES << 30:
        raise ModelError("pack_too_large", file=source, limit=LARGEST_PACK_GIGABYTES)
    return wanted


def _is_model(name: str) -> bool:
    return name.endswith(".onnx") and not name.startswith(".")


def _belongs(name: str) -> bool:
    text = name.lower().endswith(TEXT_SUFFIXES) or name.lower() in TEXT_NAMES
    return _is_model(name) or (text and not name.startswith("."))


def _copy(entries: Iterable[Entry], source: Path, folder: Path) -> None:
    for entry in entries:
        with (folder / entry.path.name).open("wb") as target:
            for chunk in _chunks(entry, source):
                target.write(chunk)


def _chunks(entry: Entry, source: Path) -> Iterator[bytes]:
    try:
        with entry.open() as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except UNREADABLE as error:
        raise ModelError("pack_unreadable", file=source) from error
