"""Load a model pack: two ONNX files become a FaceEngine."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import onnxruntime

from face_process.crop_vectors import vector_width
from face_process.errors import ModelError
from face_process.face_engine import FaceEngine
from face_process.insightface_models import SCRFD, ArcFaceONNX, get_model
from face_process.model_packs import ModelPack, model_sha256
from face_process.model_rewrite import quick_detector, quick_recognizer
from face_process.processors import usable_processors
from face_process.types import ModelIdentity
from merge.settings import Device, Settings

log = logging.getLogger(__name__)

PROVIDERS = {
    Device.CPU: "CPUExecutionProvider",
    Device.CUDA: "CUDAExecutionProvider",
    Device.COREML: "CoreMLExecutionProvider",
    Device.DIRECTML: "DmlExecutionProvider",
}
MOST_THREADS = 4
SMALL_MODEL = 15_000_000
"""Bytes below which a model is taken to be small: MobileFaceNet has 2 to 14 million, the detector
of buffalo_l, the smallest that gains by threads, 17."""


def load_engine(pack: ModelPack, device: Device = Device.AUTO) -> FaceEngine:
    """Return the engine for a pack's detection and recognition models.

    Raises:
        ModelError: A file can't be loaded or is not that kind of model, or the device is not
            offered by this ONNX Runtime.
    """
    chosen = choose_device(device)
    detector = load_detector(pack.detection, chosen)
    recognizer = load_recognizer(pack.recognition, chosen)
    identity = ModelIdentity(pack.name, model_sha256(pack.recognition), vector_width(recognizer))
    log.info("pack %s on %s, embeddings %d wide", pack.name, chosen, identity.dimension)
    return FaceEngine(detector, recognizer, identity, str(chosen))


def load_detector(file: Path, device: Device = Device.AUTO) -> SCRFD:
    """Return a detection model by itself, of free input size where it can be given one.

    Raises:
        ModelError: The file can't be loaded or is no detection model with landmarks, or the device
            is not offered by this ONNX Runtime.
    """
    return _load(file, "detection", _providers(choose_device(device)), quick_detector)


def load_recognizer(file: Path, device: Device = Device.AUTO) -> ArcFaceONNX:
    """Return a recognition model by itself, in the form that is quickest on the device.

    Raises:
        ModelError: The file can't be loaded or is no recognition model, or the device is not
            offered by this ONNX Runtime.
    """
    chosen = choose_device(device)
    quicken = quick_recognizer if chosen is Device.CPU else None
    return _load(file, "recognition", _providers(chosen), quicken)


def choose_device(device: Device) -> Device:
    """Return the device to use: the one asked for, or the fastest offered for ``auto``.

    Raises:
        ModelError: ONNX Runtime doesn't offer it here.
    """
    available = onnxruntime.get_available_providers()
    if device is Device.AUTO:
        order = (Device.CUDA, Device.COREML, Device.DIRECTML, Device.CPU)
        return next(one for one in order if PROVIDERS[one] in available)
    if PROVIDERS[device] not in available:
        offered = ", ".join(one for one, name in PROVIDERS.items() if name in available)
        raise ModelError("device_missing", device=str(device), available=offered)
    return device


def offered_devices() -> list[Device]:
    """Return the devices that ONNX Runtime offers here, the choice of the fastest first."""
    available = onnxruntime.get_available_providers()
    return [Device.AUTO, *(one for one, name in PROVIDERS.items() if name in available)]


def usable_device(settings: Settings) -> Device:
    """Return the settings' device, or ``auto`` where it isn't there and nobody gave it.

    A device that is kept with the people may be that of another machine.
    """
    if settings.device in offered_devices() or "device" in settings.given:
        return settings.device
    log.warning("the device %s isn't offered here, the fastest that is is used", settings.device)
    return Device.AUTO


def session_options(file: Path) -> onnxruntime.SessionOptions:
    """Return ONNX Runtime's options for a model on this machine.

    Few threads that sleep when idle: detection and recognition run in turn and share the
    processor with decoding and drawing, and spinning threads fight each other. A small model
    gets one thread: a second one saves it a tenth of the time and costs the others more.
    """
    options = onnxruntime.SessionOptions()
    small = file.stat().st_size < SMALL_MODEL
    options.intra_op_num_threads = 1 if small else min(usable_processors(), MOST_THREADS)
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options


def _providers(device: Device) -> list[str]:
    """Return the device's provider and, for what it can't run, the processor's."""
    return list(dict.fromkeys([PROVIDERS[device], PROVIDERS[Device.CPU]]))


def _load(
    file: Path, role: str, providers: list[str], quicken: Callable[[Path], Path] | None
) -> SCRFD | ArcFaceONNX:
    if not file.is_file():
        raise ModelError("model_file_missing", file=file)
    quick = quicken(file) if quicken else file
    if quick != file:
        try:
            return _open(quick, role, providers)
        except ModelError:
            log.info("%s is used as it is: its quicker form can't be loaded", file, exc_info=True)
            quick.unlink(missing_ok=True)
    return _open(file, role, providers)


def _open(file: Path, role: str, providers: list[str]) -> SCRFD | ArcFaceONNX:
    try:
        model = get_model(str(file), providers=providers, sess_options=session_options(file))
    except Exception as error:
        raise ModelError("model_unreadable", file=file) from error
    wanted = SCRFD if role == "detection" else ArcFaceONNX
    if not isinstance(model, wanted) or (isinstance(model, SCRFD) and not model.use_kps):
        raise ModelError("model_wrong_role", file=file, role=role)
    return model
