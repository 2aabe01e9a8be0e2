"""Make a picture worse as cameras do: fewer pixels, no colour, blur, compression."""

from __future__ import annotations

import cv2

from face_process.types import Image


def low_resolution(image: Image, side: int) -> Image:
    """Return a picture as it looks when its longer side had so many pixels; its size stays."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def grey(image: Image) -> Image:
    """Return a picture without colours, still with three channels."""
    return cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)


def blurred(image: Image, deviation: float) -> Image:
    """Return a picture out of focus; the deviation of the Gaussian is in pixels."""
    return cv2.GaussianBlur(image, (0, 0), deviation)


def compressed(image: Image, quality: int) -> Image:
    """Return a picture as JPEG leaves it; the quality is 1 … 100."""
    content = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(content, cv2.IMREAD_COLOR_BGR)
