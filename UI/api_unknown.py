"""The API for the people who were seen and aren't known."""

from __future__ import annotations

from datetime import timedelta

from face_process.documents import match_document, stranger_document
from face_process.errors import GalleryError, PageError
from face_process.store_documents import Document, person_document
from face_process.strangers import (
    Stranger,
    find_strangers,
    name_stranger,
    read_faces,
    resembled,
    unite_strangers,
    unread,
)
from SQL.person_name import person_name
from UI.api_removed import removed_document
from UI.viewer import Viewer


def unknown_groups(viewer: Viewer, ignored: bool = False, limit: int = 100) -> Document:
    """Who was seen and isn't known: one group a person, those seen most often first.

    Args:
        ignored: Whether to list those who are ignored, too.
        limit: How many to return at most.

    Returns:
        total: how many there are, and groups: each with number (of one of its faces, for
        `name_group`), faces, visits, first_seen and last_seen (UTC), sources and ignored.
    """
    groups = [one for one in _groups(viewer) if ignored or not one.ignored]
    groups.sort(key=lambda one: (one.visits, one.last_seen), reverse=True)
    shown = [stranger_document(one) for one in groups[: max(0, limit)]]
    return {"total": len(groups), "groups": shown}


def name_group(viewer: Viewer, number: int, name: str, anyway: bool = False) -> Document:
    """Say who a group is: they are enrolled by their best pictures, and were they all along.

    Args:
        number: The group's, from `unknown_groups`.
        name: Who it is, known or new.
        anyway: Whether to do so although they look like somebody else.

    Returns:
        person: who it is (null where nothing was done), and question: null, or whom they look
        like (name, similarity, number): call again with anyway=true if it is right.
    """
    name, group = person_name(name), _group(viewer, number)
    viewer.service.refresh()
    other = None if anyway else resembled(viewer.service, group, name)
    if other:
        return {"person": None, "question": match_document(other)}
    enrolment = name_stranger(viewer.service, group, name)
    person = viewer.page.store.people.find(enrolment.name)
    return {"person": person_document(person), "question": None}


def ignore_group(viewer: Viewer, number: int, ignored: bool = True) -> Document:
    """Say that a group isn't worth seeing, now or later.

    Args:
        number: The group's, from `unknown_groups`.
        ignored: false takes it back.

    Returns:
        The group.
    """
    group = _group(viewer, number)
    viewer.page.store.strangers.ignore(group.ids, ignored=ignored)
    return stranger_document(_group(viewer, number))


def merge_groups(viewer: Viewer, numbers: list[int]) -> Document:
    """Say that several groups are one person; ignored only where all of them were.

    Args:
        numbers: Theirs, from `unknown_groups`; at least two groups.

    Returns:
        The group that they are from now on.
    """
    by_face = {one: group for group in _groups(viewer) for one in group.ids}
    if not by_face.keys() >= set(numbers):
        raise GalleryError("stranger_gone")
    groups = {by_face[number] for number in numbers}
    if len(groups) < 2:
        raise PageError("groups_few")
    unite_strangers(viewer.page.store, groups)
    return stranger_document(_group(viewer, numbers[0]))


def remove_group(viewer: Viewer, number: int, purge_copies: bool = False) -> Document:
    """Remove all that was seen of a group, leaving no trace in the database.

    Args:
        number: The group's, from `unknown_groups`.
        purge_copies: Whether to take it out of backups and other copies, too.

    Returns:
        faces (0), sightings: how many are gone, held_by: copies that still hold them, purged:
        copies that they were taken out of.
    """
    removed = viewer.page.store.sightings.remove(_group(viewer, number).ids)
    return removed_document(viewer, removed, purge=purge_copies)


def _groups(viewer: Viewer) -> list[Stranger]:
    service = viewer.service
    for _ in read_faces(service, unread(service)):
        pass  # a step at a time, each kept
    return find_strangers(service, timedelta(minutes=viewer.page.settings.visit_gap))


def _group(viewer: Viewer, number: int) -> Stranger:
    for group in _groups(viewer):
        if number in group.ids:
            return group
    raise GalleryError("stranger_gone")
