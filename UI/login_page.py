"""What a visitor sees who hasn't given the password yet."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import HTMLResponse

from UI.language import COOKIE
from UI.look import FAVICON, STATIC
from UI.markup import safe
from UI.texts import Language, text

CHOOSE = f"document.cookie='{COOKIE}='+this.lang+';path=/;max-age=31536000;SameSite=Lax'"


def login_page(
    language: Language, status: int = 200, problem: str = "", **values: object
) -> HTMLResponse:
    """Return the question for the password.

    Args:
        language: What the visitor reads.
        status: HTTP status.
        problem: Key of what was wrong with the last answer, or nothing.
        values: Facts of that sentence.
    """

    def say(key: str) -> str:
        return safe(text(language, f"page.{key}"))

    wrong = ' aria-invalid="true" aria-describedby="problem"' if problem else ""
    told = safe(text(language, problem, **values)) if problem else ""
    icon = FAVICON.read_text("utf-8")
    html = f"""<!doctype html>
<html lang="{"zh-CN" if language == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>FaceMind</title>
<link rel="icon" href="data:image/svg+xml,{quote(icon)}">
<style>{(STATIC / "login.css").read_text("utf-8")}</style>
</head>
<body>
<main>
<header>{icon}<div><h1>FaceMind</h1><p>{say("private.about")}</p></div></header>
<form method="post" action="/login" onsubmit="this.action+=location.hash">
<label for="password">{say("private.password")}</label>
<input id="password" name="password" type="password" autocomplete="current-password"
 autofocus required{wrong}>
{f'<p class="problem" id="problem" role="alert">{told}</p>' if told else ""}
<button class="submit" type="submit">{say("private.log_in")}</button>
</form>
<nav>{_choice("en", "English", language)}{_choice("zh", "中文", language)}</nav>
</main>
</body>
</html>
"""
    return HTMLResponse(html, status, {"cache-control": "no-store"})


def _choice(tag: Language, name: str, chosen: Language) -> str:
    current = ' aria-current="true"' if tag == chosen else ""
    # Not reloaded: that would ask whether to send the last answer again.
    script = f"{CHOOSE};location.href='/'"
    return f'<button type="button" lang="{tag}" onclick="{script}"{current}>{name}</button>'
