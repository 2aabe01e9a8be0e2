"""How the page looks."""

from __future__ import annotations

import json
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

ONE_CLICK = (STATIC / "one_click.js").read_text("utf-8")
"""Lets a double click on a button be one click."""

ANNOUNCE = (STATIC / "announce.js").read_text("utf-8")
"""Lets screen readers read out what an action came to."""

TAB_ADDRESS = (STATIC / "tab_address.js").read_text("utf-8")
"""Keeps the open tab in the address, for "back" and for loading the page again."""

TOASTS = ("wrong_kind", "not_playable", "lost", "busy")

# Fonts of the system only, Chinese ones included: nothing is fetched.
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "PingFang SC", "Microsoft YaHei")
SANS_FALLBACK = ("Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

BLOCKS = {
    "body_background_fill": "*neutral_50",
    "body_text_color_subdued": "*neutral_600",
    "body_text_color_subdued_dark": "*neutral_400",
    "color_accent": "*primary_700",
    "slider_color": "*primary_700",
    "slider_color_dark": "*primary_500",
    "block_background_fill": "white",
    "block_border_width": "1px",
    "block_border_color": "*neutral_200",
    "block_shadow": "none",
    "block_radius": "12px",
    "container_radius": "12px",
    "block_info_text_color": "*neutral_600",
    "block_info_text_size": ".85rem",
    "block_info_text_color_dark": "*neutral_400",
    "block_label_background_fill": "white",
    "block_label_background_fill_dark": "*neutral_800",
    "block_label_text_color": "*neutral_600",
    "block_label_text_color_dark": "*neutral_300",
    "block_label_text_weight": "500",
    "block_title_text_color": "*neutral_700",
    "block_title_text_color_dark": "*neutral_200",
    "block_title_text_weight": "500",
    "block_title_background_fill": "none",
    "block_title_background_fill_dark": "none",
    "block_title_padding": "0",
}
BUTTONS = {
    "button_border_width": "1px",
    "button_large_radius": "10px",
    "button_small_radius": "8px",
    "button_large_text_weight": "600",
    "button_small_text_weight": "500",
    "button_small_padding": "7px 14px",
    "button_small_text_size": "*text_md",
    "button_primary_background_fill": "*primary_700",
    "button_primary_background_fill_dark": "*primary_700",
    "button_primary_background_fill_hover": "*primary_800",
    "button_primary_background_fill_hover_dark": "*primary_800",
    "button_primary_border_color": "transparent",
    "button_primary_border_color_dark": "transparent",
    "button_primary_shadow": "none",
    "button_primary_shadow_hover": "none",
    "button_cancel_text_color_dark": "#fecaca",
    "button_secondary_background_fill_dark": "*neutral_700",
    "button_secondary_background_fill_hover_dark": "*neutral_600",
    "button_secondary_border_color": "*neutral_300",
    "button_secondary_border_color_dark": "*neutral_600",
    "button_secondary_shadow": "none",
    "button_secondary_shadow_hover": "none",
}
BOXES = {
    "input_background_fill": "*neutral_50",
    "input_background_fill_dark": "*neutral_900",
    "input_border_color": "*neutral_300",
    "input_border_color_dark": "*neutral_600",
    "input_border_color_focus": "*primary_600",
    "input_border_color_focus_dark": "*primary_400",
    "input_border_width": "1px",
    "input_placeholder_color": "*neutral_500",
    "input_placeholder_color_dark": "*neutral_400",
    "input_radius": "8px",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "checkbox_border_color": "*neutral_500",
    "checkbox_border_color_dark": "*neutral_400",
    "checkbox_border_color_hover": "*primary_700",
    "checkbox_border_color_hover_dark": "*primary_400",
    "checkbox_background_color": "white",
    "checkbox_background_color_dark": "*neutral_900",
    "checkbox_background_color_selected": "*primary_700",
    "checkbox_background_color_selected_dark": "*primary_600",
    "checkbox_label_background_fill": "white",
    "checkbox_label_background_fill_dark": "*neutral_900",
    "checkbox_label_background_fill_selected": "*primary_50",
    "checkbox_label_background_fill_selected_dark": "*primary_900",
    "checkbox_label_border_color": "*neutral_300",
    "checkbox_label_border_color_dark": "*neutral_600",
    "checkbox_label_border_color_selected": "*primary_700",
    "checkbox_label_border_color_selected_dark": "*primary_400",
    "checkbox_label_border_width": "1px",
    "checkbox_label_shadow": "none",
    "checkbox_label_text_color_selected": "*neutral_800",
    "checkbox_label_text_color_selected_dark": "white",
}


def page_theme() -> gr.themes.Base:
    """Return the colours, shapes and fonts; words have a contrast of 4.5 or more (WCAG AA)."""
    return gr.themes.Soft(
        primary_hue="teal",
        secondary_hue="teal",
        neutral_hue="slate",
        radius_size="lg",
        font=[*SANS, *SANS_FALLBACK],
        font_mono=MONO,
    ).set(**BLOCKS, **BUTTONS, **BOXES)


def translated_toasts() -> str:
    """Return a script with our words for the toasts that Gradio has in English only."""
    words = {
        language: {key: CATALOGUE[f"page.toast.{key}"][place] for key in TOASTS}
        for place, language in enumerate(LANGUAGES)
    }
    script = (STATIC / "toasts.js").read_text("utf-8")
    return f"const WORDS = {json.dumps(words, ensure_ascii=False)};\n{script}"


def translated_style() -> str:
    """Return CSS with our words for what Gradio says in English only."""
    places = {
        "page.allow_camera": '[title="grant webcam access"]{lang} .wrap::after',
        "page.uploading": ".uploading{lang}::before",
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
