import numpy as np
import pytest

from arcface_train.detector.judge import Reference, judge_photo, together
from face_process.scrfd import Candidates

FACE = np.array([[-20, -15], [20, -15], [0, 0], [-15, 20], [15, 20]], np.float32)


def found(*faces):
    """Each face is its middle, its size and its score."""
    faces = sorted(faces, key=lambda face: -face[3])
    boxes = [(x - size / 2, y - size / 2, x + size / 2, y + size / 2) for x, y, size, _ in faces]
    return Candidates(
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array([FACE * (size / 80) + (x, y) for x, y, size, _ in faces], np.float32).reshape(
            -1, 5, 2
        ),
        np.array([score for *_, score in faces], np.float32),
    )


def there(*faces, tolerated=()):
    as_found = found(*((*face, 1.0) for face in faces))
    return Reference(
        as_found.boxes, as_found.landmarks, np.array(tolerated, np.float32).reshape(-1, 4)
    )


def test_planted_answers_are_counted_as_what_they_are():
    reference = there((100, 100, 80), (300, 100, 80), tolerated=[(500, 60, 580, 140)])
    answers = found(
        (102, 100, 80, 0.9), (100, 104, 70, 0.8), (540, 100, 80, 0.7), (300, 400, 50, 0.6)
    )
    judged = judge_photo(reference, answers)
    assert judged.scores.tolist() == pytest.approx([0.9, 0])
    assert judged.errors[0] == pytest.approx(2 / 40)
    assert judged.false_scores.tolist() == pytest.approx([0.8, 0.6])  # twice the same, and nobody


def test_nothing_there_and_nothing_found():
    assert len(judge_photo(there(), found()).false) == 0
    assert judge_photo(there((50, 50, 40)), found()).scores.tolist() == [0]
    assert len(judge_photo(there(), found((50, 50, 40, 0.9))).false) == 1


def test_recall_is_taken_at_one_false_face_in_twenty_photos():
    faces = there((100, 100, 80), (300, 100, 24))
    good = judge_photo(faces, found((100, 100, 80, 0.9), (300, 100, 24, 0.4)))
    bad = judge_photo(faces, found((500, 400, 50, 0.8), (700, 400, 50, 0.5), (100, 100, 80, 0.45)))
    whole = together([good] * 19 + [bad])
    threshold = whole.threshold_for()
    assert 0.5 < threshold < 0.5001
    assert whole.recall(threshold, 32) == pytest.approx(19 / 20)
    assert whole.recall(threshold, 16, 32) == 0
    assert whole.recall(0.4, 16, 32) == pytest.approx(19 / 20)
    assert whole.false_faces(0.5) == 2
    assert whole.precision(0.5) == pytest.approx(19 / 21)
    assert whole.landmark_error(0.5) == pytest.approx(0, abs=1e-6)
    assert np.isnan(whole.recall(0.5, 1000))
