"""The API: every action by name, for programs; Gradio's view of it is the documentation."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI, Response

from UI import (
    api_correct,
    api_data,
    api_enroll,
    api_history,
    api_people,
    api_recognize,
    api_settings,
    api_unknown,
)
from UI.endpoint import publish
from UI.look import STATIC
from UI.queues import RECOGNISING, VIDEOS
from UI.viewer import Page

SCRIPT = STATIC / "api_link.js"

RECOGNITION = (
    api_recognize.recognize_photo,
    api_enroll.enroll,
    api_correct.explain_face,
    api_correct.confirm_face,
    api_correct.reject_face,
    api_correct.name_face,
    api_history.confirm_visit,
    api_history.deny_visit,
    api_data.import_people,
)
KNOWLEDGE = (
    api_recognize.status,
    api_recognize.models,
    api_people.people,
    api_people.faces,
    api_people.face_picture,
    api_people.portrait,
    api_people.rename_person,
    api_people.merge_people,
    api_people.set_note,
    api_people.set_portrait,
    api_people.move_face,
    api_people.remove_face,
    api_people.remove_person,
    api_history.visits,
    api_history.attendance,
    api_history.give_visit,
    api_history.remove_visit,
    api_unknown.unknown_groups,
    api_unknown.name_group,
    api_unknown.ignore_group,
    api_unknown.merge_groups,
    api_unknown.remove_group,
    api_settings.settings,
    api_settings.set_setting,
    api_settings.use_pack,
    api_data.backup,
    api_data.backups,
    api_data.restore,
    api_data.restore_backup,
    api_data.export_people,
    api_data.erase_everything,
)


def answer_api_view(app: FastAPI) -> None:
    """Answer what Gradio's view of the API asks for although it is switched off."""
    # Neither a success, which would be taken for being switched on, nor an error, which would
    # stand in the browser's console.
    for path in ("/monitoring/summary", "/gradio_api/mcp/schema"):
        app.add_api_route(path, _nothing_new)


def _nothing_new() -> Response:
    return Response(status_code=304)


def build_api(page: Page) -> None:
    """Publish every action, with a link to what is said of them; has to be inside the layout."""
    gr.HTML(
        f'<nav class="fm-foot"><a href="?view=api">{page.label("api.link")}</a></nav>',
        elem_id="api-link",
        elem_classes="fm-html",
        js_on_load=SCRIPT.read_text("utf-8"),
    )
    for function in RECOGNITION:
        publish(page, function, RECOGNISING)
    publish(page, api_recognize.recognize_video, VIDEOS)
    for function in KNOWLEDGE:
        publish(page, function)
