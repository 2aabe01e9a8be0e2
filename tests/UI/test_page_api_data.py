"""What programs do with the database as a whole, with settings, visits and strangers."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import cv2
import numpy as np
import pytest
from gradio_client import handle_file

from SQL.backups import keep_backup
from SQL.database_operate import Store
from SQL.sightings import Sighting
from tests.UI.conftest import web
from tests.UI.test_page_api import NAME, ask, call_by_http, caller, refusal  # noqa: F401
from UI.texts import text

LANGUAGES = ["en", "zh"]


@pytest.fixture
def free(shared_models, tmp_path):
    """Return a page for which nothing was given but its places, and a function that asks it."""
    with Store(tmp_path / "known_faces.db") as store:
        store.set_setting("pack", "mini")
        with web(tmp_path, FACEMIND_PACK="", FACEMIND_DEVICE="") as (_, address):
            yield store, lambda name, *given: call_by_http(address, name, *given)


@pytest.fixture
def seen(people, engine):
    """Return a function that keeps sightings that look like nobody else's."""
    picture = cv2.imencode(".png", np.full((112, 112, 3), 90, np.uint8))[1].tobytes()
    model_id = people.register_model(engine.identity)
    people.sightings.forget(datetime.now(UTC) + timedelta(days=1))

    def keep(number, days_ago=0.0, source="door"):
        look = np.zeros(engine.identity.dimension, np.float32)
        look[number] = 1
        when = datetime.now(UTC) - timedelta(days=days_ago)
        one = Sighting(None, source, when, when, None, None, None, picture, model_id, look)
        people.sightings.add([one])
        return people.sightings.find(limit=100)

    yield keep
    people.sightings.forget(datetime.now(UTC) + timedelta(days=1))


def test_a_backup_is_fetched_and_put_back(ask, enrol_quickly, people):  # noqa: F811
    enrol_quickly(NAME, "Li")
    file = ask("backup")
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("SELECT count(*) FROM person").fetchone() == (2,)
    ask("remove_person", NAME)
    restored = ask("restore", handle_file(file))
    assert (restored["people"], restored["faces"]) == (2, 2)
    assert [one["name"] for one in ask("people")["people"]] == ["Li", NAME]

    before = ask("backups")[0]
    assert before["name"] == restored["before"]
    assert ask("restore_backup", before["name"])["people"] == 1
    assert people.people.find("Li").faces == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_backups_of_its_own_are_named_and_only_databases_put_back(
    ask,  # noqa: F811
    language,
    astronaut,
    enrol_quickly,
):
    enrol_quickly(NAME)
    for name in ("gone.db", "../known_faces.db", "/etc/passwd"):
        sentence = text(language, "error.backup_unknown", name=name)
        told = refusal(ask, "restore_backup", name, language=language)
        assert told == ("backup_unknown", sentence)
    sentence = text(language, "error.restore_unusable", file="astronaut.png")
    told = refusal(ask, "restore", handle_file(astronaut), language=language)
    assert told == ("restore_unusable", sentence)
    assert ask("people")["total"] == 1


@pytest.mark.parametrize("action", ["restore", "import_people"])
def test_no_database_or_archive_is_read_that_was_not_uploaded(running, people, action):
    for path in ("/etc/passwd", str(running[1] / "known_faces.db"), ""):
        for file in ({"path": path}, {"path": path, "meta": {"_type": "gradio.FileData"}}):
            happened, answer = call_by_http(running[0], action, file)
            assert happened == "error", path
            assert answer.get("title") in {None, "argument_no_file"}, answer


def test_people_travel_in_a_file(ask, enrol_quickly, astronaut):  # noqa: F811
    enrol_quickly("Li")
    ask("enroll", [handle_file(astronaut)], NAME)
    everybody, alone = ask("export_people"), ask("export_people", [NAME])
    with ZipFile(alone) as archive:
        assert "people.jsonl" in archive.namelist()
    assert refusal(ask, "export_people", ["Nobody"])[0] == "person_missing"
    for name in (NAME, "Li"):
        ask("remove_person", name)
    done = ask("import_people", handle_file(alone))
    assert done == {"people": 1, "new": 1, "faces": 1, "known": 0}
    assert ask("recognize_photo", handle_file(astronaut))["faces"][0]["name"] == NAME
    assert ask("import_people", handle_file(everybody))["known"] == 1
    assert refusal(ask, "import_people", handle_file(astronaut))[0] == "archive_foreign"


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_are_told_and_chosen_as_long_as_they_are_not_fixed(
    ask,  # noqa: F811
    people,
    language,
):
    told = {one["name"]: one for one in ask("settings")}
    assert told["device"] == {"name": "device", "value": "cpu", "kept": False, "fixed": True}
    assert (told["threshold"]["value"], told["visit_gap"]["value"]) == (0.5, 5)
    facts = {"flag": "--device", "variable": "FACEMIND_DEVICE"}
    fixed = ("setting_fixed", text(language, "error.setting_fixed", **facts))
    assert refusal(ask, "set_setting", "device", "cpu", language=language) == fixed
    facts = {"flag": "--pack", "variable": "FACEMIND_PACK"}
    fixed = ("setting_fixed", text(language, "error.setting_fixed", **facts))
    assert refusal(ask, "use_pack", "mini", language=language) == fixed
    for name, value, key in (
        ("database", "other.db", "setting_not_one_of"),
        ("sightings", "maybe", "setting_not_one_of"),
        ("threshold", 7, "threshold_out_of_range"),
    ):
        assert refusal(ask, "set_setting", name, value)[0] == key
    assert not people.settings().keys() & {"device", "sightings", "threshold"}


