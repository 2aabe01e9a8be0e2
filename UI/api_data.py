"""The API for the database as a whole: backups, people in files, erasing everything."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

from face_process import people_export, people_import
from face_process.errors import PageError
from face_process.face_service import embed_faces
from face_process.store_documents import Document
from SQL.backups import backup_time, backups_of
from SQL.backups import restore as put_back
from UI.settings_backup import backup_to_download
from UI.settings_data import erase_all, is_confirmed
from UI.viewer import Viewer


def backup(viewer: Viewer) -> Path:
    """A copy of everything that is kept.

    Returns:
        A checked database, which `restore` takes.
    """
    return backup_to_download(viewer)


def backups(viewer: Viewer) -> list[Document]:
    """The backups that FaceMind took by itself and keeps beside the database.

    Returns:
        The newest first, each with name, taken_at (UTC) and size in bytes.
    """
    return [
        {"name": file.name, "taken_at": taken.isoformat(), "size": file.stat().st_size}
        for file in backups_of(viewer.page.store.file)
        if (taken := backup_time(file))
    ]


def restore(viewer: Viewer, backup: Path) -> Document:
    """Put a backup in place of everything that is kept now.

    Args:
        backup: From `backup`, or a database of an older FaceMind.

    Returns:
        people, faces and sightings: how many there are now, and before: the backup that was taken
        of what was there.
    """
    return _restored(viewer, backup)


def restore_backup(viewer: Viewer, name: str) -> Document:
    """Put one of FaceMind's own backups in place of everything that is kept now.

    Args:
        name: The backup's, from `backups`.

    Returns:
        people, faces and sightings: how many there are now, and before: the backup that was taken
        of what was there.
    """
    kept = {file.name: file for file in backups_of(viewer.page.store.file)}
    if name not in kept:
        raise PageError("backup_unknown", name=name)
    return _restored(viewer, kept[name])


def export_people(viewer: Viewer, names: list[str] | None = None) -> Path:
    """People with all their faces and notes in one file, for another FaceMind.

    Args:
        names: Who; null for everybody.

    Returns:
        A zip that `import_people` takes, on the command line, too.
    """
    folder = Path(tempfile.mkdtemp(prefix="people-", dir=viewer.page.temporary))
    file = folder / "people.zip"
    people_export.export_people(viewer.page.store, file, names)
    return file


def import_people(viewer: Viewer, archive: Path) -> Document:
    """Add the people of a file; who is known already gets the faces they haven't got.

    Args:
        archive: A zip from `export_people` or `people export`.

    Returns:
        people: how many there are in it, new: how many of them are new here, faces: how many were
        added, known: how many were here already.
    """
    service = viewer.service
    done = people_import.import_people(service.store, archive)
    lacking = service.store.templates.lacking(service.gallery.model_id)
    embed_faces(service.engine, service.store, lacking)
    service.refresh()
    return asdict(done)


def erase_everything(viewer: Viewer, confirm: str) -> Document:
    """Erase everybody and everything seen, with all backups, copies, uploads and results.

    Args:
        confirm: "ERASE"; it can't be undone. Model packs and settings stay.

    Returns:
        people, faces and sightings: how many are gone, and copies: the names of the backups and
        other copies that are.
    """
    if not is_confirmed(confirm):
        raise PageError("not_confirmed", word=viewer.say("settings.erase.word"))
    erased = erase_all(viewer)
    return {**asdict(erased.contents), "copies": [file.name for file in erased.copies]}


def _restored(viewer: Viewer, source: Path) -> Document:
    store = viewer.page.store
    before = put_back(store, source)
    viewer.service.refresh()
    return {**asdict(store.contents()), "before": before.name}
