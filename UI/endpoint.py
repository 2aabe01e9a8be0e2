"""How a plain function becomes something that other programs can call by name."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

import gradio as gr
from gradio.data_classes import FileData
from gradio.utils import get_function_description
from pydantic import TypeAdapter, ValidationError

from face_process.errors import FaceMindError, PageError
from UI.queues import Share
from UI.viewer import Page, Viewer

log = logging.getLogger(__name__)

BUG = "bug"
"""The key of what is no error of the caller's."""


def publish(page: Page, function: Callable[..., Any], share: Share | None = None) -> None:
    """Let programs call ``function(viewer, …)`` by its name; its docstring is what they read.

    What it takes and gives is told by its annotations: files are paths, which come as uploads
    and go as downloads. A generator's answers are sent as they come.

    Args:
        page: The page; has to be inside its layout.
        function: What is called.
        share: Where it waits for its turn; None: in a queue of its own.
    """
    about, parameters, returned = get_function_description(function)
    dependency = gr.api(
        _endpoint(page, function),
        api_name=function.__name__,
        api_description=about,
        **(share.options if share else {}),
    )
    blocks = gr.context.Context.root_block
    for one, number in zip(_taken(function).values(), dependency["inputs"], strict=True):
        part = blocks.blocks[number]
        part.label = one.name
        part._api_info["additional_description"] = parameters[one.name]
        part.example_payload = partial(_example, one, part.example_payload())
    for number in dependency["outputs"]:
        part = blocks.blocks[number]
        part.label = "answer"
        part._api_info["description"] = " ".join(returned)


def download(file: Path) -> dict[str, Any]:
    """Return a file of Gradio's folder as callers get it: ``gradio_client`` fetches it."""
    return FileData(path=str(file), orig_name=file.name).model_dump()


def _endpoint(page: Page, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return what Gradio calls: with its own types, and errors that carry their key."""
    taken = _taken(function)

    if inspect.isgeneratorfunction(function):

        def call(request: gr.Request, *given: object) -> Iterator[Any]:
            viewer = page.viewer(request)
            with _told(viewer):
                yield from function(viewer, *_understood(page, taken, given))
    else:

        def call(request: gr.Request, *given: object) -> Any:  # noqa: ANN401 - as annotated below
            viewer = page.viewer(request)
            with _told(viewer):
                answer = function(viewer, *_understood(page, taken, given))
            return download(answer) if isinstance(answer, Path) else answer

    # Gradio reads the annotations, not the signature alone.
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = [one.replace(annotation=_as_gradio_says(one.annotation)) for one in taken.values()]
    answer = _as_gradio_says(_answer(function))
    call.__signature__ = inspect.Signature([request, *parameters], return_annotation=answer)
    call.__annotations__ = {"request": gr.Request, "return": answer}
    call.__annotations__ |= {one.name: one.annotation for one in parameters}
    return call


def _taken(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """Return what a function takes from its callers, with real types."""
    hints = get_type_hints(function)
    _, *parameters = inspect.signature(function).parameters.values()
    return {one.name: one.replace(annotation=hints[one.name]) for one in parameters}


def _example(parameter: inspect.Parameter, otherwise: object) -> object:
    """Return what Gradio's view of the API writes into its example of a call."""
    file = {"path": "", "url": "photo.jpg", "meta": {"_type": "gradio.FileData"}}
    return {Path: file, list[Path]: [file], str: "…", int: 1}.get(parameter.annotation, otherwise)


def _answer(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - any type hint
    hint = get_type_hints(function)["return"]
    return hint.__args__[0] if inspect.isgeneratorfunction(function) else hint


def _as_gradio_says(hint: Any) -> Any:  # noqa: ANN401 - any type hint
    return {Path: FileData, list[Path]: list[FileData]}.get(hint, hint)


def _understood(
    page: Page, taken: Mapping[str, inspect.Parameter], given: tuple[object, ...]
) -> Iterator[Any]:
    """Yield what a caller gave as the types that are wanted.

    Raises:
        PageError: Something else was given.
    """
    for one, value in zip(taken.values(), given, strict=True):
        if one.annotation is Path:
            yield _uploaded(page, one.name, value)
        elif one.annotation == list[Path]:
            files = value if isinstance(value, list) else [value]
            yield [_uploaded(page, one.name, file) for file in files]
        else:
            try:
                yield TypeAdapter(one.annotation).validate_python(value)
            except ValidationError as error:
                raise PageError("argument_wrong", name=one.name) from error


def _uploaded(page: Page, name: str, value: object) -> Path:
    """Return an uploaded file; Gradio has checked only what bears the mark of one."""
    path = value.get("path") if isinstance(value, Mapping) else None
    if not isinstance(path, str) or "\0" in path:
        raise PageError("argument_no_file", name=name)
    file = Path(path).resolve()
    if not file.is_relative_to(page.temporary.resolve()) or not file.is_file():
        raise PageError("argument_no_file", name=name)
    return file


@contextmanager
def _told(viewer: Viewer) -> Iterator[None]:
    """Turn what goes wrong inside into an error with a sentence, and its key as the title."""
    try:
        yield
    except FaceMindError as error:
        raise _error(viewer.explain(error), error.key) from error
    except Exception as error:
        log.exception("a call of the API failed")
        raise _error(viewer.say("bug"), BUG) from error


def _error(sentence: str, key: str) -> gr.Error:
    return gr.Error(sentence, title=key, print_exception=False)
