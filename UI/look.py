"""How the page looks."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from UI.language import CHOOSE_LANGUAGE
from UI.markup import safe
from UI.texts import CATALOGUE, LANGUAGES

STATIC = Path(__file__).parent / "static"
FAVICON = STATIC / "favicon.svg"
STYLES = (STATIC / "page.css", *sorted(STATIC.glob("*_tab.css")))
"""The page's own, then those of its tabs."""
PICK = (STATIC / "pick.js").read_text("utf-8")
"""For ``js_on_load``: clicks on what has ``data-do`` come as the component's ``click``."""

LABELS = (STATIC / "labels.js").read_text("utf-8")
"""Lets screen readers read sliders in the visitor's language."""

# Fonts of the system only, Chinese ones included: nothing is fetched.
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "PingFang SC", "Microsoft YaHei")
SANS_FALLBACK = ("Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def page_theme() -> gr.themes.Base:
    """Return the colours and fonts, for light and dark."""
    return gr.themes.Soft(
        primary_hue="teal",
        secondary_hue="teal",
        neutral_hue="slate",
        radius_size="lg",
        font=[*SANS, *SANS_FALLBACK],
        font_mono=MONO,
    ).set(
        body_background_fill="*neutral_50",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        block_background_fill="white",
        block_border_width="1px",
        block_border_color="*neutral_200",
        block_shadow="none",
        block_label_background_fill="white",
        block_label_text_color="*neutral_600",
        block_label_background_fill_dark="*neutral_800",
        block_label_text_color_dark="*neutral_300",
        block_title_text_color="*neutral_600",
        block_title_text_weight="500",
        block_title_background_fill_dark="none",
        block_label_text_weight="500",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_800",
        button_primary_shadow="none",
        button_primary_shadow_hover="none",
        button_secondary_shadow="none",
        button_secondary_shadow_hover="none",
        button_secondary_border_color="*neutral_300",
        button_border_width="1px",
        button_primary_border_color="transparent",
        button_cancel_text_color_dark="#fecaca",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        checkbox_border_color="*neutral_500",
        checkbox_border_color_hover="*neutral_600",
        checkbox_border_color_dark="*neutral_400",
        checkbox_border_color_hover_dark="*neutral_300",
        checkbox_label_background_fill_selected="*primary_700",
        checkbox_label_background_fill_selected_dark="*primary_700",
        checkbox_label_text_color_selected_dark="white",
        input_background_fill="*neutral_50",
        input_border_color="*neutral_200",
        input_border_width="1px",
        input_shadow="none",
    )


def translated_style() -> str:
    """Return CSS with our words for what Gradio says in English only."""
    places = {
        "page.allow_camera": '[title="grant webcam access"]{lang} .wrap::after',
        "page.attention": ".toast-title.error{lang}::before",
        "page.warning": ".toast-title.warning{lang}::before",
        "page.hint": ".toast-title.info{lang}::before",
    }
    return "\n".join(
        f"{place.format(lang=f':lang({language})')} {{ content: {css_string(sentence)}; }}"
        for key, place in places.items()
        for language, sentence in zip(LANGUAGES, CATALOGUE[key], strict=True)
    )


def css_string(words: str) -> str:
    """Return words as a CSS string; its escapes are other than those of JSON."""
    quoted = words.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\a ")
    return f'"{quoted}"'


def header(tagline: str, way_out: bool = False) -> str:
    """Return the page's head: its name, the choice of language, and the way out.

    Args:
        tagline: HTML or a label that the browser translates.
        way_out: Whether there is a session to end.
    """
    # Gradio translates a single label of a piece of HTML, so here the style sheet chooses.
    log_out = "".join(
        f'<span class="fm-{language}">{safe(words)}</span>'
        for language, words in zip(LANGUAGES, CATALOGUE["page.private.log_out"], strict=True)
    )
    form = f'<form method="post" action="/logout"><button>{log_out}</button></form>'
    choices = "".join(
        f'<button type="button" data-lang="{tag}" lang="{tag}" '
        f'onclick="{CHOOSE_LANGUAGE}">{safe(name)}</button>'
        for tag, name in (("en", "English"), ("zh", "中文"))
    )
    return (
        f'<header class="fm-head">{FAVICON.read_text()}'
        f"<div><h1>FaceMind</h1><p>{tagline}</p></div>"
        f'<nav class="fm-lang" aria-label="Language · 语言">{choices}</nav>'
        f"{form if way_out else ''}</header>"
    )
