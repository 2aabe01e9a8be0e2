"""Who may talk to the page: this machine's own pages, not those of strangers."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
)
"""The browser itself refuses to fetch from, or send to, anywhere else."""
PERMISSIONS = "camera=(self), microphone=(self), geolocation=(), display-capture=()"
"""Only pages of ours may ask for the camera, not what they might be made to embed."""
ADVERTISING = re.compile(rb'<meta\s[^>]*(?:property="og:|name="twitter:)[^>]*>\s*')
"""What Gradio tells social networks about itself."""


class Guard:
    """Refuses requests made for another name, or by a page from elsewhere.

    A page on the web can make a visitor's browser send requests to 127.0.0.1, and with a name
    of its own that it points there, even read the answers (DNS rebinding).

    Args:
        app: What is guarded.
        host: The address listened on.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._names = LOOPBACK | {host.strip("[]").lower()}
        self._any_address = _listens_everywhere(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] not in {"http", "websocket"} or self._allows(scope):
            await self._app(scope, receive, _with_policy(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("Not allowed", 403)(scope, receive, send)

    def _allows(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if not self._serves(host):
            return False
        if scope["type"] == "http" and scope["method"] in READING:
            return True
        origin = headers.get("origin")
        return origin is None or urlsplit(origin.lower()).netloc == host

    def _serves(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        # A bare address can't be a stranger's name for this machine.
        return name in self._names or (self._any_address and _is_address(name))


class LanguageFirst:
    """Puts the script that knows the chosen language at the very start of the page.

    Args:
        app: Gradio's page at ``/``.
        script: HTML with that script.
    """

    def __init__(self, app: ASGIApp, script: str) -> None:
        self._app = app
        self._script = script

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; only the page itself is changed."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, _Inserting(send, self._script))


class _Inserting:
    """Collects an answer and sends it with the script behind ``<head>``."""

    def __init__(self, send: Send, script: str) -> None:
        self._send = send
        self._script = script
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = ADVERTISING.sub(b"", self._body)
        body = body.replace(b"<head>", b"<head>" + self._script.encode(), 1)
        headers = MutableHeaders(raw=self._start["headers"])
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-store"
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def _with_policy(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers["content-security-policy"] = POLICY
            headers["permissions-policy"] = PERMISSIONS
            headers["referrer-policy"] = "no-referrer"
        await send(message)

    return sending


def _listens_everywhere(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
