"""The data that travels between the rooms: faces found, people matched, faces named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""(h, w, 3) uint8, BGR, upright."""

Embeddings = NDArray[np.float32]
"""(n, d) float32 rows of unit length; d is whatever the recognition model gives."""

DEFAULT_THRESHOLD = 0.5
"""The reference program's value, for models about which nothing else is known."""


@dataclass(frozen=True, slots=True, eq=False)
class DetectedFace:
    """One face found in an image.

    Attributes:
        box: (4,) float32, ``x1, y1, x2, y2`` in pixels of the image, clipped to it.
        landmarks: (5, 2) float32 pixels: left eye, right eye, nose, left and right mouth
            corner, left and right as seen in the image.
        score: Detection score, 0 … 1.
    """

    box: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    score: float

    def __post_init__(self) -> None:
        if self.box.shape != (4,) or self.landmarks.shape != (5, 2):
            expected = "expected box (4,) and landmarks (5, 2)"
            raise ValueError(f"{expected}, got {self.box.shape} and {self.landmarks.shape}")

    @property
    def width(self) -> float:
        """Width of the box in pixels."""
        return float(self.box[2] - self.box[0])

    @property
    def height(self) -> float:
        """Height of the box in pixels."""
        return float(self.box[3] - self.box[1])

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box, ``x, y`` in pixels."""
        return float(self.box[0] + self.box[2]) / 2, float(self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Match:
    """The enrolled person a face resembles most.

    Attributes:
        person_id: Row of the person in the store.
        name: Their name now.
        similarity: Cosine similarity of the probe to their best face, −1 … 1.
        face_id: That best face, so that a match can be shown and questioned.
    """

    person_id: int
    name: str
    similarity: float
    face_id: int


@dataclass(frozen=True, slots=True)
class RecognizedFace:
    """A face and who it is.

    Attributes:
        face: Where it is in the image.
        nearest: The most similar enrolled person; None only where nobody is enrolled.
        threshold: Least similarity at which ``nearest`` gives the face its name.
    """

    face: DetectedFace
    nearest: Match | None
    threshold: float

    @property
    def name(self) -> str | None:
        """The nearest person's name where they are similar enough, else None: Unknown."""
        if self.nearest is None or self.nearest.similarity < self.threshold:
            return None
        return self.nearest.name

    @property
    def box(self) -> NDArray[np.float32]:
        """(4,) float32, ``x1, y1, x2, y2`` in pixels of the image."""
        return self.face.box

    @property
    def detected(self) -> DetectedFace:
        """What the detector found: of a single image, always the face."""
        return self.face

    @property
    def decided(self) -> bool:
        """Whether more looks may change the answer: of a single image, no."""
        return True


@dataclass(frozen=True, slots=True, eq=False)
class TrackedFace:
    """A face that is followed through frames, and who it is taken for by now.

    Attributes:
        track: Number of what is followed, from 1; a face that comes back gets a new one.
        box: (4,) float32, ``x1, y1, x2, y2`` in pixels of the frame.
        detected: What the detector found in this very frame; None where motion was followed.
        nearest: The most similar enrolled person over the looks so far, with that similarity;
            None where nobody is enrolled or before the first look.
        threshold: The similarity that gives a name here.
        name: Who it is taken for; None for a stranger and while undecided.
        decided: False while it is still being looked at and more looks may give a name.
        since: When it was first seen, in the frames' time.
    """

    track: int
    box: NDArray[np.float32]
    detected: DetectedFace | None
    nearest: Match | None
    threshold: float
    name: str | None
    decided: bool
    since: float


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which recognition model made an embedding; embeddings of two models never compare.

    Attributes:
        name: What people call it, such as ``buffalo_l``.
        sha256: Hex digest of the original model file: the identity proper.
        dimension: Width of its embeddings.
    """

    name: str
    sha256: str
    dimension: int
