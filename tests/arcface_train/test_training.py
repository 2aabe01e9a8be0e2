import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from arcface_train.backbones import new_network
from arcface_train.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from arcface_train.embedder import TorchEmbedder
from arcface_train.face_set import read_face_set
from arcface_train.held_out import hold_out
from arcface_train.kept import KEPT, kept_embeddings
from arcface_train.network import embed_crops
from arcface_train.pictures import pictures_of
from arcface_train.processes import Processes
from arcface_train.recipes import RECIPES
from arcface_train.run_folder import BEST, LAST
from arcface_train.start import start
from arcface_train.train import app
from arcface_train.training import Training, Watch, train
from arcface_train.training_log import CURVES, TABLE
from arcface_train.training_record import TrainingRecord
from face_process.errors import TrainError
from tests.arcface_train.face_sets import make_face_set, photos_of
from tests.command_line import PROJECT

ALONE = Processes(0, 1, torch.device("cpu"))
RECIPE = replace(RECIPES["small"], batch=6, epochs=2, learning_rate=1e-3, head_first=0.25)


@pytest.fixture(scope="module")
def faces(aligned, shared_data, tmp_path_factory):
    photos = photos_of(shared_data / "lfw" / "known", people=6, each=2)
    return make_face_set(tmp_path_factory.mktemp("faces"), aligned, photos)


@pytest.fixture(scope="module")
def begin(shared_models):
    """Return a function that gives the small pack's network, fresh each time."""
    return lambda: start(str(shared_models / "mini"), None, seed=0)


@pytest.fixture(autouse=True)
def looked_at_each_epoch(monkeypatch):
    monkeypatch.setattr("arcface_train.training.LOOK_EVERY", 2)


def run(folder, faces, begin, recipe=RECIPE, told=lambda entry: None, held=None):
    pictures = pictures_of([read_face_set(faces)])
    folder.mkdir(exist_ok=True)
    begun = begin()
    kept = None
    if recipe.keep_weight:
        embedder = TorchEmbedder(begun.network)
        kept = kept_embeddings(pictures, embedder, folder / KEPT, ALONE, lambda done: None)
    steps = []
    training = Training(pictures, held, recipe, folder)
    train(training, begun, kept, None, ALONE, Watch(told, steps.append))
    return steps


def weights(file):
    return read_checkpoint(file).network.state_dict()


def largest_difference(one, other):
    return max(float((one[name].float() - other[name].float()).abs().max()) for name in one)


def mean_difference(one, other):
    return np.mean(
        [float((one[name] - other[name]).abs().mean()) for name in one if one[name].ndim]
    )


def test_a_training_learns_and_leaves_its_best_its_last_and_a_log(faces, begin, tmp_path):
    seen = []
    steps = run(
        tmp_path / "run", faces, begin, replace(RECIPE, epochs=6, keep_weight=0.0), seen.append
    )
    assert steps == list(range(1, 13))
    assert [entry.step for entry in seen] == [2, 4, 6, 8, 10, 12]
    assert seen[-1].loss < seen[0].loss
    assert largest_difference(begin().network.state_dict(), weights(tmp_path / "run" / BEST)) > 0
    table = (tmp_path / "run" / TABLE).read_text().splitlines()
    assert len(table) == 7
    assert table[-1].startswith("12,6,")
    assert (tmp_path / "run" / CURVES).read_bytes().startswith(b"\x89PNG")


def test_a_training_that_was_stopped_ends_with_the_same_weights(faces, begin, tmp_path):
    class Stopped(Exception):  # noqa: N818 - as when the power fails
        pass

    def stop(_entry):
        raise Stopped

    run(tmp_path / "whole", faces, begin)
    with pytest.raises(Stopped):
        run(tmp_path / "halves", faces, begin, told=stop)
    run(tmp_path / "halves", faces, begin)
    whole, halves = weights(tmp_path / "whole" / LAST), weights(tmp_path / "halves" / LAST)
    assert largest_difference(whole, halves) == 0
    with pytest.raises(TrainError, match="another recipe"):
        run(tmp_path / "halves", faces, begin, replace(RECIPE, epochs=3))


