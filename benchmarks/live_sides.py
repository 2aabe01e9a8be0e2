"""The two ways that ``live.py`` compares: models on every frame, and following faces."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from insightface.app import FaceAnalysis
from numpy.typing import NDArray

from face_process.draw import draw_faces
from face_process.face_service import FaceService
from face_process.face_track import LiveRecognizer
from face_process.model_packs import ModelPack
from face_process.types import Image
from face_process.video_file import VideoReader

REFERENCE_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A face that was shown in a frame.

    Attributes:
        box: (4,) ``x1, y1, x2, y2`` in pixels.
        name: The name that was shown, if any.
        similarities: To each enrolled person by name; of the reference only.
    """

    box: NDArray[np.float32]
    name: str | None
    similarities: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pass:
    """A video played once.

    Attributes:
        frames: The faces shown in each frame.
        wall: Seconds.
        cpu: Seconds of all threads of this process.
    """

    frames: list[list[Seen]]
    wall: float
    cpu: float

    @property
    def rate(self) -> float:
        """Frames a second."""
        return len(self.frames) / self.wall


Recognize = Callable[[Image, float], tuple[list[Seen], Image]]


def play(file: Path, recognize: Recognize, *, ahead: bool, limit: int | None) -> Pass:
    """Play a video as fast as it goes and return what was shown."""
    from face_process.read_ahead import read_ahead

    frames: list[list[Seen]] = []
    wall, cpu = time.perf_counter(), time.process_time()
    with VideoReader(file) as video:
        pictures: Iterator = video.play(sound=False)
        if ahead:
            pictures = read_ahead(pictures)
        for picture in pictures:
            seen, _ = recognize(picture.image, picture.time)
            frames.append(seen)
            if len(frames) == limit:
                break
        if ahead:
            pictures.close()
    return Pass(frames, time.perf_counter() - wall, time.process_time() - cpu)


def our_way(service: FaceService) -> Recognize:
    """Return our recogniser, drawing included."""
    live = LiveRecognizer(service)

    def recognize(image: Image, at: float) -> tuple[list[Seen], Image]:
        faces = live.step(image, at)
        drawn = draw_faces(image, faces, "en")
        return [Seen(face.box, face.name) for face in faces], drawn

    return recognize


def reference_way(pack: ModelPack, service: FaceService, threads: int) -> Recognize:
    """Return the reference's loop: every model on every frame, everyone compared, drawn.

    Args:
        pack: The models.
        service: Whose gallery is compared with.
        threads: Of ONNX Runtime; 0 leaves the number to it.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    if threads == 1:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    analysis = FaceAnalysis(
        str(pack.folder), allowed_modules=["detection", "recognition"],
        providers=["CPUExecutionProvider"], sess_options=options,
    )  # fmt: skip
    analysis.prepare(ctx_id=-1, det_size=(640, 640))
    with service.store.templates.everyone(service.gallery.model_id) as everyone:
        templates = list(everyone.templates)
        names = [everyone.names[int(one)] for some in templates for one in some.person_ids]
    vectors = np.concatenate([some.vectors for some in templates])

    def recognize(image: Image, _at: float) -> tuple[list[Seen], Image]:
        with warnings.catch_warnings(action="ignore"):
            found = analysis.get(image)
        drawn, seen = image.copy(), []
        for face in found:
            similarities = vectors @ face.normed_embedding
            best = int(similarities.argmax())
            known = similarities[best] >= REFERENCE_THRESHOLD
            x1, y1, x2, y2 = face.bbox.astype(int)
            words = f"{names[best] if known else 'Unknown'} {similarities[best]:.2f}"
            cv2.rectangle(drawn, (x1, y1), (x2, y2), (0, 255, 0), 2)
            cv2.putText(drawn, words, (x1, y1 - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 255, 0), 2)
            seen.append(Seen(face.bbox, names[best] if known else None, _best(names, similarities)))
        return seen, drawn

    return recognize


def _best(names: list[str], similarities: NDArray[np.float32]) -> dict[str, float]:
    """Return each person's highest similarity."""
    best: dict[str, float] = {}
    for name, similarity in zip(names, similarities, strict=True):
        best[name] = max(best.get(name, -1.0), float(similarity))
    return best
