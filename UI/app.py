"""The page put together: its tabs, Gradio's routes beside it, and what guards them."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI, WebSocket

from merge.settings import Settings
from SQL.database_operate import Store
from UI.addresses import Place
from UI.answer_streams import AnswerStreams
from UI.api import answer_api_view, build_api
from UI.assets import packed_assets
from UI.camera_help import build_camera_help
from UI.enrol_cards import people_list
from UI.enrol_tab import build_enrol_tab
from UI.gradio_controls import translated_controls
from UI.guard import Guard, LanguageFirst
from UI.guided_enrol import LooksDesk, add_guide_route
from UI.history_clip import add_clip_route
from UI.history_tab import build_history_tab
from UI.language import LOG_IN_AGAIN, language_script, page_words
from UI.live_hub import LiveHub
from UI.live_socket import PATH, talk
from UI.live_tab import build_live_tab
from UI.look import (
    ANNOUNCE,
    FAVICON,
    ONE_CLICK,
    STYLES,
    TAB_ADDRESS,
    header,
    page_theme,
    translated_style,
    translated_toasts,
)
from UI.lost_uploads import tell_lost_uploads
from UI.name_box import build_name_keys
from UI.page_settings import PageSettings
from UI.password import PasswordGate
from UI.people_tab import build_people_tab
from UI.photo_tab import build_photo_tab, nobody_hint
from UI.queues import set_up_queues
from UI.quick_gradio import quick_layout
from UI.recognizer import Recognizer
from UI.settings_tab import build_settings_tab
from UI.setup_page import build_setup_page, setup_view
from UI.starter_notice import build_starter_notice, connect_starter_notice
from UI.unknown_tab import build_unknown_tab
from UI.uploads import UploadNames
from UI.video_tab import build_video_tab
from UI.viewer import Page, Viewer
from UI.visits_kept import keep_few_visits
from UI.welcome import build_welcome, connect_welcome, welcome_newcomer

LARGEST_UPLOAD = "8gb"
NO_DOCUMENTS = {"docs_url": None, "redoc_url": None, "openapi_url": None}
"""FastAPI's own pages come from elsewhere; the page needs none of them."""


def build_app(choices: PageSettings, store: Store, recognizer: Recognizer, place: Place) -> FastAPI:
    """Return the application: the page at ``/``, and room for routes of our own before it.

    Its ``state.streams_end`` is the event that ends Gradio's endless answers.

    Args:
        choices: What the user chose, and may choose anew.
        store: The people.
        recognizer: Loading, ready, or without models.
        place: Where the page is found.
    """
    page = Page(choices, store, recognizer, page_words())
    desk = LooksDesk()
    with quick_layout():
        blocks = build_page(page, desk)
    app = FastAPI(title="FaceMind", **NO_DOCUMENTS)
    hub = LiveHub(recognizer.service)

    answer_api_view(app)

    def settings() -> Settings:
        return page.settings

    @app.websocket(PATH)
    async def live(socket: WebSocket) -> None:
        await talk(socket, hub, settings)

    add_clip_route(app, store)
    add_guide_route(app, hub, desk)
    app.mount("/assets", packed_assets())
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        i18n=page.words,
        theme=page_theme(),
        css=translated_style(),
        css_paths=list(STYLES),
        favicon_path=str(FAVICON),
        footer_links=["api"],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=LARGEST_UPLOAD,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        app_kwargs=dict(NO_DOCUMENTS),
    )
    blocks.app = app.routes[-1].app
    app.state.streams_end = blocks.app.stop_event
    # Gradio checks that a file was uploaded by a visitor only once it thinks it was launched;
    # without this any file of this machine could be read through the page.
    blocks.has_launched = True
    set_up_queues(blocks)
    keep_few_visits(blocks)
    tell_lost_uploads(blocks, page)
    app.add_middleware(AnswerStreams, blocks=blocks)
    _guard(app, page, place)
    return app


def _guard(app: FastAPI, page: Page, place: Place) -> None:
    """Put in front of everything what visitors have to pass; the last one comes first."""
    password = page.settings.password

    def script() -> str:
        again = "" if password is None else LOG_IN_AGAIN
        return language_script(page.settings.page_language) + again

    app.add_middleware(UploadNames, folder=page.settings.gradio_temp)
    app.add_middleware(LanguageFirst, script=script)
    if password is not None:
        app.add_middleware(PasswordGate, password=password, usual=page.settings.page_language)
    names = place.names | {str(one) for one in place.addresses}
    app.add_middleware(Guard, names=names, any_address=place.beyond)


def build_page(page: Page, desk: LooksDesk) -> gr.Blocks:
    """Lay the page out: set-up where models are missing, else the tabs."""
    lacking = page.recognizer.lacks_models()
    with gr.Blocks(title="FaceMind", analytics_enabled=False) as blocks:
        way_out = page.settings.password is not None
        scripts = ONE_CLICK + ANNOUNCE + TAB_ADDRESS + translated_toasts() + translated_controls()
        gr.HTML(header(page.label("tagline"), way_out), elem_classes="fm-html", js_on_load=scripts)
        build_camera_help()
        build_name_keys()
        with gr.Column(visible=lacking, elem_id="setup") as setup:
            setup_page = build_setup_page(page, blocks.load if lacking else None)
        with gr.Column(visible=not lacking, elem_id="tabs") as tabs:
            welcome = build_welcome(page)
            starter = build_starter_notice(page)
            bar = gr.Tabs(overflow_behavior="wrap")
        with tabs, bar:
            with gr.Tab(page.label("photo.tab"), id="photo"):
                photo_tab = build_photo_tab(page)
            with gr.Tab(page.label("live.tab"), id="live"):
                build_live_tab(page)
            with gr.Tab(page.label("video.tab"), id="video"):
                build_video_tab(page)
            with gr.Tab(page.label("enrol.tab"), id="enrol") as enrol:
                enrol_tab = build_enrol_tab(page, desk)
            with gr.Tab(page.label("people.tab"), id="people") as people:
                build_people_tab(page, people)
            with gr.Tab(page.label("history.tab"), id="history") as history:
                build_history_tab(page, history)
            with gr.Tab(page.label("unknown.tab"), id="unknown") as unknown:
                build_unknown_tab(page, unknown)
            with gr.Tab(page.label("settings.tab"), id="settings") as settings:
                build_settings_tab(page, settings)
        shown = [setup, tabs, setup_page.reason]
        blocks.load(page.handler(setup_view), None, shown, api_visibility="private")
        for installed in setup_page.installed:
            installed.success(page.handler(setup_view), None, shown, api_visibility="private")
        blocks.load(page.handler(welcome_newcomer), None, welcome.panel, api_visibility="private")
        connect_starter_notice(page, starter, blocks, bar, settings)
        at_start = [photo_tab.summary, enrol_tab.people]
        blocks.load(page.handler(greet), None, at_start, api_visibility="private")
        with gr.Row(elem_id="foot"):
            connect_welcome(page, welcome, bar, photo_tab, enrol_tab)
            build_api(page)
        enrol.select(page.handler(people_list), None, enrol_tab.people, api_visibility="private")
    return blocks


def greet(viewer: Viewer) -> tuple[str, str]:
    """Return what the photo tab and the list of people say before anything was done."""
    return nobody_hint(viewer), people_list(viewer)
