"""Names of files stay out of addresses: an upload loses its own at the door, handlers get it back.

Browsers keep the addresses of what they show, and a file is often called as whom it shows.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from gradio.data_classes import FileData
from gradio_client.utils import strip_invalid_filename_characters
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from UI.whole_answer import sending_whole

log = logging.getLogger(__name__)

UPLOAD = "/gradio_api/upload"
FILE = "/gradio_api/file="
ASKING = ("/gradio_api/queue/join", "/gradio_api/call/", "/gradio_api/run/", "/gradio_api/api/")
"""Where handlers are asked for."""
FETCHING = (
    "/gradio_api/proxy=",
    "/gradio_api/file=http",
    "/gradio_api/file/http",
    "/gradio_api/process_recording",
)
"""Where Gradio would fetch from other hosts, or write beside its folder."""
NAMELESS = "file"
NAMED = "named"
LARGEST_REQUEST = 64_000_000
"""Bytes of a request to a handler; pictures aren't in it, only their paths."""


class UploadNames:
    """Gives uploads names without meaning, and handlers the files under their own names.

    Also refuses what would make the program fetch from elsewhere.

    Args:
        app: The page.
        folder: Where Gradio keeps uploads.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._folder = folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif path.lower().startswith(FETCHING):
            await PlainTextResponse("Not allowed", 403)(scope, receive, send)
        elif scope["method"] == "POST" and path.rstrip("/") == UPLOAD:
            await self._app(scope, receive, sending_whole(send, _renamed))
        elif scope["method"] == "POST" and path.startswith(ASKING):
            await self._ask(scope, receive, send)
        elif path.startswith(FILE):
            await self._app(scope, receive, _unnamed(send))
        else:
            await self._app(scope, receive, send)

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _whole(receive)
        if body is None:
            await PlainTextResponse("Too large", 413)(scope, receive, send)
            return
        try:
            request = json.loads(body)
        except (ValueError, RecursionError):  # what Gradio says of it is right
            request = None
        files = list(files_named(request))
        if any(one["path"].lower().startswith(("http:", "https:")) for one in files):
            await PlainTextResponse("Files are uploaded, not fetched", 400)(scope, receive, send)
            return
        for one in files:
            one["path"] = await run_in_threadpool(self._named, one["path"], one.get("orig_name"))
        if files:
            body = json.dumps(request).encode()
        headers = [pair for pair in scope["headers"] if pair[0] != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._app({**scope, "headers": headers}, _Again(body, receive), send)

    def _named(self, path: str, name: object) -> str:
        """Return an upload under its own name, or the path as it came."""
        if not isinstance(name, str):
            return path
        upload = Path(path)
        if upload.parent.parent != self._folder or upload.stem != NAMELESS or not upload.is_file():
            return path
        own = strip_invalid_filename_characters(name.replace("\\", "/").rpartition("/")[2])
        if own in {"", ".", ".."}:
            return path
        return str(linked(upload, upload.parent / NAMED / own))


class _Again:
    """Gives a body that was read already, then what comes after it."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._message: Message | None = {"type": "http.request", "body": body}
        self._receive = receive

    async def __call__(self) -> Message:
        message, self._message = self._message, None
        return message or await self._receive()


def _unnamed(send: Send) -> Send:
    """Return what passes on a file without a name, so that the page's own link names it."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            if place := headers.get("content-disposition"):
                headers["content-disposition"] = place.partition(";")[0]
        await send(message)

    return sending


def download(file: Path) -> FileData:
    """Return a result for a component: its address tells nothing, saved it has its own name."""
    shown = linked(file, file.with_name(f"{NAMELESS}{file.suffix}"))
    return FileData(path=str(shown), orig_name=file.name)


def linked(file: Path, other: Path) -> Path:
    """Return a file under another name, too, without a second copy where the system can."""
    other.parent.mkdir(exist_ok=True)
    if not other.exists():
        try:
            os.link(file, other)
        except FileExistsError:  # another request was quicker
            pass
        except OSError:  # a file system without links
            shutil.copyfile(file, other)
    elif other.stat().st_mtime < (again := file.stat().st_mtime):
        os.utime(other, (again, again))  # sent again: it stays as long as what was sent now
    return other


def _renamed(status: int, _headers: MutableHeaders, body: bytes) -> bytes:
    """Return Gradio's answer to an upload, whose files have lost their names."""
    if status != HTTPStatus.OK:
        return body
    return json.dumps([str(_nameless(Path(path))) for path in json.loads(body)]).encode()


def _nameless(file: Path) -> Path:
    """Rename an upload within its folder, which is named after its content and a secret."""
    renamed = file.with_name(f"{NAMELESS}{file.suffix.lower()}")
    try:
        file.replace(renamed)
    except FileNotFoundError:
        if not renamed.exists():  # else the same photo was sent twice at once
            raise
    return renamed


async def _whole(receive: Receive) -> bytes | None:
    """Return a request's body, or None if it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_REQUEST:
            return None
        if not message.get("more_body"):
            return bytes(body)


def files_named(part: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Find the files that a request names, however deep."""
    if isinstance(part, list):
        for one in part:
            yield from files_named(one)
    elif isinstance(part, dict):
        if isinstance(part.get("path"), str):
            yield part
        for one in part.values():
            yield from files_named(one)
