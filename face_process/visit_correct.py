"""A visit was somebody else's: give it to them, and know them next time."""

from __future__ import annotations

import cv2
import numpy as np

from face_process.errors import GalleryError
from face_process.face_service import FaceService
from face_process.visits import Visit
from SQL.database_operate import Store
from SQL.person_name import person_name
from SQL.rows import NewFace


def give_visit(service: FaceService, visit: Visit, name: str, *, learn: bool) -> bool:
    """Say who came, and return whether their face was enrolled.

    Somebody new is enrolled from the visit's best look.

    Args:
        service: The recogniser.
        visit: Whose sightings change hands.
        name: Who it was, known or new.
        learn: Whether the best look becomes a face of theirs, where they are known already.

    Raises:
        GalleryError: The name is none, or the visit is gone.
        StoreError: Nothing was changed.
    """
    store, name = service.store, person_name(name)
    best = store.sightings.get(visit.best)
    if best is None:
        raise GalleryError("visit_gone")
    person_id = _person_id(store, name)
    enrols = learn or person_id is None
    if enrols:
        crop = cv2.imdecode(np.frombuffer(best.crop, np.uint8), cv2.IMREAD_COLOR)
        vector = service.engine.embed_crops([crop])[0]
        face = NewFace(best.crop, vector, None, best.source)
        person_id = store.add_faces(name, [face], service.gallery.model_id).person_id
        service.refresh()
    store.sightings.assign(visit.sightings, person_id)
    return enrols


def _person_id(store: Store, name: str) -> int | None:
    try:
        return store.people.find(name).id
    except GalleryError:
        return None
