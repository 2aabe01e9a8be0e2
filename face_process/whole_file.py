"""Write a file beside its place and move it there whole, so that half of one is never seen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from face_process.errors import ArchiveError


@contextmanager
def written_whole(file: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes the place of ``file`` once all has been written.

    Raises:
        ArchiveError: It can't be written; what was there is there still.
    """
    unfinished = file.with_name(f"{file.name}.{uuid4().hex[:8]}.part")
    try:
        try:
            with unfinished.open("xb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveError(
            "output_unwritable", file=file, reason=error.strerror or error
        ) from error
