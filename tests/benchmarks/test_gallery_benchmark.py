import json
import subprocess
import sys

from tests.command_line import PROJECT


def test_every_way_finds_whom_the_product_finds(tmp_path):
    figures = tmp_path / "figures.json"
    command = [
        sys.executable, PROJECT / "benchmarks" / "gallery.py", "--faces", "300", "--width", "64",
        "--probes", "33", "--graph", "0", "--folder", tmp_path / "stores", "--json", figures,
    ]  # fmt: skip
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "300 faces of 64" in printed
    (measured,) = json.loads(figures.read_text("utf-8"))
    assert set(measured["ways"]) == {"FaceMind", "NumPy product", "FAISS flat", "reference"}
    assert all(way["recall"] == 1 for way in measured["ways"].values())
    assert measured["start_s"] > 0
    assert measured["ways"]["FaceMind"]["batch_ms"] > 0
    assert not (tmp_path / "stores" / "reference.db").exists()
