"""Enrolled embeddings by the million: a code finds the few thousand that are compared.

Every vector is kept as a sign code, which a probe's is compared with by counting bits, and with
8 bits a component, which tells similarities to 0.001. Rows lie in blocks, so that adding one
never moves a million.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from face_process.dense_templates import Similar
from face_process.processors import in_parallel, usable_processors
from face_process.sign_codes import Codes, code_bytes, encode, farthest, within
from face_process.types import Embeddings

BLOCK = 131072
"""Rows of a block."""
LEAST_SIMILARITY = 0.4
"""Nobody this similar is missed, but for one probe in 1,000; below, the nearest of those met."""
COMPARED_AT_ONCE = 4096
"""Up to so many rows found are all compared; of more, only those that may be the nearest."""
FIRST = 256
"""How many of the nearest codes are compared before the others are chosen."""
BEHIND = 0.1
"""How far behind the nearest face others are of interest."""
MOST_COMPARED = 8192
MOST_PROBES = 32
"""Probes looked for at once."""
AT_ONCE = 4096
"""Rows encoded together, so that they stay in the processor's cache."""
GONE = -1
LEVELS = 127

Found = tuple[NDArray[np.int64], NDArray[np.int32]]
"""Rows of one block, and in how many bits each differs from a probe."""


@dataclass(slots=True, eq=False)
class Block:
    """Up to BLOCK rows; those from ``n`` on are empty.

    Attributes:
        n: Rows in use.
        face_ids: (BLOCK,) int64.
        person_ids: (BLOCK,) int64; GONE where the face was taken out.
        codes: (BLOCK, bytes) uint8.
        levels: (BLOCK, d) int8, components in units of the row's scale.
        scales: (BLOCK,) float32.
    """

    n: int
    face_ids: NDArray[np.int64]
    person_ids: NDArray[np.int64]
    codes: Codes
    levels: NDArray[np.int8]
    scales: NDArray[np.float32]

    @classmethod
    def empty(cls, width: int) -> Block:
        """Return a block without rows; its memory is taken as they come."""
        return cls(
            0,
            np.empty(BLOCK, np.int64),
            np.empty(BLOCK, np.int64),
            np.empty((BLOCK, code_bytes(width)), np.uint8),
            np.empty((BLOCK, width), np.int8),
            np.empty(BLOCK, np.float32),
        )


