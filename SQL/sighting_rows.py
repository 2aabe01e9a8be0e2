"""What the store keeps of who was seen, and hands out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from SQL.queries import VECTOR_TYPE

COLUMNS = (
    "person_id, source, started_at, ended_at, from_seconds, to_seconds, similarity, crop, "
    "model_id, embedding, file, clip, crop_length"
)


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """Somebody seen by a camera or in a video, without a break.

    Attributes:
        person_id: Row of the person they were taken for; None where unknown.
        source: A file's name, a camera or a stream's address.
        started_at: When FaceMind first saw them, UTC; in a file, when they were found there.
        ended_at: When it last saw them, UTC; in a file the same.
        from_seconds: Where in a video file they come; None where live.
        to_seconds: Where in a video file they go; None where live.
        similarity: Cosine similarity to that person; None where unknown.
        crop: Their best look, aligned, 112×112, as PNG.
        model_id: Which model made the embedding.
        embedding: Their average look, (d,) float32 of unit length.
        file: Where the video file lay, absolute; None where live, and where it didn't stay.
        clip: What tells the video file from others of its name; None where live.
        crop_length: Of the raw embedding of ``crop``: the longer, the more of a face can be read;
            None where it wasn't measured.
        id: Row in the store; None before it is there.
        name: That person's name now; None where unknown, and before it is in the store.
    """

    person_id: int | None
    source: str
    started_at: datetime
    ended_at: datetime
    from_seconds: float | None
    to_seconds: float | None
    similarity: float | None
    crop: bytes
    model_id: int
    embedding: NDArray[np.float32]
    file: str | None = None
    clip: str | None = None
    crop_length: float | None = None
    id: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A sighting without its picture and vector; see :class:`Sighting`.

    Attributes:
        model: Name of the model that compared.
    """

    id: int
    person_id: int | None
    name: str | None
    source: str
    started_at: datetime
    ended_at: datetime
    from_seconds: float | None
    to_seconds: float | None
    similarity: float | None
    model: str
    clip: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which sightings are meant, by where and when they were.

    Attributes:
        source: Only from there.
        since: None that ended earlier.
        until: None that ended then or later.
        unknown: Only those of nobody who is known.
        heeded: None of strangers whom the user doesn't want to hear of.
    """

    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    unknown: bool = False
    heeded: bool = False


EVERYTHING = Scope()


def to_row(one: Sighting) -> tuple[object, ...]:
    """Return the values of a sighting's COLUMNS."""
    return (
        one.person_id,
        _whole(one.source),
        written(one.started_at),
        written(one.ended_at),
        one.from_seconds,
        one.to_seconds,
        one.similarity,
        one.crop,
        one.model_id,
        np.ascontiguousarray(one.embedding, VECTOR_TYPE).tobytes(),
        one.file and _whole(one.file),
        one.clip,
        one.crop_length,
    )


def to_sighting(row: Sequence[object]) -> Sighting:
    """Return a row of COLUMNS, id and name as a Sighting."""
    person_id, source, started_at, ended_at, start, end, similarity, crop, model_id, vector = row[
        :10
    ]
    return Sighting(
        person_id,
        source,
        datetime.fromisoformat(started_at),
        datetime.fromisoformat(ended_at),
        start,
        end,
        similarity,
        crop,
        model_id,
        np.frombuffer(vector, VECTOR_TYPE).astype(np.float32),
        *row[10:],
    )


def to_glimpse(row: Sequence[object]) -> Glimpse:
    """Return a row that has a Glimpse's fields in their order."""
    number, person_id, name, source, started_at, ended_at, *others = row
    read = datetime.fromisoformat
    return Glimpse(number, person_id, name, source, read(started_at), read(ended_at), *others)


def _whole(name: str) -> str:
    """Return a file's name without the halves of characters that it may hold."""
    return name.encode("utf-8", "replace").decode()


def written(time: datetime) -> str:
    """Return a time as the store keeps it."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
