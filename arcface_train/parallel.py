"""Do the same with many things at once, in their order and in little memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from face_process.processors import usable_processors

Job, Result = TypeVar("Job"), TypeVar("Result")

AHEAD = 64
"""Jobs begun before the first of them is asked for."""


def done_in_order(work: Callable[[Job], Result], jobs: Iterable[Job]) -> Generator[Result]:
    """Yield what each job gives, in the order given; all processors work.

    For work that lets go of Python's lock, as OpenCV and ONNX Runtime do: looking at 900 photos,
    processes were no quicker than these threads and loaded the models once each. The threads end
    with the generator, however that is left, as soon as each has done with the job in hand; what
    goes wrong in one is raised here.
    """
    # One more than processors: while one waits for the disk, all of them have work.
    with ThreadPoolExecutor(usable_processors() + 1, "face set") as pool:
        begun: deque[Future[Result]] = deque()
        try:
            for job in jobs:
                begun.append(pool.submit(work, job))
                if len(begun) >= AHEAD:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
