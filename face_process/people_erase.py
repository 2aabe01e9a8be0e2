"""Erase a person everywhere: their faces, and looks of theirs kept as others' or nobody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from face_process.types import DEFAULT_THRESHOLD, Embeddings
from SQL.database_operate import Store
from SQL.removed import Likenesses, Removed
from SQL.strangers import UnknownFace


def erase_person(store: Store, name: str, threshold: float | None = None) -> Removed:
    """Remove a person, and what is kept elsewhere that is recognised as theirs.

    That a face is not Anna's is kept with the face's picture, and it may be Bob's: when he goes,
    it goes. So does what was seen of him before he was known. Needs no models: the vectors of
    every model that was used tell.

    Args:
        store: The people.
        name: Who.
        threshold: The user's own least similarity for a name, or None.

    Raises:
        GalleryError: Nobody has that name.
        StoreError: They can't be removed, or traces wait for somebody who reads.
    """
    return store.people.remove(name, likenesses_of(store, name, threshold))


def likenesses_of(store: Store, name: str, threshold: float | None = None) -> Likenesses:
    """Return what is kept of others, or of nobody, and shows somebody; see :func:`erase_person`.

    Raises:
        GalleryError: Nobody has that name.
    """
    least = DEFAULT_THRESHOLD if threshold is None else threshold
    face_ids = [face.id for face in store.people.faces(name)]
    unknown: dict[int, list[UnknownFace]] = defaultdict(list)
    for face in store.strangers.all():
        unknown[face.model_id].append(face)
    rejections: set[int] = set()
    sightings: set[int] = set()
    for model_id in store.models():
        theirs = store.templates.of_faces(model_id, face_ids).vectors
        if not len(theirs):
            continue
        rejected, seen = store.rejections.of_model(model_id), unknown[model_id]
        rejections |= _alike(rejected.ids.tolist(), rejected.vectors, theirs, least)
        if seen:
            looks = np.stack([face.embedding for face in seen])
            sightings |= _alike([face.id for face in seen], looks, theirs, least)
    return Likenesses(frozenset(rejections), frozenset(sightings))


def _alike(rows: Sequence[int], looks: Embeddings, theirs: Embeddings, least: float) -> set[int]:
    """Return the rows whose looks, (n, d), are recognised as somebody's faces, (k, d)."""
    if not rows:
        return set()
    nearest = np.max(looks @ theirs.T, axis=1)  # (n,)
    return {row for row, similarity in zip(rows, nearest, strict=True) if similarity >= least}
