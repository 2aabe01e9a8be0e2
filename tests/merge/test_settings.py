from pathlib import Path

import pytest

from face_process.errors import SettingsError
from merge.settings import (
    Device,
    build_settings,
    environment_name,
    flag_name,
    setting_names,
)


def test_a_flag_counts_more_than_the_environment_and_that_more_than_the_default():
    environ = {"FACEMIND_PACK": "from environment", "FACEMIND_THRESHOLD": "0.4"}
    settings = build_settings({"pack": "from flag"}, environ)
    assert settings.pack == "from flag"
    assert settings.threshold == 0.4
    assert settings.device is Device.AUTO


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("database", "~/faces.db", Path.home() / "faces.db"),
        ("models", "/packs", Path("/packs")),
        ("port", "8000", 8000),
        ("device", "cpu", Device.CPU),
        ("language", "zh", "zh"),
        ("sightings", "off", "off"),
        ("sightings_days", "0.5", 0.5),
        ("visit_gap", "2.5", 2.5),
        ("camera", "rtsp://door/1", ("rtsp://door/1",)),
        ("camera", "0; rtsp://door/1", ("0", "rtsp://door/1")),
    ],
)
def test_the_environment_is_read_as_the_settings_type(name, written, value):
    assert getattr(build_settings({}, {environment_name(name): written}), name) == value


@pytest.mark.parametrize(
    ("name", "written"),
    [("threshold", "high"), ("threshold", "1.5"), ("threshold", "nan"), ("port", "0"),
     ("port", "http"), ("device", "gpu"), ("language", "fr"),
     ("sightings", "maybe"), ("sightings_days", "0"), ("sightings_days", "nan"),
     ("sightings_days", "40000"), ("visit_gap", "-1"), ("visit_gap", "nan"),
     ("visit_gap", "1441")],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_told(name, written):
    with pytest.raises(SettingsError) as refused:
        build_settings({}, {environment_name(name): written})
    assert written in str(refused.value)


def test_a_choice_that_there_isnt_is_told_with_those_there_are():
    with pytest.raises(SettingsError, match="auto, cpu, cuda, coreml, directml"):
        build_settings({}, {"FACEMIND_DEVICE": "tpu"})


def test_an_empty_variable_is_not_given():
    assert build_settings({}, {"FACEMIND_PACK": ""}).pack is None


@pytest.mark.parametrize(
    ("flags", "environ", "page"),
    [
        ({}, {}, None),
        ({}, {"LC_ALL": "zh_CN.UTF-8"}, None),
        ({"language": "zh"}, {}, "zh"),
        ({}, {"FACEMIND_LANGUAGE": "en"}, "en"),
    ],
    ids=["nothing", "system", "flag", "environment"],
)
def test_only_a_language_that_was_chosen_is_that_of_the_page(flags, environ, page):
    assert build_settings(flags, environ).page_language == page


def test_every_setting_has_its_flag_and_variable():
    names = {flag_name(name): environment_name(name) for name in setting_names()}
    assert names["--detection-model"] == "FACEMIND_DETECTION_MODEL"
    assert set(names) == {
        "--database", "--models", "--pack", "--detection-model", "--recognition-model",
        "--threshold", "--gradio-temp", "--device", "--language", "--host", "--port", "--camera",
        "--sightings", "--sightings-days", "--visit-gap", "--password", "--certificate", "--key",
    }  # fmt: skip


def test_what_a_flag_or_the_environment_gave_is_known():
    environ = {"FACEMIND_THRESHOLD": "0.4", "FACEMIND_DEVICE": "", "LC_ALL": "zh_CN.UTF-8"}
    settings = build_settings({"camera": ["1"], "pack": None}, environ)
    assert settings.given == {"camera", "threshold"}
