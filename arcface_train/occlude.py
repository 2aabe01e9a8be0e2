"""Put a mask or sunglasses on a face, by its landmarks and in its light."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from arcface_train.cloth import TEXTURES
from arcface_train.face_frame import NOSE_HEIGHT, FaceFrame, Plane, face_frame, light_on
from arcface_train.occlusion_styles import Colour, MaskStyle, SunglassesStyle
from face_process.types import Image

SOFTNESS = 0.7
"""Standard deviation, in pixels, of the blur that makes what was drawn as soft as a crop is."""
GRAIN = 3.0
"""Standard deviation of the noise on it, 0 … 255."""
UNIFORM_DEVIATION = 256 / np.sqrt(12)
"""Standard deviation of bytes that are all equally likely."""
SHINE = 45
"""Most that a reflection brightens a lens, 0 … 255."""
SHADOW, SHADOW_PIXELS = 0.25, 3.0
"""How much darker a face is beside a mask's upper edge, and how far."""
STRAP_PIXELS = 1.2
"""Half the width of the bands to the ears."""


def mask(crop: Image, landmarks: NDArray[np.float32], style: MaskStyle, random: Generator) -> Image:
    """Return a face with a mask on, (h, w, 3) uint8 BGR; the original stays as it is.

    Args:
        crop: (h, w, 3) uint8 BGR, such as an aligned crop.
        landmarks: (5, 2) pixels of it: eyes, nose, mouth corners.
        style: What kind of mask.
        random: Varies its colour and how it sits.
    """
    frame = face_frame(landmarks, crop.shape[:2])
    side = frame.from_middle(style.half_width * random.uniform(0.95, 1.05))
    out = np.minimum(np.abs(side), 1.5)  # 0 in the middle, 1 at the face's edges
    moved = random.uniform(-0.05, 0.07)
    bridge = style.bridge * frame.nose[1] / NOSE_HEIGHT + moved  # a face may look up or down
    upper = bridge + (style.cheek + moved - bridge) * out * np.sqrt(out)
    lower = style.chin + (style.jaw - style.chin) * out * out
    above = (frame.down - upper) * frame.pixels[1]  # pixels from an edge, positive inside
    below = (lower - frame.down) * frame.pixels[1]
    beside = (1 - out) * style.half_width * frame.pixels[0]
    cover = np.clip(np.minimum(np.minimum(above, below), beside) + 0.5, 0, 1)
    first, second = _two_colours(style.colours, random)
    pattern, relief = TEXTURES[style.texture](frame, side, random)
    relief = relief * (1.02 - 0.35 * out * out)  # it turns away from the light at the sides
    if style.straps:
        cover = np.maximum(cover, _straps(style, frame, out))
    shadow = 1 - SHADOW * np.clip(1 + above / SHADOW_PIXELS, 0, 1) * (out < 1)
    layer = _mixed(first, second, pattern)
    return _laid_on(_times(crop, shadow), [plane * relief for plane in layer], cover, random)


def sunglasses(
    crop: Image, landmarks: NDArray[np.float32], style: SunglassesStyle, random: Generator
) -> Image:
    """Return a face with sunglasses on; see :func:`mask`."""
    frame = face_frame(landmarks, crop.shape[:2])
    lens, down = _lens_distance(style, frame, random.uniform(0.93, 1.07))
    wide = style.size[0] * frame.pixels[0]
    glass = np.clip((1 - lens) * wide + 0.5, 0, 1)
    rim = np.clip((1 + style.rim - lens) * wide + 0.5, 0, 1)
    clear = style.clear * np.clip(0.5 + down / 2, 0, 1)  # the glass is darker above
    slanted = frame.across * 0.7 + down * 0.4 - random.uniform(-1, 1)
    shine = random.uniform(0, SHINE) * np.clip(1 - np.abs(slanted) / 0.25, 0, 1)
    rim_colour, glass_colour = _one_of(style.rims, random), _one_of(style.lenses, random)
    layer = [plane + shine for plane in _mixed(rim_colour, glass_colour, glass)]
    cover = np.maximum(np.maximum(rim, _bars(style, frame)) * (1 - glass), glass * (1 - clear))
    return _laid_on(crop, layer, cover, random)


