"""The starter pack does until there is a better one, and that one knows everybody."""

import json
import shutil

import pytest

from face_process import pack_places
from tests.command_line import run_here

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def bare(tmp_path, starter, monkeypatch):
    """Return the environment of a clone with nothing but its starter, and without a network."""
    monkeypatch.setattr(pack_places, "PROJECT_PACKS", tmp_path / "project")
    return {
        "HOME": str(tmp_path),
        "FACEMIND_MODELS": str(tmp_path / "models"),
        "FACEMIND_PACK": "",
        "FACEMIND_DATABASE": str(tmp_path / "known_faces.db"),
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
    }


@pytest.fixture
def better(shared_models, tmp_path):
    """Return a function that does what a download of buffalo_l leaves behind."""

    def download():
        shutil.copytree(shared_models / "mini_casia", tmp_path / "models" / "buffalo_l")

    return download


def recognised(home, photo):
    answer = run_here("recognize", photo, "--json", **home)
    document = json.loads(answer.stdout)
    return document["pack"], [face["name"] for face in document["faces"]], answer.stderr


def test_starter_does_and_it_is_said_once_until_a_better_pack_knows_everybody(
    bare, better, starter, astronaut
):
    before = sorted(starter.iterdir())
    enrolled = run_here("enroll", "张三", astronaut, **bare)
    assert enrolled.returncode == 0, enrolled.stderr
    assert enrolled.stderr.count("models download") == 1
    pack, names, said = recognised(bare, astronaut)
    assert (pack, names) == ("starter", ["张三"])
    assert "models download" not in said
    better()
    pack, names, _ = recognised(bare, astronaut)
    assert (pack, names) == ("buffalo_l", ["张三"])
    assert sorted(starter.iterdir()) == before


def test_starter_that_was_chosen_stays_and_nothing_better_is_praised(bare, better, astronaut):
    assert run_here("models", "use", "starter", **bare).returncode == 0
    better()
    pack, _, said = recognised(bare, astronaut)
    assert pack == "starter"
    assert "models download" not in said
    listed = run_here("models", "list", **bare).stdout.splitlines()
    assert [line.split("\t")[:2] for line in listed] == [[" ", "buffalo_l"], ["*", "starter"]]
