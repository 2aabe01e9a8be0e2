"""Which language a visitor of the page reads."""

from __future__ import annotations

import gradio as gr
from starlette.requests import Request

from UI.texts import CATALOGUE, LANGUAGES, Language, language_of

COOKIE = "fm_lang"
"""Remembers the language that was chosen on the page."""

GRADIOS = {
    "common.complete": "page.status.complete",
    "common.progress": "page.status.progress",
    "status.queue_position": "page.status.queue_position",
}
"""What Gradio reads to the blind, without words of its own for it in any language."""

# Gradio picks its language from navigator.language while it starts, so this has to run first.
LANGUAGE_SCRIPT = (
    "<script>(()=>{const m=document.cookie.match(/(?:^|; )" + COOKIE + "=(zh|en)/);"
    "const c=m?m[1]:'DEFAULT';if(c){const l=c=='zh'?'zh-CN':'en';"
    "Object.defineProperty(navigator,'language',{get:()=>l});"
    "Object.defineProperty(navigator,'languages',{get:()=>[l]});}})()</script>"
)

LOG_IN_AGAIN = (
    "<script>(()=>{const ask=window.fetch;window.fetch=async(...all)=>{const got=await ask(...all);"
    "if(got.status===401)location.reload();return got}})()</script>"
)
"""Brings whoever's session has ended back to the question for the password."""

CHOOSE_LANGUAGE = (
    "document.cookie='" + COOKIE + "='+this.dataset.lang+';path=/;max-age=31536000;SameSite=Lax';"
    "location.reload()"
)


def language_script(usual: Language | None) -> str:
    """Return the script that makes the browser speak a visitor's language.

    Args:
        usual: The language of who hasn't chosen one; None leaves it to the browser.
    """
    return LANGUAGE_SCRIPT.replace("DEFAULT", usual or "")


def viewer_language(request: gr.Request | Request, usual: Language | None) -> Language:
    """Return the language of whoever sent a request: chosen on the page, else as it starts.

    Args:
        request: What they sent.
        usual: The language of who hasn't chosen one; None leaves it to the browser.
    """
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return usual or language_of(request.headers.get("accept-language"))


def page_words() -> gr.I18n:
    """Return every sentence of the page for Gradio to translate in the browser."""
    words = {
        language: {
            key: sentences[number]
            for key, sentences in CATALOGUE.items()
            if key.startswith("page.")
        }
        for number, language in enumerate(LANGUAGES)
    }
    for said in words.values():
        said |= {theirs: said[ours] for theirs, ours in GRADIOS.items()}
    return gr.I18n(**words, **{"zh-CN": words["zh"]})
