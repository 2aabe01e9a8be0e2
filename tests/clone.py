"""The program as a clone has it: the starter pack, no other models, and no network."""

from pathlib import Path

CLONE = Path(__file__).with_name("starter_client.py")
"""The program to run in place of ``client.py``: it doesn't see what this project has downloaded."""
NOWHERE = "http://127.0.0.1:9"


def bare(folder):
    """Return the environment of somebody who has cloned the project and nothing else.

    Args:
        folder: Their home.
    """
    return {
        "HOME": str(folder),
        "FACEMIND_MODELS": "",
        "FACEMIND_PACK": "",
        "FACEMIND_DATABASE": str(folder / "known_faces.db"),
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "no_proxy": "127.0.0.1",
    }
