"""Write a trained detector for a pack: ``python -m arcface_train.detector.export RUN FILE``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from arcface_train.torch_here import require_torch
from face_process.face_engine import DETECTION_THRESHOLD
from merge.commands.options import with_settings, words
from merge.commands.usage import App
from merge.settings import Settings
from UI.texts import text

app = App(pretty_exceptions_enable=False)


@app.command(help=words("help_export_detector"))
@with_settings("language")
def export(
    settings: Settings,
    run: Annotated[
        Path, typer.Argument(help=words("arg_detector_run"), metavar=words("meta_model"))
    ],
    file: Annotated[
        Path, typer.Argument(help=words("arg_detector_file"), metavar=words("meta_file"))
    ],
    half: Annotated[bool, typer.Option("--half", help=words("opt_half"))] = False,
    face_from: Annotated[
        float,
        typer.Option(min=0.01, max=0.99, help=words("opt_face_from"), metavar=words("meta_number")),
    ] = DETECTION_THRESHOLD,
) -> None:
    """Write a detector and tell how exact it is."""
    require_torch()
    from arcface_train.detector.detector_export import export_detector
    from arcface_train.detector.detector_run import read_network

    made = export_detector(read_network(run), file, half=half, face_from=face_from)
    told = {"file": made.file, "size": made.size, "difference": made.difference}
    typer.echo(text(settings.language, "cli.detector_exported", **told))
    if half:
        typer.echo(text(settings.language, "cli.detector_halved", difference=made.halved))


if __name__ == "__main__":
    app()
