"""How the parts tell whoever runs them what happens and how far a long job is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Tell = Callable[[str], None]
"""Takes a sentence for the user that is neither result nor error."""
Progress = Callable[[str, float | None], AbstractContextManager["Advance"]]
"""Shows how far something long is: description and total in, a function that sets it out. It may
take words for the rate as well."""


class Advance(Protocol):
    """Sets how far something is; ``total`` and ``what`` change what stands beside it."""

    def __call__(self, done: float, *, total: float | None = None, what: str | None = None) -> None:
        """Set it."""


@contextmanager
def unseen(_description: str, _total: float | None, _rate: str | None = None) -> Iterator[Advance]:
    """Show nothing of how far something is."""
    yield lambda _done, **_beside: None
