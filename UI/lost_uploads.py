"""Says so where a page asks for a file that isn't kept any more; Gradio would say nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.exceptions import InvalidPathError
from starlette.concurrency import run_in_threadpool

from UI.uploads import files_named
from UI.viewer import Page, complaint


def tell_lost_uploads(blocks: gr.Blocks, page: Page) -> None:
    """Let a layout answer with a sentence where an upload was removed, or another run had it.

    Endpoints for programs look at their files by themselves.
    """
    process = blocks.process_api

    async def process_or_tell(*, block_fn: Any, inputs: list[Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as Gradio calls it
        request = more.get("request")
        if request is None or block_fn.api_visibility != "private":
            return await process(block_fn=block_fn, inputs=inputs, **more)
        viewer = page.viewer(request)
        if not await run_in_threadpool(_all_there, inputs):
            raise complaint(viewer, viewer.say("upload_lost"))
        try:
            return await process(block_fn=block_fn, inputs=inputs, **more)
        except InvalidPathError as error:  # no word about what else lies on this machine
            raise complaint(viewer, viewer.say("upload_lost")) from error

    blocks.process_api = process_or_tell


def _all_there(inputs: list[Any]) -> bool:
    return all(Path(one["path"]).is_file() for one in files_named(inputs))
