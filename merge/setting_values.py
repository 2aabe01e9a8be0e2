"""What a setting's value is when it is written in words: in the environment, or kept as text."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from face_process.errors import SettingsError


def choices(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - any type hint
    """Return what a setting of a type may be; nothing where it may be anything."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    return tuple(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()


def parse_value(kind: Any, written: str, called: str) -> object:  # noqa: ANN401 - any type hint
    """Return a value as its setting has it; None where nothing is written.

    Args:
        kind: The type of the setting.
        written: The value in words.
        called: What an error is to call the setting.

    Raises:
        SettingsError: It can't be understood.
    """
    if get_origin(kind) is tuple:
        return tuple(part.strip() for part in written.split(";") if part.strip()) or None
    options = choices(kind)
    if options and written not in options:
        allowed = ", ".join(options)
        raise SettingsError("setting_not_one_of", name=called, value=written, options=allowed)
    if get_origin(kind) is Literal:
        return written
    plain = next((one for one in get_args(kind) if one is not type(None)), kind)
    try:
        return plain(written).expanduser() if plain is Path else plain(written)
    except ValueError as error:
        raise SettingsError("setting_not_understood", name=called, value=written) from error
