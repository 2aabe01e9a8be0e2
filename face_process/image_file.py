"""Read a photo from a file, upright and in one form, whatever kind of picture it is."""

from __future__ import annotations

import io
import logging
import threading
import warnings
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as PillowImage
from PIL import ImageFile, ImageOps, UnidentifiedImageError

from face_process.errors import ImageError
from face_process.types import Image

log = logging.getLogger(__name__)

PHOTO_SUFFIXES = frozenset(
    f".{kind}"
    for kind in (
        *("jpg", "jpeg", "jpe", "jfif", "png", "bmp", "dib", "webp", "tif", "tiff", "gif"),
        *("avif", "heic", "heif", "ico", "pgm", "ppm", "pbm", "pnm", "jp2"),
    )
)
GREY = frozenset({"1", "L", "LA", "I", "I;16"})
"""Pillow's names for pictures without colours."""
MOST_PIXELS = 200_000_000
_WARNINGS = threading.Lock()
"""Python's list of warnings to pass over belongs to all threads."""

PillowImage.MAX_IMAGE_PIXELS = None  # our own limit, with a sentence, comes first
ImageFile.LOAD_TRUNCATED_IMAGES = True  # half a photo may still hold a face
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def read_image(file: Path) -> Image:
    """Return a photo as (h, w, 3) uint8 BGR, upright by its EXIF orientation.

    Grey, palette, CMYK, 16-bit and transparent pictures become plain BGR; of an animation the
    first picture is taken; of a file that was cut off, what is there.

    Raises:
        ImageError: There is no such file, it is no picture, or it has over 200 megapixels,
            which is seen in its header before any pixel is decoded.
    """
    return decode_image(read_content(file), str(file))


def read_content(file: Path) -> bytes:
    """Return the bytes of a photo's file.

    Raises:
        ImageError: There is no such file, or it can't be read.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise ImageError("image_missing", file=file) from error
    except OSError as error:
        raise ImageError("image_unreadable", file=file) from error


def decode_image(content: bytes, name: str, most_pixels: int = MOST_PIXELS) -> Image:
    """Return a photo from the bytes of its file; see :func:`read_image`."""
    picture = _open_header(content)
    if picture is None:
        raise ImageError("image_unreadable", file=name)
    megapixels = picture.width * picture.height / 1e6
    if megapixels > most_pixels / 1e6:
        limit = most_pixels // 1_000_000
        raise ImageError("image_too_large", file=name, megapixels=round(megapixels), limit=limit)
    if picture.format == "PNG" and picture.mode in GREY and picture.info.get("icc_profile"):
        content = _without_profile(content)
    image = _decode_with_opencv(content)
    if image is None:
        image = _decode_with_pillow(picture)
    if image is None:
        raise ImageError("image_unreadable", file=name)
    return image


def _open_header(content: bytes) -> PillowImage.Image | None:
    """Return the picture with only its header read, or None where it is none."""
    try:
        return PillowImage.open(io.BytesIO(content))
    except UnidentifiedImageError:
        pass
    except Exception:  # noqa: BLE001 - broken headers raise whatever Pillow's plug-ins raise
        return None
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        return None
    register_heif_opener()  # iPhone photos; imported only where one comes
    try:
        return PillowImage.open(io.BytesIO(content))
    except Exception:  # noqa: BLE001 - as above
        return None


def _without_profile(content: bytes) -> bytes:
    """Return a PNG without its colour profile, which isn't used here.

    Of a profile for colours in a grey picture libpng complains on stderr.
    """
    kind = content.find(b"iCCP")
    start, length = kind - 4, int.from_bytes(content[kind - 4 : kind])
    return content[:start] + content[kind + 4 + length + 4 :]  # 4 for its checksum


def _decode_with_opencv(content: bytes) -> Image | None:
    try:
        return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_BGR)
    except cv2.error:
        return None


def _decode_with_pillow(picture: PillowImage.Image) -> Image | None:
    try:
        with _WARNINGS, warnings.catch_warnings(action="ignore"):
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Exception:
        log.debug("Pillow can't decode it either", exc_info=True)
        return None
    return np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])
