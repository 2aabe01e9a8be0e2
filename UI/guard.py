"""Who may talk to the page: this machine's own pages, not those of strangers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Collection
from functools import partial
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from UI.addresses import LOOPBACK, as_address
from UI.whole_answer import sending_whole

READING = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
)
"""The browser itself refuses to fetch from, or send to, anywhere else."""
FOREIGN = frozenset({"cross-site", "same-site"})
"""What browsers say of requests that a page of another origin makes (``Sec-Fetch-Site``)."""
KEPT_BY_NOBODY = "/gradio_api/"
"""Below it are photos and answers, which browsers aren't to keep."""
PACKED_QUICKLY = 4
"""Level at which the page becomes an eighth of its 850 kB, in a hundredth of a second."""
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
        names: Host names and addresses that mean this page; may start with ``*.``.
        any_address: Whether every plain address does, too, as other machines reach it.
    """

    def __init__(
        self, app: ASGIApp, names: Collection[str] = LOOPBACK, any_address: bool = False
    ) -> None:
        self._app = app
        self._names = names
        self._any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif self._allows(scope):
            kept = not scope["path"].startswith(KEPT_BY_NOBODY)
            await self._app(scope, receive, _with_policy(send, kept))
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
        reading = scope["type"] == "http" and scope["method"] in READING
        if headers.get("sec-fetch-site") in FOREIGN and not (reading and _is_visit(headers)):
            return False
        # Programs send no origin; every browser does with what changes anything.
        origin = headers.get("origin")
        secure = scope["scheme"] in {"https", "wss"}
        return reading or origin is None or origin.lower() == f"http{'s' * secure}://{host}"

    def _serves(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if self._any_address and as_address(name):  # can't be a stranger's name for this machine
            return True
        return name in self._names or f"*.{name.partition('.')[2]}" in self._names


class LanguageFirst:
    """Puts the script that knows the chosen language at the very start of the page, and packs it.

    Args:
        app: Gradio's page at ``/``.
        script: Gives HTML with that script.
    """

    def __init__(self, app: ASGIApp, script: Callable[[], str]) -> None:
        self._app = app
        self._script = script

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; only the page itself is changed."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        packed = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        sending = sending_whole(send, partial(self._with_script, packed))
        await self._app({**scope, "headers": plain}, receive, sending)

    def _with_script(
        self, packed: bool, _status: int, headers: MutableHeaders, body: bytes
    ) -> bytes:
        headers["cache-control"] = "no-store"
        script = self._script().encode()
        whole = ADVERTISING.sub(b"", body).replace(b"<head>", b"<head>" + script, 1)
        if not packed:
            return whole
        headers["content-encoding"] = "gzip"
        return gzip.compress(whole, PACKED_QUICKLY)


def _is_visit(headers: Headers) -> bool:
    """Return whether somebody follows a link to the page, rather than a page embeds it."""
    kind = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
    return kind == ("navigate", "document")


def _with_policy(send: Send, kept: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers["content-security-policy"] = POLICY
            headers["permissions-policy"] = PERMISSIONS
            # With "no-referrer" a form's own page would be told as the origin "null".
            headers["referrer-policy"] = "same-origin"
            headers["x-content-type-options"] = "nosniff"
            if not kept:
                headers["cache-control"] = "no-store"
        await send(message)

    return sending
