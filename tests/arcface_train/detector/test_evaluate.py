"""The teacher judged against itself finds all of its faces, and nothing else."""

import json

import pytest
from typer.testing import CliRunner

from arcface_train.detector.evaluate import app


@pytest.fixture
def judged(photos, shared_models):
    def run(*given):
        environment = {"FACEMIND_MODELS": str(shared_models)}
        asked = [str(shared_models / "mini"), "--photos", str(photos), "--against", "mini", *given]
        return CliRunner().invoke(app, asked, env=environment)

    return run


def test_a_teacher_agrees_with_itself(judged):
    done = judged("--json")
    assert done.exit_code == 0, done.output
    (told,) = json.loads(done.stdout)["detectors"]
    assert (told["photos"], told["faces"], told["recall"], told["landmark_error"]) == (5, 14, 1, 0)
    assert [one["false_faces"] for one in told["thresholds"]] == [0] * 5


def test_it_is_told_as_a_table(judged):
    done = judged("--markdown")
    assert done.exit_code == 0, done.output
    assert done.stdout.count("|") > 10
