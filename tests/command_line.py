"""Run the program as its users do."""

import logging
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


def run_here(*arguments: object, **environment: str):
    """Run a command in this process, which takes no time to start; answers as :func:`run` does."""
    from typer.testing import CliRunner

    import client

    handlers = list(logging.getLogger().handlers)
    try:
        answer = CliRunner().invoke(client.app, [*map(str, arguments)], env=environment)
    finally:
        logging.getLogger().handlers[:] = handlers
    return subprocess.CompletedProcess(arguments, answer.exit_code, answer.stdout, answer.stderr)
