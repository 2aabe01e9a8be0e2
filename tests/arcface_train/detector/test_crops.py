import cv2
import numpy as np
import pytest

from arcface_train.detector.crop_batches import CropSource
from arcface_train.detector.crops import View, seen_faces, seen_photo
from arcface_train.detector.judging import answers_of
from arcface_train.detector.labels import PhotoLabels
from arcface_train.detector.recipe import DetectorRecipe
from arcface_train.detector.targets import grid_of
from arcface_train.detector.teacher import overlaps_of
from arcface_train.jitter import MIRRORED_ORDER
from face_process.image_file import read_image

SIDE = 320


def labelled(boxes, landmarks=None, ignored=()):
    boxes = np.array(boxes, np.float32).reshape(-1, 4)
    points = np.zeros((len(boxes), 5, 2), np.float32) if landmarks is None else landmarks
    ignored = np.array(ignored, np.float32).reshape(-1, 4)
    return PhotoLabels("a.png", (400, 300), boxes, points, np.ones(len(boxes), np.float32), ignored)


def view(**given):
    plain = {"centre": (160, 160), "at": (160, 160), "scale": 1.0, "degrees": 0.0}
    return View(**{**plain, "mirrored": False, "margin": 0.0, **given})


@pytest.mark.parametrize(
    "how",
    [
        view(scale=0.4),
        view(scale=2.3, centre=(150, 170)),
        view(degrees=25, mirrored=True),
        view(scale=0.55, degrees=-40, at=(100, 220), mirrored=True),
    ],
    ids=["shrunk", "enlarged", "turned and mirrored", "all"],
)
def test_landmarks_stay_on_what_they_mark(how):
    points = np.array([[140, 150], [180, 146], [160, 168], [146, 185], [176, 183]], np.float32)
    points += 0.5  # middles of pixels
    faces = seen_faces(labelled([(120, 120, 200, 210)], points[None]), how, SIDE)
    order = MIRRORED_ORDER if how.mirrored else range(5)
    for point, number in zip(faces.landmarks[0], order, strict=True):
        photo = np.zeros((300, 400, 3), np.uint8)
        x, y = (points[number] - 0.5).astype(int).tolist()
        cv2.circle(photo, (x, y), 4, (255, 255, 255), cv2.FILLED)
        light = seen_photo(photo, how, SIDE)[:, :, 0].astype(float)
        y, x = (light.sum(axis) @ np.arange(0.5, SIDE) / light.sum() for axis in (1, 0))
        np.testing.assert_allclose((x, y), point, atol=0.1)


def test_left_stays_left_in_a_mirrored_view():
    points = np.array([[140, 150], [180, 150], [160, 168], [146, 185], [176, 185]], np.float32)
    faces = seen_faces(labelled([(120, 120, 200, 210)], points[None]), view(mirrored=True), SIDE)
    assert faces.landmarks[0, 0, 0] < faces.landmarks[0, 1, 0]


def test_cut_off_and_tiny_faces():
    boxes = [(-40, 100, 60, 200), (-95, 100, 5, 200), (100, 100, 106, 107), (1000, 0, 1100, 100)]
    faces = seen_faces(labelled(boxes), view(), SIDE)
    assert faces.boxes.tolist() == [[0, 100, 60, 200]]
    assert faces.ignored.tolist() == [[0, 100, 5, 200], [100, 100, 106, 107]]


def test_a_step_gives_the_same_crops_each_time_and_another_seed_others(labels):
    recipe = DetectorRecipe(batch=3)
    first, again = (CropSource(labels, recipe, 1).batch(7) for _ in range(2))
    np.testing.assert_array_equal(first.crops, again.crops)
    np.testing.assert_array_equal(first.landmarks, again.landmarks)
    assert (CropSource(labels, recipe, 2).batch(7).crops != first.crops).any()
    ahead = CropSource(labels, recipe, 1).batches(7)
    np.testing.assert_array_equal(next(ahead).crops, first.crops)
    ahead.close()


def test_some_steps_have_few_large_crops(labels):
    recipe = DetectorRecipe(batch=8, large_every=2)
    source = CropSource(labels, recipe, 1)
    small, large = ([source.batch(step) for step in range(first, 40, 2)] for first in (0, 1))
    assert {one.crops.shape for one in small} == {(8, SIDE, SIDE, 3)}
    assert {one.crops.shape for one in large} == {(2, 2 * SIDE, 2 * SIDE, 3)}
    assert {one.counted.shape for one in large} == {(2, len(grid_of(2 * SIDE)))}
    never = CropSource(labels, DetectorRecipe(batch=8, large_every=0), 1)
    assert never.batch(1).crops.shape == (8, SIDE, SIDE, 3)


def test_the_teacher_finds_the_labelled_faces(labels, engine):
    counted = 0
    for number, of_photo in enumerate(labels.photos):
        image = read_image(labels.file(number))
        found = answers_of(engine._detector, image, 0.5)
        fits = overlaps_of(of_photo.boxes, found.boxes).max(axis=1, initial=0)
        assert (fits > 0.6).mean() if len(fits) else True
        counted += len(of_photo)
    assert counted >= 14
