"""Keeps the stream of a visit's answers open until no question can be on its way to it.

Gradio ends the stream as soon as nothing is asked any more. A question that came just then was
counted on that stream by its browser or program, which had not read of the end yet: its answer was
lost. Here the end is held back for a while, and a question that comes right behind it waits.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any

from gradio.blocks import Blocks
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH = "/gradio_api/queue/data"
OPEN_AFTER_LAST = 1.0
"""Seconds a stream stays open when all is answered: the next question mostly follows an answer."""
END_READ_AFTER = 0.3
"""Seconds after which whoever reads a stream has read that it ended."""
CLOSE_MESSAGE = b'data: {"msg":"close_stream"'


class AnswerStreams:
    """Stands between visitors and the streams of answers of a page.

    Args:
        app: What answers.
        blocks: The page that was mounted there.
    """

    def __init__(self, app: ASGIApp, blocks: Blocks) -> None:
        self._app = app
        self._queue = blocks._queue
        self._push, self._queue.push = self._queue.push, self._take
        self._coming: Counter[str] = Counter()
        self._silent: dict[str, asyncio.Event] = {}
        self._ended: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; a stream goes on where a question came before its end was sent."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        visit = Request(scope).query_params.get("session_hash", "")
        answer = _Unfinished(send)
        await self._app(dict(scope), receive, answer.send)
        while answer.close_message:
            if not self._awaits_answers(visit) and not await self._heard(visit, receive):
                return
            if self._awaits_answers(visit):
                answer.close_message = b""
                await self._app(dict(scope), receive, answer.send)
            elif visit not in self._coming:
                self._note_end(visit)
                break
        await answer.finish()

    async def _take(self, body: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as Gradio calls it
        """Take a question in; where the stream of its visit has just ended, a moment later."""
        visit = body.session_hash or ""
        since = time.monotonic() - self._ended.get(visit, float("-inf"))
        if since < END_READ_AFTER:
            await asyncio.sleep(END_READ_AFTER - since)
        self._coming[visit] += 1
        try:
            return await self._push(body, *rest, **more)
        finally:
            self._coming[visit] -= 1
            if not self._coming[visit]:
                del self._coming[visit]
            if visit in self._silent:
                self._silent[visit].set()

    def _awaits_answers(self, visit: str) -> bool:
        return bool(self._queue.pending_event_ids_session.get(visit))

    async def _heard(self, visit: str, receive: Receive) -> bool:
        """Wait for a question, but not for long; False where nobody listens any more."""
        self._silent[visit] = asyncio.Event()
        gone = asyncio.ensure_future(_gone(receive))
        asked = asyncio.ensure_future(self._silent[visit].wait())
        await asyncio.wait(
            {gone, asked}, timeout=OPEN_AFTER_LAST, return_when=asyncio.FIRST_COMPLETED
        )
        self._silent.pop(visit, None)
        asked.cancel()
        return gone.cancel()  # False where it was done

    def _note_end(self, visit: str) -> None:
        now = time.monotonic()
        for one in [one for one, when in self._ended.items() if now - when > END_READ_AFTER]:
            del self._ended[one]
        self._ended[visit] = now


class _Unfinished:
    """One answer made of several: begun once, and finished when it is told to.

    Args:
        send: Where it goes.
    """

    def __init__(self, send: Send) -> None:
        self.close_message = b""
        self._send = send
        self._begun = False

    async def send(self, message: Message) -> None:
        """Send a part, but no end: that is kept in ``close_message``."""
        if message["type"] == "http.response.start":
            if not self._begun:
                self._begun = True
                await self._send(message)
        elif message.get("body", b"").startswith(CLOSE_MESSAGE):
            self.close_message = message["body"]
        elif message.get("body"):
            await self._send({**message, "more_body": True})

    async def finish(self) -> None:
        """Send the end."""
        await self._send({"type": "http.response.body", "body": self.close_message})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
