"""The live page's line to the recogniser: frames come in, faces go out, nothing is kept."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit

from starlette.websockets import WebSocket, WebSocketDisconnect

from merge.settings import Settings
from UI.live_enrol import Answer
from UI.live_hub import AnyVisitor, LiveHub
from UI.live_visitor import Visitor
from UI.texts import Language, language_of

log = logging.getLogger(__name__)

PATH = "/live/socket"
NUMBER_BYTES = 4
MOST_WAITING = 1000
"""Answers that a page may leave unread."""
POLICY_VIOLATION, NOT_UNDERSTOOD = 1008, 1003

VisitorOf = Callable[[Language, Callable[[Answer], None]], AnyVisitor]
"""Makes a visitor of the language they read and a way to send them answers."""


async def talk(socket: WebSocket, hub: LiveHub, settings: Callable[[], Settings]) -> None:
    """Serve one live page until it leaves.

    A binary message is a frame: its number (4 bytes, big-endian), then a JPEG. A text message is
    JSON: ``{"enrol": track, "name": …, "anyway": …}``, or a question as in
    ``UI.live_why.question_of``. Each frame is answered with its number.
    """
    await serve_camera(socket, hub, partial(Visitor, settings=settings))


async def serve_camera(socket: WebSocket, hub: LiveHub, visitor_of: VisitorOf) -> None:
    """Serve one page that shows a camera until it leaves.

    Args:
        socket: The page's line.
        hub: Does the work.
        visitor_of: Makes the visitor, who understands what the page asks for in JSON.
    """
    if not _is_own_page(socket):
        await socket.close(POLICY_VIOLATION)
        return
    await socket.accept()
    answers: asyncio.Queue[Answer] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def send(answer: Answer) -> None:
        with suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(answers.put_nowait, answer)

    visitor = visitor_of(language_of(socket.query_params.get("language")), send)
    hub.join(visitor)
    sending = asyncio.create_task(_send(socket, answers))
    try:
        await _listen(socket, hub, visitor, answers)
    except WebSocketDisconnect:
        log.debug("a live page was left")
    finally:
        hub.leave(visitor)
        sending.cancel()


def _is_own_page(socket: WebSocket) -> bool:
    """Return whether a page of ours opens it: other programs and pages get nothing here."""
    origin = socket.headers.get("origin", "")
    return urlsplit(origin.lower()).netloc == socket.headers.get("host", "").lower() != ""


async def _listen(
    socket: WebSocket, hub: LiveHub, visitor: AnyVisitor, answers: asyncio.Queue[Answer]
) -> None:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        frame, words = message.get("bytes"), message.get("text")
        work = _numbered(frame) if frame is not None else visitor.understand(words or "")
        if work is None or answers.qsize() > MOST_WAITING:
            await socket.close(NOT_UNDERSTOOD)
            return
        hub.put(visitor, work)


async def _send(socket: WebSocket, answers: asyncio.Queue[Answer]) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.send_text(json.dumps(await answers.get(), ensure_ascii=False))


def _numbered(frame: bytes) -> tuple[int, bytes] | None:
    if len(frame) <= NUMBER_BYTES:
        return None
    return int.from_bytes(frame[:NUMBER_BYTES], "big"), frame[NUMBER_BYTES:]
