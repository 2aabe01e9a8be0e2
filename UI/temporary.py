"""The folder for uploads and results: they go after an hour, and all of it with the program."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from face_process.errors import PageError

log = logging.getLogger(__name__)

PREFIX = "facemind-"
IN_USE = "in-use.lock"
"""Held as long as a run lasts, however it ends."""
JUST_MADE = 5
"""Seconds in which a new run's lock may not be held yet."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long uploads and results are kept while the page runs.

    Attributes:
        seconds: Age at which a file goes.
        look_every: Seconds between two looks for such files.
    """

    seconds: float = 3600
    look_every: float = 300


@contextmanager
def own_folder(parent: Path, keeping: Keeping = Keeping()) -> Iterator[Path]:
    """Give a folder of this run's own, remove what grows old in it, and all of it in the end.

    What a run left that was killed is removed, too.

    Args:
        parent: Where it is made; other things in there are left alone.
        keeping: For how long.

    Raises:
        PageError: Nothing can be written there.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent.resolve()))
        lock = FileLock(folder / IN_USE)
        lock.acquire()
    except OSError as error:
        reason = error.strerror or str(error)
        raise PageError("temp_unwritable", folder=parent, reason=reason) from error
    ended = threading.Event()
    sweeping = threading.Thread(
        target=_sweep, args=(folder, keeping, ended), name="remove old files", daemon=True
    )
    try:
        _remove_left_over(parent, keeping)
        sweeping.start()
        yield folder
    finally:
        ended.set()
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def remove_old(folder: Path, seconds: float) -> None:
    """Remove the files in a folder that are older than some seconds, and folders left empty.

    A file is as old as its content: what is still being written stays.
    """
    oldest = time.time() - seconds
    for file in sorted(folder.rglob("*"), reverse=True):  # what is in a folder before the folder
        try:
            if file.name == IN_USE or file.lstat().st_mtime > oldest:
                continue
            if not file.is_dir():
                file.unlink()
            elif not any(file.iterdir()):
                file.rmdir()
        except OSError:  # gone already, or in use where the system doesn't let go of that
            log.debug("an old file stays for now")


def remove_all(folder: Path) -> None:
    """Remove what is in a run's folder, as far as it can be: somebody may be writing there."""
    for one in folder.iterdir():
        if one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
        elif one.name != IN_USE:  # else a later run would take the folder for left over
            with suppress(OSError):
                one.unlink()


def _sweep(folder: Path, keeping: Keeping, ended: threading.Event) -> None:
    while not ended.wait(keeping.look_every):
        remove_old(folder, keeping.seconds)


def _remove_left_over(parent: Path, keeping: Keeping) -> None:
    for folder in parent.glob(f"{PREFIX}*"):
        if _is_left_over(folder, keeping):
            log.info("removing what an earlier run left in %s", folder)
            shutil.rmtree(folder, ignore_errors=True)


def _is_left_over(folder: Path, keeping: Keeping) -> bool:
    """Return whether nobody uses a folder: its lock is free, or it has none and is old."""
    file = folder / IN_USE
    try:
        if not file.exists():
            newest = max(one.stat().st_mtime for one in (folder, *folder.rglob("*")))
            return newest < time.time() - keeping.seconds
        if file.stat().st_mtime > time.time() - JUST_MADE:
            return False
        with FileLock(file, timeout=0):
            return True
    except (OSError, Timeout):  # another page is at work in there
        return False
