import struct
import zlib

import cv2
import numpy as np
import pytest

from face_process.plain_crop import plain_crop

PIXELS = np.random.default_rng(7).integers(0, 256, (112, 112, 3), np.uint8)


def png(pixels, *options):
    return cv2.imencode(".png", pixels, options)[1].tobytes()


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(
        ">I", zlib.crc32(kind + content)
    )  # fmt: skip


def decoded(content):
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)


@pytest.mark.parametrize(
    "content",
    [png(PIXELS), png(PIXELS, cv2.IMWRITE_PNG_COMPRESSION, 9), png(PIXELS // 250)],
    ids=["usual", "packed well", "dark"],
)
def test_a_plain_crop_stays_bit_for_bit(content):
    assert plain_crop(content) == content


def test_what_else_is_in_a_picture_is_left_behind():
    content = png(PIXELS)
    comment = chunk(b"tEXt", b"Comment\0unmistakable")
    for grown in (content[:33] + comment + content[33:], content + b"unmistakable"):
        plain = plain_crop(grown)
        assert b"unmistakable" not in plain
        np.testing.assert_array_equal(decoded(plain), PIXELS)


def test_grey_and_transparent_pictures_become_plain():
    grey = PIXELS[:, :, 0]
    np.testing.assert_array_equal(decoded(plain_crop(png(grey))), np.dstack([grey] * 3))
    transparent = np.dstack([PIXELS, grey])
    np.testing.assert_array_equal(decoded(plain_crop(png(transparent))), PIXELS)


def built(rows):
    """A plain crop's file with these unpacked rows in it."""
    header = struct.pack(">2I5B", 112, 112, 8, 2, 0, 0, 0)
    packed = zlib.compress(rows)
    return png(PIXELS)[:8] + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_whatever_stays_as_it_is_can_be_decoded():
    """Rows filtered in each of the five ways, and pixels at random."""
    rows = np.random.default_rng(3).integers(0, 256, (112, 337), np.uint8)
    rows[:, 0] = np.arange(112) % 5
    content = built(rows.tobytes())
    assert plain_crop(content) == content
    assert decoded(content).shape == (112, 112, 3)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no picture", png(PIXELS)[:8], png(PIXELS)[:-12], png(PIXELS)[:20_000],
        png(PIXELS).replace(b"IHDR", b"IHDX"), cv2.imencode(".jpg", PIXELS)[1].tobytes(),
        png(PIXELS[:111]), png(np.zeros((2000, 2000, 3), np.uint8)), built(bytes(100_000_000)),
        bytes(one ^ (place == 9000) for place, one in enumerate(png(PIXELS))),
    ],
    ids=[
        "empty", "text", "signature", "without end", "half", "no header", "jpeg", "too low",
        "too large", "unpacks to too much", "one bit wrong",
    ],
)  # fmt: skip
def test_what_is_no_crop_is_refused(content):
    assert plain_crop(content) is None
