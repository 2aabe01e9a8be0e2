import numpy as np
import pytest

from camera.view import place
from face_process.types import DetectedFace

FRAME = np.zeros((100, 200, 3), np.uint8)
FACE = DetectedFace(
    np.array([10, 20, 50, 70], np.float32),
    np.array([[20, 35], [40, 35], [30, 45], [22, 55], [38, 55]], np.float32),
    0.9,
)


def test_a_frame_fills_the_window_and_keeps_its_shape():
    canvas, placement = place(FRAME + 255, (400, 300), mirrored=False)
    assert canvas.shape == (300, 400, 3)
    assert (placement.scale, placement.left, placement.top) == (2, 0, 50)
    assert canvas[50:250].min() == 255
    assert canvas[:50].max() < 40
    assert canvas[250:].max() < 40


def test_a_face_lies_on_the_canvas_where_its_picture_lies():
    _, placement = place(FRAME, (400, 300), mirrored=False)
    placed = placement.face(FACE)
    assert placed.box.tolist() == [20, 90, 100, 190]
    assert placed.landmarks[2].tolist() == [60, 140]


def test_in_a_mirror_the_box_lies_on_the_other_side_and_left_stays_left():
    frame = FRAME.copy()
    frame[20:70, 10:50] = 255
    canvas, placement = place(frame, (400, 300), mirrored=True)
    placed = placement.face(FACE)
    assert placed.box.tolist() == [300, 90, 380, 190]
    assert canvas[95:185, 305:375].min() == 255
    assert canvas[95:185, 20:290].max() == 0
    assert placed.landmarks[0, 0] < placed.landmarks[1, 0]
    assert placed.landmarks[3, 0] < placed.landmarks[4, 0]


@pytest.mark.parametrize("size", [(160, 160), (161, 987), (1920, 1080)])
def test_every_shape_of_window_can_be_filled(size):
    canvas, _ = place(FRAME, size, mirrored=True)
    assert canvas.shape == (size[1], size[0], 3)
