"""The section of what belongs to this machine: device, the window's camera, the language."""

from __future__ import annotations

from typing import Any

import gradio as gr

from face_process.init_InsightFace import offered_devices
from merge.settings import Device, Settings
from UI.components import told
from UI.markup import note
from UI.settings_parts import QUIET, Section, fixed_note, section
from UI.settings_switch import follow, stop
from UI.texts import LANGUAGES
from UI.viewer import Page, Viewer

NAMES = ("device", "camera", "language")
BROWSER = "browser"
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}


def fresh(viewer: Viewer) -> tuple[Any, ...]:
    """Return what is chosen now, and what can't be."""
    choices, settings = viewer.page.choices, viewer.page.settings
    may = {name: not choices.is_fixed(name) for name in ("camera", "language")}
    languages = [(viewer.say("settings.language.browser"), BROWSER)]
    languages += [(LANGUAGE_NAMES[one], one) for one in LANGUAGES]
    return (
        *fresh_device(viewer),
        gr.update(value="; ".join(settings.camera), interactive=may["camera"]),
        gr.update(interactive=may["camera"]),
        gr.update(
            choices=languages,
            value=settings.page_language or BROWSER,
            interactive=may["language"],
        ),
        fixed_note(viewer, *NAMES),
    )


def fresh_device(viewer: Viewer) -> tuple[dict[str, Any]]:
    """Return the devices to choose from, and the one chosen."""
    device, offered = viewer.page.settings.device, offered_devices()
    return (
        gr.update(
            choices=[(viewer.say(f"settings.device.{one}"), str(one)) for one in offered],
            value=str(device if device in offered else Device.AUTO),
            interactive=not viewer.page.choices.is_fixed("device"),
        ),
    )


def choose_device(viewer: Viewer, device: str) -> None:
    """Begin to open the models on another device."""
    viewer.page.recognizer.change(device=Device(device))


def save_camera(viewer: Viewer, camera: str) -> tuple[str, str]:
    """Keep the window's camera; nothing written means the usual one."""
    viewer.page.choices.change("camera", camera.strip() or None)
    kept = "; ".join(viewer.page.settings.camera)
    return kept or Settings().camera[0], note(viewer.say("settings.saved"), "good")


def choose_language(viewer: Viewer, language: str) -> str:
    """Keep which language newcomers read."""
    viewer.page.choices.change("language", None if language == BROWSER else language)
    return note(viewer.say("settings.saved"), "good")


def build_machine(page: Page) -> Section:
    """Lay the section out and connect it."""
    with section(page, "machine"):
        device = gr.Radio(
            [],
            label=page.label("settings.device.label"),
            info=page.label("settings.device.info"),
            elem_id="settings-device",
            interactive=True,
        )
        progress = told("settings-device-progress")
        cancel = gr.Button(
            page.label("settings.pack.cancel"), visible=False, elem_id="settings-device-cancel"
        )
        camera = gr.Textbox(
            label=page.label("settings.camera.label"),
            info=page.label("settings.camera.info"),
            elem_id="settings-camera",
            max_lines=1,
            interactive=True,
        )
        save = gr.Button(page.label("settings.camera.save"), elem_id="settings-camera-save")
        language = gr.Radio(
            [],
            label=page.label("settings.language.label"),
            info=page.label("settings.language.info"),
            elem_id="settings-language",
            interactive=True,
        )
        said = told("settings-machine-note")
    shown = [device, camera, save, language, said]
    device.input(page.handler(choose_device), device, None, **QUIET).success(
        page.handler(follow), None, [progress, cancel], **QUIET
    ).then(page.handler(fresh_device), None, [device], **QUIET)
    cancel.click(page.handler(stop), None, None, queue=False, **QUIET)
    for keep in (save.click, camera.submit):
        keep(page.handler(save_camera), camera, [camera, said], **QUIET)
    language.input(page.handler(choose_language), language, said, **QUIET)
    return Section(fresh, tuple(shown))
