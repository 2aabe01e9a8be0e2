"""A visit was somebody else's: give it to them, and know them next time."""

from __future__ import annotations

from face_process.errors import GalleryError
from face_process.face_service import FaceService, decode_crop
from face_process.visits import Visit
from SQL.database_operate import Store
from SQL.person_name import person_name
from SQL.rows import NewFace
from SQL.sightings import Sighting


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
    faces = [_face(service, best)] if learn or not _is_known(store, name) else []
    store.sightings.give(visit.sightings, name, faces, service.gallery.model_id)
    service.refresh()
    return bool(faces)


def _face(service: FaceService, best: Sighting) -> NewFace:
    crop = decode_crop(best.crop)
    if crop is None:
        raise GalleryError("visit_gone")
    return NewFace(best.crop, service.engine.embed_crops([crop])[0], None, best.source)


def _is_known(store: Store, name: str) -> bool:
    try:
        store.people.find(name)
    except GalleryError:
        return False
    return True
