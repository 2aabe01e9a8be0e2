"""The folder for uploads and results, which ends with the program."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from face_process.errors import PageError

log = logging.getLogger(__name__)

KEPT_FOR = 3600
"""Seconds that uploads and results are kept while the page runs."""
PREFIX = "facemind-"


@contextmanager
def own_folder(parent: Path) -> Iterator[Path]:
    """Give a folder of this run's own, and remove it in the end.

    What a run left that was killed is removed, too, as soon as it is older than anything that
    a running page keeps.

    Args:
        parent: Where it is made; other things in there are left alone.

    Raises:
        PageError: Nothing can be written there.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent.resolve()))
    except OSError as error:
        reason = error.strerror or str(error)
        raise PageError("temp_unwritable", folder=parent, reason=reason) from error
    try:
        _remove_old(parent)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_old(parent: Path) -> None:
    for folder in parent.glob(f"{PREFIX}*"):
        try:
            newest = max(one.stat().st_mtime for one in (folder, *folder.rglob("*")))
        except OSError:  # another page is at work in there
            continue
        if newest < time.time() - KEPT_FOR:
            log.info("removing what an earlier run left in %s", folder)
            shutil.rmtree(folder, ignore_errors=True)
