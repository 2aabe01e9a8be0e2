"""Make a model pack of a checkpoint: ``python -m arcface_train.export_onnx CHECKPOINT PACK``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from arcface_train.torch_here import require_torch
from merge.commands.options import with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import text

app = App(pretty_exceptions_enable=False)


@app.command(help=words("help_export_onnx"))
@with_settings("models", "language")
def export(
    settings: Settings,
    checkpoint: Annotated[
        Path,
        typer.Argument(help=words("arg_checkpoint"), metavar=words("meta_checkpoint")),
    ],
    folder: Annotated[
        Path, typer.Argument(help=words("arg_new_pack"), metavar=words("meta_new_pack"))
    ],
    detector: Annotated[
        str | None,
        typer.Option(help=words("opt_detector_of"), metavar=words("meta_pack")),
    ] = None,
    half: Annotated[bool, typer.Option("--half", help=words("opt_half"))] = False,
    mirror: Annotated[bool, typer.Option("--mirror", help=words("opt_mirror"))] = False,
) -> None:
    """Make a pack of a checkpoint and tell how to use it."""
    require_torch()
    from arcface_train.checkpoint import read_checkpoint
    from arcface_train.pack_export import export_pack, source_detector

    read = read_checkpoint(checkpoint)
    found_by = source_detector(settings, detector, read)
    made = export_pack(read, found_by, folder, half=half, mirror=mirror)
    told = {"pack": made.name, "folder": made.folder}
    typer.echo(text(settings.language, "cli.exported_pack", **told))


if __name__ == "__main__":
    app()
