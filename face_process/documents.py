"""Who is in a picture, as JSON documents: the same from the command line and from the page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from face_process.face_service import FaceService
from face_process.store_documents import Document
from face_process.strangers import Stranger
from face_process.track_identity import rules_for
from face_process.types import Match, RecognizedFace, TrackedFace
from face_process.video_recognize import VideoFrame


def photo_head(service: FaceService, file: str) -> Document:
    """Return what a photo's document starts with; ``file`` is its path as the user gave it."""
    return {"file": file, "pack": service.engine.identity.name, "threshold": service.threshold}


def video_head(service: FaceService, file: str) -> Document:
    """Return what the document of each frame starts with: the threshold is that of an average."""
    rules = rules_for(service.threshold, len(service.gallery))
    return {**photo_head(service, file), "threshold": round(rules.average, 3)}


def face_document(face: RecognizedFace | TrackedFace) -> Document:
    """Return a face that was compared with everybody enrolled."""
    nearest, detected = face.nearest, face.detected
    return {
        "box": rounded_box(face.box),
        "name": face.name,
        "similarity": round(nearest.similarity, 4) if nearest else None,
        "nearest": nearest.name if nearest else None,
        "detection_score": round(detected.score, 4) if detected else None,
        "landmarks": _points(detected.landmarks) if detected else None,
    }


def frame_document(frame: VideoFrame) -> Document:
    """Return a frame of a video with its faces."""
    faces = [{**face_document(face), "track": face.track} for face in frame.faces]
    return {"frame": frame.index, "time": round(frame.time, 3), "faces": faces}


def match_document(match: Match) -> Document:
    """Return somebody whom a face resembles, with the enrolled face that it is most like."""
    return {
        "name": match.name,
        "similarity": round(match.similarity, 4),
        "number": match.face_id,
    }


def stranger_document(who: Stranger) -> Document:
    """Return somebody who was seen and isn't known."""
    return {
        "number": min(who.ids),
        "faces": len(who.faces),
        "visits": who.visits,
        "first_seen": who.first_seen.isoformat(),
        "last_seen": who.last_seen.isoformat(),
        "sources": who.sources,
        "ignored": who.ignored,
    }


def rounded_box(box: NDArray[np.float32]) -> list[float]:
    """Return a box, ``x1, y1, x2, y2`` in pixels, to a tenth of a pixel."""
    return [round(float(value), 1) for value in box]


def _points(points: NDArray[np.float32]) -> list[list[float]]:
    return [[round(float(x), 1), round(float(y), 1)] for x, y in points]
