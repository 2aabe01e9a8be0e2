"""A download of the standard pack, which goes on whether or not somebody watches."""

from __future__ import annotations

import threading
from concurrent.futures import Future, wait
from pathlib import Path

from face_process.file_download import DownloadProgress
from face_process.model_packs import STANDARD_PACK, ModelPack
from face_process.pack_download import download_pack


class PackFetch:
    """One download, in a thread of its own; usable from any thread.

    Args:
        into: The folder of packs.
        before: One that was given up, which may still write there for a moment: it is waited for.

    Attributes:
        latest: How far it is; None until something has arrived.
        ended: The pack, or what went wrong.
    """

    def __init__(self, into: Path, before: PackFetch | None = None) -> None:
        self.latest: DownloadProgress | None = None
        self.ended: Future[ModelPack] = Future()
        self._stop = threading.Event()
        threading.Thread(
            target=self._work, args=(into, before), name="download", daemon=True
        ).start()

    @property
    def running(self) -> bool:
        """Whether it goes on; after ``cancel`` it doesn't, even if its last bytes still arrive."""
        return not (self.ended.done() or self.cancelled)

    @property
    def cancelled(self) -> bool:
        """Whether somebody gave it up."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Give it up; what has arrived is kept."""
        self._stop.set()

    def watch(self, seconds: float) -> bool:
        """Wait so long, or until it has ended; return whether it still runs."""
        wait([self.ended], seconds)
        return self.running

    def _work(self, into: Path, before: PackFetch | None) -> None:
        try:
            if before is not None:
                wait([before.ended])
            self.ended.set_result(download_pack(STANDARD_PACK, into, self._report, stop=self._stop))
        except BaseException as error:  # noqa: BLE001 - raised again by result()
            self.ended.set_exception(error)

    def _report(self, progress: DownloadProgress) -> None:
        self.latest = progress


class PackFetches:
    """The download that all visitors share: whoever asks while one runs sees that one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current: PackFetch | None = None

    @property
    def current(self) -> PackFetch | None:
        """The one that runs or was the last; None where there was none."""
        return self._current

    def begin(self, into: Path) -> PackFetch:
        """Return the download that runs, or begin one.

        Args:
            into: The folder of packs.
        """
        with self._lock:
            if self._current is None or not self._current.running:
                self._current = PackFetch(into, self._current)
            return self._current
