"""The card of a trained pack: what it began as, what it was trained on, how good it is."""

from __future__ import annotations

from collections.abc import Mapping

from arcface_train.network import NetworkPlan
from arcface_train.training_record import TrainingRecord

FILE_NAME = "card.md"
LICENCE = """\
These weights are made from those named above, so the licence of those holds for them. InsightFace
gives its models (buffalo_l, antelopev2 and so on) away for non-commercial research only. The
photos' own terms hold, too: ask the people who are on them."""


def card(name: str, plan: NetworkPlan, record: TrainingRecord) -> str:
    """Return a pack's card in Markdown.

    Args:
        name: The pack's name.
        plan: What kind of network it is.
        record: Where its weights came from.
    """
    began = record.source + (f" (sha256 {record.source_sha256})" if record.source_sha256 else "")
    photos = f"{record.photos} photos of {record.people} people"
    if record.others:
        photos += f", {record.others} of others"
    facts = {
        "began as": began,
        **({"teacher": record.teacher} if record.teacher else {}),
        "network": plan.kind,
        "embeddings": f"{plan.dimension} wide",
        "input": f"aligned face, {plan.side} × {plan.side}",
        "trained on": photos,
    }
    parts = [
        f"# {name}",
        "A face recognition model fine-tuned with FaceMind's `arcface_train`.",
        _table(facts),
        _section("Recipe", record.recipe),
        _section("Scores", record.scores),
        f"## Licence\n\n{LICENCE}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(title: str, values: Mapping[str, str | int | float]) -> str:
    return f"## {title}\n\n{_table(values)}" if values else ""


def _table(values: Mapping[str, str | int | float]) -> str:
    rows = [f"| {key} | {_shown(value)} |" for key, value in values.items()]
    return "\n".join(["| | |", "| --- | --- |", *rows])


def _shown(value: str | int | float) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
