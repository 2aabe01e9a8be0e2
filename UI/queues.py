"""Who waits for whom: each kind of work has a share of the machine and a queue of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from face_process.processors import usable_processors

MOST_WAITING = 1000
"""Requests in all queues together; more are refused."""
QUICK_AT_ONCE = 8
"""How many of any one small action, such as opening a list, run at once."""
IDLE_LOOK = 0.02
"""Seconds between two looks of an idle queue for new work."""


@dataclass(frozen=True, slots=True)
class Share:
    """A queue that several actions use; first come, first served.

    Attributes:
        name: Gradio's name of it.
        at_once: How many of them run at once.
    """

    name: str
    at_once: int

    @property
    def options(self) -> dict[str, Any]:
        """What an event is given to use it."""
        return {"concurrency_id": self.name, "concurrency_limit": self.at_once}


RECOGNISING = Share("recognising", max(2, usable_processors()))
"""Photos: more at once would only make everybody wait longer, and take more memory."""
VIDEOS = Share("videos", 4)
"""They take as long as they take: a few run side by side, and none holds up a photo."""


def set_up_queues(blocks: gr.Blocks) -> None:
    """Let many visitors be served at once where Gradio would serve one."""
    # As Blocks.queue() would, which builds the whole application a second time.
    blocks._queue.default_concurrency_limit = QUICK_AT_ONCE
    blocks._queue.max_size = MOST_WAITING
    # Gradio looks for work a thousand times a second, which keeps an idle laptop warm.
    blocks._queue.sleep_when_free = IDLE_LOOK