def _laid_on(crop: Image, layer: Sequence[Plane], cover: Plane, random: Generator) -> Image:
    """Return the crop under a layer of colour, in the crop's light, softness and grain.

    Args:
        crop: (h, w, 3) uint8 BGR.
        layer: Blue, green and red, (h, w) each, 0 … 255.
        cover: (h, w) how much of it is seen, 0 … 1.
        random: For the grain.
    """
    light = light_on(crop)
    grains = np.frombuffer(random.bytes(light.size), np.uint8).reshape(light.shape)
    noise = (grains.astype(np.float32) - 127.5) * (GRAIN / UNIFORM_DEVIATION)
    lit = cv2.merge([plane * light + noise for plane in layer])
    lit = cv2.GaussianBlur(cv2.max(lit, 0), (3, 3), SOFTNESS)
    soft = cv2.GaussianBlur(cover, (3, 3), SOFTNESS)
    return cv2.blendLinear(crop, cv2.convertScaleAbs(lit), 1 - soft, soft)


def _times(image: Image, factor: Plane) -> Image:
    """Return an image with each pixel times its factor."""
    return cv2.multiply(image, cv2.merge([factor] * 3), dtype=cv2.CV_8U)


def _mixed(first: NDArray[np.float32], second: NDArray[np.float32], share: Plane) -> list[Plane]:
    """Return blue, green and red between two colours, by each pixel's share of the second."""
    return [one + share * (two - one) for one, two in zip(first, second, strict=True)]


def _two_colours(
    colours: Sequence[Colour], random: Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return one of some colours, a little varied, and one that stands out from it, (3,) each."""
    brightness, tint = random.uniform(0.88, 1.08), random.uniform(-8, 8, 3)
    first = np.clip(_one_of(colours, random) * brightness + tint, 8, 250).astype(np.float32)
    return first, first * 0.45 if first.mean() > 120 else first * 0.5 + 125


def _one_of(colours: Sequence[Colour], random: Generator) -> NDArray[np.float32]:
    return np.array(colours[random.integers(len(colours))], np.float32)


def _straps(style: MaskStyle, frame: FaceFrame, out: Plane) -> Plane:
    """Return where bands run from the mask's corners to the ears, (h, w), 0 … 1."""
    beyond = out - 1
    upper = np.abs(frame.down - (style.cheek - 0.5 * beyond))
    lower = np.abs(frame.down - (style.jaw - 1.1 * beyond))
    pixels = np.minimum(upper, lower) * frame.pixels[1]
    return np.clip(STRAP_PIXELS - pixels, 0, 1) * ((beyond > -0.05) & (beyond < 0.4)) * 0.8


def _lens_distance(style: SunglassesStyle, frame: FaceFrame, size: float) -> tuple[Plane, Plane]:
    """Return how far pixels are from the middle of the nearer lens, and how far down in it.

    1 is its edge; downwards −1 is its upper end and 1 its lower one.
    """
    wide, high = style.size[0] * size, style.size[1] * size
    turned = frame.nose[0]
    down = (frame.down - 0.06) / high
    if style.one_piece:
        across = frame.across / wide - 0.15 * turned
    else:
        # The lens on the side that the face turns to is seen from aside.
        narrow = 1 - 0.45 * turned * np.sign(frame.across)
        across = (np.abs(frame.across) - 1.0) / (wide * np.clip(narrow, 0.5, 1.2))
    across = across * (1 + style.taper * np.clip(down, -1, 1))
    power = style.roundness
    powers = cv2.pow(np.abs(across), power) + cv2.pow(np.abs(down), power)
    return cv2.pow(powers, 1 / power), down


def _bars(style: SunglassesStyle, frame: FaceFrame) -> Plane:
    """Return where the bridge and the temples are, (h, w), 0 … 1."""
    thick = 0.5 + style.rim * 10
    height = np.abs(frame.down + 0.3 * style.size[1]) * frame.pixels[1]
    out = np.abs(frame.across)
    reach = style.size[0] if style.one_piece else 1 + style.size[0]
    ear = 2.5 * (1 - 0.5 * frame.nose[0] * np.sign(frame.across))  # nearer where the face turns to
    there = (out < 0.5) | ((out > reach - 0.1) & (out < ear))
    return np.clip(thick - height, 0, 1) * there
