import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def figures(shared_data, shared_models, tmp_path_factory):
    """What the benchmark finds in the hamilton clip, with one portrait each enrolled."""
    home = tmp_path_factory.mktemp("live")
    hamilton, people = shared_data / "videos" / "hamilton", home / "people"
    people.mkdir()
    for portrait in (*hamilton.glob("*.png"), *hamilton.glob("*.jpg")):
        (people / portrait.name).symlink_to(portrait)
    done = subprocess.run(
        [
            sys.executable, PROJECT / "benchmarks" / "live.py",
            hamilton / "short_hamilton_clip.mp4",
            "--people", people, "--labels", hamilton / "labels.txt", "--json", home / "live.json",
        ],
        env={**os.environ, "FACEMIND_PACK": "mini"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "lin-manuel-miranda" in done.stdout
    return json.loads((home / "live.json").read_text("utf-8"))


def test_the_benchmark_writes_every_figure(figures):
    assert set(figures) == {
        "frames", "reference_fps", "our_fps", "wall_ratio", "cpu_ratio", "coverage",
        "reference_coverage", "wrong_names", "latency_frames_median", "iou50_share",
        "threshold", "pack",
    }  # fmt: skip
    assert (figures["frames"], figures["pack"]) == (275, "mini")


def test_nobody_is_named_wrongly_and_the_known_nearly_always(figures):
    assert figures["wrong_names"] == 0
    assert figures["coverage"] >= 0.95
    assert figures["coverage"] > figures["reference_coverage"] + 0.3


def test_names_come_soon_and_boxes_fit(figures):
    assert figures["latency_frames_median"] <= 2
    assert figures["iou50_share"] >= 0.96
