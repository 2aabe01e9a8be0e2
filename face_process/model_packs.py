"""Which model packs there are, and which one to use."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from face_process.errors import ModelError
from face_process.model_inspect import Role, cache_folder, model_role, model_sha256
from face_process.pack_places import is_starter, possible_packs
from merge.settings import Settings

__all__ = [
    "NO_PACK",
    "STANDARD_PACK",
    "ChosenPack",
    "ModelPack",
    "cache_folder",
    "choose_pack",
    "find_pack",
    "installed_packs",
    "model_sha256",
    "only_starter",
    "open_pack",
]

log = logging.getLogger(__name__)

STANDARD_PACK = "buffalo_l"
NO_PACK = "none"


@dataclass(frozen=True, slots=True)
class ModelPack:
    """The two models that recognition needs.

    Attributes:
        name: What people call it; that of the recognition file where one is given by itself.
        detection: ONNX file of the model that finds faces.
        recognition: ONNX file of the model that tells them apart; its bytes are the identity.
        folder: The pack's folder; None where a model is given by its file.
    """

    name: str
    detection: Path
    recognition: Path
    folder: Path | None


@dataclass(frozen=True, slots=True)
class ChosenPack:
    """The pack to use.

    Attributes:
        pack: The pack.
        shadowed: Name of the pack remembered by ``models use`` whose recognition model is not
            used because the settings name another; None where nothing is overruled.
        stopgap: Whether it is the starter, which nobody asked for: there is nothing better.
    """

    pack: ModelPack
    shadowed: str | None
    stopgap: bool = False


def installed_packs(models: Path | None) -> list[ModelPack]:
    """Return every complete pack: folder by folder, by name, and the starter at the end.

    The first of a name counts.

    A folder that is no complete pack is left out, with a warning where a file in it is broken.

    Args:
        models: The user's own folder (``--models``), searched first.
    """
    packs: dict[str, ModelPack] = {}
    for folder in possible_packs(models):
        if folder.name in packs:
            continue
        try:
            packs[folder.name] = open_pack(folder)
        except ModelError as error:
            level = logging.DEBUG if error.key == "pack_incomplete" else logging.WARNING
            log.log(level, "the model pack in %s is left out: %s", folder, error)
    return list(packs.values())


def open_pack(folder: Path, name: str | None = None) -> ModelPack:
    """Return the pack in a folder; of several models for one role, the first by file name.

    Args:
        folder: Holds the ONNX files.
        name: The pack's name; the folder's unless given.

    Raises:
        ModelError: The folder has no detection or no recognition model, or a file that may have
            been it is broken.
    """
    name = name or (folder.resolve() if folder.name in ("", "..") else folder).name
    found: dict[Role, Path] = {}
    broken: ModelError | None = None
    for file in sorted(folder.glob("*.onnx")):
        try:
            found.setdefault(model_role(file), file)
        except ModelError as error:
            broken = broken or error
    for role in (Role.DETECTION, Role.RECOGNITION):
        if role not in found:
            raise broken or ModelError("pack_incomplete", pack=name, role=str(role))
    return ModelPack(name, found[Role.DETECTION], found[Role.RECOGNITION], folder)


def choose_pack(settings: Settings, chosen: str | None) -> ChosenPack:
    """Return the pack to use.

    Explicit model files come first; then the pack that the settings name; then the one
    remembered; then ``buffalo_l``; then the first found, which is the starter where there is no
    other. Where only one of the two files is given, the other comes from the pack that would be
    used without it.

    Args:
        settings: The user's settings.
        chosen: Name or folder remembered by ``models use``; None where nothing is.

    Raises:
        ModelError: ``no_models`` where there is no pack at all or ``--pack none`` plays it;
            ``pack_missing``, ``pack_incomplete`` or an error of a file for what the settings name.
    """
    detection, recognition = settings.detection_model, settings.recognition_model
    if detection is not None:
        _check_role(detection, Role.DETECTION)
    if recognition is not None:
        _check_role(recognition, Role.RECOGNITION)
    remembered = _remembered_pack(settings, chosen)
    if detection is not None and recognition is not None:
        pack = ModelPack(recognition.stem, detection, recognition, None)
    else:
        pack = _pack_of_settings(settings, remembered)
        if detection is not None:
            pack = replace(pack, detection=detection, folder=None)
        if recognition is not None:
            pack = replace(pack, name=recognition.stem, recognition=recognition, folder=None)
    overruled = remembered and not remembered.recognition.samefile(pack.recognition)
    asked_for = settings.pack or remembered or recognition
    stopgap = not asked_for and is_starter(pack.recognition.parent)
    return ChosenPack(pack, remembered.name if remembered and overruled else None, stopgap)


def only_starter(settings: Settings, chosen: str | None) -> bool:
    """Return whether the starter is used because there is nothing better; see choose_pack."""
    try:
        return choose_pack(settings, chosen).stopgap
    except ModelError:
        return False


def _pack_of_settings(settings: Settings, remembered: ModelPack | None) -> ModelPack:
    if settings.pack == NO_PACK:
        raise ModelError("no_models")
    if settings.pack:
        return find_pack(settings.pack, settings.models)
    if remembered is not None:
        return remembered
    packs = installed_packs(settings.models)
    if not packs:
        raise ModelError("no_models")
    return next((pack for pack in packs if pack.name == STANDARD_PACK), packs[0])


def _remembered_pack(settings: Settings, chosen: str | None) -> ModelPack | None:
    if not chosen:
        return None
    try:
        return find_pack(chosen, settings.models)
    except ModelError as error:
        log.warning("the chosen model pack can't be used, another is: %s", error)
        return None


def find_pack(wanted: str, models: Path | None) -> ModelPack:
    """Return the first complete pack of a name, else the pack in the folder of that path.

    Args:
        wanted: The name or the path.
        models: The user's own folder (``--models``), searched first.

    Raises:
        ModelError: There is none, or the one there is can't be used.
    """
    named = [folder for folder in possible_packs(models) if folder.name == wanted]
    path = Path(wanted).expanduser()
    if path.is_dir():
        named.append(path)
    refused: ModelError | None = None
    for folder in named:
        try:
            return open_pack(folder)
        except ModelError as error:
            refused = refused or error
    if refused is None and models is not None and not models.is_dir():
        raise ModelError("models_folder_missing", folder=models, pack=wanted)
    raise refused or ModelError("pack_missing", pack=wanted)


def _check_role(file: Path, role: Role) -> None:
    if model_role(file) is not role:
        raise ModelError("model_wrong_role", file=file, role=str(role))
