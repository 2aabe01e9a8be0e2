"""The recogniser of the page: opened in the background, and changed while the page runs."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import Protocol

from face_process.errors import FaceMindError, ModelError
from face_process.face_service import FaceService, chosen_threshold, embed_faces
from face_process.model_packs import ModelPack, choose_pack, only_starter
from merge.progress import Progress
from merge.settings import Device
from UI.model_switch import Models, ModelSwitch
from UI.page_settings import PageSettings

log = logging.getLogger(__name__)

LEAVING_SECONDS = 5.0


class OpenService(Protocol):
    """Opens a recogniser."""

    def __call__(
        self,
        pack: str | None = None,
        device: Device | None = None,
        progress: Progress | None = None,
    ) -> FaceService:
        """Open it with other models than the settings lead to, where they are given."""


class Recognizer:
    """A recogniser that is loading, ready, or lacks its models.

    It follows the settings: another threshold counts at once; other models are loaded, and learn
    the known faces, while the old ones go on answering.

    Args:
        open_service: Opens it; called in another thread right away.
        settings: What to follow.
    """

    def __init__(self, open_service: OpenService, settings: PageSettings) -> None:
        self._open = open_service
        self._settings = settings
        self._lock = threading.Lock()
        self._followed = self._wanted()
        self._switch: ModelSwitch | None = None
        self._stopgap = False
        self._opened: Future[FaceService] = Future()
        # A daemon: Ctrl-C must not wait for models that nobody needs any more.
        self._loading = threading.Thread(
            target=self._load, args=(self._opened, None), name="load models", daemon=True
        )
        self._loading.start()

    @property
    def switch(self) -> ModelSwitch | None:
        """The change of models that is under way or was the last; None where there was none."""
        return self._switch

    @property
    def stopgap(self) -> bool:
        """Whether the starter pack is in use because there was nothing better."""
        return self._stopgap

    def leave(self) -> None:
        """Give models that are just being loaded the moment that they take.

        ONNX Runtime aborts a program that ends while it opens a model.
        """
        if self._switch is not None:
            self._switch.cancel()
        self._loading.join(LEAVING_SECONDS)

    def service(self) -> FaceService:
        """Return the recogniser; waits while it is loading, tries again where that failed.

        Raises:
            ModelError: There are no models that can be used.
            StoreError: The people can't be read.
        """
        opened = self._opened
        if opened.exception() is not None:
            opened = self._open_again(opened, None)
        opened.result()
        self._follow()
        return self._opened.result()

    def problem(self) -> ModelError | None:
        """Return what is wrong with the models, or None; waits while they are loading."""
        try:
            self.service()
        except ModelError as error:
            return error
        except Exception:
            log.exception("the recogniser can't be opened")
        return None

    def lacks_models(self) -> bool:
        """Return whether it is known already that there are no usable models; never waits."""
        return self._opened.done() and isinstance(self._opened.exception(), ModelError)

    def use_pack(self, pack: str) -> None:
        """Open the recogniser anew with a pack that was just installed.

        Raises:
            ModelError: The pack can't be used.
        """
        self._open_again(self._opened, pack).result()

    def change(self, pack: str | None = None, device: Device | None = None) -> ModelSwitch:
        """Begin to change the models; what is chosen is kept once they are in use.

        Args:
            pack: Name or folder of the pack to use; None: as before.
            device: What to run it on; None: as before.

        Raises:
            ModelError: Another change is under way.
            SettingsError: It was fixed when the program was started.
        """
        for name, chosen in (("pack", pack), ("device", device)):
            if chosen is not None:
                self._settings.check_free(name)
        before = self._wanted()
        wanted = Models(pack or before.pack, device or before.device)
        with self._lock:
            return self._begin(wanted)

    def leave_stopgap(self) -> ModelPack | None:
        """Begin to change to the better pack that has come up since the starter had to do.

        Nothing is chosen by that: whoever removes the better pack is back where they were.

        Returns:
            The better pack; None where there is nothing to change.

        Raises:
            ModelError: There is no pack any more.
        """
        with self._lock:
            if not self._stopgap or (self._switch and self._switch.running):
                return None
            choice = choose_pack(self._settings.now, self._settings.chosen_pack)
            if choice.stopgap:
                return None
            self._stopgap = False  # also where it fails: not tried again
            self._begin(self._wanted())
            return choice.pack

    def _wanted(self) -> Models:
        """Return the models that the settings lead to now."""
        return Models(self._settings.chosen_pack, self._settings.now.device)

    def _follow(self) -> None:
        """Do what the settings say that hasn't been done yet."""
        threshold = chosen_threshold(self._settings.now.threshold)
        wanted = self._wanted()
        if self._opened.result().threshold == threshold and wanted == self._followed:
            return
        with self._lock:
            service = self._opened.result()
            if service.threshold != threshold:
                self._opened = _ready(replace(service, threshold=threshold))
            if wanted != self._followed and not (self._switch and self._switch.running):
                self._begin(wanted)
                self._followed = wanted  # also where it fails: not tried again before it changes

    def _begin(self, wanted: Models) -> ModelSwitch:
        if self._switch is not None and self._switch.running:
            raise ModelError("switch_running")
        other_device = wanted.device != self._followed.device
        self._switch = switch = ModelSwitch(wanted, wanted.device if other_device else None)
        self._loading = threading.Thread(
            target=self._change, args=(switch,), name="change models", daemon=True
        )
        self._loading.start()
        return switch

    def _change(self, switch: ModelSwitch) -> None:
        wanted = switch.wanted
        # What is kept may be gone; then the settings lead to another pack.
        pack = wanted.pack if wanted.pack != self._followed.pack else None
        stopgap = only_starter(self._settings.now, wanted.pack)
        try:
            service = self._open(pack, switch.device, switch.progress)
            switch.go_on()
            # Enrolled with the old models while the new ones were being opened.
            embed_faces(service.engine, service.store, _late(service))
            self._keep(wanted)
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asks for the end
            self._tell(error)
            switch.ended.set_exception(error)
            return
        with self._lock:
            self._followed = wanted
            self._stopgap = stopgap
            self._opened = _ready(service)
            switch.ended.set_result(service)

    def _keep(self, wanted: Models) -> None:
        """Remember what was chosen on the page; what is followed is kept already."""
        if wanted.pack is not None and wanted.pack != self._settings.chosen_pack:
            self._settings.choose_pack(wanted.pack)
        if wanted.device != self._settings.now.device:
            self._settings.change("device", str(wanted.device))

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, FaceMindError):
            log.warning("the models stay as they are: %s", error)
        elif not isinstance(error, CancelledError):
            log.error("the models stay as they are", exc_info=error)

    def _open_again(self, failed: Future[FaceService], pack: str | None) -> Future[FaceService]:
        with self._lock:
            if self._opened is failed:  # nobody else was quicker
                again: Future[FaceService] = Future()
                self._load(again, pack)
                self._opened = again
            return self._opened

    def _load(self, opened: Future[FaceService], pack: str | None) -> None:
        try:
            chosen = pack or self._settings.chosen_pack
            self._stopgap = only_starter(self._settings.now, chosen)
            opened.set_result(self._open(pack))
        except BaseException as error:  # noqa: BLE001 - raised again wherever it is needed
            opened.set_exception(error)


def _ready(service: FaceService) -> Future[FaceService]:
    opened: Future[FaceService] = Future()
    opened.set_result(service)
    return opened


def _late(service: FaceService) -> list[int]:
    return service.store.templates.lacking(service.gallery.model_id)
