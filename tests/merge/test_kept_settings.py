import logging

import pytest

from face_process.errors import SettingsError
from merge.facemind import build_service
from merge.kept_settings import keep_setting, with_kept
from merge.settings import Device, Settings, build_settings

CHOSEN = {
    "threshold": ("0.41", 0.41),
    "device": ("cpu", Device.CPU),
    "camera": ("rtsp://door/1; 2", ("rtsp://door/1", "2")),
    "sightings": ("off", "off"),
    "sightings_days": ("7", 7.0),
}


@pytest.mark.parametrize(("name", "written", "value"), [(one, *CHOSEN[one]) for one in CHOSEN])
def test_what_was_chosen_on_the_page_counts_more_than_the_default(store, name, written, value):
    keep_setting(store, name, written)
    assert getattr(with_kept(Settings(), store), name) == value
    keep_setting(store, name, None)
    assert with_kept(Settings(), store) == Settings()


def test_a_flag_and_the_environment_count_more_than_what_was_chosen_on_the_page(store):
    keep_setting(store, "threshold", "0.41")
    keep_setting(store, "sightings_days", "7")
    keep_setting(store, "device", "cuda")
    given = build_settings({"threshold": 0.6}, {"FACEMIND_SIGHTINGS_DAYS": "3"})
    settings = with_kept(given, store)
    assert (settings.threshold, settings.sightings_days) == (0.6, 3.0)
    assert settings.device is Device.CUDA


def test_the_kept_language_is_that_of_the_pages_newcomers_alone(store):
    keep_setting(store, "language", "zh")
    settings = with_kept(build_settings({}, {"LC_ALL": "en_US.UTF-8"}), store)
    assert settings.page_language == "zh"
    assert settings.language == Settings().language
    given = with_kept(build_settings({"language": "en"}, {}), store)
    assert given.page_language == "en"


@pytest.mark.parametrize(
    ("name", "written"),
    [("threshold", "high"), ("threshold", "7"), ("device", "tpu"), ("camera", " ; "),
     ("language", "fr"), ("sightings", "maybe"), ("sightings_days", "0")],
)  # fmt: skip
def test_a_kept_value_that_makes_no_sense_is_logged_and_passed_over(store, caplog, name, written):
    store.set_setting(name, written)
    store.set_setting("threshold" if name != "threshold" else "sightings_days", "0.3")
    settings = with_kept(Settings(), store)
    assert 0.3 in {settings.threshold, settings.sightings_days}
    assert getattr(settings, name) == getattr(Settings(), name)
    assert bool(caplog.records) is (name != "camera")  # no camera is the usual one


def test_nothing_that_makes_no_sense_is_kept(store):
    with pytest.raises(SettingsError):
        keep_setting(store, "threshold", "1.5")
    assert store.settings() == {}


def test_the_recogniser_obeys_what_was_chosen_and_survives_a_device_of_another_machine(
    store, shared_models, caplog
):
    keep_setting(store, "threshold", "0.41")
    keep_setting(store, "device", "directml")
    with caplog.at_level(logging.WARNING):
        service = build_service(Settings(models=shared_models, pack="mini"), store)
    assert service.threshold == 0.41
    assert service.engine.device in {"cpu", "cuda"}
    assert "directml" in caplog.text
