"""Check that a file's bytes are an aligned crop, and nothing else besides."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np

from face_process.align import CROP_SIZE

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST_CROP = 256 * 1024
"""Bytes; a crop of pure noise takes 38 thousand."""
NEEDED = frozenset({b"IHDR", b"IDAT", b"IEND"})
PLAIN = struct.pack(">2I5B", CROP_SIZE, CROP_SIZE, 8, 2, 0, 0, 0)
"""The header of a picture of that size with 8 bits each of red, green and blue."""
SHAPE = (CROP_SIZE, CROP_SIZE, 3)


def plain_crop(png: bytes) -> bytes | None:
    """Return an aligned crop as a plain PNG; None where it is none.

    A plain one stays as it is, bit for bit. One that has more in it, such as comments or bytes
    behind its end, or has its colours in another way, is written anew from its pixels. The size
    is read in the header before any pixel is decoded.
    """
    chunks = _chunks(png)
    if chunks is None or len(png) > LARGEST_CROP:
        return None
    (_, header), *_ = chunks
    if header[:8] != PLAIN[:8]:
        return None
    try:
        crop = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    if crop is None or crop.shape != SHAPE or crop.dtype != np.uint8:
        return None
    size = sum(12 + len(content) for _, content in chunks) + len(SIGNATURE)
    plain = header == PLAIN and NEEDED.issuperset(kind for kind, _ in chunks) and size == len(png)
    return png if plain else cv2.imencode(".png", crop)[1].tobytes()


def _chunks(png: bytes) -> list[tuple[bytes, bytes]] | None:
    """Return a PNG's chunks up to its end, kind and content; None where one is damaged."""
    if not png.startswith(SIGNATURE):
        return None
    found, place = [], len(SIGNATURE)
    while not found or found[-1][0] != b"IEND":
        length = int.from_bytes(png[place : place + 4])
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        crc = png[place + 8 + length : place + 12 + length]
        if len(crc) != 4 or int.from_bytes(crc) != zlib.crc32(kind + content):
            return None
        found.append((kind, content))
        place += 12 + length
    pixels = b"".join(content for kind, content in found if kind == b"IDAT")
    return found if found[0][0] == b"IHDR" and _is_complete(pixels) else None


def _is_complete(pixels: bytes) -> bool:
    """Return whether compressed pixels end where they should; what they hold is not kept."""
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(pixels, LARGEST_CROP)
    except zlib.error:
        return False
    return unpacker.eof
