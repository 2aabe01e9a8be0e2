"""An evaluation as a picture: ROC curves, and how similar genuine pairs and impostors' are."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from arcface_train.evaluation import Curve, Evaluation

COLOURS = ("tab:orange", "tab:blue")
LEAST_FAR = 1e-5
BINS = np.linspace(-0.5, 1, 76)
PANEL_INCHES, DOTS = (3.3, 2.9), 110


def plot(evaluations: Sequence[Evaluation]) -> bytes:
    """Return a PNG with two panels a condition: above the ROC, below the similarities.

    Args:
        evaluations: One or two, by the same protocol.
    """
    conditions = len(evaluations[0].curves)
    width, height = PANEL_INCHES
    figure = Figure(figsize=(width * conditions, height * 2), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(2, conditions, squeeze=False, sharey="row")
    for evaluation, colour in zip(evaluations, COLOURS, strict=False):
        for curve, (above, below) in zip(evaluation.curves, panels.T, strict=True):
            _draw_roc(above, curve, evaluation.model, colour)
            _draw_similarities(below, curve, colour)
    panels[0, 0].set_ylabel("TAR")
    panels[0, 0].legend(loc="lower right")
    panels[1, 0].set_ylabel("density")
    panels[1, 0].set_title("solid: genuine, dotted: impostors", fontsize="small")
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=DOTS)
    return picture.getvalue()


def _draw_roc(panel: Axes, curve: Curve, model: str, colour: str) -> None:
    roc = curve.roc
    panel.step(np.maximum(roc.far, LEAST_FAR), roc.tar, where="post", color=colour, label=model)
    panel.set(xscale="log", xlim=(LEAST_FAR, 1), title=curve.condition, xlabel="FAR")
    panel.grid(alpha=0.3)


def _draw_similarities(panel: Axes, curve: Curve, colour: str) -> None:
    genuine = curve.comparisons.genuine
    for which, line in ((genuine, "-"), (~genuine, ":")):
        cosines = curve.comparisons.similarities[which]
        panel.hist(cosines, BINS, density=True, histtype="step", color=colour, linestyle=line)
    panel.set(xlim=(BINS[0], BINS[-1]), xlabel="cosine similarity")
    panel.grid(alpha=0.3)
