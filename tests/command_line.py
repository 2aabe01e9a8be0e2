"""Run the program as its users do."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def run(*arguments: object, timeout: float = 240, **environment: str):
    """Run ``python client.py`` and return its exit status, stdout and stderr."""
    return subprocess.run(
        [sys.executable, str(PROJECT / "client.py"), *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        stdin=subprocess.DEVNULL,
        check=False,
    )
