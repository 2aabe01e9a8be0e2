"""Where the details of what went wrong are kept, for whoever has to mend it."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from face_process.model_inspect import cache_folder

LARGEST = 1_000_000
"""Bytes after which a new file is begun; one old one is kept."""


def log_file() -> Path:
    """Return the file that warnings and errors are written to."""
    return cache_folder() / "facemind.log"


def keep_log() -> None:
    """Write warnings and errors of every module to the log file, made when the first one comes."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            log_file(), maxBytes=LARGEST, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
