"""Change an answer of the server as a whole before it is sent."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

Change = Callable[[int, MutableHeaders, bytes], bytes]
"""Given an answer's status, headers (may be changed) and body, returns the body to send."""


def sending_whole(send: Send, change: Change) -> Send:
    """Return what collects an answer and sends it changed."""
    start: Message = {}
    body = bytearray()

    async def collect(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
            return
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        headers = MutableHeaders(raw=start["headers"])
        changed = change(start["status"], headers, bytes(body))
        headers["content-length"] = str(len(changed))
        await send(start)
        await send({"type": "http.response.body", "body": changed})

    return collect
