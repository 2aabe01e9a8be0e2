"""What is chosen in the settings counts at once, for everybody and from now on."""

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect

from face_process.face_enroll import enrol
from face_process.face_service import open_service
from face_process.photo_seen import see_photo
from SQL.backups import backups_of
from SQL.copies import copies_of
from SQL.database_operate import Store
from SQL.rows import Contents
from SQL.sightings import Sighting
from tests.UI.conftest import web

ANN, BEN = "Ann Lee", "本"
SECTIONS = ["machine", "history", "backup", "data", "erase"]
"""Those that are folded at first."""
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def free(shared_models, tmp_path_factory):
    """Return the address and the folder of a page for which nothing was given but its places."""
    folder = tmp_path_factory.mktemp("settings")
    with Store(folder / "known_faces.db") as store:
        store.set_setting("pack", "mini")
    with web(folder, FACEMIND_PACK="", FACEMIND_DEVICE="") as (_, address):
        yield address, folder


@pytest.fixture
def photos(shared_data):
    """Return three photos of Ann and one of Ben."""
    known = shared_data / "lfw" / "known"
    ann, ben = known / "Heizo_Takenaka", known / "Howard_Dean"
    return [*sorted(ann.iterdir())[:3], min(ben.iterdir())]


@pytest.fixture
def known(free, engine, photos):
    """Return the page's store: Ann with two faces, Ben with one, all settings as usual."""
    with Store(free[1] / "known_faces.db") as store:
        for person in store.people.all():
            store.people.remove(person.name)
        store.sightings.forget(datetime.now(UTC) + timedelta(days=1))
        for name in store.settings().keys() - {"pack"}:
            store.set_setting(name, None)
        service = open_service(engine, store)
        enrol(service, ANN, [see_photo(service, photo).candidate for photo in photos[:2]])
        enrol(service, BEN, [see_photo(service, photos[3]).candidate])
        yield store


@pytest.fixture
def settings(visit, free, known):
    """Return a function that opens the settings in a language, some sections unfolded."""

    def open_settings(locale, *sections):
        page = visit(locale, free[0])
        page.tab("settings")
        page.sees("settings-pack-now", "mini")
        for section in sections:
            page[f"settings-{section}"].locator("button.label-wrap").first.click()
        return page

    return open_settings


def choose(page, element, words):
    page[element].get_by_label(words, exact=True).check()


def change_pack(page, to):
    """Change the pack and wait until it is in use."""
    choose(page, "settings-packs", to)
    page["settings-pack-use"].click()
    page.sees("settings-pack-question", to)
    asked = page["settings-pack-question"].inner_text()
    page["settings-pack-yes"].click()
    facts = {"pack": to, "device": "cpu", "faces": 3}
    page.sees("settings-pack-progress", page.says("page.settings.pack.done", **facts))
    page.sees("settings-pack-now", to)
    expect(page["settings-pack-yes"]).to_be_hidden()
    expect(page["settings-pack-cancel"]).to_be_hidden()
    return asked


def test_another_pack_learns_every_known_face_and_the_old_one_needs_none(
    settings, known, photos, locale
):
    page = settings(locale)
    asked = change_pack(page, "mini_casia")
    names = {"pack": "mini_casia", "before": "mini"}
    assert page.says("page.settings.pack.confirm", count=3, **names) in asked
    assert known.setting("pack") == "mini_casia"
    asked = change_pack(page, "mini")
    assert page.says("page.settings.pack.confirm_none", pack="mini") in asked
    assert known.setting("pack") == "mini"
    page.tab("photo")
    page.upload("photo-in", photos[1])
    page.sees("photo-table", ANN)


def slide(page, value):
    """Type a threshold beside the slider."""
    box = page["settings-threshold-value"].locator("input[type=number]")
    box.fill(f"{value}")
    box.press("Tab")


def live_threshold(address, photo):
    """Return the threshold that a live page's answers tell."""
    line = connect(address.replace("http", "ws") + "/live/socket?language=en", origin=address)
    with line as socket:
        socket.send(b"\0\0\0\1" + photo.read_bytes())
        return json.loads(socket.recv(20))["faces"][0]["threshold"]


