"""The window on this machine's screen: opened only where there is one, closed in every case."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from types import TracebackType
from typing import Self

import cv2

from face_process.errors import CameraError
from face_process.types import Image
from UI.texts import Language, text

log = logging.getLogger(__name__)

WINDOW_ID = "FaceMind"
"""ASCII only: OpenCV can't find a window by another id; the title may have any script."""
OPENING_SIZE = (960, 540)
MOST_SIZE = (960, 680)
"""Width and height that fit on small screens too."""
SMALLEST_SIDE = 160
PROBE_SECONDS = 20

ESCAPE, ENTER = 27, 13
QUIT_KEYS = frozenset((ESCAPE, ord("q"), ord("Q")))

_PROBE = "import tkinter; tkinter.Tk().destroy()"
_SLOW_PROBE = "import cv2; cv2.namedWindow('FaceMind')"


class Window:
    """FaceMind's window, open while the context is.

    Args:
        language: Of its title.

    Raises:
        CameraError: There is no screen, on entering.
    """

    def __init__(self, language: Language) -> None:
        self._title = text(language, "window.title")
        self._fitted = False

    def __enter__(self) -> Self:
        require_screen()
        flags = cv2.WINDOW_NORMAL | cv2.WINDOW_GUI_NORMAL | cv2.WINDOW_FREERATIO
        try:
            cv2.namedWindow(WINDOW_ID, flags)
        except cv2.error as error:  # an OpenCV built without windows
            raise CameraError("no_screen") from error
        cv2.setWindowTitle(WINDOW_ID, self._title)
        cv2.resizeWindow(WINDOW_ID, *OPENING_SIZE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.is_open:
            cv2.destroyWindow(WINDOW_ID)

    @property
    def is_open(self) -> bool:
        """Whether it is still there; showing a picture in a closed one would reopen it."""
        try:
            return cv2.getWindowProperty(WINDOW_ID, cv2.WND_PROP_VISIBLE) >= 1
        except cv2.error:  # OpenCV 5 raises once its last window is gone
            return False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of what it shows now."""
        try:
            _, _, width, height = cv2.getWindowImageRect(WINDOW_ID)
        except cv2.error:
            return OPENING_SIZE
        return max(SMALLEST_SIDE, width), max(SMALLEST_SIDE, height)

    def fit(self, width: int, height: int) -> None:
        """Take the shape of what will be shown, once; later the user's own size stays."""
        if self._fitted:
            return
        self._fitted = True
        scale = min(MOST_SIZE[0] / width, MOST_SIZE[1] / height)
        sides = (max(SMALLEST_SIDE, round(side * scale)) for side in (width, height))
        cv2.resizeWindow(WINDOW_ID, *sides)

    def show(self, image: Image) -> None:
        """Show a picture where the window is still open."""
        if self.is_open:
            cv2.imshow(WINDOW_ID, image)

    def key(self, milliseconds: int) -> int | None:
        """Wait for a key and return its character code; None for none and for arrows and the like.

        Must be called again and again: the window only lives meanwhile.
        """
        # Other toolkits set bits above the 16th for Caps Lock and the like. The lowest byte alone
        # would take the left arrow, 65361, for Q.
        code = cv2.waitKeyEx(milliseconds) & 0xFFFF
        return code if code < 128 else None


def require_screen() -> None:
    """Make sure that a window can be opened, as OpenCV ends the whole program where it can't.

    Raises:
        CameraError: There is no screen.
    """
    if not sys.platform.startswith("linux"):
        return
    if not os.environ.get("DISPLAY"):
        raise CameraError("no_screen")
    # OpenCV's Qt has only this plug-in, and aborts where a Wayland desktop asks for another.
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    if not (_succeeds(_PROBE) or _succeeds(_SLOW_PROBE)):
        raise CameraError("no_screen")


def _succeeds(code: str) -> bool:
    """Return whether Python runs some code to its end, in a process that may die of it."""
    command = [sys.executable, "-c", code]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
