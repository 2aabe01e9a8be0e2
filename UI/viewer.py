"""What every tab of the page is built from: the page, and whoever looks at it."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from face_process.errors import FaceMindError
from face_process.face_service import FaceService
from merge.settings import Settings
from SQL.database_operate import Store
from UI.language import viewer_language
from UI.pack_fetch import PackFetches
from UI.page_settings import PageSettings
from UI.recognizer import Recognizer
from UI.texts import Language, text

log = logging.getLogger(__name__)

TOAST_SECONDS = 12


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks at the page and just did something.

    Attributes:
        page: The page.
        language: What they read.
        event: What exactly they clicked, where a component tells.
    """

    page: Page
    language: Language
    event: Mapping[str, Any]

    @property
    def service(self) -> FaceService:
        """The recogniser; waits while it is loading."""
        return self.page.recognizer.service()

    def say(self, key: str, **values: object) -> str:
        """Return the sentence ``page.key`` in their language, plain text."""
        return text(self.language, f"page.{key}", **values)

    def explain(self, error: FaceMindError) -> str:
        """Return an error's sentence in their language, plain text, without our own folders."""
        known = {name: self.page.shorten(value) for name, value in error.values.items()}
        return type(error)(error.key, **known).sentence(self.language)


@dataclass(frozen=True, slots=True)
class Page:
    """The page that all visitors share.

    Attributes:
        choices: What the user chose, which may change while the page runs.
        store: The people.
        recognizer: Loading, ready, or without models.
        words: The sentences, for labels that the browser translates.
        fetches: The download of models, which goes on when a visitor leaves.
    """

    choices: PageSettings
    store: Store
    recognizer: Recognizer
    words: gr.I18n
    fetches: PackFetches = field(default_factory=PackFetches)

    @property
    def settings(self) -> Settings:
        """The settings that count now."""
        return self.choices.now

    def label(self, key: str) -> str:
        """Return the label ``page.key``, which the browser shows in its own language."""
        return self.words(f"page.{key}")

    @property
    def temporary(self) -> Path:
        """Gradio's folder, which it serves from and cleans up."""
        self.settings.gradio_temp.mkdir(parents=True, exist_ok=True)
        return self.settings.gradio_temp

    def shorten(self, value: object) -> object:
        """Return only the name of a temporary file of ours, whose folder means nothing."""
        if isinstance(value, (str, Path)):
            file = Path(value)
            if file.is_relative_to(self.temporary):
                return file.name
        return value

    def handler(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return what Gradio calls for ``function(viewer, *inputs)``: errors become toasts."""
        if inspect.isgeneratorfunction(function):

            def steps(
                request: gr.Request, event: gr.EventData, *inputs: object
            ) -> Generator[Any, None, None]:
                viewer = self.viewer(request, event)
                with _shown(viewer):
                    yield from function(viewer, *inputs)

            return steps

        def handle(request: gr.Request, event: gr.EventData, *inputs: object) -> Any:  # noqa: ANN401 - whatever the components take
            viewer = self.viewer(request, event)
            with _shown(viewer):
                return function(viewer, *inputs)

        return handle

    def viewer(self, request: gr.Request, event: gr.EventData | None = None) -> Viewer:
        """Return who sent a request, and what they clicked where that is told."""
        clicked = event._data if event and isinstance(event._data, Mapping) else {}
        language = viewer_language(request, self.settings.page_language)
        return Viewer(self, language, clicked)


def complaint(viewer: Viewer, sentence: str) -> gr.Error:
    """Return a toast that says what didn't work.

    Args:
        viewer: Who is to read it.
        sentence: Plain text; Gradio shows HTML, so it is escaped here.
    """
    html = escape(sentence).replace("\n", "<br>")
    title = viewer.say("attention")
    return gr.Error(html, duration=TOAST_SECONDS, title=title, print_exception=False)


@contextmanager
def _shown(viewer: Viewer) -> Iterator[None]:
    """Turn what goes wrong inside into a toast in the viewer's language."""
    try:
        yield
    except gr.Error:
        raise
    except FaceMindError as error:
        raise complaint(viewer, viewer.explain(error)) from error
    except Exception as error:
        log.exception("a step of the page failed")
        raise complaint(viewer, viewer.say("bug")) from error