def test_a_threshold_shows_its_effect_and_counts_for_the_next_photo_and_live(
    settings, known, free, photos, locale
):
    page = settings(locale)
    recognised = {"faces": 2, "count": 2, "percent": 100}
    effect = "settings-threshold-effect"
    page.sees(effect, page.says("page.settings.threshold.recognised", **recognised))
    page.sees(effect, ANN)
    page.sees(effect, BEN)
    usual = live_threshold(free[0], photos[1])
    slide(page, 0.9)
    page.sees(effect, page.says("page.settings.threshold.unknown", count=2))
    assert known.setting("threshold") is None, "only tried, not saved"
    page["settings-threshold-save"].click()
    now = page.says("page.settings.threshold.now", value=0.9)
    page.sees("settings-threshold-note", now)
    assert live_threshold(free[0], photos[1]) == pytest.approx(usual + 0.4, abs=0.02)
    page.tab("photo")
    page.upload("photo-in", photos[2])
    page.sees("photo-table", "0.90")
    page.sees("photo-table", page.says("page.unknown"))
    page.tab("settings")
    page.sees("settings-threshold-note", now)
    page["settings-threshold-reset"].click()
    page.sees("settings-threshold-note", page.says("page.settings.threshold.now", value=0.5))
    assert known.setting("threshold") is None


def test_what_was_given_at_the_start_is_shown_as_fixed_with_the_reason(visit, locale):
    page = visit(locale)
    page.tab("settings")
    page["settings-machine"].locator("button.label-wrap").first.click()
    for name, element in (("pack", "settings-pack-now"), ("device", "settings-machine-note")):
        values = {"flag": f"--{name}", "variable": f"FACEMIND_{name.upper()}"}
        page.sees(element, page.says("error.setting_fixed", **values))
    expect(page["settings-pack-use"]).to_be_disabled()
    chosen = page["settings-device"].get_by_label(page.says("page.settings.device.cpu"))
    expect(chosen).to_be_checked()
    expect(chosen).to_be_disabled()
    expect(page["settings-threshold-save"]).to_be_enabled()


def test_device_camera_and_language_are_kept(settings, visit, free, known):
    page = settings("en-US", "machine")
    choose(page, "settings-device", page.says("page.settings.device.cpu"))
    facts = {"pack": "mini", "device": "cpu", "faces": 3}
    page.sees("settings-device-progress", page.says("page.settings.pack.done", **facts))
    assert known.setting("device") == "cpu"
    page["settings-camera"].locator("input, textarea").fill("rtsp://door/1; 2")
    page["settings-camera-save"].click()
    page.sees("settings-machine-note", page.says("page.settings.saved"))
    assert known.setting("camera") == "rtsp://door/1; 2"
    choose(page, "settings-language", "中文")
    page.page.wait_for_function("document.querySelector('#settings-machine-note p')")
    newcomer = visit("en-US", free[0])
    newcomer.language = "zh"
    newcomer.tab("settings")
    newcomer.sees("settings-machine", newcomer.says("page.settings.machine.title"))
    assert known.setting("language") == "zh"


def test_what_is_older_than_the_days_chosen_is_told_and_then_deleted(settings, known, locale):
    week_ago = datetime.now(UTC) - timedelta(days=7)
    model_id = next(iter(known.models()))
    look = np.ones(4, np.float32) / 2
    seen = (None, "door", week_ago, week_ago, None, None, None, b"crop", model_id, look)
    known.sightings.add([Sighting(*seen)])
    page = settings(locale, "history")
    page["settings-days"].locator("input").fill("3")
    page.sees("settings-history-going", page.says("page.settings.history.would_go", count=1))
    choose(page, "settings-sightings", page.says("page.settings.sightings.off"))
    page["settings-gap"].locator("input").fill("20")
    page["settings-history-save"].click()
    page.sees("settings-history-note", page.says("page.settings.history.gone", count=1))
    assert known.contents().sightings == 0
    kept = {name: known.setting(name) for name in ("sightings", "sightings_days", "visit_gap")}
    assert kept == {"sightings": "off", "sightings_days": "3", "visit_gap": "20"}
    page["settings-days"].locator("input").fill("-1")
    page["settings-history-save"].click()
    page.sees_toast(page.says("error.days_out_of_range", value=-1, most=36500))


def test_a_backup_is_downloaded_and_put_back_while_the_page_is_open(
    settings, known, photos, tmp_path, locale
):
    page = settings(locale, "backup")
    then = page.says("page.settings.contents", **asdict(known.contents()))
    with page.page.expect_download() as downloaded:
        page["settings-backup-now"].click()
    page.sees("settings-backup-note", then)
    backup = tmp_path / "backup.db"
    downloaded.value.save_as(backup)
    known.people.remove(ANN)
    now = page.says("page.settings.contents", **asdict(known.contents()))
    page.upload("settings-restore-file", backup)
    expect(page["settings-restore-file"].locator("a[download], .file-preview")).not_to_have_count(0)
    page["settings-restore"].click()
    page.sees(
        "settings-restore-note", page.says("page.settings.restore.confirm", now=now, then=then)
    )
    page["settings-restore-yes"].click()
    facts = {"now": now, "then": then, "file": backups_of(known.file)[0]}
    expect(page["settings-restore-yes"]).to_be_hidden()
    facts["file"] = backups_of(known.file)[0]
    page.sees("settings-restore-note", page.says("page.settings.restore.done", **facts))
    page.tab("photo")
    page.upload("photo-in", photos[1])
    page.sees("photo-table", ANN)


