"""``python client.py`` as a process that tests watch, ask and end."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from x_screen import PATIENCE, until

PROJECT = Path(__file__).resolve().parents[2]


class Program:
    """``python client.py`` with the command line's own environment and a database of its own."""

    def __init__(self, process):
        self.process = process

    def wait(self):
        """Return exit status, stdout and stderr."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err

    def await_dialog(self, other_than=None):
        """Return the process of the question that is open; windows' ids are used again at once."""
        main = self.process.pid

        def dialog():
            for child in Path(f"/proc/{main}/task/{main}/children").read_text().split():
                command = Path(f"/proc/{child}/cmdline").read_text()
                if "dialog_process.py" in command and child != other_than:
                    return child
            return None

        return until(dialog)

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)


def heed_control_c():
    """Undo what a shell does to what it runs in the background: no Ctrl-C reaches that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def starting(folder, **own):
    """Give a way to start the program; whatever still runs at the end is ended.

    Args:
        folder: The user's home: database, state, pictures.
        own: Their environment beside that.
    """
    started = []

    def start(*arguments, stdin=subprocess.DEVNULL, script=("client.py", "local"), **environment):
        env = {
            **os.environ,
            "FACEMIND_DATABASE": str(folder / "known_faces.db"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_PICTURES_DIR": str(folder / "Pictures"),
            **own,
            **environment,
        }
        process = subprocess.Popen(
            [sys.executable, str(PROJECT / script[0]), *script[1:], *map(str, arguments)],
            env={name: value for name, value in env.items() if value is not None},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heed_control_c,
        )
        started.append(process)
        return Program(process)

    try:
        yield start
    finally:
        for process in started:
            if process.poll() is None:
                process.kill()
            process.communicate()
