"""The pack by which faces are found and compared before a training."""

from __future__ import annotations

from face_process.model_packs import STANDARD_PACK, ModelPack, choose_pack
from merge.commands.options import warn
from merge.settings import Settings
from UI.texts import text


def pack_in_use(settings: Settings) -> ModelPack:
    """Return the pack that the settings lead to, and say so where that is the starter.

    Raises:
        ModelError: There is none, or it can't be used.
    """
    choice = choose_pack(settings, None)
    if choice.stopgap:
        warn(text(settings.language, "cli.train_starter", pack=STANDARD_PACK))
    return choice.pack
