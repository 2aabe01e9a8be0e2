"""Read an archive of people that anybody may have made: nothing in it is taken on trust."""

from __future__ import annotations

import io
import logging
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from face_process.errors import ArchiveError, GalleryError
from face_process.people_format import (
    PEOPLE,
    VERSION,
    FaceEntry,
    PersonEntry,
    read_header,
    read_person,
    read_version,
)
from face_process.plain_crop import LARGEST_CROP, plain_crop
from face_process.types import ModelIdentity
from SQL.queries import VECTOR_TYPE
from SQL.whole_people import WholeFace, WholePerson

log = logging.getLogger(__name__)

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes that tell of one person; a quarter of a million faces."""
MOST_PACKED = 200
"""How many times larger than packed an honest entry is at most; text packs to about a tenth."""
SLIGHTLY_OFF = 1e-3
"""A vector this near to unit length stays bit for bit; others are brought to it."""
SHORTEST = 1e-6
UNREADABLE = (
    OSError, EOFError, KeyError, NotImplementedError, RuntimeError,  # RuntimeError: encrypted
    ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, GalleryError,
)  # fmt: skip


@contextmanager
def opened_archive(file: Path) -> Iterator[PeopleArchive]:
    """Open an archive of people and read its first line.

    Raises:
        ArchiveError: There is no such file, it is no archive of ours, one of a newer version,
            or a broken one.
    """
    if not file.exists():
        raise ArchiveError("archive_missing", file=file)
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(zipfile.ZipFile(file))
            archive.getinfo(PEOPLE)
        except UNREADABLE as error:
            raise ArchiveError("archive_foreign", file=file) from error
        yield PeopleArchive(file, archive)


class PeopleArchive:
    """An open archive.

    Args:
        file: Its name, for telling what is wrong.
        archive: The zip itself.

    Attributes:
        file: Its name.
        header: What its first line says.
    """

    def __init__(self, file: Path, archive: zipfile.ZipFile) -> None:
        self.file = file
        self._archive = archive
        with self._checked(f"{PEOPLE}:1"):
            with self._lines() as lines:
                line = _read_line(lines)
            version = read_version(line)
        if version is None:
            raise ArchiveError("archive_foreign", file=file)
        if version > VERSION:
            raise ArchiveError("archive_newer", file=file)
        with self._checked(f"{PEOPLE}:1"):
            self.header = read_header(line)

    @property
    def models(self) -> list[ModelIdentity]:
        """Whose vectors it may hold."""
        return [model for model, _ in self.header.models]

    def people(self) -> Iterator[WholePerson]:
        """Yield its people one by one, each with faces that are read as they are asked for.

        Raises:
            ArchiveError: Something in it is not as it should be.
        """
        with ExitStack() as opened:
            with self._checked(PEOPLE):
                lines = opened.enter_context(self._lines())
                _read_line(lines)
                vectors = [
                    _Vectors(name, opened.enter_context(self._open(name)), model.dimension)
                    for model, name in self.header.models
                ]
            for number in range(self.header.people):
                part = f"{PEOPLE}:{number + 2}"
                with self._checked(part):
                    person = read_person(_read_line(lines), len(vectors))
                faces = self._faces(person, vectors, part)
                yield WholePerson(person.name, person.note, person.created_at, faces)
                for _ in faces:
                    pass  # whoever passes over a face passes over its vectors
            for name, source in ((PEOPLE, lines), *((one.name, one.source) for one in vectors)):
                with self._checked(name):
                    if source.read(1):
                        raise ValueError("longer than it should be")

    def _faces(
        self, person: PersonEntry, vectors: Sequence[_Vectors], part: str
    ) -> Iterator[WholeFace]:
        for number, face in enumerate(person.faces, start=1):
            with self._checked(face.file or part):
                crop = None if face.file is None else self._picture(face.file)
            with self._checked(part):
                found = self._vectors_of(face, vectors)
            chosen = number == person.portrait
            yield WholeFace(
                crop, face.quality, face.source, face.created_at, face.photo_sha256, found, chosen
            )

    def _vectors_of(
        self, face: FaceEntry, vectors: Sequence[_Vectors]
    ) -> dict[str, NDArray[np.float32]]:
        return {
            model.sha256: source.take(row)
            for model, source, row in zip(self.models, vectors, face.rows, strict=True)
            if row is not None
        }

    def _picture(self, name: str) -> bytes:
        if self._archive.getinfo(name).file_size > LARGEST_CROP:
            raise ValueError("too large")
        crop = plain_crop(self._archive.read(name))
        if crop is None:
            raise ValueError("no aligned crop")
        return crop

    def _lines(self) -> IO[bytes]:
        return io.BufferedReader(self._open(PEOPLE))

    def _open(self, name: str) -> IO[bytes]:
        about = self._archive.getinfo(name)
        if about.file_size > MOST_PACKED * max(about.compress_size, 1):
            raise ValueError("unpacks to more than is honest")
        return self._archive.open(name)

    @contextmanager
    def _checked(self, part: str) -> Iterator[None]:
        """Tell which part of the archive is at fault."""
        try:
            yield
        except UNREADABLE as error:
            log.info("%s can't be used: %r", part, error)
            raise ArchiveError("archive_broken", file=self.file, part=part) from error


class _Vectors:
    """One model's vectors, read in their order.

    Attributes:
        name: The archive's entry.
        source: That entry, open.
    """

    def __init__(self, name: str, source: IO[bytes], dimension: int) -> None:
        self.name = name
        self.source = source
        self._dimension = dimension
        self._next = 0

    def take(self, row: int) -> NDArray[np.float32]:
        """Return the next vector, (d,) float32 of unit length, which must be that of ``row``."""
        if row != self._next:
            raise ValueError("rows out of order")
        self._next += 1
        size = self._dimension * VECTOR_TYPE.itemsize
        content = self.source.read(size)
        if len(content) != size:
            raise ValueError("vectors end too early")
        vector = np.frombuffer(content, VECTOR_TYPE).astype(np.float32)
        length = float(np.linalg.norm(vector.astype(np.float64)))
        if not SHORTEST < length < np.inf:
            raise ValueError("no direction")  # NaN too
        if abs(length - 1) <= SLIGHTLY_OFF:
            return vector
        return (vector / length).astype(np.float32)


def _read_line(lines: IO[bytes]) -> bytes:
    line = lines.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise ValueError("cut off")
    return line