class CodedTemplates:
    """Rows of one model; may be searched in any thread while one thread changes them.

    Args:
        width: Of the embeddings.

    Attributes:
        blocks: The rows.
    """

    exact = False

    def __init__(self, width: int) -> None:
        self.width = width
        self.blocks: list[Block] = []
        self._count = 0
        self._reach = farthest(LEAST_SIMILARITY, width)

    def __len__(self) -> int:
        return self._count

    def count_again(self) -> None:
        """Take in that the blocks were given from outside."""
        self._count = sum(int((one.person_ids[: one.n] != GONE).sum()) for one in self.blocks)

    def some_faces(self, most: int) -> list[int]:
        """Return a few faces, spread over all."""
        each = -(-most // max(1, len(self.blocks)))
        found: list[int] = []
        for block in self.blocks:
            here = block.face_ids[: block.n][block.person_ids[: block.n] != GONE]
            found += here[:: max(1, len(here) // each)][:each].tolist()
        return found[:most]

    def append(
        self, face_ids: NDArray[np.int64], person_ids: NDArray[np.int64], vectors: Embeddings
    ) -> None:
        """Add faces."""
        for start in range(0, len(face_ids), AT_ONCE):
            some = slice(start, start + AT_ONCE)
            self._append(face_ids[some], person_ids[some], vectors[some])

    def _append(
        self, face_ids: NDArray[np.int64], person_ids: NDArray[np.int64], vectors: Embeddings
    ) -> None:
        codes = encode(vectors)
        scales = np.abs(vectors).max(axis=1, initial=1e-12).astype(np.float32) / LEVELS
        levels = np.rint(vectors / scales[:, None]).astype(np.int8)
        at = 0
        while at < len(face_ids):
            if not self.blocks or self.blocks[-1].n == BLOCK:
                self.blocks.append(Block.empty(self.width))
            block = self.blocks[-1]
            end = min(len(face_ids), at + BLOCK - block.n)
            rows, new = slice(block.n, block.n + end - at), slice(at, end)
            block.face_ids[rows], block.person_ids[rows] = face_ids[new], person_ids[new]
            block.codes[rows], block.levels[rows] = codes[new], levels[new]
            block.scales[rows] = scales[new]
            block.n = rows.stop  # from now on searches see them
            at = end
        self._count += len(face_ids)

    def drop(self, face_ids: Iterable[int]) -> None:
        """Take faces out; those that aren't there are passed over."""
        wanted = np.fromiter(face_ids, np.int64)
        for block in self.blocks:
            rows = np.flatnonzero(np.isin(block.face_ids[: block.n], wanted))
            rows = rows[block.person_ids[rows] != GONE]
            block.person_ids[rows] = GONE
            block.codes[rows], block.levels[rows] = 0, 0
            self._count -= len(rows)

    def similar(self, probes: Embeddings) -> list[Similar]:
        """Return, for each probe, the faces that may be nearest, with their similarities.

        Args:
            probes: (m, d) float32 unit rows.
        """
        found: list[Similar] = []
        for start in range(0, len(probes), MOST_PROBES):
            some = np.ascontiguousarray(probes[start : start + MOST_PROBES], np.float32)
            found += self._similar(some)
        return found

    def _similar(self, probes: Embeddings) -> list[Similar]:
        codes, blocks = encode(probes), [(block, block.n) for block in self.blocks]
        if len(probes) == 1:
            return [self._nearest_to(probes[0], codes, blocks)]
        parts = in_parallel(lambda part: self._within(codes, [part])[0], blocks)
        found = [[part[number] for part in parts] for number in range(len(probes))]
        return in_parallel(lambda pair: self._compare(*pair), list(zip(probes, found, strict=True)))

    def _nearest_to(
        self, probe: NDArray[np.float32], codes: Codes, blocks: Sequence[tuple[Block, int]]
    ) -> Similar:
        """Return what :meth:`similar` does for one probe; each thread compares what it finds."""
        shares = [share for share in _shares(blocks) if share]
        few = COMPARED_AT_ONCE // max(1, len(shares))

        def search(share: Sequence[tuple[Block, int]]) -> tuple[list[Found], Similar | None]:
            found = [one[0] for one in self._within(codes, share)]
            if sum(len(rows) for rows, _ in found) > few:
                return found, None
            return found, _compared(probe, [block for block, _ in share], found, self._reach)

        searched = in_parallel(search, shares)
        compared = [similar for _, similar in searched if similar is not None]
        if len(compared) == len(searched) > 0:
            return _joined(compared)
        return self._compare(probe, [one for found, _ in searched for one in found])

    def _within(self, codes: Codes, blocks: Sequence[tuple[Block, int]]) -> list[list[Found]]:
        return [within(block.codes[:count], codes, self._reach) for block, count in blocks]

    def _compare(self, probe: NDArray[np.float32], found: list[Found]) -> Similar:
        """Return those of the rows found that may be the nearest, compared with a probe."""
        bits = np.concatenate([one[1] for one in found]) if found else np.empty(0, np.int32)
        if len(bits) <= COMPARED_AT_ONCE:
            return _compared(probe, self.blocks, found, self._reach)
        nearest = _compared(probe, self.blocks, found, np.partition(bits, FIRST)[FIRST])
        best = float(nearest.similarities.max(initial=-1.0))
        most = farthest(best - BEHIND, self.width)
        if len(bits) > MOST_COMPARED:
            most = min(most, np.partition(bits, MOST_COMPARED)[MOST_COMPARED] - 1)
        return _compared(probe, self.blocks, found, most)


def _compared(
    probe: NDArray[np.float32], blocks: Sequence[Block], found: Sequence[Found], most: int
) -> Similar:
    """Compare a probe with those of the rows found whose codes differ in so many bits."""
    parts = []
    for block, (rows, bits) in zip(blocks, found, strict=False):
        rows = rows[bits <= most]
        people = block.person_ids[rows]
        there = people != GONE
        if not there.all():
            rows, people = rows[there], people[there]
        products = block.levels[rows].astype(np.float32) @ probe
        parts.append(Similar(block.face_ids[rows], people, products * block.scales[rows]))
    return _joined(parts)


def _joined(parts: Sequence[Similar]) -> Similar:
    columns = ((one.face_ids, one.person_ids, one.similarities) for one in parts)
    return Similar(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _shares(blocks: Sequence[tuple[Block, int]]) -> list[Sequence[tuple[Block, int]]]:
    """Return as many runs of blocks as there are processors."""
    each = -(-len(blocks) // usable_processors())
    return [blocks[start : start + each] for start in range(0, len(blocks), max(1, each))]
