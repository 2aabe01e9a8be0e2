"""Download one file: resumed where it stopped, tried again, checked before it is used."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from face_process.errors import ModelError
from face_process.model_inspect import file_sha256
from face_process.pack_sources import RemoteFile

log = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
PAUSES = (1.0, 3.0, 9.0)
"""Seconds before each new attempt; as many attempts may fail in a row without a byte gained."""
ATTEMPTS_UNHEARD = 1
"""New attempts at a host that has never answered: it is more likely blocked than busy."""
SECONDS_BETWEEN_REPORTS = 0.1
LARGEST_FILE = 4 << 30
OK, PARTIAL, NOT_SATISFIABLE = 200, 206, 416
WORTH_RETRYING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download has come.

    Attributes:
        file: Name of the file being downloaded.
        received: Its bytes that are here, those of earlier runs included.
        total: Its bytes; None where the server doesn't tell.
        source: The host it comes from.
        attempt: 1 for the first attempt at this host.
    """

    file: str
    received: int
    total: int | None
    source: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told of a download's progress, and who may stop it."""

    report: Callable[[DownloadProgress], None]
    stop: threading.Event

    def check(self) -> None:
        """Raise ModelError where the download is to stop."""
        if self.stop.is_set():
            raise ModelError("download_stopped")

    def pause(self, seconds: float) -> None:
        """Wait, unless the download is to stop."""
        self.stop.wait(seconds)
        self.check()


class SourceFailedError(Exception):
    """This host can't give the file; another may."""


class _AttemptFailedError(Exception):
    """This attempt failed; the next one may not."""


def fetch_file(file: RemoteFile, folder: Path, watch: Watch) -> Path:
    """Return a downloaded file whose bytes have been checked.

    What has arrived stays in ``folder`` under the file's digest, so that a later call, at
    whatever host, goes on from there.

    Args:
        file: What to download.
        folder: Where it and its unfinished part are kept; one caller at a time.
        watch: Hears of the progress and may stop it.

    Raises:
        SourceFailedError: The host doesn't have it, can't be reached, or sent something else.
        ModelError: ``download_stopped``; the part is kept.
        OSError: ``folder`` can't be written.
    """
    done = folder / f"{file.sha256[:16]}-{file.name}"
    if done.is_file() and file_sha256(done) == file.sha256:
        return done
    try:
        client = httpx.Client(timeout=TIMEOUT, follow_redirects=True)
    except (ImportError, ValueError) as error:  # a proxy in the environment it can't use
        raise SourceFailedError(str(error)) from error
    with client:
        _Fetch(client, file, done.with_name(f"{done.name}.part"), watch).run().replace(done)
    return done


class _Fetch:
    """One file at one host."""

    def __init__(self, client: httpx.Client, file: RemoteFile, part: Path, watch: Watch) -> None:
        self.client = client
        self.file = file
        self.part = part
        self.watch = watch
        self.host = host_of(file.url)
        self.attempt = 1
        self.heard = False
        self.inherited = self.size  # bytes that came from an earlier run or another host
        self.reported_at = 0.0

    @property
    def size(self) -> int:
        """Bytes that have arrived."""
        return self.part.stat().st_size if self.part.is_file() else 0

    def run(self) -> Path:
        """Try until the file is whole and right, or this host has failed."""
        most, failures = self.size, 0
        while True:
            self.watch.check()
            try:
                self._receive()
                if self._is_right():
                    return self.part
                continue
            except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                raise SourceFailedError(str(error)) from error
            except (httpx.HTTPError, _AttemptFailedError) as error:
                failures = 0 if self.size > most else failures + 1
                most = max(most, self.size)
                reason = str(error) or type(error).__name__
                if failures > (len(PAUSES) if self.heard else ATTEMPTS_UNHEARD):
                    raise SourceFailedError(reason) from error
                log.info("%s from %s: %s; trying again", self.file.name, self.host, reason)
            self.attempt += 1
            self.watch.pause(PAUSES[max(failures - 1, 0)])

    def _is_right(self) -> bool:
        """Return whether the digest is right; else drop the part, whose beginning may be old."""
        if file_sha256(self.part) == self.file.sha256:
            return True
        self.part.unlink()
        if not self.inherited:
            raise SourceFailedError("it sent a different file")
        self.inherited = 0
        return False

    def _receive(self) -> None:
        if self.size == self.file.size:
            return
        headers = {"Accept-Encoding": "identity"}
        if self.size:
            headers["Range"] = f"bytes={self.size}-"
        with self.client.stream("GET", self.file.url, headers=headers) as response:
            self.heard = True
            if self._accepted(response):
                self._write(response)

    def _accepted(self, response: httpx.Response) -> bool:
        """Return whether the bytes that follow are wanted; False where all are here already."""
        status, content_range = response.status_code, response.headers.get("Content-Range", "")
        if status == NOT_SATISFIABLE and content_range == f"bytes */{self.size}" and self.size:
            return False
        misplaced = status == PARTIAL and not content_range.startswith(f"bytes {self.size}-")
        if status == NOT_SATISFIABLE or misplaced:
            self._start_over()
            raise _AttemptFailedError(f"it could not go on where it stopped (HTTP {status})")
        if status in WORTH_RETRYING:
            raise _AttemptFailedError(f"HTTP {status}")
        if status not in (OK, PARTIAL):
            raise SourceFailedError(f"HTTP {status}")
        if status == OK:
            self._start_over()
        total = self._total(response)
        if self.file.size and total and total != self.file.size:
            raise SourceFailedError(f"it has a different file, of {total} bytes")
        return True

    def _start_over(self) -> None:
        self.part.unlink(missing_ok=True)
        self.inherited = 0

    def _total(self, response: httpx.Response) -> int | None:
        length = response.headers.get("Content-Length", "")
        return self.size + int(length) if length.isdecimal() else self.file.size

    def _write(self, response: httpx.Response) -> None:
        received, total = self.size, self._total(response)
        self._report(received, total, now=True)
        with self.part.open("ab") as part:
            for chunk in response.iter_raw():
                self.watch.check()
                part.write(chunk)
                received += len(chunk)
                if received > (self.file.size or LARGEST_FILE):
                    raise SourceFailedError("it sent more than the file has")
                self._report(received, total)
        self._report(received, total, now=True)
        if self.file.size and received < self.file.size:
            raise _AttemptFailedError("the connection was cut")

    def _report(self, received: int, total: int | None, now: bool = False) -> None:
        clock = time.monotonic()
        if now or clock - self.reported_at >= SECONDS_BETWEEN_REPORTS:
            self.reported_at = clock
            progress = (self.file.name, received, total, self.host, self.attempt)
            self.watch.report(DownloadProgress(*progress))


def host_of(url: str) -> str:
    """Return the host of an address, as it is shown to people."""
    try:
        return httpx.URL(url).host or url
    except httpx.InvalidURL:
        return url
