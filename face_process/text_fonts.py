"""Which font has these letters? OpenCV's own, else Noto's, else one of this system."""

from __future__ import annotations

import logging
import os
import sys
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import uharfbuzz

log = logging.getLogger(__name__)

Ink = NDArray[np.uint8]
"""(h, w) uint8: how much of each pixel is ink."""

EM = 1.065
"""Width of a Chinese character in OpenCV's font at size 1: other fonts are drawn as large."""
ABOVE, BELOW = 1.5, 0.7
"""How far, in sizes, the tallest letters of any script reach from the baseline."""
ROOM = 1 << 20
OUTLINES = frozenset(("glyf", "CFF ", "CFF2"))
PLACEHOLDER = "□"
UNUSUAL = ("bold", "black", "light", "thin", "italic", "oblique", "mono", "condensed", "serif")


class OpenCVFont:
    """The fonts inside OpenCV: Latin, Greek, Cyrillic, Chinese, Japanese, Korean; no shaping."""

    def __init__(self) -> None:
        self._font = cv2.FontFace("uni")
        self._unknown = self._probe("?")
        self._known: dict[str, bool] = {"?": True, " ": True}

    def has(self, cluster: str) -> bool:
        """Return whether it draws a letter, and draws it right."""
        if len(cluster) > 1 or unicodedata.bidirectional(cluster) in {"R", "AL", "AN", "NSM"}:
            return False
        if cluster not in self._known:
            # It draws a question mark instead of what it lacks, and there is no asking it.
            ink = self._probe(cluster)
            blank = not cluster.isspace() and not ink.any()
            self._known[cluster] = not blank and not np.array_equal(ink, self._unknown)
        return self._known[cluster]

    def draw(self, text: str, size: int, right_to_left: bool) -> Ink:
        """Return a line's ink, its baseline at ABOVE sizes from the top."""
        width = cv2.getTextSize((ROOM, size), text, (0, 0), self._font, size)[2]
        ink = blank(width, size)
        cv2.putText(ink, text, (0, round(ABOVE * size)), 255, self._font, size)
        return ink

    def _probe(self, character: str) -> Ink:
        ink = np.zeros((48, 64), np.uint8)
        cv2.putText(ink, character, (8, 36), 255, self._font, 24)
        return ink


class FileFont:
    """A font file, its letters shaped and set by HarfBuzz."""

    def __init__(self, file: Path) -> None:
        import uharfbuzz

        self._face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
        self._letters = (
            self._face.unicodes if OUTLINES & set(self._face.table_tags) else uharfbuzz.Set()
        )
        self._lock = threading.Lock()

    def has(self, cluster: str) -> bool:
        """Return whether it has a letter with all its marks."""
        return all(ord(one) in self._letters or _invisible(one) for one in cluster)

    def draw(self, text: str, size: int, right_to_left: bool) -> Ink:
        """Return a line's ink, its baseline at ABOVE sizes from the top."""
        import uharfbuzz

        scale = EM * size / self._face.upem
        with self._lock:
            font, buffer = uharfbuzz.Font(self._face), uharfbuzz.Buffer()
            buffer.add_str(text)
            buffer.direction = "rtl" if right_to_left else "ltr"
            buffer.guess_segment_properties()
            uharfbuzz.shape(font, buffer)
            pen, x = uharfbuzz.RasterDraw(), 0.0
            for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
                left, lift = (x + place.x_offset) * scale, place.y_offset * scale
                pen.transform = (scale, 0, 0, scale, left, lift)
                pen.draw_glyph(font, glyph.codepoint)
                x += place.x_advance
            return _ink_of(pen.render(), round(x * scale), size)


def _ink_of(drawn: uharfbuzz.RasterImage, width: int, size: int) -> Ink:
    """Return HarfBuzz's drawing, which lies around the baseline, on a line of its own."""
    extents = drawn.extents
    ink = blank(width, size)
    if not extents.width or not extents.height:
        return ink
    rows = np.frombuffer(drawn.buffer, np.uint8).reshape(extents.height, extents.stride)
    letters = rows[::-1, : extents.width]  # from top to bottom
    top = round(ABOVE * size) - extents.y_origin - extents.height
    paste(ink, letters, extents.x_origin, top)
    return ink


def blank(width: int, size: int) -> Ink:
    """Return a line without ink."""
    return np.zeros((round((ABOVE + BELOW) * size), max(0, width)), np.uint8)


def paste(ink: Ink, letters: Ink, x: int, y: int) -> None:
    """Lay letters over ink in place; what lies beyond it is left out."""
    height, width = ink.shape
    left, top = max(0, x), max(0, y)
    right, bottom = min(width, x + letters.shape[1]), min(height, y + letters.shape[0])
    if left < right and top < bottom:
        area = ink[top:bottom, left:right]
        np.maximum(area, letters[top - y : bottom - y, left - x : right - x], out=area)


Font = OpenCVFont | FileFont


@cache
def opencv_font() -> OpenCVFont:
    """Return the fonts that come with OpenCV."""
    return OpenCVFont()


@lru_cache(maxsize=4096)
def font_for(clusters: Sequence[str]) -> Font | None:
    """Return the first font that has all of these letters, None where there is none."""
    if all(opencv_font().has(cluster) for cluster in clusters):
        return opencv_font()
    for font in _file_fonts():
        if all(font.has(cluster) for cluster in clusters):
            return font
    if len(clusters) == 1:
        _tell_missing(unicodedata.name(clusters[0][0], "unnamed").split()[0])
    return None


@cache
def _tell_missing(script: str) -> None:
    """Log once a script that this system lacks, though not the name that is written in it."""
    log.warning("no font here has these letters: %s; install one, such as Noto", script)


def _file_fonts() -> Iterator[FileFont]:
    """Yield Noto's fonts, then this system's, each opened when it is first needed."""
    for file in _packaged_files():
        yield _open(file)
    for file in _system_files():
        try:
            yield _open(file)
        except Exception:
            log.debug("a font of this system can't be opened", exc_info=True)


@cache
def _open(file: Path) -> FileFont:
    return FileFont(file)


@cache
def _packaged_files() -> tuple[Path, ...]:
    folder = Path(str(files("manimgx_fonts")))
    found = (file for file in folder.glob("*.ttf") if "Italic" not in file.name)
    return tuple(sorted(found, key=lambda file: ("Emoji" in file.name, file.name)))


@cache
def _system_files() -> tuple[Path, ...]:
    """Return the font files of this system, plain styles first."""
    if sys.platform == "win32":
        folders = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    elif sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts")]
    else:
        folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    folders += [Path.home() / "Library" / "Fonts", Path.home() / ".local" / "share" / "fonts"]
    found = (
        file
        for folder in folders
        if folder.is_dir()
        for file in folder.rglob("*")
        if file.suffix.lower() in {".ttf", ".otf", ".ttc"}
    )
    return tuple(sorted(found, key=_preference))


def _preference(file: Path) -> tuple[int, str]:
    name = file.stem.lower()
    return sum(style in name for style in UNUSUAL), name


def _invisible(character: str) -> bool:
    """Return whether a character only guides shaping: joiners, variation selectors, spaces."""
    category = unicodedata.category(character)
    return category in {"Cf", "Zs"} or "VARIATION SELECTOR" in unicodedata.name(character, "")
