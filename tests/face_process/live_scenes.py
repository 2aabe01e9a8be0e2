"""Frames of talking people, to be laid side by side and cut as a test needs."""

import cv2
import numpy as np

TILE = 360


def talking(shared_data, name, count, start=0):
    """Return frames of one talking head, each (360, 360, 3)."""
    video = cv2.VideoCapture(str(shared_data / "videos" / "talking" / f"{name}.mp4"))
    video.set(cv2.CAP_PROP_POS_FRAMES, start)
    frames = []
    while len(frames) < count:
        read, image = video.read()
        assert read, "the clip is shorter than the test"
        frames.append(cv2.resize(image, (TILE, TILE)))
    video.release()
    return frames


def side_by_side(*tiles):
    """Return the frames of several people next to each other."""
    return [np.hstack(row) for row in zip(*tiles, strict=True)]


def empty(count):
    """Return frames of a wall."""
    return [np.full((TILE, TILE, 3), 90, np.uint8)] * count


def dissolved(before, after, start, length):
    """Return frames of which one picture fades into another from a frame on."""
    return [
        cv2.addWeighted(one, 1 - share, other, share, 0)
        for index, (one, other) in enumerate(zip(before, after, strict=True))
        for share in [min(1.0, max(0.0, (index - start) / length))]
    ]


def in_front(behind, other, lefts):
    """Return frames in which somebody's head slides over somebody else; ``lefts`` says where."""
    oval = np.zeros((TILE, TILE), np.uint8)
    cv2.ellipse(oval, (TILE // 2, TILE // 2), (TILE // 3, TILE * 9 // 20), 0, 0, 360, 255, -1)
    frames = []
    for image, head, left in zip(behind, other, lefts, strict=True):
        frame = np.hstack([image, np.full((TILE, 2 * TILE, 3), 90, np.uint8)])
        place = frame[:, left : left + TILE]
        place[oval > 0] = head[oval > 0]
        frames.append(frame)
    return frames


def play(live, frames, start=0):
    """Return what is shown for each frame at 25 frames a second."""
    return [live.step(image, (start + index) / 25) for index, image in enumerate(frames)]


def names(faces):
    """Return the names shown in a frame, from left to right."""
    return [face.name for face in faces]
