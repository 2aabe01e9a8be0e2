"""Check that a file's bytes are an aligned crop, and nothing else besides."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np

from face_process.align import CROP_SIZE

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST_CROP = 256 * 1024
"""Bytes; a crop of pure noise takes 38 thousand, and four 16-bit channels of it 100 thousand."""
PLAIN = struct.pack(">2I5B", CROP_SIZE, CROP_SIZE, 8, 2, 0, 0, 0)
"""The header of a picture of that size with 8 bits each of red, green and blue, row by row."""
ROW = 1 + 3 * CROP_SIZE
"""Bytes of a row: how it is filtered, and its pixels."""
LAST_FILTER = 4
SHAPE = (CROP_SIZE, CROP_SIZE, 3)


def plain_crop(png: bytes) -> bytes | None:
    """Return an aligned crop as a plain PNG; None where it is none.

    A plain one stays as it is, bit for bit. One that has more in it, such as comments or bytes
    behind its end, or has its colours in another way, is written anew from its pixels. The size
    is read in the header before any pixel is unpacked.
    """
    chunks = _chunks(png) if len(png) <= LARGEST_CROP else None
    if chunks is None or chunks[0][1][:8] != PLAIN[:8]:
        return None
    rows = _unpacked(b"".join(content for kind, content in chunks if kind == b"IDAT"))
    if rows is None:
        return None
    return png if _is_plain(png, chunks, rows) else _written_anew(png)


def _is_plain(png: bytes, chunks: list[tuple[bytes, bytes]], rows: bytes) -> bool:
    """Return whether a PNG is nothing but rows of pixels, by the PNG specification."""
    kinds = [kind for kind, _ in chunks]
    size = len(SIGNATURE) + sum(12 + len(content) for _, content in chunks)
    return (
        chunks[0][1] == PLAIN
        and kinds[1:-1] == [b"IDAT"] * (len(kinds) - 2)
        and size == len(png)
        and len(rows) == CROP_SIZE * ROW
        and max(rows[::ROW]) <= LAST_FILTER
    )


def _written_anew(png: bytes) -> bytes | None:
    try:
        crop = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    if crop is None or crop.shape != SHAPE or crop.dtype != np.uint8:
        return None
    return cv2.imencode(".png", crop)[1].tobytes()


def _chunks(png: bytes) -> list[tuple[bytes, bytes]] | None:
    """Return a PNG's chunks from header to end, kind and content; None where one is damaged."""
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
    return found if found[0][0] == b"IHDR" else None


def _unpacked(pixels: bytes) -> bytes | None:
    """Return pixels unpacked; None where they don't end within what a crop can have."""
    unpacker = zlib.decompressobj()
    try:
        rows = unpacker.decompress(pixels, LARGEST_CROP)
    except zlib.error:
        return None
    return rows if unpacker.eof else None
