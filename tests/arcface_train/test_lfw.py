import numpy as np
import pytest

from arcface_train.bootstrap import draw_people
from arcface_train.lfw import fold_accuracy, read_pairs
from arcface_train.verification import Comparisons
from face_process.errors import TrainError

LIST = """2\t2
Ada\t1\t2
Ada\t2\t3
Ada\t1\tBob\t1
Ada\t3\tBob\t2
Cyd\t1\t2
Cyd\t1\t3
Cyd\t1\tDan\t1
Cyd\t2\tDan\t1
"""
FILES = ("crops/Ada/Ada_0001.png", "crops/Ada/Ada_0002.png", "crops/Ada/Ada_0003.png")
FILES += ("crops/Bob/Bob_0001.png", "crops/Cyd/Cyd_0001.png", "crops/Cyd/Cyd_0002.png")
FILES += ("crops/Dan/Dan_0001.png",)


@pytest.fixture
def pairs_file(tmp_path):
    file = tmp_path / "pairs.txt"
    file.write_text(LIST, "utf-8")
    return file


def test_pairs_are_found_by_name_and_number(pairs_file):
    pairs = read_pairs(pairs_file, FILES)
    assert pairs.photos.tolist() == [[0, 1], [1, 2], [0, 3], [4, 5], [4, 6], [5, 6]]
    assert pairs.folds.tolist() == [0, 0, 0, 1, 1, 1]
    assert pairs.missing == 2


@pytest.mark.parametrize(
    "text",
    ["", "10\n", "2\t2\nAda\t1\t2\n", LIST.replace("Cyd\t1\t2", "Cyd\tone\ttwo"), "no list\n"],
    ids=["empty", "half a header", "too short", "no number", "words"],
)
def test_what_is_no_list_of_pairs_is_refused(tmp_path, text):
    file = tmp_path / "pairs.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(TrainError, match=r"pairs\.txt"):
        read_pairs(file, FILES)


def test_a_list_of_other_photos_is_refused(pairs_file):
    with pytest.raises(TrainError, match="Too few"):
        read_pairs(pairs_file, FILES[:3])


def random_folds(shift):
    """Return ten folds of six people each; in the last one all similarities are shifted."""
    random = np.random.default_rng(0)
    folds = np.repeat(np.arange(10), 60)
    people = random.integers(0, 6, (600, 2)) + 6 * folds[:, None]
    people[::2, 1] = people[::2, 0]
    scores = random.normal(0, 0.1, 600) + 0.3 * (people[:, 0] == people[:, 1])
    scores[folds == 9] += shift
    return Comparisons(scores.astype(np.float32), people), folds


def plain_accuracies(comparisons, folds):
    """Try every threshold between two similarities on nine folds, and the best on the tenth."""
    scores, genuine = comparisons.similarities, comparisons.genuine
    values = np.sort(scores)
    thresholds = (values[1:].astype(float) + values[:-1]) / 2

    def accuracy(threshold, which):
        right = (scores[which] >= threshold) == genuine[which]
        return (right[genuine[which]].mean() + right[~genuine[which]].mean()) / 2

    best = [
        max(thresholds, key=lambda each, fold=fold: accuracy(each, folds != fold))
        for fold in range(10)
    ]
    return np.array([accuracy(best[fold], folds == fold) for fold in range(10)])


def test_the_threshold_comes_from_the_other_folds():
    comparisons, folds = random_folds(shift=0.3)
    draws = draw_people(np.zeros(60, np.int64), 20, seed=0)
    result = fold_accuracy(comparisons, folds, draws)
    expected = plain_accuracies(comparisons, folds)
    assert expected[9] < 0.7  # no threshold of the others suits it
    assert result.accuracy.value == pytest.approx(expected.mean())
    assert result.standard_error == pytest.approx(expected.std(ddof=1) / 10**0.5)
    low, high = result.accuracy.interval
    assert low < result.accuracy.value < high
