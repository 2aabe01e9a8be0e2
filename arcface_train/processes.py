"""Several processes that train one network together: PyTorch's own, started by torchrun."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import distributed

from merge.settings import Device

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Processes:
    """Which of them this is.

    Attributes:
        rank: Its number; the first one, 0, measures, writes and tells.
        of: How many there are.
        device: What it computes on.
    """

    rank: int
    of: int
    device: torch.device

    @property
    def first(self) -> bool:
        """Whether this one speaks for all."""
        return self.rank == 0

    def agree(self, value: Value) -> Value:
        """Return the first process's value in every process."""
        if self.of == 1:
            return value
        shared = [value]
        distributed.broadcast_object_list(shared)
        return shared[0]

    def wait(self) -> None:
        """Go on when all have come here."""
        if self.of > 1:
            distributed.barrier()


@contextmanager
def joined(device: Device = Device.AUTO) -> Iterator[Processes]:
    """Join the processes that torchrun started, or be the only one.

    Args:
        device: Where to compute; all but ``cpu`` take a graphics card where there is one.
    """
    rank, of = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    chosen = torch.device("cpu")
    if device is not Device.CPU and torch.cuda.is_available():
        chosen = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
    if of == 1:
        yield Processes(0, 1, chosen)
        return
    distributed.init_process_group("nccl" if chosen.type == "cuda" else "gloo")
    try:
        yield Processes(rank, of, chosen)
    finally:
        distributed.destroy_process_group()
