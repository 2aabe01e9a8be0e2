"""What all commands share: settings as options, errors as sentences, progress on stderr."""

from __future__ import annotations

import functools
import inspect
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

import typer

from face_process.errors import FaceMindError, SettingsError
from face_process.log_file import keep_log, log_file
from merge.ending import interrupts_kept
from merge.setting_values import choices
from merge.settings import (
    Settings,
    build_settings,
    environment_name,
    flag_name,
    setting_names,
)
from UI.texts import Language, language_of, system_language, text

if TYPE_CHECKING:
    pass

log = logging.getLogger(__name__)

RECOGNITION = (
    "database", "models", "pack", "detection_model", "recognition_model", "threshold", "device",
    "language",
)  # fmt: skip
"""Settings that every command which recognises shows in its help."""
SIGHTINGS = ("sightings", "sightings_days")
"""Settings that commands show which go through videos or look through cameras."""
PRIVATE = ("password", "certificate", "key")
"""Settings that say who may open the page, and how nobody else listens."""

METAVARS = {
    "database": "file", "models": "folder", "pack": "pack", "detection_model": "file",
    "recognition_model": "file", "threshold": "number", "gradio_temp": "folder",
    "host": "address", "port": "number", "camera": "camera", "sightings_days": "days",
    "visit_gap": "minutes",
    "password": "password", "certificate": "file", "key": "file",
}  # fmt: skip
"""What stands for the value of each setting that has no choices, in the help."""

Command = Callable[..., None]


def help_language() -> Language:
    """Return the language of ``--help``, which is read before any setting is."""
    chosen = _flag(sys.argv, flag_name("language")) or os.environ.get(environment_name("language"))
    return language_of(chosen) if chosen else system_language()


def _flag(arguments: list[str], name: str) -> str | None:
    """Return the value of a flag as it is written, before anything is parsed."""
    for number, argument in enumerate(arguments):
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
        if argument == name:
            return next(iter(arguments[number + 1 :]), None)
    return None


def words(key: str, **values: object) -> str:
    """Return a sentence of the command line's help."""
    return text(help_language(), f"cli.{key}", **values)


Json = Annotated[bool, typer.Option("--json", help=words("opt_json"))]
Name = Annotated[str, typer.Argument(help=words("arg_name"), metavar=words("meta_name"))]


def with_settings(*shown: str) -> Callable[[Command], Command]:
    """Give a command every setting as an option, and the Settings made of them.

    The command's first parameter is ``settings``. Errors that a user may see end it with
    status 1 and their sentence, settings that make no sense with status 2.

    Args:
        shown: Fields of Settings that its help lists; the others are taken but not listed.
    """

    def decorate(command: Command) -> Command:
        own = [
            parameter
            for parameter in inspect.signature(command, eval_str=True).parameters.values()
            if parameter.name != "settings"
        ]
        options = [_option(name, name in shown) for name in setting_names()]

        @functools.wraps(command)
        def wrapper(context: typer.Context, **values: Any) -> None:  # noqa: ANN401 - as the command
            given = {name: values.pop(name) for name in setting_names()}
            if context.parent is None:
                context.obj = given  # for the command that follows
                if context.invoked_subcommand:
                    return
            before = context.find_root().obj
            keep_log()
            with errors_as_sentences() as tell:
                settings = _settings(before, given)
                tell.language = settings.language
                command(settings, **values)

        context = inspect.Parameter(
            "context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context
        )
        parameters = [context, *(_keyword(parameter) for parameter in own), *options]
        wrapper.__signature__ = inspect.Signature(parameters)
        wrapper.__annotations__ = {each.name: each.annotation for each in parameters}
        return wrapper

    return decorate


class _Teller:
    """The language to tell errors in, known once the settings are."""

    def __init__(self) -> None:
        self.language = help_language()


@contextmanager
def errors_as_sentences() -> Iterator[_Teller]:
    """End the program with a sentence and the right exit status where something goes wrong."""
    teller = _Teller()
    try:
        with interrupts_kept():
            yield teller
    except FaceMindError as error:
        typer.echo(error.sentence(teller.language), err=True)
        raise typer.Exit(2 if isinstance(error, SettingsError) else 1) from error
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone
    except (typer.Exit, typer.Abort, KeyboardInterrupt):
        raise
    except Exception as error:
        if type(error).__module__.startswith("typer"):
            raise  # wrong usage, which Typer tells in its own way
        log.exception("something went wrong")
        sentence = text(teller.language, "cli.something_went_wrong", file=log_file())
        typer.echo(sentence, err=True)
        raise typer.Exit(1) from error


def warn(sentence: str) -> None:
    """Tell the user something that is no error, on stderr."""
    typer.echo(sentence, err=True)


@functools.cache
def _hints() -> dict[str, Any]:
    """Return what is said of each setting; every command asks for all of them."""
    return get_type_hints(Settings, include_extras=True)


def _option(name: str, shown: bool) -> inspect.Parameter:
    kind, explained = get_args(_hints()[name])
    about = (
        f"{explained.en if help_language() == 'en' else explained.zh} [{environment_name(name)}]"
    )
    several = get_origin(kind) is tuple
    metavar = "|".join(choices(kind)) or words(f"meta_{METAVARS[name]}")
    option = typer.Option(
        flag_name(name), help=about, hidden=not shown, show_default=False, metavar=metavar
    )
    if several:
        kind = list[get_args(kind)[0]]
    annotation = Annotated[kind | None, option]
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation
    )


def _keyword(parameter: inspect.Parameter) -> inspect.Parameter:
    return parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)


def _settings(before: dict[str, Any], given: dict[str, Any]) -> Settings:
    """Return the settings; flags after the command count more than those before it."""
    merged = {
        name: before.get(name) if value is None or value == [] else value
        for name, value in given.items()
    }
    return build_settings(merged)