def test_a_backup_kept_here_can_be_chosen_and_what_is_no_backup_is_refused(
    settings, known, tmp_path
):
    page = settings("en-US", "backup")
    page["settings-restore"].click()
    page.sees_toast(page.says("page.settings.restore.missing"))
    nonsense = tmp_path / "nonsense.db"
    nonsense.write_bytes(b"no database" * 100)
    page.upload("settings-restore-file", nonsense)
    page.sees("settings-restore-file", "nonsense")
    page["settings-restore"].click()
    page.sees_toast(page.says("error.restore_unusable", file="nonsense.db"))
    page["settings-backup-here"].click()
    contents = page.says("page.settings.contents", **asdict(known.contents()))
    page.sees("settings-backup-note", contents)
    page.sees("settings-backup-note", str(backups_of(known.file)[0]))
    page["settings-restore-choice"].locator("input").click()
    page.page.get_by_role("option").first.click()
    expect(page["settings-restore-file"]).not_to_contain_text("nonsense")  # the last choice counts
    page["settings-restore"].click()
    expect(page["settings-restore-yes"]).to_be_visible()
    page["settings-restore-no"].click()
    expect(page["settings-restore-yes"]).to_be_hidden()
    assert known.contents() == Contents(people=2, faces=3, sightings=0)


def test_a_new_backup_is_counted_at_once_where_everything_is_erased(settings, known):
    for backup in backups_of(known.file):
        backup.unlink()
    page = settings("en-US", "backup", "data", "erase")
    contents = page.says("page.settings.contents", **asdict(known.contents()))
    before = len(copies_of(known.file))
    page.sees(
        "settings-erase-why", page.says("page.settings.erase.why", contents=contents, count=before)
    )
    page["settings-backup-here"].click()
    count = before + 1
    page.sees(
        "settings-erase-why", page.says("page.settings.erase.why", contents=contents, count=count)
    )
    page.sees("settings-places", f"({len(backups_of(known.file))}, ")  # one may be of the day


def test_everything_is_erased_once_the_word_is_typed(settings, known, free, photos, locale):
    page = settings(locale, "data", "erase")
    contents = page.says("page.settings.contents", **asdict(known.contents()))
    page.sees("settings-places", str(known.file))
    page.sees("settings-erase-why", contents)
    page["settings-erase-button"].click()
    word = page.says("page.settings.erase.word")
    page.sees_toast(page.says("page.settings.erase.not_typed", word=word))
    assert known.contents().people == 2
    page["settings-erase-word"].locator("input, textarea").fill(word)
    page["settings-erase-word"].locator("input, textarea").press("Enter")
    page.sees("settings-erase-note", contents)
    page.sees(
        "settings-places", page.says("page.settings.contents", people=0, faces=0, sightings=0)
    )
    beside = [one for one in free[1].rglob("*") if one.is_file() and one.name != "log.txt"]
    assert not [one for one in beside if ANN.encode() in one.read_bytes()]
    assert backups_of(known.file) == []
    page.tab("photo")
    page.upload("photo-in", photos[1])
    page.sees("photo-summary", page.says("page.nobody"))
    page.sees("photo-table", page.says("page.unknown"))


def test_settings_fit_a_telephone_and_obey_the_keyboard(settings, locale):
    page = settings(locale, *SECTIONS)
    page.page.set_viewport_size(PHONE)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shown = page.page.locator("#settings").inner_text()
    assert re.findall(r"i18n{|translation_metadata|\bpage\.[a-z_]+", shown) == []
    slider = page["settings-threshold-value"].locator("input[type=range]")
    slider.focus()
    page.page.keyboard.press("ArrowRight")
    page.sees("settings-threshold-effect", page.says("page.settings.threshold.tried", value=0.51))
    fold = page["settings-data"].locator("button.label-wrap").first
    fold.focus()
    page.page.keyboard.press("Enter")
    expect(page["settings-places"]).to_be_hidden()
