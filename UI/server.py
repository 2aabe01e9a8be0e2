"""The page's socket and its server."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from face_process.errors import PageError
from merge.ending import terminable

USUAL_PORT = 7860
PORTS_TRIED = 100
WAITING = 2048
"""Connections that may queue while the page is still being built."""
LARGEST_MESSAGE = 1_000_000
"""Bytes through a WebSocket; the live page's frames have about 40,000."""
GRACE = 2
"""Seconds that open requests get when the page is ended."""


def open_socket(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens already, so that early visitors wait instead of failing.

    Args:
        host: Name or address.
        port: The port; None takes 7860 or the next free one.

    Raises:
        PageError: The port asked for is busy, or the address can't be listened on.
    """
    ports = [port] if port is not None else range(USUAL_PORT, USUAL_PORT + PORTS_TRIED)
    for candidate in ports:
        try:
            return _listen(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                reason = error.strerror or str(error)
                raise PageError("host_unusable", host=host, reason=reason) from error
    raise PageError("port_busy", port=ports[-1])


def serve(
    app: ASGIApp,
    listening: socket.socket,
    streams_end: asyncio.Event,
    secure: ssl.SSLContext | None = None,
) -> None:
    """Answer requests until a signal ends it; see :func:`until_interrupted`.

    Args:
        app: What answers.
        listening: Where the requests come in.
        streams_end: Set when it is to end, for answers that last as long as a visit.
        secure: What to encrypt with; None serves plain HTTP.
    """
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        lifespan="on",  # an error in there is to be heard
        timeout_graceful_shutdown=GRACE,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # a JPEG gets no smaller
        ssl_context_factory=secure and (lambda *_: secure),
    )
    _Server(config, streams_end).run(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn, which would wait for endless answers in vain and complain about them."""

    def __init__(self, config: uvicorn.Config, streams_end: asyncio.Event) -> None:
        super().__init__(config)
        self._streams_end = streams_end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what is running; what doesn't end in time is cut off, which is no error now."""
        self._streams_end.set()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


@contextmanager
def until_interrupted() -> Iterator[threading.Event]:
    """Let Ctrl-C and SIGTERM end what is inside, quietly; yields an event that they set."""
    # uvicorn ends well on both, then sends the signal again to whoever handled it before.
    with terminable() as interrupted, suppress(KeyboardInterrupt):
        yield interrupted


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would take a busy port
            # Else the port stays busy for a minute after the page was ended.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(WAITING)
    except BaseException:
        listening.close()
        raise
    return listening
