"""What goes into an ONNX model and what comes out, without reading its weights."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

# Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
MODEL_GRAPH = 7
GRAPH_INITIALIZER, GRAPH_INPUT, GRAPH_OUTPUT = 5, 11, 12
TENSOR_NAME = 8
VALUE_NAME, VALUE_TYPE, TYPE_TENSOR, TENSOR_SHAPE, SHAPE_DIMENSION = 1, 2, 1, 2, 1
DIMENSION_VALUE = 1

# Wire types of protocol buffers (https://protobuf.dev/programming-guides/encoding).
VARINT, FIXED_64, DELIMITED, FIXED_32 = 0, 1, 2, 5
LARGEST_SIZE = 2**31


@dataclass(frozen=True, slots=True)
class Span:
    """Where a field's content lies in the file: from ``start`` up to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GraphSignature:
    """What a model takes and gives.

    Attributes:
        inputs: The shape of each input; a free dimension is None.
        outputs: How many outputs there are.
    """

    inputs: tuple[tuple[int | None, ...], ...]
    outputs: int


def read_signature(file: Path) -> GraphSignature:
    """Return a model's inputs and outputs.

    Steps over the weights instead of reading them, so that a file of 174 MB takes
    milliseconds. Weights that an old exporter lists among the inputs are left out.

    Raises:
        ValueError: The file is no ONNX model, or its end is missing.
        OSError: The file can't be read.
    """
    with file.open("rb") as stream:
        whole = Span(0, os.fstat(stream.fileno()).st_size)
        graphs = list(_inside(stream, [whole], MODEL_GRAPH))
        inputs = list(_inside(stream, graphs, GRAPH_INPUT))
        outputs = list(_inside(stream, graphs, GRAPH_OUTPUT))
        if not inputs or not outputs:
            raise ValueError(f"{file} has no inputs or no outputs")
        if len(inputs) > 1:
            weights = set(_texts(stream, _inside(stream, graphs, GRAPH_INITIALIZER, TENSOR_NAME)))
            names = [*_texts(stream, _inside(stream, inputs, VALUE_NAME))]
            inputs = [one for one, name in zip(inputs, names, strict=True) if name not in weights]
        return GraphSignature(tuple(_shape(stream, one) for one in inputs), len(outputs))


def _shape(stream: BinaryIO, value: Span) -> tuple[int | None, ...]:
    path = (VALUE_TYPE, TYPE_TENSOR, TENSOR_SHAPE, SHAPE_DIMENSION)
    dimensions = list(_inside(stream, [value], *path))
    return tuple(_size(stream, one) for one in dimensions)


def _size(stream: BinaryIO, dimension: Span) -> int | None:
    for span in _inside(stream, [dimension], DIMENSION_VALUE):
        stream.seek(span.start)
        size = _varint(stream)
        return size if 0 < size < LARGEST_SIZE else None
    return None


def _inside(stream: BinaryIO, spans: Iterable[Span], *path: int) -> Iterator[Span]:
    """Follow field numbers into messages, each time into every field of that number."""
    for number in path:
        spans = [
            content for span in spans for found, content in _fields(stream, span) if found == number
        ]
    yield from spans


def _fields(stream: BinaryIO, message: Span) -> Iterator[tuple[int, Span]]:
    """Yield number and content of each field of a message, reading only what leads to them."""
    position = message.start
    while position < message.end:
        stream.seek(position)
        tag = _varint(stream)
        number, kind = tag >> 3, tag & 7
        length = _varint(stream) if kind == DELIMITED else {FIXED_64: 8, FIXED_32: 4}.get(kind)
        start = stream.tell()
        if kind == VARINT:
            _varint(stream)
            length = stream.tell() - start
        if number == 0 or length is None or start + length > message.end:
            raise ValueError(f"no field of a message at byte {position}")
        position = start + length
        yield number, Span(start, position)


def _varint(stream: BinaryIO) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = stream.read(1)
        if not byte:
            break
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ValueError("a number without an end")


def _texts(stream: BinaryIO, spans: Iterable[Span]) -> Iterator[bytes]:
    for span in spans:
        stream.seek(span.start)
        yield stream.read(span.end - span.start)
