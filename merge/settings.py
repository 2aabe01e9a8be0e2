"""Every setting in one frozen place, filled from flags, then the environment, then defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin, get_type_hints

from face_process.errors import SettingsError
from merge.setting_values import parse_value
from UI.texts import Language, system_language

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT_PREFIX = "FACEMIND_"
MOST_DAYS = 36500
MOST_MINUTES = 1440.0

Switch = Literal["on", "off"]


class Device(StrEnum):
    """Where the models run; ``auto`` takes the fastest that ONNX Runtime offers here."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    COREML = "coreml"
    DIRECTML = "directml"


@dataclass(frozen=True, slots=True)
class Help:
    """What a setting means, in one line of each language."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose; each field with a Help is ``--kebab-name`` and ``FACEMIND_UPPER_NAME``.

    Attributes:
        given: Names of the settings that a flag or the environment gave; these stand above
            what is kept with the people.
    """

    database: Annotated[
        Path,
        Help("The SQLite file that keeps the people you enrol.", "保存已登记人员的 SQLite 文件。"),
    ] = PROJECT / "databases" / "known_faces.db"
    models: Annotated[
        Path | None,
        Help("A folder of model packs, searched first.", "最先查找的模型包文件夹。"),
    ] = None
    pack: Annotated[
        str | None,
        Help("The model pack to use: its name or its folder.", "要使用的模型包：名称或文件夹。"),
    ] = None
    detection_model: Annotated[
        Path | None,
        Help(
            "A face detection model (ONNX file) of your own.",
            "自备的人脸检测模型（ONNX 文件）。",
        ),
    ] = None
    recognition_model: Annotated[
        Path | None,
        Help(
            "A face recognition model (ONNX file) of your own.",
            "自备的人脸识别模型（ONNX 文件）。",
        ),
    ] = None
    threshold: Annotated[
        float | None,
        Help(
            "Least similarity that gives a face a name, -1 to 1 (0.5 unless given). "
            "Higher: fewer wrong names, more Unknown. Live and in videos, where a face is seen "
            "more than once, one look may be 0.05 below it and the average of several 0.12; with "
            "more than 60 people both are stricter.",
            "判定为本人所需的最低相似度，-1 到 1（默认 0.5）。越高越不易认错，但更多人显示为未知。"
            "实时画面和视频会多次观察同一张人脸：单次可低 0.05，多次平均可低 0.12；"
            "超过 60 人时更严格。",
        ),
    ] = None
    gradio_temp: Annotated[
        Path,
        Help(
            "Where the page keeps uploads and results for a while.",
            "网页临时保存上传文件和结果的位置。",
        ),
    ] = PROJECT / "gradio_temp"
    device: Annotated[
        Device,
        Help("What the models run on.", "模型运行的设备。"),
    ] = Device.AUTO
    language: Annotated[
        Language,
        Help(
            "Language to speak; unless given the system's, on the page the browser's.",
            "使用的语言；默认跟随系统，网页默认跟随浏览器。",
        ),
    ] = field(default_factory=system_language)
    host: Annotated[
        str,
        Help(
            "Address the page listens on; beyond this machine only with a password.",
            "网页监听的地址；供其他设备访问时必须设置密码。",
        ),
    ] = "127.0.0.1"
    port: Annotated[
        int | None,
        Help(
            "Port of the page; 7860, or the next free one, unless given.",
            "网页端口；默认 7860，被占用时用下一个空闲端口。",
        ),
    ] = None
    # Never shown: not in a repr, not in a log, not in the help.
    password: Annotated[
        str | None,
        Help(
            "Password that the page asks for; safer in the environment, as others on this machine "
            "may see flags.",
            "打开网页所需的密码；建议用环境变量设置，因为本机其他用户可能看到命令行参数。",
        ),
    ] = field(default=None, repr=False)
    certificate: Annotated[
        Path | None,
        Help(
            "The page's certificate for HTTPS (PEM, with its chain); needs --key. Without one, "
            "FaceMind makes one for use beyond this machine.",
            "网页的 HTTPS 证书（PEM，含证书链），需同时给出 --key。不给出时，供其他设备访问的网页"
            "使用 FaceMind 自动生成的证书。",
        ),
    ] = None
    key: Annotated[
        Path | None,
        Help("The certificate's private key (PEM).", "证书的私钥（PEM）。"),
    ] = None
    camera: Annotated[
        tuple[str, ...],
        Help(
            "Camera: its number, a video file, or a stream's address (rtsp://…, http://…). May be "
            "given several times; in the environment, separated by semicolons.",
            "摄像头：编号、视频文件或视频流地址（rtsp://…、http://…）。可多次给出；环境变量中用分号分隔。",
        ),
    ] = ("0",)
    sightings: Annotated[
        Switch,
        Help(
            "Whether to keep who was seen live and in videos: on or off.",
            "是否保存实时画面和视频中见到的人：on 或 off。",
        ),
    ] = "on"
    sightings_days: Annotated[
        float,
        Help("For how many days that is kept.", "这些记录保存的天数。"),
    ] = 30.0
    visit_gap: Annotated[
        float,
        Help(
            "Minutes: who is seen again sooner is still on the same visit.",
            "到访间隔（分钟）：在此时间内再次见到同一人，仍算同一次到访。",
        ),
    ] = 5.0
    given: frozenset[str] = frozenset()
    newcomers_language: Language | None = None

    @property
    def page_language(self) -> Language | None:
        """The page's language for who hasn't chosen there; None: that of their browser."""
        return self.language if "language" in self.given else self.newcomers_language

    def __post_init__(self) -> None:
        if self.threshold is not None and not -1 <= self.threshold <= 1:
            raise SettingsError("threshold_out_of_range", value=self.threshold)
        if self.port is not None and not 1 <= self.port <= 65535:
            raise SettingsError("port_out_of_range", value=self.port)
        if self.password is not None and not self.password.strip():
            raise SettingsError("password_empty")
        if not 0 < self.sightings_days <= MOST_DAYS:
            raise SettingsError("days_out_of_range", value=self.sightings_days, most=MOST_DAYS)
        if not 0 <= self.visit_gap <= MOST_MINUTES:
            raise SettingsError("gap_out_of_range", value=self.visit_gap, most=MOST_MINUTES)


