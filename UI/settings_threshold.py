"""The section that chooses the threshold and shows what it does to the people who are known."""

from __future__ import annotations

from typing import Any

import gradio as gr

from face_process.face_service import DEFAULT_THRESHOLD
from face_process.threshold_effect import GalleryLikeness, ThresholdEffect, measure_likeness
from UI.components import slot, told
from UI.markup import note, safe
from UI.settings_parts import QUIET, Section, fixed_note, section
from UI.viewer import Page, Viewer

LOWEST, HIGHEST, STEP = 0.1, 0.9, 0.01
"""Beyond these every model names everybody, or nobody."""
KINDS = ("recognised", "unknown", "mixed_up")


def fresh(viewer: Viewer) -> tuple[Any, ...]:
    """Return the slider where the threshold is, its effect, what counts, and the buttons."""
    likeness, value = measure_likeness(viewer.service), viewer.service.threshold
    may = not viewer.page.choices.is_fixed("threshold")
    button = gr.update(interactive=may)
    now = note(viewer.say("settings.threshold.now", value=value))
    slider = gr.update(value=min(max(value, LOWEST), HIGHEST), interactive=may)
    words = fixed_note(viewer, "threshold") or now
    return slider, effect_of(viewer, value, likeness), words, likeness, button, button


def effect_of(viewer: Viewer, value: float, likeness: GalleryLikeness | None) -> str:
    """Return what a threshold does to the people who are known, as HTML."""
    likeness = likeness or measure_likeness(viewer.service)
    closest = _closest(viewer, value, likeness)
    if not len(likeness.own):
        return closest + note(viewer.say("settings.threshold.no_effect"))
    sentences = [
        viewer.say("settings.threshold.how", count=likeness.people, people=likeness.people)
    ]
    if likeness.compared < likeness.enrolled:
        facts = {"compared": likeness.compared, "enrolled": likeness.enrolled}
        sentences.append(viewer.say("settings.threshold.sampled", **facts))
    how = safe(" ".join(sentences))
    return _bar(viewer, likeness.at(value)) + closest + f'<p class="fm-small">{how}</p>'


def save(viewer: Viewer, value: float) -> str:
    """Use a threshold from now on."""
    viewer.page.choices.change("threshold", f"{value:.2f}")
    return note(viewer.say("settings.saved"), "good") + _now(viewer)


def reset(viewer: Viewer, likeness: GalleryLikeness | None) -> tuple[float, str, str]:
    """Go back to the usual threshold."""
    viewer.page.choices.change("threshold", None)
    said = note(viewer.say("settings.saved"), "good") + _now(viewer)
    return DEFAULT_THRESHOLD, effect_of(viewer, DEFAULT_THRESHOLD, likeness), said


def _now(viewer: Viewer) -> str:
    return note(viewer.say("settings.threshold.now", value=viewer.service.threshold))


def _closest(viewer: Viewer, value: float, likeness: GalleryLikeness) -> str:
    if likeness.closest is None:
        return ""
    one, other = likeness.closest.names
    similarity = round(likeness.closest.similarity, 2) + 0.0  # no "-0.00"
    facts = {"one": one, "other": other, "similarity": similarity}
    if value <= likeness.closest.similarity:
        return note(viewer.say("settings.threshold.too_low", **facts), "warn")
    return note(viewer.say("settings.threshold.closest", **facts))


def _bar(viewer: Viewer, effect: ThresholdEffect) -> str:
    """Return the shares of faces as a bar with its legend."""
    counts = (effect.recognised, effect.unknown, effect.mixed_up)
    percent = round(100 * effect.recognised / effect.faces)
    words = [
        viewer.say(f"settings.threshold.{kind}", count=count, faces=effect.faces, percent=percent)
        for kind, count in zip(KINDS, counts, strict=True)
    ]
    parts = "".join(
        f'<i class="fm-{kind}" style="flex-grow:{count}"></i>'
        for kind, count in zip(KINDS, counts, strict=True)
        if count
    )
    legend = "".join(
        f'<li><i class="fm-{kind}"></i>{safe(said)}</li>'
        for kind, said in zip(KINDS, words, strict=True)
    )
    title = safe(viewer.say("settings.threshold.tried", value=effect.threshold))
    return (
        f'<div class="fm-effect"><p>{title}</p><div class="fm-shares" aria-hidden="true">{parts}'
        f"</div><ul>{legend}</ul></div>"
    )


def build_threshold(page: Page) -> Section:
    """Lay the section out and connect it."""
    with section(page, "threshold", is_open=True):
        slider = gr.Slider(
            LOWEST,
            HIGHEST,
            value=DEFAULT_THRESHOLD,
            step=STEP,
            label=page.label("settings.threshold.label"),
            elem_id="settings-threshold-value",
            buttons=[],
        )
        effect = slot("settings-threshold-effect")
        with gr.Row():
            use = gr.Button(
                page.label("settings.threshold.save"),
                variant="primary",
                elem_id="settings-threshold-save",
            )
            usual = gr.Button(
                page.label("settings.threshold.reset"), elem_id="settings-threshold-reset"
            )
        said = told("settings-threshold-note")
    likeness = gr.State(None)
    slider.input(
        page.handler(effect_of), [slider, likeness], effect, trigger_mode="always_last", **QUIET
    )
    use.click(page.handler(save), slider, said, **QUIET)
    usual.click(page.handler(reset), likeness, [slider, effect, said], **QUIET)
    return Section(fresh, (slider, effect, said, likeness, use, usual))
