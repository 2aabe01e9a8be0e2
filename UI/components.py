"""Gradio's picture and video, without its own decoding in between."""

from __future__ import annotations

import hashlib
import os
from abc import ABCMeta
from pathlib import Path
from typing import Any
from uuid import uuid4

import cv2
import gradio as gr
from gradio.component_meta import ComponentMeta
from gradio.components.image import ImageData
from gradio.data_classes import FileData

from face_process.types import Image
from UI.uploads import download

JPEG_QUALITY = 92
HEIGHT = 420


def kept_jpeg(image: Image, folder: Path, name: str) -> Path:
    """Return the file of a picture; the same picture has the same file, which is never half one.

    Gradio's own function would write the file again while another visitor's browser reads it.

    Args:
        image: (h, w, 3) uint8 BGR.
        folder: Gradio's, which is cleaned up.
        name: Of the file.
    """
    content = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()
    file = folder / hashlib.sha256(content).hexdigest() / name
    try:
        os.utime(file)  # it is new again, and stays as long as new ones do
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"{uuid4().hex}.part")
        unfinished.write_bytes(content)
        unfinished.replace(file)
    return file


# Subclasses without an own __init__: Gradio reads the component's settings from its signature.


class _Unwritten(ComponentMeta):
    """Makes a component; Gradio's own metaclass also writes a ``.pyi`` beside its source."""

    def __new__(cls, name: str, bases: tuple[type, ...], attributes: dict[str, Any]) -> type:
        return ABCMeta.__new__(cls, name, bases, attributes)


class Picture(gr.Image, metaclass=_Unwritten):
    """A picture: goes in as the file that was given, comes out of (h, w, 3) uint8 BGR."""

    is_template = True  # the stock front end

    def preprocess(self, payload: ImageData | None) -> Path | None:
        """Return the uploaded file untouched; Gradio would fail on files that are no pictures."""
        return Path(payload.path) if payload and payload.path else None

    def postprocess(self, value: Image | None) -> ImageData | None:
        """Return a JPEG, which browsers show and which is quick to write."""
        if value is None:
            return None
        return ImageData(path=str(kept_jpeg(value, Path(self.GRADIO_CACHE), "facemind.jpg")))


class Clip(gr.Video, metaclass=_Unwritten):
    """A video: the very file goes in and comes out, nothing is encoded again."""

    is_template = True

    def preprocess(self, payload: FileData | None) -> Path | None:
        """Return the uploaded file untouched."""
        return Path(payload.path) if payload and payload.path else None

    def postprocess(self, value: Path | None) -> FileData | None:
        """Return the file to show and to save."""
        return download(value) if value else None


def picture_input(label: str, elem_id: str) -> Picture:
    """Return a picture that is uploaded, photographed or pasted."""
    # Not mirrored: a mirrored face is another face to the models. The live view is turned
    # round by the style sheet, as people know themselves from mirrors.
    return Picture(
        label=label,
        elem_id=elem_id,
        type="filepath",
        image_mode=None,
        height=HEIGHT,
        sources=["upload", "webcam", "clipboard"],
        webcam_options=gr.WebcamOptions(mirror=False),
        buttons=["fullscreen"],
    )


def clip_input(label: str, elem_id: str) -> Clip:
    """Return a video that is uploaded or recorded."""
    return Clip(
        label=label,
        elem_id=elem_id,
        height=HEIGHT,
        sources=["upload", "webcam"],
        include_audio=True,
        webcam_options=gr.WebcamOptions(mirror=False),
    )


def slot(elem_id: str, **options: Any) -> gr.HTML:  # noqa: ANN401 - as gr.HTML takes them
    """Return a place for notes and tables, which takes no room while it is empty."""
    return gr.HTML(elem_id=elem_id, elem_classes="fm-html", **options)


def told(elem_id: str) -> gr.HTML:
    """Return a place for what an action came to; screen readers read its notes out."""
    return gr.HTML(elem_id=elem_id, elem_classes=["fm-html", "fm-told"])
