"""The program as a clone has it: the starter pack, no other models, and no network."""

NOWHERE = "http://127.0.0.1:9"


def bare(folder):
    """Return the environment of somebody who has cloned the project and nothing else.

    Args:
        folder: Their home.
    """
    return {
        "HOME": str(folder),
        "FACEMIND_MODELS": "",
        "FACEMIND_PACK": "starter",  # also where the project has a better pack for its own use
        "FACEMIND_DATABASE": str(folder / "known_faces.db"),
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "no_proxy": "127.0.0.1",
    }
