"""The API for the people who are known and their faces."""

from __future__ import annotations

from pathlib import Path

from gradio.processing_utils import save_bytes_to_cache

from face_process.errors import GalleryError
from face_process.people_erase import erase_person
from face_process.store_documents import Document, person_document, stored_face_document
from UI.api_removed import removed_document
from UI.viewer import Viewer


def people(viewer: Viewer, search: str = "", offset: int = 0, limit: int = 100) -> Document:
    """Who is enrolled, by name.

    Args:
        search: Part of a name or note; empty for everybody.
        offset: How many to pass over.
        limit: How many to return at most.

    Returns:
        total: how many there are, and people: each as `people list --json` has it (id, name,
        faces, created_at, note).
    """
    wanted = search.strip().casefold()
    found = [
        person
        for person in viewer.page.store.people.all()
        if wanted in person.name.casefold() or wanted in person.note.casefold()
    ]
    shown = found[max(0, offset) : max(0, offset) + max(0, limit)]
    return {"total": len(found), "people": [person_document(person) for person in shown]}


def faces(viewer: Viewer, name: str) -> list[Document]:
    """The faces of somebody, the oldest first.

    Args:
        name: Whose.

    Returns:
        Each as `people faces --json` has it (number, quality, source, created_at, picture,
        portrait).
    """
    store = viewer.page.store.people
    portrait = store.portrait(name)
    return [stored_face_document(face, portrait) for face in store.faces(name)]


def face_picture(viewer: Viewer, number: int) -> Path:
    """The picture of an enrolled face.

    Args:
        number: The face's, from `faces`.

    Returns:
        A PNG of 112 × 112 pixels, aligned.
    """
    crop = viewer.page.store.crop(number)
    if crop is None:
        raise GalleryError("face_missing", number=number)
    return Path(save_bytes_to_cache(crop, f"face-{number}.png", str(viewer.page.temporary)))


def portrait(viewer: Viewer, name: str) -> Path:
    """The picture that shows somebody best.

    Args:
        name: Whose.

    Returns:
        A PNG of 112 × 112 pixels, aligned.
    """
    number = viewer.page.store.people.portrait(name)
    if number is None:
        raise GalleryError("no_picture", name=name)
    return face_picture(viewer, number)


def rename_person(viewer: Viewer, name: str, new_name: str) -> Document:
    """Give somebody another name.

    Args:
        name: Theirs now.
        new_name: Theirs from now on; nobody else may have it.

    Returns:
        The person.
    """
    viewer.page.store.people.rename(name, new_name)
    return person_document(viewer.page.store.people.find(new_name))


def merge_people(viewer: Viewer, name: str, into: str) -> Document:
    """Give everything of one person to another; the first is gone then.

    Args:
        name: Who goes.
        into: Who stays.

    Returns:
        The person who stays.
    """
    return person_document(viewer.page.store.people.merge(name, into))


def set_note(viewer: Viewer, name: str, note: str) -> Document:
    """Keep a note about somebody.

    Args:
        name: Who.
        note: The text; empty takes it away.

    Returns:
        The person.
    """
    viewer.page.store.people.set_note(name, note.strip())
    return person_document(viewer.page.store.people.find(name))


def set_portrait(viewer: Viewer, number: int) -> Document:
    """Let a face stand for its person.

    Args:
        number: The face's, from `faces`.

    Returns:
        number.
    """
    viewer.page.store.people.set_portrait(number)
    return {"number": number}


def move_face(viewer: Viewer, number: int, name: str) -> Document:
    """Give a face to somebody else.

    Args:
        number: The face's, from `faces`.
        name: Whose it is from now on; added where nobody has that name.

    Returns:
        The person who has it now.
    """
    return person_document(viewer.page.store.people.move_face(number, name))


def remove_face(viewer: Viewer, number: int, purge_copies: bool = False) -> Document:
    """Remove one face; its person stays.

    Args:
        number: The face's, from `faces`.
        purge_copies: Whether to take it out of backups and other copies, too.

    Returns:
        faces (1), sightings (0), held_by: copies that still hold it, purged: copies that it was
        taken out of.
    """
    removed = viewer.page.store.people.remove_face(number)
    return removed_document(viewer, removed, purge=purge_copies)


def remove_person(viewer: Viewer, name: str, purge_copies: bool = False) -> Document:
    """Remove somebody with all their faces, leaving no trace in the database.

    Args:
        name: Who.
        purge_copies: Whether to take them out of backups and other copies, too.

    Returns:
        faces and sightings: how many are gone, held_by: copies that still hold them, purged:
        copies that they were taken out of.
    """
    removed = erase_person(viewer.page.store, name, viewer.page.settings.threshold)
    return removed_document(viewer, removed, purge=purge_copies)
