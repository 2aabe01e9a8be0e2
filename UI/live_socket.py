"""The live page's line to the recogniser: frames come in, faces go out, nothing is kept."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.websockets import WebSocket, WebSocketDisconnect

from merge.settings import Settings
from UI.live_enrol import Answer, Enrolling
from UI.live_hub import LiveHub, Visitor
from UI.texts import language_of

log = logging.getLogger(__name__)

PATH = "/live/socket"
NUMBER_BYTES = 4
MOST_WAITING = 1000
"""Answers that a page may leave unread."""
POLICY_VIOLATION, NOT_UNDERSTOOD = 1008, 1003


async def talk(socket: WebSocket, hub: LiveHub, settings: Callable[[], Settings]) -> None:
    """Serve one live page until it leaves.

    A binary message is a frame: its number (4 bytes, big-endian), then a JPEG. A text message is
    JSON: ``{"enrol": track, "name": …, "anyway": …}``. Each frame is answered with its number.
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

    visitor = Visitor(language_of(socket.query_params.get("language")), send, settings)
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
    socket: WebSocket, hub: LiveHub, visitor: Visitor, answers: asyncio.Queue[Answer]
) -> None:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        frame, words = message.get("bytes"), message.get("text")
        work = _understood(frame, words)
        if work is None or answers.qsize() > MOST_WAITING:
            await socket.close(NOT_UNDERSTOOD)
            return
        hub.put(visitor, work)


async def _send(socket: WebSocket, answers: asyncio.Queue[Answer]) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.send_text(json.dumps(await answers.get(), ensure_ascii=False))


def _understood(frame: bytes | None, words: str | None) -> Enrolling | tuple[int, bytes] | None:
    if frame is not None:
        if len(frame) <= NUMBER_BYTES:
            return None
        return int.from_bytes(frame[:NUMBER_BYTES], "big"), frame[NUMBER_BYTES:]
    try:
        asked = json.loads(words or "")
        return Enrolling(int(asked["enrol"]), str(asked["name"]), bool(asked.get("anyway")))
    except (ValueError, TypeError, KeyError, OverflowError):  # JSON knows Infinity
        return None