def test_two_processes_learn_what_one_does(faces, shared_models, tmp_path):
    command = ["-m", "arcface_train.train", str(faces), "--from", str(shared_models / "mini")]
    command += ["--batch", "6", "--epochs", "1", "--held-out", "0"]
    alone = [sys.executable, *command]
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    together = [*torchrun, "--nproc-per-node", "2", *command]
    for name, program in (("one", alone), ("two", together)):
        run = [*program, "--out", str(tmp_path / name)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        subprocess.run(run, cwd=PROJECT, env=environment, check=True, timeout=240)
    one, two = weights(tmp_path / "one" / LAST), weights(tmp_path / "two" / LAST)
    begun = start(str(shared_models / "mini"), None, seed=0).network.state_dict()
    assert mean_difference(one, two) < 0.01 * mean_difference(one, begun)


def test_a_new_network_learns_to_embed_as_its_teacher(faces, shared_models, tmp_path):
    given = [str(faces), "--out", str(tmp_path), "--teacher", str(shared_models / "mini")]
    few = ["--batch", "6", "--epochs", "20", "--learning-rate", "0.001", "--held-out", "0"]
    done = CliRunner().invoke(app, [*given, "--recipe", "distil", *few])
    assert done.exit_code == 0, done.output
    learnt = read_checkpoint(tmp_path / BEST)
    assert (learnt.record.source, learnt.record.teacher) == ("random", "mini")
    assert learnt.network.plan.dimension == 128
    crops = pictures_of([read_face_set(faces)]).crops(range(12))
    teacher = start(str(shared_models / "mini"), None, seed=0).network
    wanted = embed_crops(teacher, crops)
    assert (embed_crops(learnt.network, crops) * wanted).sum(axis=1).mean() > 0.3
    untaught = new_network("plain_net", 128)
    assert (embed_crops(untaught, crops) * wanted).sum(axis=1).mean() < 0.1


def test_what_is_kept_lies_between_before_and_after(faces, begin, tmp_path):
    run(tmp_path, faces, begin, replace(RECIPE, trained_share=0.6, epochs=4))
    before = begin().network.state_dict()
    kept, after = weights(tmp_path / BEST), weights(tmp_path / LAST)
    assert mean_difference(after, before) > 1e-6
    share = mean_difference(kept, before) / mean_difference(after, before)
    assert share == pytest.approx(0.6, abs=0.01)


def test_people_of_several_face_sets_are_learnt(
    faces, shared_data, aligned, shared_models, tmp_path
):
    everybody = photos_of(shared_data / "lfw" / "known", people=9, each=1)
    photos = dict(list(everybody.items())[6:])
    single = make_face_set(tmp_path / "single", aligned, photos)
    given = [str(faces), str(single), "--from", str(shared_models / "mini"), "--changes", "0.5"]
    few = ["--batch", "6", "--epochs", "1", "--held-out", "0", "--out", str(tmp_path / "run")]
    done = CliRunner().invoke(app, [*given, *few])
    assert done.exit_code == 0, done.output
    record = read_checkpoint(tmp_path / "run" / BEST).record
    assert (record.people, record.photos, record.others) == (9, 15, 0)
    assert record.recipe["jitter mask"] == pytest.approx(RECIPES["small"].jitter.mask / 2)


def test_a_teacher_of_another_width_teaches_who_looks_like_whom(faces, shared_models, tmp_path):
    teacher, narrow = str(shared_models / "mini"), tmp_path / "narrow.pt"
    before = new_network("plain_net", 64)
    write_checkpoint(narrow, Checkpoint(before, TrainingRecord("random")))
    few = ["--batch", "12", "--epochs", "20", "--learning-rate", "0.001", "--held-out", "0"]
    given = [str(faces), "--from", str(narrow), "--teacher", teacher, "--out", str(tmp_path)]
    done = CliRunner().invoke(app, [*given, *few])
    assert done.exit_code == 0, done.output
    after = read_checkpoint(tmp_path / BEST)
    assert after.record.teacher == "mini"
    crops = pictures_of([read_face_set(faces)]).crops(range(12))
    by_teacher, learnt, untaught = (
        one @ one.T
        for one in (
            embed_crops(network, crops)
            for network in (start(teacher, None, seed=0).network, after.network, before.eval())
        )
    )
    assert np.abs(learnt - by_teacher).mean() < 0.7 * np.abs(untaught - by_teacher).mean()


@pytest.mark.parametrize(
    ("recipe", "teacher", "told"), [("distil", [], "distil"), ("reference", ["mini"], "reference")]
)
def test_a_recipe_takes_a_teacher_or_it_does_not(faces, tmp_path, recipe, teacher, told):
    given = [str(faces), "--out", str(tmp_path / "run"), "--recipe", recipe, "--language", "en"]
    done = CliRunner().invoke(app, [*given, *(f"--teacher={one}" for one in teacher)])
    assert done.exit_code == 2
    assert f"The recipe {told}" in " ".join(done.output.replace("│", " ").split())
    assert not (tmp_path / "run").exists()


def test_a_teacher_of_another_width_is_told(faces, shared_models, tmp_path):
    narrow = tmp_path / "narrow.pt"
    write_checkpoint(narrow, Checkpoint(new_network("plain_net", 64), TrainingRecord("random")))
    given = [
        str(faces),
        "--out",
        str(tmp_path / "run"),
        "--from",
        str(narrow),
        "--recipe",
        "distil",
    ]
    done = CliRunner().invoke(app, [*given, "--teacher", str(shared_models / "mini")])
    assert isinstance(done.exception, TrainError) or "128" in done.output
    assert not (tmp_path / "run").exists()


def test_people_held_out_are_scored_in_every_condition(faces, begin, tmp_path, monkeypatch):
    monkeypatch.setattr("arcface_train.held_out.FEWEST_PEOPLE", 3)
    pictures = pictures_of([read_face_set(faces)])
    left, held = hold_out(pictures, 0.5, seed=0)
    assert (left.people, len(left), len(held.clean)) == (3, 6, 6)
    seen = []
    folder = tmp_path / "run"
    folder.mkdir()
    watch = Watch(seen.append, lambda step: None)
    train(Training(left, held, RECIPE, folder), begin(), None, None, ALONE, watch)
    assert seen[-1].scores["clean"] == 1
    assert 0 <= seen[-1].scores["masked"] <= 1
    assert (folder / TABLE).read_text().count("\n") == 2 + len(seen)  # and before training
    assert np.array_equal(np.unique(held.labels, return_counts=True)[1], [2, 2, 2])


def test_it_ends_early_where_nothing_gets_better(faces, begin, tmp_path, monkeypatch):
    monkeypatch.setattr("arcface_train.held_out.FEWEST_PEOPLE", 3)
    left, held = hold_out(pictures_of([read_face_set(faces)]), 0.5, seed=0)
    idle = replace(RECIPE, learning_rate=0.0, keep_weight=0.0, batch=3, epochs=10, patience=2)
    steps, folder = [], tmp_path / "run"
    folder.mkdir()
    watch = Watch(lambda entry: None, steps.append)
    train(Training(left, held, idle, folder), begin(), None, None, ALONE, watch)
    assert steps == [1, 2, 3, 4]