def test_a_chosen_setting_counts_at_once_until_it_is_taken_back(ask, people, seen):  # noqa: F811
    try:
        chosen = {"name": "threshold", "value": 0.42, "kept": True, "fixed": False}
        assert ask("set_setting", "threshold", 0.42) == {**chosen, "forgotten": 0}
        assert ask("status")["threshold"] == 0.42
        assert ask("set_setting", "visit_gap", "60")["value"] == 60
        seen(1, days_ago=1 / 48)
        seen(1)
        assert len(people.sightings.find()) == 2
        assert ask("unknown_groups")["groups"][0]["visits"] == 1, "half an hour is no pause"
        seen(2, days_ago=9)
        assert ask("set_setting", "sightings_days", 7)["forgotten"] == 1
        assert ask("set_setting", "camera", "rtsp://door/1; 2")["value"] == "rtsp://door/1; 2"
    finally:
        usual = [ask("set_setting", name) for name in ("threshold", "visit_gap", "camera")]
        ask("set_setting", "sightings_days")
    assert [one["value"] for one in usual] == [0.5, 5, "0"]
    assert not any(one["kept"] for one in ask("settings"))


def test_another_pack_is_used_and_told_of_while_it_is_learned(free):
    store, ask_it = free
    happened, (answer,) = ask_it("use_pack", "mini_casia")
    assert happened == "complete", answer
    assert answer == {"done": True, "pack": "mini_casia", "cancelled": False}
    assert store.setting("pack") == "mini_casia"
    for pack in ("nothing", str(Path(__file__).parent)):
        happened, error = ask_it("use_pack", pack)
        assert (happened, error["title"]) == ("error", "pack_missing")


def test_strangers_are_merged_and_removed_from_copies_too(ask, people, seen):  # noqa: F811
    seen(1)
    seen(2)
    seen(3)
    one, other, third = (group["number"] for group in ask("unknown_groups")["groups"])
    assert refusal(ask, "merge_groups", [one])[0] == "groups_few"
    assert refusal(ask, "merge_groups", [one, 10**6])[0] == "stranger_gone"
    assert ask("merge_groups", [one, other])["faces"] == 2
    assert ask("unknown_groups")["total"] == 2
    copy = keep_backup(people, at_once=True)
    gone = ask("remove_group", one)
    assert (gone["faces"], gone["sightings"]) == (0, 2)
    assert str(copy) in gone["held_by"]
    gone = ask("remove_group", third, purge_copies=True)
    assert str(copy) in gone["purged"]
    with closing(sqlite3.connect(copy)) as opened:
        kept = {number for (number,) in opened.execute("SELECT id FROM sighting")}
    assert kept == {one, other}
    assert ask("unknown_groups")["total"] == 0


def test_visits_are_given_taken_and_removed(ask, people, seen):  # noqa: F811
    seen(1, days_ago=2)
    seen(2, days_ago=1)
    latest, earlier = ask("visits")["visits"]
    assert ask("give_visit", latest["number"], NAME)["faces"] == 1
    assert ask("give_visit", earlier["number"], NAME, learn=False)["faces"] == 1
    mine = ask("visits", person=NAME)["visits"]
    assert [one["number"] for one in mine] == [latest["number"], earlier["number"]]
    assert ask("confirm_visit", latest["number"])["outcome"] == "known"
    assert ask("deny_visit", earlier["number"])["name"] == NAME
    assert [one["name"] for one in ask("visits")["visits"]] == [NAME, None]
    for action in ("confirm_visit", "deny_visit"):
        assert refusal(ask, action, earlier["number"])[0] == "face_unnamed"
    copy = keep_backup(people, at_once=True)
    gone = ask("remove_visit", latest["number"], purge_copies=True)
    assert (gone["sightings"], str(copy) in gone["purged"]) == (1, True)
    assert [one["number"] for one in ask("visits")["visits"]] == [earlier["number"]]
    for action in ("deny_visit", "remove_visit"):
        assert refusal(ask, action, latest["number"])[0] == "visit_gone"


@pytest.mark.parametrize(("language", "word"), [("en", "ERASE"), ("zh", "清除")])
def test_everything_is_erased_once_that_is_confirmed(
    ask,  # noqa: F811
    people,
    enrol_quickly,
    language,
    word,
):
    enrol_quickly(NAME)
    copy = keep_backup(people, at_once=True)
    sentence = text(language, "error.not_confirmed", word=word)
    told = refusal(ask, "erase_everything", "yes", language=language)
    assert told == ("not_confirmed", sentence)
    assert people.people.find(NAME)
    gone = ask("erase_everything", word)
    assert (gone["people"], gone["faces"]) == (1, 1)
    assert copy.name in gone["copies"]
    assert not copy.exists()
    assert people.people.all() == []
