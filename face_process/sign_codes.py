"""Short binary codes of embeddings: which rows may be near to a probe, found by counting bits."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from face_process.types import Embeddings

MOST_BITS_BY_SIGNS = 512
"""Width from which the signs of the components are code enough."""
PROJECTED_BITS = 1024
"""Bits of a narrower embedding's code."""
SEED = 20260101
DEVIATIONS = 3.1
"""How far from its mean a distance may lie: 99.9 % of a normal distribution lie below."""

Codes = NDArray[np.uint8]


def code_bytes(width: int) -> int:
    """Return how many bytes the code of an embedding has."""
    return (PROJECTED_BITS if width < MOST_BITS_BY_SIGNS else -(-width // 64) * 64) // 8


def encode(vectors: Embeddings) -> Codes:
    """Return the codes of embeddings, (n, code_bytes(d)) uint8.

    Each bit tells on which side of a hyperplane through the origin a vector lies, so that bits
    of two vectors differ with probability angle / π (Charikar, STOC 2002). A wide embedding's
    own axes serve as the hyperplanes' normals.
    """
    width = vectors.shape[1]
    if width < MOST_BITS_BY_SIGNS:
        vectors = vectors @ _normals(width)  # (n, bits)
    codes = np.zeros((len(vectors), code_bytes(width)), np.uint8)
    bits = np.packbits(vectors > 0, axis=1)
    codes[:, : bits.shape[1]] = bits
    return codes


def farthest(similarity: float, width: int) -> int:
    """Return the distance in bits within which nearly all vectors of a similarity are."""
    bits = PROJECTED_BITS if width < MOST_BITS_BY_SIGNS else width
    share = math.acos(max(-1.0, min(1.0, similarity))) / math.pi
    return math.ceil(bits * share + DEVIATIONS * math.sqrt(bits * share * (1 - share)))


def within(
    codes: Codes, probes: Codes, most: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int32]]]:
    """Return, for each probe, the rows at most so many bits away, and how many bits.

    Args:
        codes: (n, bytes) uint8, contiguous.
        probes: (m, bytes) uint8, contiguous.
        most: Greatest distance in bits.
    """
    import faiss  # costs every start, and small galleries never need it

    faiss.omp_set_num_threads(1)  # of this thread; a search is split by whoever calls
    found = faiss.RangeSearchResult(len(probes))
    faiss.hamming_range_search(
        faiss.swig_ptr(probes), faiss.swig_ptr(codes), len(probes), len(codes),
        most + 1, codes.shape[1], found, None,
    )  # fmt: skip
    ends = faiss.rev_swig_ptr(found.lims, len(probes) + 1).astype(np.int64)
    rows = faiss.rev_swig_ptr(found.labels, int(ends[-1])).copy()
    bits = faiss.rev_swig_ptr(found.distances, int(ends[-1])).astype(np.int32)
    return [(rows[start:end], bits[start:end]) for start, end in pairwise(ends)]


@cache
def _normals(width: int) -> NDArray[np.float32]:
    """Return the hyperplanes' normals, (width, bits), the same in every process."""
    return np.random.default_rng(SEED).standard_normal((width, PROJECTED_BITS), np.float32)
