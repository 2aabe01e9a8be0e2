"""Kinds of masks and sunglasses: those to train with, and others to judge a model by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Colour = tuple[int, int, int]
"""Blue, green, red, 0 … 255."""


class Texture(StrEnum):
    """What the cloth of a mask looks like."""

    PLAIN = "plain"
    PLEATS = "pleats"
    STRIPES = "stripes"
    RIDGE = "ridge"
    VALVE = "valve"
    CHECKS = "checks"
    DOTS = "dots"


@dataclass(frozen=True, slots=True)
class MaskStyle:
    """A kind of mask. Heights are 0 at the eyes and 1 at the mouth.

    Attributes:
        name: What it is.
        colours: One is taken, a little varied; patterns take a second one.
        texture: Of its cloth.
        bridge: Height of the upper edge on the nose.
        cheek: The same at the sides.
        jaw: Height of the lower edge at the sides.
        chin: The same in the middle.
        half_width: From the middle to the side; the eyes are at 1.
        straps: Whether bands lead to the ears.
    """

    name: str
    colours: tuple[Colour, ...]
    texture: Texture
    bridge: float
    cheek: float
    jaw: float
    chin: float
    half_width: float
    straps: bool = True


@dataclass(frozen=True, slots=True)
class SunglassesStyle:
    """A kind of sunglasses. Heights are 0 at the eyes and 1 at the mouth; the eyes are at ±1.

    Attributes:
        name: What it is.
        lenses: Colours of the glass; one is taken.
        rims: Colours of the frame; one is taken.
        size: Half the width and half the height of a lens.
        roundness: Power of the lens's superellipse: 2 is an ellipse, more is squarer.
        taper: By how much a lens is narrower below than above, in shares of its width.
        rim: Width of the rim, in shares of the lens.
        clear: Share of the light that the glass lets through at its lower edge; above it is less.
        one_piece: Whether one glass covers both eyes.
    """

    name: str
    lenses: tuple[Colour, ...]
    rims: tuple[Colour, ...]
    size: tuple[float, float]
    roundness: float
    taper: float
    rim: float
    clear: float
    one_piece: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """Masks and sunglasses that belong together."""

    masks: tuple[MaskStyle, ...]
    sunglasses: tuple[SunglassesStyle, ...]


BLUE, MINT, WHITE, BLACK = (215, 185, 150), (190, 205, 165), (240, 240, 238), (32, 30, 30)
NAVY, WINE, OLIVE, SAND = (95, 55, 35), (60, 35, 115), (60, 100, 95), (150, 185, 205)
GREY, ORANGE, CREAM = (165, 165, 165), (70, 130, 225), (205, 232, 240)
PURPLE, TEAL, ROSE, RED = (140, 60, 110), (140, 135, 40), (175, 150, 225), (45, 40, 185)

TRAIN_STYLES = Styles(
    masks=(
        MaskStyle("surgical", (BLUE, MINT, WHITE), Texture.PLEATS, 0.24, 0.5, 1.15, 1.6, 1.95),
        MaskStyle("surgical black", (BLACK,), Texture.PLEATS, 0.28, 0.55, 1.2, 1.6, 1.9),
        MaskStyle(
            "cloth", (NAVY, WINE, OLIVE, SAND, BLACK), Texture.PLAIN, 0.18, 0.72, 1.05, 1.55, 2.0
        ),
        MaskStyle("striped", (NAVY, WINE, SAND, OLIVE), Texture.STRIPES, 0.3, 0.6, 1.1, 1.65, 1.9),
    ),
    sunglasses=(
        SunglassesStyle(
            "square", ((22, 20, 20), (40, 32, 28)), ((15, 15, 15), (40, 55, 80)),
            (0.86, 0.3), 4.5, 0.12, 0.16, 0.1,
        ),
        SunglassesStyle(
            "aviator", ((35, 38, 35), (45, 60, 75)), ((90, 170, 200), (150, 150, 150)),
            (0.9, 0.36), 2.6, 0.3, 0.07, 0.25,
        ),
    ),
)  # fmt: skip
TEST_STYLES = Styles(
    masks=(
        MaskStyle("folded", (CREAM, GREY, ROSE), Texture.RIDGE, 0.1, 0.9, 1.0, 1.7, 1.85),
        MaskStyle("cup with valve", (GREY, ORANGE, CREAM), Texture.VALVE, 0.2, 0.8, 1.0, 1.5, 1.5),
        MaskStyle(
            "checked scarf", (PURPLE, TEAL, RED), Texture.CHECKS, 0.4, 0.34, 2.6, 2.8, 2.3, False
        ),
        MaskStyle("dotted", (TEAL, ROSE, RED, PURPLE), Texture.DOTS, 0.34, 0.45, 1.25, 1.7, 2.05),
    ),
    sunglasses=(
        SunglassesStyle(
            "round", ((30, 45, 70), (60, 45, 50)), ((60, 90, 130), (70, 70, 75)),
            (0.72, 0.31), 2.0, 0.0, 0.1, 0.3,
        ),
        SunglassesStyle(
            "sports", ((95, 60, 30), (25, 45, 95)), ((45, 45, 170), (210, 210, 210)),
            (2.0, 0.28), 5.0, 0.18, 0.08, 0.05, one_piece=True,
        ),
    ),
)  # fmt: skip
"""Shapes, colours and textures that none of the others have, so that what is measured is whether
a model reads the rest of a face and not whether it knows the mask."""
