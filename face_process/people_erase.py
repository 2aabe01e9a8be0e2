"""Erase a person everywhere: their faces, and looks of theirs that were kept against others."""

from __future__ import annotations

import numpy as np

from face_process.types import DEFAULT_THRESHOLD
from SQL.database_operate import Store
from SQL.removed import Removed


def erase_person(store: Store, name: str, threshold: float | None = None) -> Removed:
    """Remove a person, and every rejected look of others that is recognised as theirs.

    That a face is not Anna's is kept with the face's picture, and it may be Bob's: when he goes,
    it goes. Needs no models: the vectors of every model that was used tell.

    Args:
        store: The people.
        name: Who.
        threshold: The user's own least similarity for a name, or None.

    Raises:
        GalleryError: Nobody has that name.
        StoreError: They can't be removed, or traces wait for somebody who reads.
    """
    return store.people.remove(name, looks_of(store, name, threshold))


def looks_of(store: Store, name: str, threshold: float | None = None) -> set[int]:
    """Return the rejections of other people that show somebody; see :func:`erase_person`.

    Raises:
        GalleryError: Nobody has that name.
    """
    least = DEFAULT_THRESHOLD if threshold is None else threshold
    face_ids = [face.id for face in store.people.faces(name)]
    shown_by: set[int] = set()
    for model_id in store.models():
        rejected = store.rejections.of_model(model_id)
        theirs = store.templates.of_faces(model_id, face_ids).vectors
        if len(theirs) and len(rejected.ids):
            alike = np.max(rejected.vectors @ theirs.T, axis=1) >= least  # (n,)
            shown_by.update(rejected.ids[alike].tolist())
    return shown_by
