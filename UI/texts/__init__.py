"""Every sentence a user reads, in English and Chinese, by key."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from typing import Literal

from UI.texts.backup import BACKUP
from UI.texts.command_line import COMMAND_LINE
from UI.texts.errors import ERRORS
from UI.texts.model_errors import MODEL_ERRORS
from UI.texts.page import PAGE
from UI.texts.page_api import PAGE_API
from UI.texts.page_controls import PAGE_CONTROLS
from UI.texts.page_enrol import PAGE_ENROL
from UI.texts.page_errors import PAGE_ERRORS
from UI.texts.page_history import PAGE_HISTORY
from UI.texts.page_people import PAGE_PEOPLE
from UI.texts.page_photos import PAGE_PHOTOS
from UI.texts.page_private import PAGE_PRIVATE
from UI.texts.page_settings import PAGE_SETTINGS
from UI.texts.page_settings_data import PAGE_SETTINGS_DATA
from UI.texts.page_unknown import PAGE_UNKNOWN
from UI.texts.page_video import PAGE_VIDEO
from UI.texts.page_welcome import PAGE_WELCOME
from UI.texts.page_why import PAGE_WHY
from UI.texts.people import PEOPLE
from UI.texts.quality import QUALITY
from UI.texts.store_errors import STORE_ERRORS
from UI.texts.train import TRAIN
from UI.texts.train_detector import TRAIN_DETECTOR
from UI.texts.train_errors import TRAIN_ERRORS
from UI.texts.usage import USAGE
from UI.texts.window import WINDOW

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

CATALOGUE: Mapping[str, tuple[str, str]] = {
    **ERRORS,
    **STORE_ERRORS,
    **MODEL_ERRORS,
    **PAGE_ERRORS,
    **TRAIN_ERRORS,
    **COMMAND_LINE,
    **TRAIN,
    **TRAIN_DETECTOR,
    **BACKUP,
    **PEOPLE,
    **PAGE,
    **PAGE_PEOPLE,
    **PAGE_HISTORY,
    **PAGE_PRIVATE,
    **PAGE_API,
    **PAGE_CONTROLS,
    **PAGE_ENROL,
    **PAGE_SETTINGS,
    **PAGE_SETTINGS_DATA,
    **PAGE_WELCOME,
    **PAGE_PHOTOS,
    **PAGE_WHY,
    **PAGE_VIDEO,
    **PAGE_UNKNOWN,
    **QUALITY,
    **USAGE,
    **WINDOW,
}
"""Key to (English, Chinese); keys start with ``error.``, ``cli.``, ``page.``, ``quality.``,
``usage.`` or ``window.``."""


def text(language: Language, key: str, **values: object) -> str:
    """Return the sentence ``key`` in ``language`` with ``values`` filled in.

    For a ``count`` of one it is the sentence ``key_1`` where there is one: "1 face".

    Raises:
        KeyError: No such sentence, or one of its values is missing.
    """
    if values.get("count") == 1 and f"{key}_1" in CATALOGUE:
        key = f"{key}_1"
    sentence = CATALOGUE[key][LANGUAGES.index(language)]
    return sentence.format(**values) if values else sentence


def language_of(tag: str | None) -> Language:
    """Return the language to speak for a locale or browser tag such as ``zh_CN.UTF-8``."""
    first = (tag or "").replace("_", "-").split(",")[0].strip().lower()
    return "zh" if first.startswith(("zh", "chinese")) else "en"


def system_language(environ: Mapping[str, str] = os.environ) -> Language:
    """Return the language of this machine's user, by the usual variables, then the system's."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(variable):
            return language_of(environ[variable])
    return language_of(locale.getlocale()[0])
