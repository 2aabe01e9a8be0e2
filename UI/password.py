"""The door of the page: whoever has no session gets the password's question and nothing else."""

from __future__ import annotations

import logging
import math
from urllib.parse import parse_qsl

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from UI.language import viewer_language
from UI.login_page import login_page
from UI.sessions import Guesses, Sessions
from UI.texts import Language

log = logging.getLogger(__name__)

LOG_IN, LOG_OUT = "/login", "/logout"
LARGEST_FORM = 16_384
POLICY_VIOLATION = 1008


class PasswordGate:
    """Asks for the password before anything of the page is given out.

    Stands before everything: the page, Gradio's routes and files, sockets, routes of our own.

    Args:
        app: What is behind it.
        password: What visitors have to know.
        usual: The language of who hasn't chosen one; None leaves it to the browser.
    """

    def __init__(self, app: ASGIApp, password: str, usual: Language | None) -> None:
        self._app = app
        self._guesses = Guesses(password)
        self._sessions = Sessions()
        self._usual = usual

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it through."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        token = HTTPConnection(scope).cookies.get(_cookie(scope), "")
        path = scope["path"].rstrip("/")
        if scope["type"] == "http" and path in {LOG_IN, LOG_OUT}:
            await self._answer(Request(scope, receive), send, token)
        elif not (token and self._sessions.knows(token)):
            await self._refuse(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, self._while_known(token, receive), send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, request: Request, send: Send, token: str) -> None:
        if request.url.path.startswith(LOG_OUT):
            answer = self._log_out(request, token)
        else:
            answer = await self._log_in(request)
        await answer(request.scope, request.receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        request = Request(scope)
        wants_page = scope["path"] == "/" and "text/html" in request.headers.get("accept", "")
        if wants_page and request.method in {"GET", "HEAD"}:
            answer = self._question(request)
        else:
            answer = PlainTextResponse("Log in first", 401)
        await answer(scope, receive, send)

    def _while_known(self, token: str, receive: Receive) -> Receive:
        """Return what a socket hears: nothing more after its visitor has logged out."""

        async def receiving() -> Message:
            message = await receive()
            if self._sessions.knows(token):
                return message
            return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

        return receiving

    async def _log_in(self, request: Request) -> Response:
        if request.method in {"GET", "HEAD"}:
            return RedirectResponse("/", 303)
        if request.method != "POST":
            return PlainTextResponse("Not allowed", 405)
        address = request.client.host if request.client else ""
        by_browser = "text/html" in request.headers.get("accept", "")
        if wait := self._guesses.wait(address):
            seconds = math.ceil(wait)
            status = 200 if by_browser else 429
            answer = self._question(request, status, "page.private.wait", count=seconds)
            answer.headers["retry-after"] = str(seconds)
            return answer
        guess = await _password(request)
        # The waiting is asked for again: others of this address may have guessed meanwhile.
        if self._guesses.wait(address) or not self._guesses.is_right(address, guess):
            log.info("a wrong password was given")
            # Browsers would tell their console of any other status than 200.
            return self._question(request, 200 if by_browser else 401, "page.private.wrong")
        answer = RedirectResponse("/", 303) if by_browser else JSONResponse({"success": True})
        self._set_cookie(answer, request, self._sessions.start())
        return answer

    def _log_out(self, request: Request, token: str) -> Response:
        if request.method != "POST":
            return RedirectResponse("/", 303)
        self._sessions.end(token)
        answer = RedirectResponse("/", 303)
        self._set_cookie(answer, request, "")
        return answer

    def _set_cookie(self, answer: Response, request: Request, token: str) -> None:
        answer.set_cookie(
            _cookie(request.scope),
            token,
            max_age=None if token else 0,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )

    def _question(
        self, request: Request, status: int = 200, problem: str = "", **values: object
    ) -> Response:
        language = viewer_language(request, self._usual)
        return login_page(language, status, problem, **values)


def _cookie(scope: Scope) -> str:
    """Return the cookie's name; browsers send it to every port, where another page may run."""
    _, port = scope.get("server") or ("", 0)
    return f"facemind-{port}"


async def _password(request: Request) -> str:
    """Return the password of a form; anything else than a form gives an empty one."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > LARGEST_FORM:
            return ""
    fields = parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=9)
    return dict(fields).get("password", "")
