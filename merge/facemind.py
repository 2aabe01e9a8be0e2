"""Put the parts together and run a mode: engine, store and gallery, then page or window."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from face_process.errors import ModelError
from face_process.model_packs import (
    NO_PACK,
    STANDARD_PACK,
    ModelPack,
    choose_pack,
    only_starter,
)
from face_process.pack_places import install_folder
from merge.ending import terminable
from merge.kept_settings import CHOSEN_PACK, STARTER_TOLD, with_kept
from merge.mode import Mode
from merge.progress import Progress, Tell, unseen
from merge.settings import Device, Settings
from merge.stores import kept_store, opened_store
from SQL.database_operate import Store
from UI.texts import text

if TYPE_CHECKING:
    from face_process.face_service import FaceService

log = logging.getLogger(__name__)

STANDARD_PACK_MEGABYTES = 191
MEGABYTE = 1_000_000
NAMES_SHOWN = 50


def build_service(
    settings: Settings, store: Store, tell: Tell = log.warning, progress: Progress = unseen
) -> FaceService:
    """Return a recogniser for the store, with the model pack that the settings lead to.

    Args:
        settings: What the command line and the environment say; what is kept with the people
            counts where they say nothing.
        store: The people to know.
        tell: Is told what the user may not expect.
        progress: Shows the embedding of stored faces that this pack's model hasn't seen.

    Raises:
        ModelError: There is no such pack, or none at all, or it can't be loaded.
    """
    from face_process.face_service import embed_faces, open_service
    from face_process.init_InsightFace import load_engine, usable_device

    settings = with_kept(settings, store)
    choice = choose_pack(settings, store.setting(CHOSEN_PACK))
    if choice.shadowed:
        names = {"pack": choice.pack.name, "shadowed": choice.shadowed}
        tell(text(settings.language, "cli.pack_shadowed", **names))
    engine = load_engine(choice.pack, usable_device(settings))
    model_id = store.register_model(engine.identity)
    missing = store.templates.lacking(model_id)
    if missing:
        with progress(text(settings.language, "cli.embedding"), len(missing)) as advance:
            embed_faces(engine, store, missing, advance)
        tell_of_lost_pictures(settings, store, model_id, tell)
    return open_service(engine, store, settings.threshold)


def tell_of_lost_pictures(settings: Settings, store: Store, model_id: int, tell: Tell) -> None:
    """Name the people whom a model can't know, since no picture of theirs is kept."""
    names = store.templates.people_lacking(model_id)
    if names:
        shown = ", ".join(names[:NAMES_SHOWN]) + (" …" if len(names) > NAMES_SHOWN else "")
        tell(text(settings.language, "cli.lost_pictures", count=len(names), names=shown))


def tell_of_starter(settings: Settings, store: Store, tell: Tell) -> None:
    """Say, once for a store, that the starter pack is used and how to get a better one."""
    told = store.setting(STARTER_TOLD) is not None
    if not told and only_starter(settings, store.setting(CHOSEN_PACK)):
        better = {"pack": STANDARD_PACK, "megabytes": STANDARD_PACK_MEGABYTES}
        tell(text(settings.language, "cli.starter", **better))
        store.set_setting(STARTER_TOLD, "yes")


@contextmanager
def opened_service(settings: Settings, tell: Tell, progress: Progress) -> Iterator[FaceService]:
    """Open store and recogniser for one command, fetching the standard pack where none is here.

    Raises:
        StoreError: The store can't be opened.
        ModelError: There is no model pack and none can be downloaded, or it can't be loaded.
    """
    with opened_store(settings, tell) as store:
        try:
            service = build_service(settings, store, tell, progress)
        except ModelError as error:
            if error.key != "no_models" or settings.pack == NO_PACK:
                raise
            megabytes = {"pack": STANDARD_PACK, "megabytes": STANDARD_PACK_MEGABYTES}
            tell(text(settings.language, "cli.downloading_first", **megabytes))
            try:
                download(settings, STANDARD_PACK, progress)
            except ModelError as failure:
                if failure.key != "download_failed":
                    raise
                tell(failure.sentence(settings.language))
                raise error from failure
            service = build_service(settings, store, tell, progress)
        tell_of_starter(settings, store, tell)
        yield service


def download(settings: Settings, name: str, progress: Progress) -> ModelPack:
    """Download a model pack, showing how far it is.

    Raises:
        ModelError: No mirror gave it.
    """
    from face_process.pack_download import DownloadProgress, download_pack

    with progress(text(settings.language, "cli.downloading", pack=name), None) as advance:

        def report(state: DownloadProgress) -> None:
            total = state.total and state.total / MEGABYTE
            advance(state.received / MEGABYTE, total=total, what=f"{state.file}, MB")

        return download_pack(name, install_folder(settings.models), report)


def service_opener(settings: Settings, store: Store) -> Callable[..., FaceService]:
    """Return what opens a recogniser when it is needed, and again with other models."""

    def open_service(
        pack: str | None = None, device: Device | None = None, progress: Progress | None = None
    ) -> FaceService:
        asked = replace(settings, pack=pack or settings.pack)
        if device is not None:
            asked = replace(asked, device=device, given=asked.given | {"device"})
        # A pack that somebody just asked for needs no word on the one it takes the place of.
        return build_service(asked, store, log.debug if pack else log.warning, progress or unseen)

    return open_service


def run(mode: Mode, settings: Settings, tell: Tell = log.warning, **options: str | None) -> None:
    """Run a mode until the user ends it.

    Args:
        mode: Page, or window for recognising or enrolling.
        settings: What the user chose.
        tell: Is told what the user may not expect of the store.
        options: What only that mode takes, such as ``name`` for enrolling.

    Raises:
        FaceMindError: It can't start, or can't go on.
    """
    with kept_store(settings, tell) as store:
        tell_of_starter(settings, store, tell)
        open_service = service_opener(settings, store)
        if mode is Mode.WEB:
            from UI.front_end import run_page

            run_page(settings, store, open_service)
        elif mode is Mode.LOCAL_RECOGNIZE:
            from camera.recognize_window import run_recognize_window

            with terminable():
                run_recognize_window(with_kept(settings, store), open_service)
        else:
            from camera.enroll_window import run_enroll_window

            with terminable():
                run_enroll_window(with_kept(settings, store), open_service, **options)