def setting_names() -> list[str]:
    """Return the names of the settings that a user can make."""
    hints = get_type_hints(Settings, include_extras=True)
    return [each.name for each in fields(Settings) if get_origin(hints[each.name]) is Annotated]


def flag_name(field_name: str) -> str:
    """Return the command line's name of a setting: ``detection_model`` → ``--detection-model``."""
    return "--" + field_name.replace("_", "-")


def environment_name(field_name: str) -> str:
    """Return the environment's name of a setting: ``pack`` → ``FACEMIND_PACK``."""
    return ENVIRONMENT_PREFIX + field_name.upper()


def build_settings(
    flags: Mapping[str, object | None], environ: Mapping[str, str] = os.environ
) -> Settings:
    """Return the settings: a flag that is given, else the environment's, else the default.

    Args:
        flags: Values by field name, of the field's own type; None means not given.
        environ: The environment; an empty variable means not given.

    Raises:
        SettingsError: A value makes no sense.
    """
    chosen: dict[str, Any] = {}
    for name in setting_names():
        value = flags.get(name)
        if isinstance(value, list):  # an option that may be given several times
            value = tuple(value) or None
        if value is None and environ.get(environment_name(name)):
            value = parse_setting(name, environ[environment_name(name)], environment_name(name))
        if value is not None:
            chosen[name] = value
    return Settings(**chosen, given=frozenset(chosen))


def parse_setting(name: str, written: str, called: str) -> object:
    """Return a setting's value as its field has it; None where nothing is written.

    Args:
        name: The field.
        written: The value in words, as in the environment.
        called: What an error is to call the setting.

    Raises:
        SettingsError: It can't be understood.
    """
    return parse_value(_kinds()[name], written, called)


@cache
def _kinds() -> dict[str, Any]:
    """Return the types of the fields; making them out costs a moment."""
    return get_type_hints(Settings)
