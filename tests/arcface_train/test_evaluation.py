import json
from dataclasses import replace

import numpy as np
import pytest

from arcface_train.evaluation import Protocol, Seen, evaluate_model
from arcface_train.evaluation_plot import plot
from arcface_train.evaluation_tables import document, markdown, rich_table, score_tables
from arcface_train.lfw import LfwPairs
from arcface_train.subjects import SEVERAL, STRANGER, Subjects
from arcface_train.views import View

PEOPLE, PHOTOS, STRANGERS = 12, 4, 110
LABELS = np.concatenate([np.repeat(np.arange(PEOPLE), PHOTOS), PEOPLE + np.arange(STRANGERS)])
SUBJECTS = Subjects((), LABELS, np.repeat([SEVERAL, STRANGER], [PEOPLE, STRANGERS]))
PROTOCOL = Protocol(("clean", "masked"), draws=50)
CLEAN, MASKED = View("clean"), View("masked")


def model(seed, noise):
    """Return what a model makes of the photos; the more noise, the worse it is."""
    random = np.random.default_rng(seed)

    def seen(more):
        rows = random.normal(0, 1, (PEOPLE + STRANGERS, 32))[LABELS]
        rows = faces[LABELS] + random.normal(0, noise + more, rows.shape)
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    faces = random.normal(0, 1, (PEOPLE + STRANGERS, 32))
    views = {CLEAN: seen(0.0), MASKED: seen(0.5)}
    return Seen(views, views)


def value(evaluation, measure, view):
    return next(
        row.estimate.value for row in evaluation.rows if (row.measure, row.view) == (measure, view)
    )


@pytest.fixture(scope="module")
def evaluations():
    """Return those of a bad and a better model."""
    found = [("old", model(0, 0.9)), ("new", model(0, 0.6))]
    return [evaluate_model(name, seen, SUBJECTS, PROTOCOL) for name, seen in found]


def test_every_condition_is_measured_by_every_measure(evaluations):
    measures = [row.measure for row in evaluations[0].rows if row.view == "masked"]
    assert measures == [
        "TAR at FAR 1e-2",
        "TAR at FAR 1e-3",
        "TAR at FAR 1e-4",
        "AUC",
        "balanced accuracy",
        "rank-1, 1 enrolled",
        "FNIR at FPIR 1e-2, 1 enrolled",
        "FNIR at FPIR 1e-1, 1 enrolled",
        "rank-1, 3 enrolled",
        "FNIR at FPIR 1e-2, 3 enrolled",
        "FNIR at FPIR 1e-1, 3 enrolled",
    ]
    assert value(evaluations[0], "AUC", "masked") < value(evaluations[0], "AUC", "clean")


def test_a_model_has_nothing_on_itself(evaluations):
    again = replace(evaluations[0], model="again")
    for difference in document([evaluations[0], again])["differences"]:
        assert difference["change"]["value"] == difference["change"]["low"] == 0


def test_with_a_kept_gallery_the_old_models_clean_photos_meet_the_new_ones():
    old, new = model(0, 0.9), model(0, 0.6)
    stranger = model(5, 0.6)
    kept = evaluate_model("kept", Seen(old.enrolled, new.compared), SUBJECTS, PROTOCOL)
    foreign = evaluate_model("foreign", Seen(old.enrolled, stranger.compared), SUBJECTS, PROTOCOL)
    assert value(kept, "AUC", "clean") > 0.95
    assert 0.3 < value(foreign, "AUC", "clean") < 0.7


def test_without_strangers_nobody_is_searched_for():
    alone = Subjects((), LABELS, np.full(PEOPLE + STRANGERS, SEVERAL))
    rows = evaluate_model("model", model(0, 0.6), alone, PROTOCOL).rows
    assert {row.measure.split(" at ")[0] for row in rows} == {"TAR", "AUC", "balanced accuracy"}


def test_without_draws_there_are_scores_and_no_intervals():
    evaluation = evaluate_model("model", model(0, 0.6), SUBJECTS, replace(PROTOCOL, draws=0))
    assert value(evaluation, "AUC", "clean") > 0.9
    assert "[" not in markdown(score_tables([evaluation], "en"))


def test_lists_of_pairs_are_judged_in_folds():
    photos = np.array([[4 * one, 4 * one + 1] for one in range(12)])
    photos = np.concatenate([photos, [[4 * one, 4 * one + 5] for one in range(0, 11)]])
    folds = np.concatenate([np.arange(12), np.arange(11)]) // 3
    evaluation = evaluate_model(
        "model", model(0, 0.6), SUBJECTS, PROTOCOL, LfwPairs(photos, folds, 0)
    )
    row = next(row for row in evaluation.rows if row.measure == "accuracy, 4 folds")
    assert 0.8 < row.estimate.value <= 1
    assert row.standard_error is not None


def test_two_models_stand_side_by_side_with_what_changed(evaluations):
    table = score_tables(evaluations, "en")[0]
    assert table.columns == ("", "old", "new", "difference", "misses lost")
    assert [row[0] for row in table.rows] == ["clean", "masked"]
    lines = markdown([table]).splitlines()
    assert lines[0] == "| **TAR at FAR 1e-2** | old | new | difference | misses lost |"
    assert len({line.count("|") for line in lines}) == 1
    assert "%" in lines[3]


def test_one_model_stands_with_its_thresholds(evaluations):
    tables = {table.measure: table for table in score_tables(evaluations[:1], "en")}
    assert tables["AUC"].columns == ("", "old", "threshold")
    assert tables["AUC"].rows[0][2] == ""
    assert 0 < float(tables["TAR at FAR 1e-3"].rows[0][2]) < 1


def test_a_terminal_shows_a_table_a_measure(evaluations):
    tables = [rich_table(table) for table in score_tables(evaluations, "zh")]
    assert [table.row_count for table in tables] == [2] * 11
    assert tables[0].columns[-1].header == "减少的错误"


def test_the_document_is_json_without_what_json_does_not_know(evaluations):
    written = json.dumps(document(evaluations), allow_nan=False)
    models = json.loads(written)["models"]
    assert models[0]["pairs"]["masked"]["genuine"] == PEOPLE * PHOTOS * (PHOTOS - 1)
    few = next(
        row
        for row in models[0]["scores"]
        if row["measure"] == "TAR at FAR 1e-4" and row["view"] == "clean"
    )
    assert 0 < few["low"] <= few["value"] <= few["high"] <= 1


def test_the_picture_is_a_png(evaluations):
    assert plot(evaluations).startswith(b"\x89PNG")
