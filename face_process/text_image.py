"""Write names into pictures, in any script, on any system.

OpenCV's own fonts draw Latin, Greek, Cyrillic, Chinese, Japanese and Korean. What they lack, or
set wrong (Arabic, Hebrew, Thai, the scripts of India, emoji …), HarfBuzz draws with the Noto
fonts of a package, and what those lack (very rare Chinese characters) with a font of this system.
A letter that no font has is a box, and the log says which one.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby

import cv2
import numpy as np

from face_process.text_fonts import ABOVE, PLACEHOLDER, Font, Ink, font_for, opencv_font
from face_process.text_runs import Run, visual_runs
from face_process.types import Image

DEPTH = 0.28
"""How far, in sizes, usual letters reach below the baseline."""


def text_size(text: str, size: int) -> tuple[int, int]:
    """Return width and height in pixels of a drawn line.

    The height depends on the size only, but for the few letters that are taller than a line.
    """
    height, width = _line(text, size).shape
    return width, height


def draw_text(
    image: Image, text: str, top_left: tuple[int, int], size: int, colour: tuple[int, int, int]
) -> None:
    """Draw one line of text in place; what lies beyond the image is left out.

    Args:
        image: (h, w, 3) uint8 BGR, changed.
        text: One line; line breaks become spaces.
        top_left: ``x, y`` of the line's box in pixels.
        size: Height of a line above its baseline, in pixels.
        colour: BGR.
    """
    ink = _line(text, size)
    height, width = image.shape[:2]
    x, y = top_left
    left, top = max(0, x), max(0, y)
    right, bottom = min(width, x + ink.shape[1]), min(height, y + ink.shape[0])
    if left >= right or top >= bottom:
        return
    area = image[top:bottom, left:right]
    share = ink[top - y : bottom - y, left - x : right - x].astype(np.float32) / 255
    paint = np.full(area.shape, colour, np.uint8)
    area[:] = cv2.blendLinear(paint, np.ascontiguousarray(area), share, 1 - share)


@lru_cache(maxsize=256)
def _line(text: str, size: int) -> Ink:
    """Return the ink of a line, cut to its box; read only."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    text = "".join(one for one in text if unicodedata.category(one) != "Cc")
    pieces = [
        (font or opencv_font()).draw(letters, size, run.right_to_left)
        for run in visual_runs(text)
        for font, letters in _set(run)
    ]
    base = round(ABOVE * size)
    top, bottom = base - size, base + round(DEPTH * size)
    if not pieces:
        return np.zeros((bottom - top, 0), np.uint8)
    ink = np.hstack(pieces)
    inked = np.flatnonzero(ink.any(axis=1))
    if len(inked):
        top, bottom = min(top, int(inked[0])), max(bottom, int(inked[-1]) + 1)
    line = np.ascontiguousarray(ink[top:bottom])
    line.setflags(write=False)
    return line


def _set(run: Run) -> list[tuple[Font | None, str]]:
    """Return a run in pieces of one font each, as they stand from left to right.

    A word stays in one font where any has all of it.
    """
    fonts: list[tuple[Font | None, str]] = []
    for word in _words(run.clusters):
        font = font_for(word)
        if font is not None:
            fonts.append((font, "".join(word)))
            continue
        for cluster in word:
            found = font_for((cluster,))
            fonts.append((found, cluster if found else PLACEHOLDER))
    pieces = [
        (font, "".join(letters for _, letters in group))
        for font, group in groupby(fonts, key=lambda pair: pair[0])
    ]
    return pieces[::-1] if run.right_to_left else pieces


def _words(clusters: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return clusters word by word, each with the space after it."""
    words: list[list[str]] = [[]]
    for cluster in clusters:
        words[-1].append(cluster)
        if cluster.isspace():
            words.append([])
    return [tuple(word) for word in words if word]
