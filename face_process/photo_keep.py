"""Keep examined photos: each once, pointing out who resembles somebody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from face_process.errors import FaceMindError
from face_process.face_enroll import EnrolCandidate
from face_process.face_service import FaceService
from face_process.photo_examine import ExaminedPhoto
from face_process.types import Embeddings, Match
from SQL.person_name import person_name
from SQL.rows import NewFace

SAME_FACE = 0.95
"""Least similarity of one face found twice in one photo. Two people in it are never so alike."""
SEARCHED_AT_ONCE = 64


@dataclass(frozen=True, slots=True, eq=False)
class PhotoOutcome:
    """What became of one photo.

    Attributes:
        name: Whom it was to show.
        file: The photo.
        candidate: The face that is stored now; None where there is nothing new to store.
        error: Why the photo was refused, or None.
        shared_with: Others who are enrolled from the same photo, where no face was asked for.
    """

    name: str
    file: Path
    candidate: EnrolCandidate | None
    error: FaceMindError | None
    shared_with: tuple[str, ...] = ()

    @property
    def enrolled_already(self) -> bool:
        """Whether this person was enrolled from this photo before."""
        return self.candidate is None and self.error is None


@dataclass(frozen=True, slots=True, eq=False)
class _New:
    """A photo whose face is to be stored."""

    photo: ExaminedPhoto
    name: str
    shared_with: tuple[str, ...]


def keep(service: FaceService, photos: Sequence[ExaminedPhoto]) -> list[PhotoOutcome]:
    """Store the faces of examined photos, all in one transaction, and tell what became of each.

    A photo is stored once for a person. A face is compared with everybody enrolled before it,
    those of the same photos included.

    Raises:
        StoreError: Nothing was kept.
    """
    new = _new_faces(service, photos)
    candidates: dict[int, PhotoOutcome] = {}
    for one, resembles in zip(new, _store(service, new), strict=True):
        job, found, vector = one.photo.job, one.photo.found, one.photo.vector
        candidate = EnrolCandidate(
            found.face, found.crop, vector, found.quality, resembles, job.file.name
        )
        outcome = PhotoOutcome(job.name, job.file, candidate, None, one.shared_with)
        candidates[id(one.photo)] = outcome
    return [
        candidates.get(id(photo)) or PhotoOutcome(photo.job.name, photo.job.file, None, photo.error)
        for photo in photos
    ]


def _new_faces(service: FaceService, photos: Sequence[ExaminedPhoto]) -> list[_New]:
    """Return those with a face that isn't enrolled for its person from the same photo."""
    found = [photo for photo in photos if photo.found]
    owners: dict[str, set[str]] = defaultdict(set)
    face_ids: dict[tuple[str, str], list[int]] = defaultdict(list)
    for known in service.store.faces_of_photos({photo.sha256 for photo in found}):
        owners[known.sha256].add(known.name)
        face_ids[known.sha256, known.name].append(known.face_id)
    new = []
    for photo in found:
        name, of_photo = person_name(photo.job.name), owners[photo.sha256]
        if photo.job.number is not None:
            # A photo of several people: its other faces may be this person's, too.
            if not _is_among(service, photo, face_ids[photo.sha256, name]):
                new.append(_New(photo, name, ()))
        elif name not in of_photo:
            new.append(_New(photo, name, tuple(sorted(of_photo))))
            of_photo.add(name)
    return new


def _is_among(service: FaceService, photo: ExaminedPhoto, face_ids: Sequence[int]) -> bool:
    if not face_ids:
        return False
    vectors = service.store.templates.of_faces(service.gallery.model_id, face_ids).vectors
    return bool(np.any(vectors @ photo.vector >= SAME_FACE))


def _store(service: FaceService, new: Sequence[_New]) -> list[Match | None]:
    """Store faces and return whom each resembles of those who came before it."""
    if not new:
        return []
    names = [one.name for one in new]
    vectors = np.stack([one.photo.vector for one in new])  # (n, d)
    known = _nearest_others(service, vectors, names)
    people = [
        (name, [_to_face(one) for one in faces])
        for name, faces in groupby(new, key=lambda one: one.name)
    ]
    enrolments = service.store.add_people(people, service.gallery.model_id)
    service.gallery.refresh()
    rows = [(each.person_id, face_id) for each in enrolments for face_id in each.face_ids]
    beside = _nearest_before(vectors, names, rows)
    return [_resembling(service.threshold, *pair) for pair in zip(known, beside, strict=True)]


def _nearest_others(
    service: FaceService, vectors: Embeddings, names: Sequence[str]
) -> list[Match | None]:
    """Return who in the gallery, of another name, is nearest to each face."""
    nearest: list[Match | None] = []
    for start in range(0, len(names), SEARCHED_AT_ONCE):
        some = slice(start, start + SEARCHED_AT_ONCE)
        nearest += service.gallery.nearest(vectors[some], names[some])
    return nearest


def _nearest_before(
    vectors: Embeddings, names: Sequence[str], rows: Sequence[tuple[int, int]]
) -> list[Match | None]:
    """Return who of another name is nearest to each face among those in front of it."""
    similarities = vectors @ vectors.T  # (n, n)
    labels = np.array(names)
    nearest: list[Match | None] = []
    for index, name in enumerate(names):
        before = np.where(labels[:index] != name, similarities[index, :index], -np.inf)
        best = int(before.argmax()) if index else 0
        if index == 0 or before[best] == -np.inf:
            nearest.append(None)
            continue
        person_id, face_id = rows[best]
        similarity = float(np.clip(before[best], -1, 1))
        nearest.append(Match(person_id, names[best], similarity, face_id))
    return nearest


def _resembling(threshold: float, *matches: Match | None) -> Match | None:
    alike = [match for match in matches if match and match.similarity >= threshold]
    return max(alike, key=lambda match: match.similarity, default=None)


def _to_face(one: _New) -> NewFace:
    photo, found = one.photo, one.photo.found
    return NewFace(found.png, photo.vector, found.quality.score, photo.job.file.name, photo.sha256)
