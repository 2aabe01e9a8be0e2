"""The recogniser of the page: opened in the background, so that the page is there at once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future

from face_process.errors import ModelError
from face_process.face_service import FaceService

log = logging.getLogger(__name__)

LEAVING_SECONDS = 5.0

OpenService = Callable[[str | None], FaceService]
"""Opens a recogniser with the model pack of that name; None: the one the settings lead to."""


class Recognizer:
    """A recogniser that is loading, ready, or lacks its models.

    Args:
        open_service: Opens it; called in another thread right away.
    """

    def __init__(self, open_service: OpenService) -> None:
        self._open = open_service
        self._lock = threading.Lock()
        self._opened: Future[FaceService] = Future()
        # A daemon: Ctrl-C must not wait for models that nobody needs any more.
        self._loading = threading.Thread(
            target=self._load, args=(self._opened, None), name="load models", daemon=True
        )
        self._loading.start()

    def leave(self) -> None:
        """Give models that are just being loaded the moment that they take.

        ONNX Runtime aborts a program that ends while it opens a model.
        """
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
        return opened.result()

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

    def _open_again(self, failed: Future[FaceService], pack: str | None) -> Future[FaceService]:
        with self._lock:
            if self._opened is failed:  # nobody else was quicker
                again: Future[FaceService] = Future()
                self._load(again, pack)
                self._opened = again
            return self._opened

    def _load(self, opened: Future[FaceService], pack: str | None) -> None:
        try:
            opened.set_result(self._open(pack))
        except BaseException as error:  # noqa: BLE001 - raised again wherever it is needed
            opened.set_exception(error)
