"""Is PyTorch here? The program goes without; training doesn't."""

from __future__ import annotations

from importlib.util import find_spec

from face_process.errors import TrainError


def require_torch() -> None:
    """Say how to install PyTorch where it is missing, before anything imports it.

    Raises:
        TrainError: It isn't installed.
    """
    if find_spec("torch") is None:
        raise TrainError("torch_missing")
