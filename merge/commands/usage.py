"""The command line's own words: help and wrong usage in the user's language."""

from __future__ import annotations

import io
import re
import sys
from typing import Any
from unicodedata import east_asian_width

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from merge.commands.options import help_language
from UI.texts import CATALOGUE, Language, text

FILLER = "\0"
"""Stands behind each letter that is two columns wide while Typer measures and wraps lines."""
SPOKEN = [key for key in CATALOGUE if key.startswith("usage.")]


class App(typer.Typer):
    """A set of commands that speak the user's language."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as Typer takes them
        super().__init__(cls=Group, rich_markup_mode=None, add_completion=False, **options)

    def command(self, name: str | None = None, **options: Any) -> Any:  # noqa: ANN401 - as Typer
        """See Typer."""
        return super().command(name, cls=Command, **options)


class _Speaking:
    """What commands and groups of them have in common."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as Typer's
        super().__init__(*arguments, **options)
        self.options_metavar = text(help_language(), "usage.options_metavar")
        self.help, self.epilog = _measured(self.help), _measured(self.epilog)

    def get_help(self, context: typer.Context) -> str:
        """Return the help."""
        return translated(super().get_help(context).replace(FILLER, ""), help_language())

    def get_usage(self, context: typer.Context) -> str:
        """Return the line that shows how it is written."""
        return translated(super().get_usage(context), help_language())

    def collect_usage_pieces(self, context: typer.Context) -> list[str]:
        """Return the parts of that line; what may be left out stands in brackets, together."""
        arguments = [one for one in self.get_params(context) if isinstance(one, TyperArgument)]
        required = [one.display_name_raw for one in arguments if one.required]
        others = " ".join(one.display_name_raw for one in arguments if not one.required)
        return [self.options_metavar, *required, *([f"[{others}]"] if others else [])]

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as Typer's
        """Run what the command line says and end the program; wrong usage is told."""
        try:
            status = super().main(*arguments, **{**options, "standalone_mode": False})
        except typer.Abort:
            typer.echo(text(help_language(), "usage.aborted"), err=True)
            sys.exit(1)
        except typer.TyperException as error:
            said = io.StringIO()
            error.show(said)
            typer.echo(translated(said.getvalue(), help_language()), err=True, nl=False)
            sys.exit(error.exit_code)
        sys.exit(status or 0)

    def get_help_option(self, context: typer.Context) -> Any:  # noqa: ANN401 - Typer's option
        """Return the option that shows the help."""
        option = super().get_help_option(context)
        if option is not None:
            option.help = text(help_language(), "usage.help_option")
        return option

    def format_options(self, context: typer.Context, formatter: Any) -> None:  # noqa: ANN401
        """Write arguments and options: their names and what they mean, no types of Python's."""
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for one in self.get_params(context):
            record = one.get_help_record(context)
            if record is None:  # hidden
                continue
            if isinstance(one, TyperArgument):
                sections["Arguments"].append((one.display_name_raw, one.help))
            else:
                sections["Options"].append((record[0], one.help))
        for heading, rows in sections.items():
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(
                        [(_measured(name), _measured(about)) for name, about in rows]
                    )


class Command(_Speaking, TyperCommand):
    """One command."""


class Group(_Speaking, TyperGroup):
    """Several commands under one name."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as Typer's
        super().__init__(*arguments, **options)
        self.subcommand_metavar = text(help_language(), "usage.command_metavar")

    def collect_usage_pieces(self, context: typer.Context) -> list[str]:
        """Return the parts of the line that shows how it is written."""
        return [self.options_metavar, self.subcommand_metavar]

    def format_options(self, context: typer.Context, formatter: Any) -> None:  # noqa: ANN401
        """Write options and commands."""
        super().format_options(context, formatter)
        self.format_commands(context, formatter)


def _measured(words: str | None) -> str:
    wide = (f"{each}{FILLER}" if east_asian_width(each) in "WF" else each for each in words or "")
    return "".join(wide)


def translated(said: str, language: Language) -> str:
    """Return what Typer says in a language; lines that aren't its own stay as they are."""
    if language == "en":
        return said
    return "\n".join(_translated_line(line, language) for line in said.split("\n"))


def _translated_line(line: str, language: Language) -> str:
    for key in SPOKEN:
        sentence = re.escape(text("en", key)).replace(r"\{", "{").replace(r"\}", "}")
        found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>.+)", sentence), line)
        if found:
            values = found.groupdict()
            if "reason" in values:
                values["reason"] = _translated_line(values["reason"], language)
            return text(language, key, **values)
    return line
