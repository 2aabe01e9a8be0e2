"""Photos for training, decoded once and kept in memory as far as that goes."""

from __future__ import annotations

from threading import Lock

from arcface_train.detector.labels import Labels
from face_process.image_file import read_image
from face_process.types import Image

MOST_BYTES = 4_000_000_000
"""Of decoded photos: five thousand of 640 × 480."""


class PhotoCache:
    """The photos of labels, for several threads.

    Args:
        labels: Whose.
        most_bytes: How much may be kept; what is beyond is decoded each time.
    """

    def __init__(self, labels: Labels, most_bytes: int = MOST_BYTES) -> None:
        self._labels = labels
        self._left = most_bytes
        self._kept: dict[int, Image] = {}
        self._lock = Lock()

    def photo(self, number: int) -> Image:
        """Return a photo, (h, w, 3) uint8 BGR; it is shared and must stay as it is.

        Raises:
            ImageError: Its file is gone, or damaged.
        """
        kept = self._kept.get(number)
        if kept is not None:
            return kept
        image = read_image(self._labels.file(number))
        with self._lock:
            if number not in self._kept and image.nbytes <= self._left:
                self._left -= image.nbytes
                self._kept[number] = image
        return image
