"""The section that chooses the model pack."""

from __future__ import annotations

from typing import Any

import gradio as gr

from face_process.model_packs import (
    STANDARD_PACK,
    ModelPack,
    find_pack,
    installed_packs,
    model_sha256,
)
from UI.components import slot, told
from UI.markup import note
from UI.pack_ways import Ways, build_ways
from UI.settings_parts import QUIET, Section, fixed_note, section
from UI.settings_switch import follow, follow_news, resume, stop
from UI.viewer import Page, Viewer

NO_MODEL = -1
"""Number of no model: what it lacks is every face that has a picture."""

PackAnswer = tuple[Any, ...]
"""What is in use, the choice of packs, the button, and the fold with ways to another pack."""
Question = tuple[str, dict[str, Any], str | None]
"""The words, the row that answers, and the pack that is asked about."""


def fresh(viewer: Viewer) -> PackAnswer:
    """Return what is in use and what there is to choose from."""
    service = viewer.service
    fixed = viewer.page.choices.is_fixed("pack")
    names = [pack.name for pack in installed_packs(viewer.page.settings.models)]
    used = service.engine.identity.name
    now = viewer.say("settings.pack.now", pack=used, device=service.engine.device)
    packs = gr.update(
        choices=list(dict.fromkeys([*names, used])), value=used, interactive=not fixed
    )
    words = note(now) + fixed_note(viewer, "pack", "recognition_model")
    more = gr.skip()
    if viewer.page.recognizer.stopgap:
        words += note(viewer.say("settings.pack.stopgap", pack=STANDARD_PACK))
        more = gr.update(open=True)
    elif (fetch := viewer.page.fetches.current) and fetch.running:
        more = gr.update(open=True)
    return words, packs, gr.update(interactive=not fixed), more


def ask(viewer: Viewer, chosen: str | None) -> Question:
    """Say what a change to a pack means, and ask whether it is wanted."""
    service = viewer.service
    used = service.engine.identity.name
    if chosen is None or chosen == used:
        return note(viewer.say("settings.pack.same", pack=used)), gr.update(visible=False), None
    model_id = _model_of(viewer, find_pack(chosen, viewer.page.settings.models))
    stored = service.store.templates
    count = len(stored.lacking(model_id))
    facts = {"pack": chosen, "before": used}
    key = "settings.pack.confirm" if count else "settings.pack.confirm_none"
    words = note(viewer.say(key, count=count, **facts), "warn")
    if blind := stored.people_out_of_reach(model_id):
        words += note(viewer.say("settings.pack.blind", count=blind), "warn")
    return words, gr.update(visible=True), chosen


def start(viewer: Viewer, asked: str) -> Question:
    """Begin to change to the pack that was asked about."""
    viewer.page.recognizer.change(pack=asked)
    return leave(viewer)


def leave(_viewer: Viewer) -> Question:
    """Drop the question."""
    return "", gr.update(visible=False), None


def is_here(viewer: Viewer, pack: ModelPack) -> str:
    """Say that a pack was installed, and begin to change to it where only the starter was here."""
    better = viewer.page.recognizer.leave_stopgap()
    if better is None:
        return viewer.say("settings.pack.here", pack=pack.name)
    words = viewer.say("settings.pack.takes_over", pack=better.name)
    if blind := viewer.page.store.templates.people_out_of_reach(_model_of(viewer, better)):
        words += " " + viewer.say("settings.pack.blind", count=blind)
    return words


def _model_of(viewer: Viewer, pack: ModelPack) -> int:
    """Return the number of a pack's model in the store; NO_MODEL where it was never used."""
    sha256 = model_sha256(pack.recognition)
    models = viewer.page.store.models().items()
    return next((number for number, one in models if one.sha256 == sha256), NO_MODEL)


def build_pack(page: Page, tab: gr.Tab, compared: Section) -> Section:
    """Lay the section out and connect it.

    Args:
        page: The page.
        tab: Where it is.
        compared: What other models see otherwise.
    """
    with section(page, "pack", is_open=True):
        now = slot("settings-pack-now")
        packs = gr.Radio(
            [], label=page.label("settings.pack.label"), elem_id="settings-packs", interactive=True
        )
        use = gr.Button(page.label("settings.pack.use"), elem_id="settings-pack-use")
        question = told("settings-pack-question")
        with gr.Row(visible=False) as asking:
            yes = gr.Button(
                page.label("settings.pack.yes"), variant="primary", elem_id="settings-pack-yes"
            )
            no = gr.Button(page.label("settings.pack.no"), elem_id="settings-pack-no")
        said = told("settings-pack-progress")
        cancel = gr.Button(
            page.label("settings.pack.cancel"), visible=False, elem_id="settings-pack-cancel"
        )
        more, ways = _get_another(page, tab)
    all_of_it = [now, packs, use, more]
    about = gr.State(None)
    asked = [question, asking, about]
    shown = page.handler(fresh)
    tab.select(page.handler(resume), None, [said, cancel], **QUIET)
    use.click(page.handler(ask), packs, asked, **QUIET)
    no.click(page.handler(leave), None, asked, **QUIET)
    # What is installed may take over, in a moment: how that ended is told, too.
    begun = [(yes.click(page.handler(start), about, asked, **QUIET), follow)]
    begun += [(done, follow_news) for done in ways.installed]
    for event, tell in begun:
        event.success(page.handler(tell), None, [said, cancel], **QUIET).then(
            shown, None, all_of_it, **QUIET
        ).then(page.handler(compared.fresh), None, list(compared.outputs), **QUIET)
    ways.resumed.success(page.handler(follow_news), None, [said, cancel], **QUIET).then(
        shown, None, all_of_it, **QUIET
    )
    cancel.click(page.handler(stop), None, None, queue=False, **QUIET)
    return Section(fresh, tuple(all_of_it))


def _get_another(page: Page, tab: gr.Tab) -> tuple[gr.Accordion, Ways]:
    """Lay out how to install a pack; return the fold, and the ways in it."""
    with gr.Accordion(
        page.label("settings.pack.more"),
        open=False,
        elem_id="settings-pack-more",
        elem_classes="fm-fold",
    ) as more:
        ways = build_ways(page, "pack", is_here, tab.select)
    return more, ways
