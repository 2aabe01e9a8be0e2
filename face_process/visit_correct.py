"""Whose visit was it? Confirm who came, deny it, or give it to somebody else."""

from __future__ import annotations

from face_process.errors import GalleryError
from face_process.face_correct import Correction, confirm, reject
from face_process.face_service import FaceService, decode_crop
from face_process.shown_face import UNKNOWN, NamedSo, ShownFace
from face_process.track_identity import rules_for
from face_process.types import Match
from face_process.visits import Visit
from SQL.database_operate import Store
from SQL.person_name import person_name
from SQL.rows import NewFace
from SQL.sightings import Sighting


def visit_face(service: FaceService, visit: Visit) -> ShownFace:
    """Return a visit's best look as it is to be questioned.

    Raises:
        GalleryError: The visit is gone.
    """
    best = service.store.sightings.get(visit.best)
    crop = decode_crop(best.crop) if best else None
    if crop is None:
        raise GalleryError("visit_gone")
    so = UNKNOWN
    if visit.person_id is not None:
        least = rules_for(service.threshold, len(service.gallery)).average
        so = NamedSo(visit.person_id, visit.similarity, least)
    vector = service.engine.embed_crops([crop])[0]
    model_id = service.gallery.model_id
    return ShownFace(crop, vector, model_id, None, best.source, named_so=so)


def confirm_visit(service: FaceService, visit: Visit) -> Correction:
    """Keep a visit's best look as another face of whoever came.

    Raises:
        GalleryError: The visit is gone, or the person was removed meanwhile.
        StoreError: Nothing was kept.
    """
    return confirm(service, visit_face(service, visit), _who(visit))


def deny_visit(service: FaceService, visit: Visit) -> Correction:
    """Say that it wasn't who it was taken for: the visit is a stranger's, the face never theirs.

    Where this very picture is enrolled as that person it stays so, which is said.

    Raises:
        GalleryError: The visit is gone, or the person was removed meanwhile.
        StoreError: Nothing was kept.
    """
    correction = reject(service, visit_face(service, visit), _who(visit))
    service.store.sightings.assign(visit.sightings, None)
    return correction


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


def _who(visit: Visit) -> Match:
    """Return as whom a visit is kept."""
    if visit.person_id is None or visit.name is None:
        raise GalleryError("visit_gone")
    return Match(visit.person_id, visit.name, visit.similarity or 0.0, 0)


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
