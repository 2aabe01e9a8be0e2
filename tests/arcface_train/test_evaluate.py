import json
import logging

import pytest
from typer.testing import CliRunner

from arcface_train import evaluate
from tests.arcface_train.small_sets import known_photos, make_face_set, stranger_photos


@pytest.fixture(scope="module")
def sets(engine, shared_data, tmp_path_factory):
    """Return the options that name four people with four photos each, and six strangers."""
    known = tmp_path_factory.mktemp("known")
    strangers = tmp_path_factory.mktemp("strangers")
    make_face_set(engine, known, known_photos(shared_data, 4, 4))
    make_face_set(engine, strangers, stranger_photos(shared_data, 6))
    return "--faces", str(known), "--strangers", str(strangers)


def run(*arguments):
    handlers = list(logging.getLogger().handlers)
    try:
        return CliRunner().invoke(evaluate.app, [*map(str, arguments)])
    finally:
        logging.getLogger().handlers[:] = handlers


@pytest.fixture
def packs(shared_models):
    return shared_models / "mini_casia", shared_models / "mini"


def test_two_packs_are_compared_and_all_is_written(packs, sets, tmp_path):
    out = tmp_path / "new" / "scores"
    wanted = ("--conditions", "clean,masked", "--flip", "--json", "--out", out)
    result = run(*packs, *sets, *wanted)
    assert result.exit_code == 0, result.output
    scores = json.loads(result.stdout)
    assert [each["model"] for each in scores["models"]] == ["mini_casia", "mini"]
    assert scores["faces"] == 22
    assert {row["view"] for row in scores["models"][0]["scores"]} == {
        "clean",
        "clean, flip",
        "masked",
        "masked, flip",
    }
    assert json.loads((out / "scores.json").read_text("utf-8")) == scores
    assert "| masked, flip |" in (out / "scores.md").read_text("utf-8")
    assert (out / "scores.png").read_bytes().startswith(b"\x89PNG")


def test_one_seed_gives_one_answer(packs, sets):
    wanted = (packs[1], *sets, "--conditions", "masked", "--json")
    first, second, other = (run(*wanted, "--seed", seed).stdout for seed in (3, 3, 4))
    assert first == second
    assert first != other


def test_a_models_recogniser_alone_is_as_good_as_its_pack(packs, sets):
    file = next(packs[1].glob("*mobilefacenet*.onnx"))
    wanted = ("--conditions", "clean", "--markdown")
    of_file, of_pack = (run(each, *sets, *wanted).stdout for each in (file, packs[1]))
    assert of_file.replace(file.stem, "mini") == of_pack
    assert of_pack.startswith("| **TAR at FAR 1e-2** | mini | threshold |")


def test_a_pack_is_found_by_name_in_the_folder_of_packs(packs, sets, monkeypatch):
    monkeypatch.delenv("FACEMIND_MODELS")
    wanted = (*sets, "--conditions", "clean", "--json", "--models", packs[1].parent)
    assert json.loads(run("mini", *wanted).stdout)["models"][0]["model"] == "mini"


def test_a_checkpoint_of_the_same_weights_changes_nothing(packs, sets, tmp_path):
    from arcface_train.checkpoint import Checkpoint, write_checkpoint
    from arcface_train.onnx_import import import_network
    from arcface_train.training_record import TrainingRecord

    file = next(packs[1].glob("*mobilefacenet*.onnx"))
    network = import_network(file)
    write_checkpoint(tmp_path / "same.pt", Checkpoint(network, TrainingRecord(source="mini")))
    wanted = ("--conditions", "clean", "--json")
    result = run(packs[1], tmp_path / "same.pt", *sets, *wanted)
    assert result.exit_code == 0, result.output
    for difference in json.loads(result.stdout)["differences"]:
        assert difference["change"]["value"] in (None, pytest.approx(0, abs=1e-3))


def test_a_terminal_is_shown_tables(packs, sets):
    result = run(packs[1], *sets, "--conditions", "grey")
    assert "rank-1, 3 enrolled" in result.stdout
    assert "grey" in result.stdout


def test_another_models_gallery_is_of_no_use(packs, sets):
    wanted = ("--conditions", "clean", "--json", "--kept-gallery")
    old, kept = json.loads(run(*packs, *sets, *wanted).stdout)["models"]
    assert kept["model"] == "mini, gallery kept"
    auc = [
        next(r["value"] for r in each["scores"] if r["measure"] == "AUC") for each in (old, kept)
    ]
    assert auc[0] > 0.95 > auc[1]


@pytest.mark.parametrize(
    "wrong",
    [["--conditions", "foggy"], ["--conditions", ","], ["--kept-gallery"], ["third", "fourth"]],
    ids=["no such condition", "no condition", "one model's gallery", "three models"],
)
def test_wrong_usage_is_told_as_that(packs, sets, wrong):
    assert run(packs[1], *sets, *wrong).exit_code == 2


def test_what_can_not_be_evaluated_on_is_told_in_a_sentence(packs, tmp_path):
    result = run(packs[1], "--faces", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{tmp_path} is no face set")


def test_a_folder_that_can_not_be_made_is_told_in_a_sentence(packs, sets, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    out = tmp_path / "file" / "folder"
    result = run(packs[1], *sets, "--conditions", "clean", "--out", out)
    assert result.exit_code == 1
    assert str(out) in result.stderr


def test_a_picture_without_matplotlib_is_refused_before_anything_is_measured(
    packs, sets, tmp_path, monkeypatch
):
    monkeypatch.setattr(evaluate, "find_spec", lambda _name: None)
    result = run(packs[1], *sets, "--out", tmp_path / "scores")
    assert result.exit_code == 1
    assert "requirements-train.txt" in result.stderr
    assert not (tmp_path / "scores").exists()
