"""The READMEs' picture can be made again from real output."""

import os
import subprocess
import sys
from pathlib import Path

import cv2

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "README_images" / "draw_image.py"


def run(folder: Path, models: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "FACEMIND_MODELS": str(models), "FACEMIND_PACK": "mini"}
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_the_pipeline_is_drawn_from_the_real_engine(tmp_path, shared_models):
    out = tmp_path / "pipeline.png"
    result = run(tmp_path, shared_models, "-o", str(out))
    assert result.returncode == 0, result.stderr
    height, width = cv2.imread(str(out)).shape[:2]
    assert width > 3 * height


def test_a_photo_gets_boxes_and_landmarks(tmp_path, shared_models, astronaut):
    out = tmp_path / "faces.jpg"
    result = run(tmp_path, shared_models, str(astronaut), "-o", str(out))
    assert result.returncode == 0, result.stderr
    before, after = cv2.imread(str(astronaut)), cv2.imread(str(out))
    assert before.shape == after.shape
    assert cv2.absdiff(before, after).max() > 100


def test_a_photo_that_is_missing_is_a_sentence(tmp_path, shared_models):
    result = run(tmp_path, shared_models, "nobody.jpg")
    assert result.returncode == 1
    assert result.stderr.strip() == "There is no file nobody.jpg. Check the path."
