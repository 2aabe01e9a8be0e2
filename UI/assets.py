"""Gradio's own scripts and styles, served without what its page needs: it asks for a hundred."""

from __future__ import annotations

import os
from pathlib import Path

import gradio
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ASSETS = Path(gradio.__file__).parent / "templates" / "frontend" / "assets"
FOR_GOOD = "public, max-age=31536000, immutable"
"""Their names change with their content."""


class Assets(StaticFiles):
    """Files that browsers keep for good; Gradio would compress them anew for each visitor."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer with a file."""
        answer = super().file_response(full_path, stat_result, scope, status_code)
        answer.headers["cache-control"] = FOR_GOOD
        return answer
