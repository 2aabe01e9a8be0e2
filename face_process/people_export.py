"""Write people into a file: an archive that another FaceMind takes in, or a table."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from face_process.people_format import (
    PEOPLE,
    FaceEntry,
    Header,
    PersonEntry,
    header_line,
    person_line,
    picture_name,
    vectors_name,
)
from face_process.plain_crop import plain_crop
from face_process.spreadsheet import write_table
from face_process.whole_file import written_whole
from SQL.database_operate import Store
from SQL.queries import VECTOR_TYPE
from SQL.whole_people import WholeFace, WholePeople, WholePerson

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""A zip's first date: the same people make the same archive, whenever."""
CHUNK = 1 << 20


@dataclass(slots=True)
class Exported:
    """What an archive holds.

    Attributes:
        people: How many people.
        faces: How many faces.
        without_picture: How many of them have vectors only.
        left_out: Faces that have neither a picture that can be read nor a vector.
    """

    people: int = 0
    faces: int = 0
    without_picture: int = 0
    left_out: int = 0


def export_people(
    store: Store,
    file: Path,
    names: Sequence[str] | None = None,
    report: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write people into an archive, whole or not at all; see :mod:`face_process.people_format`.

    All of it is one state of the store, whatever is enrolled meanwhile.

    Args:
        store: Where they are.
        file: The archive; one that is there is replaced.
        names: Who; None means everybody.
        report: Is told how many people of how many are done.

    Raises:
        GalleryError: Nobody has one of these names.
        ArchiveError: The file can't be written.
    """
    with store.transfer.reading(names) as whole, written_whole(file) as out:
        with ZipFile(out, "w", ZIP_STORED) as archive, ExitStack() as unfinished:
            beside = [
                unfinished.enter_context(tempfile.TemporaryFile(dir=file.parent))
                for _ in (PEOPLE, *whole.models)
            ]
            writer = _Writer(archive, whole, beside[0], beside[1:])
            for number, person in enumerate(whole.people, start=1):
                writer.add(person, number)
                if report:
                    report(number, whole.count)
            writer.finish()
        return writer.exported


def export_table(store: Store, file: Path, names: Sequence[str] | None = None) -> int:
    """Write who is enrolled into a CSV file and return how many they are.

    Raises:
        GalleryError: Nobody has one of these names.
        ArchiveError: The file can't be written.
    """
    if names is None:
        people = store.people.all()
    else:
        people = list({one.id: one for one in map(store.people.find, names)}.values())
    rows = ((one.name, one.faces, one.created_at.isoformat(), one.note) for one in people)
    return write_table(file, ("name", "faces", "since", "note"), rows)


class _Writer:
    """Puts people into an archive one by one.

    A zip takes one entry at a time: pictures go in at once, and what grows beside them goes into
    files without a name first.
    """

    def __init__(
        self, archive: ZipFile, whole: WholePeople, lines: IO[bytes], vectors: Sequence[IO[bytes]]
    ) -> None:
        self.exported = Exported()
        self._archive = archive
        self._lines = lines
        self._vectors = dict(zip((one.sha256 for one in whole.models), vectors, strict=True))
        self._rows = dict.fromkeys(self._vectors, 0)
        entries = ((model, vectors_name(n)) for n, model in enumerate(whole.models, start=1))
        self._header = Header(whole.count, tuple(entries))
        lines.write(header_line(self._header))

    def add(self, person: WholePerson, number: int) -> None:
        """Take in the next person."""
        faces, portrait = [], None
        for face in person.faces:
            entry = self._face(face, picture_name(number, len(faces) + 1))
            if entry is None:
                self.exported.left_out += 1
                continue
            faces.append(entry)
            portrait = len(faces) if face.portrait else portrait
            self.exported.without_picture += entry.file is None
        line = PersonEntry(person.name, person.note, person.created_at, portrait, tuple(faces))
        self._lines.write(person_line(line))
        self.exported.people += 1
        self.exported.faces += len(faces)

    def finish(self) -> None:
        """Put in what has grown beside the pictures."""
        self._put(self._lines, PEOPLE, ZIP_DEFLATED)
        for model, name in self._header.models:
            self._put(self._vectors[model.sha256], name, ZIP_STORED)

    def _face(self, face: WholeFace, name: str) -> FaceEntry | None:
        """Put in a face's picture and vectors; None where nothing of it can be used."""
        crop = None if face.crop is None else plain_crop(face.crop)
        if crop is None and not face.vectors:
            return None
        if crop is not None:
            self._archive.writestr(ZipInfo(name, EARLIEST), crop)
        rows = tuple(self._row(face, sha256) for sha256 in self._vectors)
        quality = None if face.quality is None else min(max(face.quality, 0.0), 1.0)
        return FaceEntry(
            None if crop is None else name,
            quality, face.source, face.created_at, face.photo_sha256, rows,
        )  # fmt: skip

    def _row(self, face: WholeFace, sha256: str) -> int | None:
        vector = face.vectors.get(sha256)
        if vector is None:
            return None
        self._vectors[sha256].write(vector.astype(VECTOR_TYPE).tobytes())
        self._rows[sha256] += 1
        return self._rows[sha256] - 1

    def _put(self, source: IO[bytes], name: str, how: int) -> None:
        info = ZipInfo(name, EARLIEST)
        info.compress_type = how
        source.seek(0)
        with self._archive.open(info, "w", force_zip64=True) as entry:
            shutil.copyfileobj(source, entry, CHUNK)
