"""Run the program as its users do."""

import logging
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def run(
    *arguments: object,
    program: Path = PROJECT / "client.py",
    timeout: float = 240,
    **environment: str,
):
    """Run ``python client.py``, or another program; return its exit status, stdout and stderr."""
    return subprocess.run(
        [sys.executable, str(program), *map(str, arguments)],
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


def run_in_terminal(*arguments: object, piped: bool = False, **environment: str):
    """Run ``python client.py`` in a terminal; return its exit status, its lines and stdout.

    Args:
        arguments: Of the command line.
        piped: Whether stdout is a pipe; else it is the terminal too.
        environment: What differs.
    """
    ours, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "client.py"), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if piped else terminal,
        stderr=terminal,
        encoding="utf-8",
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200", **environment},
    )
    os.close(terminal)
    written = b""
    try:
        while part := os.read(ours, 65536):
            written += part
    except OSError:  # so a terminal tells that nobody has it open any more
        pass
    os.close(ours)
    out = process.communicate(timeout=240)[0]
    return process.returncode, _shown(written.decode()), out


def _shown(written: str) -> list[str]:
    """Return the lines of a terminal: what stands after it was cleared, without colours."""
    rows = (row.split("\x1b[2K")[-1] for row in written.split("\n"))
    return [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", row) for row in rows]
