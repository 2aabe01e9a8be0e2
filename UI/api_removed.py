"""What the API tells of something that was removed: how much, and which copies still hold it."""

from __future__ import annotations

from face_process.store_documents import Document
from SQL.copies import copies_holding, purge_copies
from SQL.removed import Removed
from UI.viewer import Viewer


def removed_document(viewer: Viewer, removed: Removed, *, purge: bool) -> Document:
    """Return what was removed, taken out of copies, too, where that is wanted.

    Raises:
        StoreError: Some copies can't be rewritten now.
    """
    database = viewer.page.store.file
    purged = purge_copies(database, removed) if purge else []
    holding = [] if purge else copies_holding(database, removed)
    return {
        "faces": len(removed.faces),
        "sightings": len(removed.sightings),
        "held_by": sorted(map(str, holding)),
        "purged": sorted(map(str, purged)),
    }
