"""The section that says whether, and for how long, it is kept who was seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import gradio as gr

from merge.settings import MOST_DAYS, Settings
from UI.components import slot, told
from UI.markup import note
from UI.settings_parts import QUIET, Section, fixed_note, section
from UI.viewer import Page, Viewer

NAMES = ("sightings", "sightings_days", "visit_gap")


def fresh(viewer: Viewer) -> tuple[Any, ...]:
    """Return what counts now, and what can't be chosen."""
    choices, settings = viewer.page.choices, viewer.page.settings
    may = {name: not choices.is_fixed(name) for name in NAMES}
    yes_no = [(viewer.say(f"settings.sightings.{one}"), one) for one in ("on", "off")]
    return (
        gr.update(choices=yes_no, value=settings.sightings, interactive=may["sightings"]),
        gr.update(value=settings.sightings_days, interactive=may["sightings_days"]),
        gr.update(value=settings.visit_gap, interactive=may["visit_gap"]),
        gr.update(interactive=any(may.values())),
        fixed_note(viewer, *NAMES),
        "",
    )


def would_go(viewer: Viewer, days: float | None) -> str:
    """Return how much is older than a number of days, and would be deleted."""
    days = Settings().sightings_days if days is None else days
    if not 0 < days <= MOST_DAYS:
        return ""
    count = viewer.page.store.sightings.count(_before(days))
    if not count:
        return note(viewer.say("settings.history.none_goes"))
    return note(viewer.say("settings.history.would_go", count=count), "warn")


def save(
    viewer: Viewer, sightings: str, days: float | None, gap: float | None
) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    """Keep what was chosen, and delete at once what is older; nothing written means the usual."""
    choices = viewer.page.choices
    numbers = {"sightings_days": days, "visit_gap": gap}
    # All or nothing: what makes no sense is told before any of it is kept.
    Settings(**{name: number for name, number in numbers.items() if number is not None})
    written = {name: None if one is None else f"{one:g}" for name, one in numbers.items()}
    for name, value in {"sightings": sightings, **written}.items():
        if not choices.is_fixed(name):
            choices.change(name, value)
    settings, count = viewer.page.settings, forget_old(viewer)
    key = "settings.history.gone" if count else "settings.saved"
    said = note(viewer.say(key, count=count), "good")
    kept = gr.update(value=settings.sightings_days), gr.update(value=settings.visit_gap)
    return said, "", *kept


def forget_old(viewer: Viewer) -> int:
    """Delete at once what is older than it is to be kept; return how many sightings."""
    return viewer.page.store.sightings.forget(_before(viewer.page.settings.sightings_days))


def _before(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def build_history(page: Page) -> Section:
    """Lay the section out and connect it."""
    with section(page, "history"):
        sightings = gr.Radio(
            [],
            label=page.label("settings.sightings.label"),
            elem_id="settings-sightings",
            interactive=True,
        )
        with gr.Row():
            days = gr.Number(
                label=page.label("settings.sightings_days.label"),
                info=page.label("settings.sightings_days.info"),
                elem_id="settings-days",
                interactive=True,
            )
            gap = gr.Number(
                label=page.label("settings.visit_gap.label"),
                info=page.label("settings.visit_gap.info"),
                elem_id="settings-gap",
                interactive=True,
            )
        going = slot("settings-history-going")
        button = gr.Button(
            page.label("settings.save"), variant="primary", elem_id="settings-history-save"
        )
        said = told("settings-history-note")
    days.input(page.handler(would_go), days, going, trigger_mode="always_last", **QUIET)
    saved = button.click(
        page.handler(save), [sightings, days, gap], [said, going, days, gap], **QUIET
    )
    return Section(fresh, (sightings, days, gap, button, said, going), (saved,))
