"""Draw what benchmarks/gallery.py measured: the time of a search over the number of faces."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("Agg")
from matplotlib import pyplot


def plot(results: list[dict], file: Path) -> None:
    """Draw the time of a search over the number of faces, a panel a width."""
    widths = sorted({one["width"] for one in results})
    figure, panels = pyplot.subplots(1, len(widths), figsize=(5 * len(widths), 4), sharey=True)
    for width, panel in zip(widths, np.atleast_1d(panels), strict=True):
        sizes = [one for one in results if one["width"] == width]
        for name in sizes[0]["ways"]:
            points = [(o["faces"], o["ways"][name]["p50_ms"]) for o in sizes if name in o["ways"]]
            style = {"linewidth": 3} if name == "FaceMind" else {"alpha": 0.8}
            panel.loglog(*zip(*points, strict=True), "o-", label=name, **style)
        panel.set(title=f"{width} wide", xlabel="faces")
        panel.grid(which="major", alpha=0.3)
    np.atleast_1d(panels)[0].set_ylabel("median time of a search, ms")
    np.atleast_1d(panels)[0].legend()
    figure.tight_layout()
    figure.savefig(file, dpi=110)
